"""How fast a download may go, how slow it may be, and how fast it went. Only arithmetic on a clock."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

_BURST_SECONDS = 0.1
_LEAST_BURST = 16 * 1024
_LEAST_BYTES_PER_SECOND = 512
"""Slower than this over the whole stall limit is a stall, too: a drip keeps no download alive."""
_SPEED_SECONDS = 3.0

Clock = Callable[[], float]


class Allowance:
    """A token bucket: ``bytes_per_second`` on average, None without limit."""

    def __init__(self, bytes_per_second: int | None, clock: Clock = time.monotonic) -> None:
        self._rate, self._clock = bytes_per_second, clock
        self._room = max(_LEAST_BURST, int((bytes_per_second or 0) * _BURST_SECONDS))
        self._have, self._since = float(self._room), clock()

    @property
    def buffer_bytes(self) -> int | None:
        """What may wait unread, so that the source is slowed down, too; None without limit."""
        return None if self._rate is None else self._room

    def take(self, wanted: int) -> int:
        """How many of ``wanted`` bytes may be read now."""
        if self._rate is None:
            return wanted
        now = self._clock()
        self._have = min(self._room, self._have + (now - self._since) * self._rate)
        self._since = now
        taken = min(wanted, int(self._have))
        self._have -= taken
        return taken


class StallWatch:
    """``seconds`` with next to nothing is a stall. Bytes that wait for their allowance count as come."""

    def __init__(self, seconds: float, clock: Clock = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._since, self._bytes = clock(), 0

    def came(self, count: int) -> None:
        self._bytes += count

    def is_stalled(self) -> bool:
        now = self._clock()
        if now - self._since < self._seconds:
            return False
        stalled = self._bytes < _LEAST_BYTES_PER_SECOND * self._seconds
        self._since, self._bytes = now, 0
        return stalled


class Speed:
    """Bytes a second over the last moments."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque([(clock(), 0)])

    def came(self, count: int) -> None:
        now = self._clock()
        self._seen.append((now, self._seen[-1][1] + count))
        while len(self._seen) > 2 and now - self._seen[0][0] > _SPEED_SECONDS:
            self._seen.popleft()

    @property
    def bytes_per_second(self) -> float:
        (first, before), (last, after) = self._seen[0], self._seen[-1]
        return (after - before) / (last - first) if last > first else 0.0
