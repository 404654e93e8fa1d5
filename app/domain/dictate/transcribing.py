"""What happens while recordings are written down, told piece by piece; plain values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.domain.dictate.transcript import Transcript, TranscriptSegment
from app.domain.errors import AppError

FULL_SCALE_SHARE = 0.002
"""With more of its samples at full scale a recording was too loud, and words may be wrong for it."""


@dataclass(frozen=True, slots=True)
class RecordingBegun:
    """``gone_on``: seconds of the recording that an earlier run has written down already."""

    path: Path
    number: int = 1
    total: int = 1
    gone_on: float = 0.0


@dataclass(frozen=True, slots=True)
class RecordingProgress:
    """Seconds of sound; ``total`` None where the file does not say how long it is."""

    path: Path
    done: float
    total: float | None


@dataclass(frozen=True, slots=True)
class SegmentWritten:
    path: Path
    segment: TranscriptSegment


@dataclass(frozen=True, slots=True)
class RecordingWritten:
    """``dictation_id``: its row in the history, None where it is not kept. ``seconds``: what it took.

    ``provider``: what ran, 'cpu' or 'cuda'. ``clipped``: the share of samples at full scale.
    """

    path: Path
    transcript: Transcript
    dictation_id: int | None
    seconds: float
    provider: str = "cpu"
    clipped: float = 0.0

    @property
    def was_too_loud(self) -> bool:
        return self.clipped > FULL_SCALE_SHARE


@dataclass(frozen=True, slots=True)
class RecordingFailed:
    """The file is where it was; what was written down before the failure is kept."""

    path: Path
    error: AppError


RecordingEvent = RecordingBegun | RecordingProgress | SegmentWritten | RecordingWritten | RecordingFailed
