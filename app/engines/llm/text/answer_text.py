"""Makes an answer's text from its tokens: whole characters, the thought apart, up to a stop string. Chooses nothing."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence

from app.engines.llm.text.stop_strings import StopStrings
from app.engines.llm.text.text_stream import TextStream
from app.engines.llm.text.thinking import ThoughtSplitter
from app.protocol.tasks import TextKind


class Ended(enum.Enum):
    """Why the text wants no more tokens."""

    NO = enum.auto()
    STOP_STRING = enum.auto()
    LENGTH = enum.auto()


class AnswerText:
    """``take`` each token, ``end`` once. ``answer`` and ``thought`` are what ``on_text`` got of either."""

    def __init__(
        self,
        stream: TextStream,
        splitter: ThoughtSplitter | None,
        stops: Sequence[str],
        *,
        most_tokens: int,
        on_text: Callable[[TextKind, str], None],
    ) -> None:
        """``splitter`` is None where a thought cannot come. ``most_tokens`` counts those of the answer alone."""
        self._stream, self._splitter, self._stops = stream, splitter, StopStrings(stops)
        self._most_tokens, self._on_text = most_tokens, on_text
        self._answer: list[str] = []
        self._thought: list[str] = []
        self._answer_tokens = 0
        self.ended = Ended.NO

    @property
    def is_thinking(self) -> bool:
        return self._splitter is not None and self._splitter.is_thinking

    @property
    def end_mark(self) -> str:
        """What ends the thought that has begun."""
        return self._splitter.end_mark if self._splitter is not None else ""

    @property
    def answer(self) -> str:
        return "".join(self._answer)

    @property
    def thought(self) -> str:
        """Without the empty lines around it."""
        return "".join(self._thought).strip()

    def take(self, token: int) -> bool:
        """Whether that was the last token."""
        self._give(self._parted(self._stream.take(token)))
        # A thought comes first: what was counted before belongs to the mark that begins it.
        self._answer_tokens = 0 if self.is_thinking else self._answer_tokens + 1
        if self._stops.found:
            self.ended = Ended.STOP_STRING
        elif self._answer_tokens >= self._most_tokens:
            self.ended = Ended.LENGTH
        return self.ended is not Ended.NO

    def end(self) -> None:
        """Give what was held back, unless a stop string ended the answer."""
        self._give(self._parted(self._stream.rest()))
        if self._splitter is not None:
            self._give(self._splitter.rest())
        if rest := self._stops.rest():
            self._tell(TextKind.ANSWER, rest)

    def _parted(self, text: str) -> list[tuple[TextKind, str]]:
        if not text:
            return []
        return self._splitter.take(text) if self._splitter is not None else [(TextKind.ANSWER, text)]

    def _give(self, pieces: list[tuple[TextKind, str]]) -> None:
        for kind, piece in pieces:
            shown = self._stops.take(piece) if kind is TextKind.ANSWER else piece
            if shown:
                self._tell(kind, shown)

    def _tell(self, kind: TextKind, text: str) -> None:
        (self._answer if kind is TextKind.ANSWER else self._thought).append(text)
        self._on_text(kind, text)
