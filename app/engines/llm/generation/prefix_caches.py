"""Keeps the caches of the last conversations, so that no prompt's beginning is computed twice. Feeds nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.engines.llm.decoder.decoder import Cache

MOST_CACHES = 3
KEPT_TOKENS = 4_096
"""Where no limit is given, all caches together hold as much as the memory arithmetic counts for one conversation
(``USUAL_TOKENS`` in domain/models/model_memory.py); only a single longer one takes more."""


class Rewindable(Protocol):
    """What is used of a decoder here."""

    def new_cache(self) -> Cache: ...
    def shorten(self, cache: Cache, length: int) -> int: ...
    def fork(self, cache: Cache, length: int) -> Cache: ...
    def memory(self, tokens: int) -> int: ...


class PrefixCaches:
    """The cache used last stands first. Not for two threads at once."""

    def __init__(self, decoder: Rewindable) -> None:
        self._decoder = decoder
        self._caches: list[Cache] = []

    def __len__(self) -> int:
        return len(self._caches)

    def most_tokens(self, context_length: int, cache_bytes: int | None) -> int:
        """The most that prompt and answer may come to."""
        return context_length if cache_bytes is None else min(context_length, self._fitting(cache_bytes))

    def take(self, prompt: Sequence[int], most_tokens: int, cache_bytes: int | None = None) -> Cache:
        """A cache that remembers a beginning of ``prompt`` as long as possible, and nothing else.

        Its last token is never remembered: the logits after it are wanted, and those are not kept. ``most_tokens`` is
        what prompt and answer may come to; other conversations stay only while all caches fit into ``cache_bytes``.
        """
        room = (KEPT_TOKENS if cache_bytes is None else self._fitting(cache_bytes)) - most_tokens
        best = max(self._caches, key=lambda cache: shared(cache.tokens, prompt), default=None)
        length = 0 if best is None else min(shared(best.tokens, prompt), len(prompt) - 1)
        if best is not None:
            self._caches.remove(best)
        if best is not None and (2 * length >= len(best.tokens) or len(best.tokens) > room):
            # The same conversation, also where it was edited near its end; or there is no room for two.
            self._make_room(room)
            self._decoder.shorten(best, length)
            chosen = best
        else:
            if best is not None:  # another one, which shares little more than the rules: this one may be wanted again
                self._caches.insert(0, best)
            self._make_room(room)
            chosen = self._decoder.fork(best, length) if best is not None and length else self._decoder.new_cache()
        self._caches.insert(0, chosen)
        return chosen

    def _make_room(self, room: int) -> None:
        """Forget the conversations that were not used for longest."""
        while self._caches and (
            len(self._caches) >= MOST_CACHES or sum(len(cache.tokens) for cache in self._caches) > room
        ):
            self._caches.pop()

    def _fitting(self, cache_bytes: int) -> int:
        """How many tokens fit into that many bytes."""
        a_token = (self._decoder.memory(KEPT_TOKENS) - self._decoder.memory(0)) / KEPT_TOKENS
        return int(cache_bytes / a_token) if a_token > 0 else KEPT_TOKENS


def shared(one: Sequence[int], other: Sequence[int]) -> int:
    """The length of the common beginning."""
    length = min(len(one), len(other))
    one, other = list(one[:length]), list(other[:length])
    if one == other:  # compared by the interpreter itself: the usual case, and 50 times as fast
        return length
    low, high = 0, length
    while high - low > 64:
        middle = (low + high) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle
    return next(n for n in range(low, length) if one[n] != other[n])
