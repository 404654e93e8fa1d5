"""Tries whether a decoder can go on from its caches by several tokens at once, or only by one. Reads no graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from app.engines.llm.decoder.cache import Array, Cache

TRIED_TOKENS = 6
NOISE = 8.0
"""Quantizing on the fly makes rounding depend on the other tokens of a step: that much more is still the same."""
LEAST_LIKENESS = 0.9


class Feedable(Protocol):
    takes_pieces: bool

    def new_cache(self) -> Cache: ...
    def feed(self, cache: Cache, ids: Sequence[int]) -> Array: ...


def takes_pieces(decoder: Feedable, vocabulary: int) -> bool | None:
    """Whether pieces give what all at once gives; None where not even single tokens do.

    Raises as :meth:`Decoder.feed`.
    """
    ids = [1 + number % (vocabulary - 1) for number in range(TRIED_TOKENS)]
    whole = _after(decoder, [ids])
    singly = 1 - _likeness(whole, _after(decoder, [[token] for token in ids]))
    in_pieces = 1 - _likeness(whole, _after(decoder, [ids[:2], ids[2:]]))
    if singly > 1 - LEAST_LIKENESS:
        return None
    return in_pieces <= NOISE * max(singly, 0) + 1e-4 and in_pieces <= 1 - LEAST_LIKENESS


def _after(decoder: Feedable, pieces: Sequence[Sequence[int]]) -> Array:
    cache, logits = decoder.new_cache(), np.empty(0)
    for piece in pieces:
        logits = decoder.feed(cache, piece)
    return logits


def _likeness(one: Array, other: Array) -> float:
    """The correlation of two rows of logits: 1 for the same, 0 for strangers."""
    if not (np.isfinite(one).all() and np.isfinite(other).all()):
        return 0.0
    first, second = one.astype(np.float64), other.astype(np.float64)
    first, second = first - first.mean(), second - second.mean()
    norms = float(np.linalg.norm(first) * np.linalg.norm(second))
    return float(first @ second) / norms if norms else float(np.array_equal(one, other))
