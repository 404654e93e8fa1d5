"""Sound on its way from the Qt thread to the thread that keeps it and has it written down; and how loud it is."""

from __future__ import annotations

import math
import operator
import queue
import sys
from array import array
from collections.abc import Iterator

QUIET_DB, LOUD_DB = -55.0, -10.0
"""What the level meter shows as nothing and as full, in dB below full scale."""
_FULL_SCALE = 32768.0


class SoundFrames:
    """An iterator that waits for the next piece until :meth:`end`. One thread puts, one takes."""

    def __init__(self) -> None:
        self._pieces: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def put(self, samples: bytes) -> None:
        if samples:
            self._pieces.put(samples)

    def end(self) -> None:
        """Whoever takes gets what is there, and then nothing more. Twice does no harm."""
        self._pieces.put(None)

    def __iter__(self) -> Iterator[bytes]:
        while (samples := self._pieces.get()) is not None:
            yield samples


def level(samples: bytes) -> float:
    """How loud int16 ``samples`` are, from 0 to 1 as a meter shows it; exact zeros are 0."""
    values = _values(samples)
    if not values:
        return 0.0
    power = sum(map(operator.mul, values, values)) / len(values)
    if power <= 0:
        return 0.0
    decibels = 20 * math.log10(math.sqrt(power) / _FULL_SCALE)
    return min(1.0, max(0.0, (decibels - QUIET_DB) / (LOUD_DB - QUIET_DB)))


def has_sound(samples: bytes) -> bool:
    """Whether a sample differs from zero: a microphone that is still waking up gives nothing but zeros."""
    return samples.count(0) != len(samples)


def _values(samples: bytes) -> array[int]:
    values = array("h")
    values.frombytes(samples[: len(samples) // 2 * 2])
    if sys.byteorder == "big":
        values.byteswap()
    return values
