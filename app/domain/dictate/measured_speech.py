"""What a measurement of a speech model on this computer gives, beside what is wanted. Plain values."""

from __future__ import annotations

from dataclasses import dataclass

MOST_OVERHEAD = 1.05
MOST_WAIT_BEYOND_DECODING = 0.3
MOST_GAP = 1.0
MOST_GROWTH = 1.05
"""Of the memory that a process holds after hours of recording, beside what it held after minutes."""


@dataclass(frozen=True, slots=True)
class MeasuredSpeech:
    """Seconds, medians of interleaved rounds; ``clip`` is the length of the recording.

    ``ours`` through the lane and ``bare`` inside the worker, both from the file to the last segment. ``wait``: from the
    end of speech to the final text of a live dictation. ``gap``: the longest time between two passes that show text,
    while somebody speaks. ``hours`` of recording were simulated; bytes of both processes before and after.
    """

    model: str
    provider: str
    clip: float
    ours: float
    bare: float
    wait: float
    gap: float
    hours: float = 0.0
    worker_before: int | None = None
    worker_after: int | None = None
    window_before: int | None = None
    window_after: int | None = None

    @property
    def overhead(self) -> float:
        return self.ours / max(self.bare, 1e-9)

    @property
    def growth(self) -> float | None:
        """Of the process that grew more; None where it was not measured."""
        pairs = ((self.worker_before, self.worker_after), (self.window_before, self.window_after))
        ratios = [after / before for before, after in pairs if before and after]
        return max(ratios) if ratios else None

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
