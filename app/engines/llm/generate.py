"""The decode loop: the prompt in pieces, then token by token until an end, the limit or a repetition. No text."""

from __future__ import annotations

import enum
import time
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

from app.domain.errors import AppError, ErrorCode
from app.engines.llm.decoder import Cache, Decoder, Logits
from app.engines.llm.sampling import RepetitionWatch, Sampler

PIECE_TOKENS = 128
"""Between two pieces a stop is seen: 0.1 to 0.4 s on a CPU. Logits also take 0.6 MB for each token of a piece."""


class Finish(enum.StrEnum):
    STOP = "stop"
    LENGTH = "length"
    REPETITION = "repetition"


@dataclass(frozen=True, slots=True)
class Run:
    """``new_tokens`` without the one that ended the turn. ``reused`` of the prompt's tokens were not computed again."""

    new_tokens: tuple[int, ...]
    finish: Finish
    reused: int
    prefill_seconds: float
    decode_seconds: float


class Generator:
    """Keeps the cache of its last prompt and answer, so that what the next prompt shares with it costs nothing."""

    def __init__(self, decoder: Decoder, *, piece_tokens: int = PIECE_TOKENS) -> None:
        self._decoder, self._piece_tokens = decoder, piece_tokens
        self._cache: Cache = decoder.new_cache()

    def run(
        self,
        prompt: Sequence[int],
        sampler: Sampler,
        *,
        end_ids: Set[int],
        most_new_tokens: int,
        on_token: Callable[[int], bool] = lambda _token: False,
        stop_if_cancelled: Callable[[], None] = lambda: None,
    ) -> Run:
        """Continue ``prompt``. ``stop_if_cancelled`` is called before every piece and every token, and may raise.

        ``on_token`` gets each token of the answer; where it says True, a stop string is complete: that is the end.

        Raises AppError: QUESTION_TOO_LONG (``tokens``, ``most``) where the prompt leaves no room for an answer,
        MODEL_BROKEN where the model gives no numbers, and as :meth:`Decoder.feed`.
        """
        room = self._decoder.facts.context_length - len(prompt)
        if room < 1:
            most = self._decoder.facts.context_length - 1
            raise AppError(ErrorCode.QUESTION_TOO_LONG, tokens=len(prompt), most=most)
        started = time.monotonic()
        logits, reused = self._prefill(prompt, stop_if_cancelled)
        decoding = time.monotonic()
        tokens, finish, watch = list[int](), Finish.LENGTH, RepetitionWatch()
        limit = min(room, max(0, most_new_tokens))
        while len(tokens) < limit:
            stop_if_cancelled()
            token = self._choose(sampler, logits, [*prompt, *tokens])
            if token in end_ids:
                finish = Finish.STOP
                break
            tokens.append(token)
            if on_token(token):
                finish = Finish.STOP
                break
            if watch.repeats(token):
                finish = Finish.REPETITION
                break
            if len(tokens) < limit:
                logits = self._decoder.feed(self._cache, [token])
        return Run(tuple(tokens), finish, reused, decoding - started, time.monotonic() - decoding)

    def _prefill(self, prompt: Sequence[int], stop_if_cancelled: Callable[[], None]) -> tuple[Logits, int]:
        """The logits after the last token of ``prompt``; at least that one is fed, since they are not kept."""
        reused = min(_shared(self._cache.tokens, prompt), len(prompt) - 1)
        reused = self._decoder.shorten(self._cache, reused)
        logits: Logits | None = None
        for start in range(reused, len(prompt), self._piece_tokens):
            stop_if_cancelled()
            logits = self._decoder.feed(self._cache, prompt[start : start + self._piece_tokens])
        if logits is None:
            raise ValueError("a prompt has at least one token")
        return logits, reused

    def _choose(self, sampler: Sampler, logits: Logits, history: Sequence[int]) -> int:
        try:
            return sampler.choose(logits, history)
        except ValueError as error:
            model, folder = self._decoder.manifest.id, str(self._decoder.folder)
            raise AppError(ErrorCode.MODEL_BROKEN, model=model, path=folder, problem=str(error)) from error


def _shared(one: Sequence[int], other: Sequence[int]) -> int:
    """The length of the common beginning."""
    length = min(len(one), len(other))
    return next((n for n in range(length) if one[n] != other[n]), length)
