"""What the reading lane can be asked of recordings: a piece of sound to hear. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from app.protocol.tasks.lane import Nothing


@dataclass(frozen=True, slots=True)
class SoundRead:
    """The tail holds ``samples`` of int16, little-endian, mono, 16,000 a second; fewer than asked for at the end."""

    samples: int


@dataclass(frozen=True, slots=True)
class ReadSound:
    """``seconds`` of the recording at ``path`` from second ``start`` on.

    In the reading lane, since the speech lane may be at work on a long recording. Fails with READING and a ``refusal``.
    """

    name: ClassVar[str] = "read_sound"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = SoundRead
    path: Path
    start: float
    seconds: float
