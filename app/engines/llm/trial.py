"""Tries a loaded chat model: is what it gives sound, the same twice, what its manifest expects, and how fast is it.

Bounded in time on any computer: how much is fed and written follows from how long the first tokens took.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from app.domain.models.self_test import TryCheck
from app.engines.llm.chat import ChatModel, Wish
from app.engines.llm.decoder.cache import Array, Cache
from app.engines.llm.decoder.decoder import Decoder

QUESTION = "Name three colours of the rainbow."
FEW_TOKENS = 16
PROMPT_TOKENS, WRITTEN_TOKENS, ANSWER_TOKENS = 512, 48, 4
SECONDS_EACH = 2.0
"""For the measurement of the prompt, and for that of the answer."""
CLOSE_ENOUGH = 0.02
"""Of the spread of the logits: threads and cards add in another order each time."""


@dataclass(frozen=True, slots=True)
class ChatTrial:
    """Speeds in tokens a second. ``tokens``: the most that a cache remembered."""

    checks: tuple[TryCheck, ...]
    failed: tuple[TryCheck, ...]
    prompt_speed: float
    decode_speed: float
    tokens: int


def try_chat(model: ChatModel, stop_if_cancelled: Callable[[], None]) -> ChatTrial:
    """Raises AppError where the model does not run at all, JobCancelled."""
    decoder = model.decoder
    prompt = model.prompt([{"role": "user", "content": QUESTION}])
    held: dict[TryCheck, bool] = {}

    began = time.perf_counter()
    first = decoder.feed(decoder.new_cache(), prompt[:FEW_TOKENS])
    seconds_a_token = (time.perf_counter() - began) / len(prompt[:FEW_TOKENS])
    stop_if_cancelled()
    again = decoder.feed(decoder.new_cache(), prompt[:FEW_TOKENS])
    held[TryCheck.FINITE] = _is_sound(first)
    held[TryCheck.REPEATABLE] = _are_alike(first, again)

    most = max(
        2, min(PROMPT_TOKENS, decoder.facts.context_length - WRITTEN_TOKENS - 1, decoder.facts.context_length // 2)
    )
    long = _of_length(prompt, max(FEW_TOKENS, min(most, int(SECONDS_EACH / max(seconds_a_token, 1e-9)))), most)
    stop_if_cancelled()
    cache, began = decoder.new_cache(), time.perf_counter()
    logits = decoder.feed(cache, long)
    prompt_speed = len(long) / max(time.perf_counter() - began, 1e-9)
    decode_speed, is_sound = _written(decoder, cache, logits, stop_if_cancelled)
    held[TryCheck.FINITE] &= is_sound

    answer = model.answer(
        [{"role": "user", "content": QUESTION}], Wish(ANSWER_TOKENS, speculate=False),
        stop_if_cancelled=stop_if_cancelled,
    )  # fmt: skip
    held[TryCheck.ANSWERS] = len(answer.run.new_tokens) > 0
    expected = model.manifest.expected
    if expected is not None and expected.tokens:
        held[TryCheck.EXPECTED] = _greedy(decoder, expected.prompt, len(expected.tokens)) == list(expected.tokens)
    failed = tuple(check for check, holds in held.items() if not holds)
    return ChatTrial(tuple(held), failed, prompt_speed, decode_speed, len(cache.tokens))


def _written(
    decoder: Decoder, cache: Cache, logits: Array, stop_if_cancelled: Callable[[], None]
) -> tuple[float, bool]:
    """Greedy tokens behind what ``cache`` remembers: how many a second, and whether all logits were sound."""
    is_sound, steps = _is_sound(logits), list[float]()
    while len(steps) < WRITTEN_TOKENS and (len(steps) < 2 or sum(steps) < SECONDS_EACH):
        stop_if_cancelled()
        began = time.perf_counter()
        logits = decoder.feed(cache, [int(np.argmax(logits))])
        steps.append(time.perf_counter() - began)
        is_sound = is_sound and _is_sound(logits)
    # The middle one: a step in which another program had the processor says nothing of the model.
    return 1.0 / max(statistics.median(steps), 1e-9), is_sound


def _greedy(decoder: Decoder, prompt: Sequence[int], count: int) -> list[int]:
    cache, written = decoder.new_cache(), list[int]()
    logits = decoder.feed(cache, list(prompt))
    for _ in range(count):
        written.append(int(np.argmax(logits)))
        logits = decoder.feed(cache, written[-1:])
    return written


def _of_length(prompt: Sequence[int], wanted: int, most: int) -> list[int]:
    """``prompt`` over and over: the model computes the same for any tokens."""
    length = min(wanted, most)
    return (list(prompt) * (length // len(prompt) + 1))[:length]


def _is_sound(logits: Array) -> bool:
    """Some models give minus infinity to tokens that must never come; nothing else may be infinite."""
    return not np.isnan(logits).any() and bool(np.isfinite(logits).any()) and not np.isposinf(logits).any()


def _are_alike(first: Array, again: Array) -> bool:
    one, other = first.astype(np.float64), again.astype(np.float64)
    both = np.isfinite(one) & np.isfinite(other)
    if not both.any():
        return False
    spread = float(one[both].std()) or 1.0
    return bool((np.abs(one[both] - other[both]) <= CLOSE_ENOUGH * spread + 1e-6).all())
