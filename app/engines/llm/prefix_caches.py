"""Keeps the caches of the last conversations, so that no prompt's beginning is computed twice. Feeds nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.engines.llm.decoder import Cache

MOST_CACHES = 3
KEPT_TOKENS = 4_096
"""Where no limit is given, all caches together hold as much as the memory arithmetic counts for one conversation
(``USUAL_TOKENS`` in domain/model_memory.py); only a single longer one takes more."""


class Rewindable(Protocol):
    """What is used of a decoder here."""

    @property
    def can_rewind(self) -> bool: ...
    def new_cache(self) -> Cache: ...
    def shorten(self, cache: Cache, length: int) -> int: ...
    def memory(self, tokens: int) -> int: ...


class PrefixCaches:
    """The cache used last stands first. Not for two threads at once."""

    def __init__(self, decoder: Rewindable) -> None:
        self._decoder = decoder
        self._caches: list[Cache] = []

    def __len__(self) -> int:
        return len(self._caches)

    def take(self, prompt: Sequence[int], most_tokens: int, cache_bytes: int | None = None) -> Cache:
        """A cache that remembers a beginning of ``prompt`` as long as possible, and nothing else.

        Its last token is never remembered: the logits after it are wanted, and those are not kept. ``most_tokens`` is
        what prompt and answer may come to; other conversations stay only while all caches fit into ``cache_bytes``.
        """
        room = self._room(cache_bytes) - most_tokens
        best = max(self._caches, key=lambda cache: shared(cache.tokens, prompt), default=None)
        length = min(shared(best.tokens, prompt), len(prompt) - 1) if best is not None else 0
        if best is not None and self._is_continued(best, length, room):
            self._caches.remove(best)
            self._decoder.shorten(best, length)
            chosen = best
        else:
            chosen = self._decoder.new_cache()
        self._make_room(room)
        self._caches.insert(0, chosen)
        return chosen

    def _is_continued(self, cache: Cache, length: int, room: int) -> bool:
        """Also where the conversation was edited near its end; a new one shares little more than the rules."""
        return length > 0 or len(cache.tokens) > room

    def _make_room(self, room: int) -> None:
        """Forget the conversations that were not used for longest."""
        while self._caches and (
            len(self._caches) >= MOST_CACHES or sum(len(cache.tokens) for cache in self._caches) > room
        ):
            self._caches.pop()

    def _room(self, cache_bytes: int | None) -> int:
        """In tokens."""
        if cache_bytes is None:
            return KEPT_TOKENS
        a_token = (self._decoder.memory(KEPT_TOKENS) - self._decoder.memory(0)) / KEPT_TOKENS
        return int(cache_bytes / a_token) if a_token > 0 else KEPT_TOKENS


def shared(one: Sequence[int], other: Sequence[int]) -> int:
    """The length of the common beginning."""
    length = min(len(one), len(other))
    if one[:length] == other[:length]:  # compared by the interpreter itself: the usual case, and 50 times as fast
        return length
    low, high = 0, length
    while high - low > 64:
        middle = (low + high) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle
    return next(n for n in range(low, length) if one[n] != other[n])
