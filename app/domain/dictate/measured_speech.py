"""What a measurement of a speech model on this computer gives, beside what is wanted. Plain values."""

from __future__ import annotations

from dataclasses import dataclass

MOST_OVERHEAD = 1.05
MOST_WAIT_BEYOND_DECODING = 0.3
MOST_GAP = 1.0
MOST_GROWTH = 1.05
"""Of the memory that a process holds after hours of recording, beside what it held after minutes."""


@dataclass(frozen=True, slots=True)
class Held:
    """Bytes that the worker and the window's process hold after so many ``hours`` of a recording; None: not told."""

    hours: float
    worker: int | None
    window: int | None


@dataclass(frozen=True, slots=True)
class SimulatedHours:
    """``hours`` of one dictation, gone through in ``took`` seconds; one of ``decoded_every`` minutes was decoded by the
    model. ``written``: bytes of the encrypted file of its sound. ``held``: after a quarter of an hour, then each hour.
    """

    hours: float
    took: float
    decoded_every: int
    written: int
    held: tuple[Held, ...]

    @property
    def growth(self) -> float | None:
        """Of the process that grew more, from the first look to the last; None where it was not measured."""
        first, last = self.held[0], self.held[-1]
        pairs = ((first.worker, last.worker), (first.window, last.window))
        return max((after / before for before, after in pairs if before and after), default=None)


@dataclass(frozen=True, slots=True)
class MeasuredSpeech:
    """Seconds, medians of interleaved rounds; ``clip`` is the length of the recording.

    ``ours`` through the lane and ``bare`` inside the worker, both from the file to the last segment. ``wait``: from the
    end of speech to the final text of a live dictation. ``gap``: the longest time between two passes that show text,
    while somebody speaks. ``simulated``: hours of recording, where that was wanted.
    """

    model: str
    provider: str
    clip: float
    ours: float
    bare: float
    wait: float
    gap: float
    simulated: SimulatedHours | None = None

    @property
    def overhead(self) -> float:
        return self.ours / max(self.bare, 1e-9)

    @property
    def growth(self) -> float | None:
        return None if self.simulated is None else self.simulated.growth

    @property
    def falls_short(self) -> tuple[str, ...]:
        """The names of the figures that are not what is wanted."""
        growth = self.growth
        failed = {
            "overhead": self.overhead > MOST_OVERHEAD,
            "wait": self.wait > self.bare + MOST_WAIT_BEYOND_DECODING,
            "gap": self.gap > MOST_GAP,
            "growth": growth is not None and growth > MOST_GROWTH,
        }
        return tuple(name for name, is_short in failed.items() if is_short)
