"""Parts what a thinking model thinks from what it answers, and ends a thought that takes too long. Asks no model."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.engines.llm.text.stop_strings import beginnings
from app.protocol.tasks import TextKind

MARKS = (
    ("<think>", "</think>"),  # Qwen3, DeepSeek-R1, SmolLM3, Granite, GLM, LFM2.5
    ("[THINK]", "[/THINK]"),  # Magistral
    ("<thinking>", "</thinking>"),
    ("<|START_THINKING|>", "<|END_THINKING|>"),  # Command
)
"""How published models begin and end a thought."""
MARK_NAMES = frozenset(name for pair in MARKS for name in pair)
UNASKED_THOUGHT_TOKENS = 256
"""A model that was asked not to think and does so all the same is soon told to come to the point."""
ASKED_THOUGHT_TOKENS = 1_024
CIRCLING_TOKENS, CIRCLING_TIMES, LONGEST_CIRCLE = 48, 3, 64
"""A thought is given up sooner than the decode loop gives up a whole answer (sampling.RepetitionWatch)."""
_WRAP = "<response>"
"""Granite 3 puts its answer between this and its end once it has thought."""
WRAP_END = "</response>"

Piece = tuple[TextKind, str]


def opened_by(prompt_end: str) -> tuple[str, str] | None:
    """The marks of the thought that the template has begun itself at the end of the prompt."""
    end = prompt_end.rstrip()
    return next((marks for marks in MARKS if end.endswith(marks[0])), None)


def closing(mark: str) -> str:
    """What ends a thought so that the answer begins; the empty lines are those that Qwen3 was trained with."""
    return f"\n{mark}\n\n"


class ThoughtSplitter:
    """Takes text piece by piece and says of each part whether it is thought or answer. The marks are neither.

    A thought stands at the beginning, or the template has begun it: what looks like one inside an answer is quoted.
    """

    def __init__(self, opened: tuple[str, str] | None = None) -> None:
        self._held = ""
        self._close = opened[1] if opened else ""
        self._take: Callable[[str], list[Piece]] = self._thinking if opened else self._beginning
        self.has_thought = opened is not None

    @property
    def is_thinking(self) -> bool:
        return self._take == self._thinking

    @property
    def end_mark(self) -> str:
        """What ends the thought that has begun."""
        return self._close

    def take(self, text: str) -> list[Piece]:
        """What became certain with this piece."""
        text, self._held = self._held + text, ""
        return [(kind, part) for kind, part in self._take(text) if part]

    def rest(self) -> list[Piece]:
        """What was held back, at the end."""
        held, self._held = self._held, ""
        kind = TextKind.THOUGHT if self.is_thinking else TextKind.ANSWER
        return [(kind, held)] if held.strip() or (held and self._take == self._answering) else []

    def _beginning(self, text: str) -> list[Piece]:
        told = text.lstrip()
        for first, close in MARKS:
            if told.startswith(first):
                self._close, self._take, self.has_thought = close, self._thinking, True
                return self._thinking(told[len(first) :])
            if told.startswith(close):  # the end of a thought that never began
                self._take = self._after
                return self._after(told[len(close) :])
        if not told or any(name.startswith(told) for name in MARK_NAMES):
            self._held = text
            return []
        self._take = self._answering
        return [(TextKind.ANSWER, text)]

    def _thinking(self, text: str) -> list[Piece]:
        at = text.find(self._close)
        if at >= 0:
            self._take = self._after
            return [(TextKind.THOUGHT, text[:at]), *self._after(text[at + len(self._close) :])]
        shown = len(text) - beginnings(text, [self._close])
        self._held = text[shown:]
        return [(TextKind.THOUGHT, text[:shown])]

    def _after(self, text: str) -> list[Piece]:
        told = text.lstrip()
        if told.startswith(_WRAP):
            told = told[len(_WRAP) :].lstrip()
            if not told:
                self._held = _WRAP
                return []
        elif not told or _WRAP.startswith(told):
            self._held = told
            return []
        self._take = self._answering
        return [(TextKind.ANSWER, told)]

    def _answering(self, text: str) -> list[Piece]:
        return [(TextKind.ANSWER, text)]


class ThoughtLimit:
    """A guide of the sampler: a thought that has ``most`` tokens, or goes round in circles, is ended by force.

    Says the same for the same history, whatever it was asked before: drafts may be asked for and thrown away.
    """

    def __init__(
        self,
        prompt_tokens: int,
        opened: tuple[str, str] | None,
        most: int,
        *,
        text_of: Callable[[Sequence[int]], str],
        ids_of: Callable[[str], list[int]],
    ) -> None:
        """``text_of`` and ``ids_of`` are the tokenizer's; marks that are special tokens must be in the text."""
        self._start, self._opened, self._most = prompt_tokens, opened, most
        self._text_of, self._ids_of = text_of, ids_of
        self._read: list[int] = []
        self._cut: int | None = None
        self._end: list[int] = []

    def allowed(self, history: Sequence[int]) -> int | None:
        written = list(history[self._start :])
        self._follow(written)
        if self._cut is None:
            return None
        over = len(written) - self._cut
        return self._end[over] if over < len(self._end) and written[self._cut :] == self._end[:over] else None

    def _follow(self, written: list[int]) -> None:
        """Read on to the end of ``written``, from where it goes on otherwise than what was read."""
        read = self._read
        if read != written[: len(read)]:
            same = next((n for n, (a, b) in enumerate(zip(read, written, strict=False)) if a != b), len(written))
            del read[same:]
            self._cut, self._end = None, []
        while self._cut is None:
            if len(read) >= self._most or _goes_in_circles(read):
                self._stop_here()
            elif len(read) == len(written):
                return
            else:
                read.append(written[len(read)])

    def _stop_here(self) -> None:
        """The thought ends after what was read; where it has ended by itself, or there is none, nothing is forced."""
        text, splitter = self._text_of(self._read), ThoughtSplitter(self._opened)
        splitter.take(text)
        self._cut = len(self._read)
        if splitter.is_thinking:
            self._end = self._ids_of(closing(splitter.end_mark))


def _goes_in_circles(tokens: list[int]) -> bool:
    """Whether the last tokens are one short sequence over and over."""
    length = len(tokens)
    for period in range(1, LONGEST_CIRCLE + 1):
        least = max(CIRCLING_TOKENS, CIRCLING_TIMES * period)
        if least > length:
            return False
        start = length - least
        if tokens[-1] == tokens[-1 - period] and tokens[start + period :] == tokens[start : length - period]:
            return True
    return False
