"""The decode loop: the prompt in pieces, then token by token until an end, the limit or a repetition. No text."""

from __future__ import annotations

import enum
import time
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

from app.domain.errors import AppError, ErrorCode
from app.engines.llm.decoder.decoder import Cache, Decoder, Logits
from app.engines.llm.generation.prefix_caches import PrefixCaches
from app.engines.llm.generation.sampling import RepetitionWatch, Sampler
from app.engines.llm.generation.speculation import Speculation

PIECE_TOKENS = 128
"""The most of a prompt in one step: logits take 0.6 MB for each of its tokens."""
FIRST_PIECE = 32
"""Until the machine's speed is known, and the least later: smaller pieces cost a fifth of the speed (0.5B, two cores:
16 tokens 198, 32 tokens 241, 128 tokens 252 a second)."""
TAIL_TOKENS = 16
"""What a template puts before the model's turn is shorter, and may look otherwise once the turn is over."""
PIECE_SECONDS = 1.0
"""A stop interrupts the step that runs; where a device cannot do that, it is seen between two pieces. (At 0.2 s a model
of 1.7B on two cores fell back to 32 tokens and lost a sixth of its speed: 46 instead of 54 tokens a second.)"""


class Finish(enum.StrEnum):
    STOP = "stop"
    LENGTH = "length"
    REPETITION = "repetition"


@dataclass(frozen=True, slots=True)
class Run:
    """``new_tokens`` without the one that ended the turn. ``reused`` of the prompt's tokens were not computed again.

    ``drafted`` tokens were proposed by speculation; ``accepted`` of them were what the sampler chose.
    """

    new_tokens: tuple[int, ...]
    finish: Finish
    reused: int
    prefill_seconds: float
    decode_seconds: float
    drafted: int = 0
    accepted: int = 0


class Generator:
    """Keeps the caches of its last prompts and answers, so that what the next prompt shares with one costs nothing.

    Speculation: tokens copied from earlier text are fed together with the last chosen one, and the sampler is then
    asked row by row, exactly as it would be asked without them. A drafted token counts where it is the one chosen, so
    the first other one ends the step. For a draw that is rejection sampling of a draft without randomness: x is kept
    with its probability p(x), and what comes instead is distributed as p without x. Every token of the answer takes
    one random number either way: with the same seed the answer is the same with and without speculation, as long as a
    model computes several rows as it computes one (up to rounding).
    """

    def __init__(
        self,
        decoder: Decoder,
        *,
        piece_tokens: int = PIECE_TOKENS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``piece_tokens`` is the most of a prompt that one step takes; ``clock`` gives seconds."""
        self._decoder, self._clock = decoder, clock
        self._caches = PrefixCaches(decoder)
        self._pieces = _Pieces(piece_tokens)
        self._speculation = Speculation()

    def run(
        self,
        prompt: Sequence[int],
        sampler: Sampler,
        *,
        end_ids: Set[int],
        most_new_tokens: int,
        on_token: Callable[[int], bool] = lambda _token: False,
        stop_if_cancelled: Callable[[], None] = lambda: None,
        speculate: bool = True,
        cache_bytes: int | None = None,
    ) -> Run:
        """Continue ``prompt``. ``stop_if_cancelled`` is called before every piece and every step, and may raise.

        ``on_token`` gets each token of the answer; where it says True, a stop string is complete: that is the end.
        ``cache_bytes`` is the most that the caches of this and of earlier conversations may take.

        Raises AppError: QUESTION_TOO_LONG (``tokens``, ``most``) where the prompt leaves no room for an answer,
        MODEL_BROKEN where the model gives no numbers, and as :meth:`Decoder.feed`. Also after that the next run is
        right: a cache remembers only what was computed.
        """
        most_tokens = self._caches.most_tokens(self._decoder.facts.context_length, cache_bytes)
        room = most_tokens - len(prompt)
        if room < 1:
            raise AppError(ErrorCode.QUESTION_TOO_LONG, tokens=len(prompt), most=most_tokens - 1)
        limit = min(room, max(0, most_new_tokens))
        started = self._clock()
        cache = self._caches.take(prompt, len(prompt) + limit, cache_bytes)
        reused = len(cache.tokens)
        logits = self._prefill(cache, prompt, stop_if_cancelled)
        decoding = self._clock()
        speculation = self._speculation if speculate and self._can_speculate else None
        answer = _Answer(self._decoder, sampler, prompt, limit, end_ids, on_token, speculation)
        if limit:
            stop_if_cancelled()
            answer.take(logits[None], ())
        while answer.finish is None:
            stop_if_cancelled()
            self._step(cache, answer, speculation)
        ended = self._clock()
        drafts = (speculation.drafted, speculation.accepted) if speculation is not None else (0, 0)
        return Run(tuple(answer.tokens), answer.finish, reused, decoding - started, ended - decoding, *drafts)

    @property
    def _can_speculate(self) -> bool:
        return self._decoder.can_verify and self._decoder.can_rewind

    def _prefill(self, cache: Cache, prompt: Sequence[int], stop_if_cancelled: Callable[[], None]) -> Logits:
        """The logits after the last token of ``prompt``; at least that one is fed, since they are not kept."""
        logits: Logits | None = None
        while (done := len(cache.tokens)) < len(prompt):
            stop_if_cancelled()
            piece = prompt[done : self._piece_end(done, len(prompt))]
            began = self._clock()
            logits = self._decoder.feed(cache, piece)
            seconds = self._clock() - began
            self._pieces.fed(len(piece), seconds)
            self._speculation.prompted(len(piece), seconds)
        if logits is None:
            raise ValueError("a prompt has at least one token")
        return logits

    def _piece_end(self, done: int, total: int) -> int:
        if not self._decoder.takes_pieces:
            return total
        end = min(done + self._pieces.tokens, total)
        if not self._decoder.can_rewind and done < total - TAIL_TOKENS:
            # It can only go back to where a piece began: the next prompt of this conversation turns off just here.
            end = min(end, total - TAIL_TOKENS)
        return end

    def _step(self, cache: Cache, answer: _Answer, speculation: Speculation | None) -> None:
        """Feed the last chosen token, with a draft where one promises something."""
        draft = speculation.draft(answer.left - 1) if speculation is not None else []
        began, done = self._clock(), len(cache.tokens)
        if not draft:
            rows = self._decoder.feed(cache, [answer.tokens[-1]])[None]
            if speculation is not None:
                speculation.stepped(self._clock() - began)
            answer.take(rows, ())
            return
        assert speculation is not None
        rows = self._decoder.feed_all(cache, [answer.tokens[-1], *draft])
        fed = self._clock()
        accepted = answer.take(rows, draft)
        rewinding = self._clock()
        if accepted < len(draft):
            self._decoder.shorten(cache, done + 1 + accepted)
        speculation.checked(len(draft), accepted, fed - began, self._clock() - rewinding)


class _Answer:
    """What was written, and why it ended. Asks the sampler; stops asking where the answer leaves the draft."""

    def __init__(
        self,
        decoder: Decoder,
        sampler: Sampler,
        prompt: Sequence[int],
        limit: int,
        end_ids: Set[int],
        on_token: Callable[[int], bool],
        speculation: Speculation | None,
    ) -> None:
        self.tokens: list[int] = []
        self.finish: Finish | None = None if limit else Finish.LENGTH
        self._decoder, self._sampler, self._limit, self._end_ids = decoder, sampler, limit, end_ids
        self._on_token, self._speculation = on_token, speculation
        self._history, self._watch = list(prompt), RepetitionWatch()
        if speculation is not None:
            speculation.begin(self._history)

    @property
    def left(self) -> int:
        return self._limit - len(self.tokens)

    def take(self, rows: Logits, draft: Sequence[int]) -> int:
        """Choose a token from each row [vocabulary] while the tokens are those of ``draft``; how many of them were.

        There is one row more than drafted tokens.
        """
        for accepted, row in enumerate(rows):
            token = self._choose(row)
            self._add(token)
            if self.finish is not None or accepted == len(draft) or token != draft[accepted]:
                is_drafted = accepted < len(draft) and token == draft[accepted]
                return accepted + is_drafted
        raise ValueError("fewer rows than drafted tokens")

    def _choose(self, logits: Logits) -> int:
        try:
            return self._sampler.choose(logits, self._history)
        except ValueError as error:
            model, folder = self._decoder.manifest.id, str(self._decoder.folder)
            raise AppError(ErrorCode.MODEL_BROKEN, model=model, path=folder, problem=str(error)) from error

    def _add(self, token: int) -> None:
        if token in self._end_ids:
            self.finish = Finish.STOP
            return
        self.tokens.append(token)
        self._history.append(token)
        if self._speculation is not None:
            self._speculation.add(token)
        if self._on_token(token):
            self.finish = Finish.STOP
        elif self._watch.repeats(token):
            self.finish = Finish.REPETITION
        elif len(self.tokens) == self._limit:
            self.finish = Finish.LENGTH


class _Pieces:
    """How much of a prompt one step takes: what this machine computes in ``PIECE_SECONDS``, in whole first pieces."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.tokens = min(FIRST_PIECE, most)

    def fed(self, tokens: int, seconds: float) -> None:
        """A piece took that long. Short ones say little: a step has a cost of its own."""
        if tokens >= min(FIRST_PIECE, self._most):
            can = tokens * PIECE_SECONDS / max(seconds, 1e-9)
            self.tokens = min(self._most, FIRST_PIECE * max(1, int(min(can, 1e6)) // FIRST_PIECE))
