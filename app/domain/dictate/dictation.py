"""One row of the history of what was spoken: a dictation, or a recording that was written down. Plain values."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.dictate.transcript import Transcript

CANCELLED = "cancelled"
"""The problem of a file whose writing down a person stopped; it goes on where it was when it is asked for again."""
NAMES = "dictations"
"""In the home folder; no file is ever put there: it only makes paths that nobody else's can be."""
_WHEN = re.compile(r"\d{4}-\d\d-\d\d \d\d-\d\d")


class SpokenKind(enum.StrEnum):
    DICTATION = "dictation"
    """Spoken into the microphone."""
    FILE = "file"
    """A recording that lies on the disk."""


class SpokenState(enum.StrEnum):
    WRITTEN = "written"
    UNDER_WAY = "under_way"
    """A file of which only the beginning is written down yet; the transcript holds that."""
    FAILED = "failed"
    """``problem`` says why; the recording is where it was."""


@dataclass(frozen=True, slots=True)
class Dictation:
    """``raw_text`` is what was recognised, ``text`` what rules and clean-up made of it. ``spoken_at`` is UTC.

    ``program`` had the focus; ``path`` is set for files. ``problem`` is an error code, or a refusal's, where ``state``
    is FAILED. ``has_sound``: its sound is kept in the store. ``document_id``: as what Ask and find reach it.
    """

    id: int
    kind: SpokenKind
    state: SpokenState
    spoken_at: datetime
    seconds: float = 0.0
    program: str = ""
    path: Path | None = None
    language: str = ""
    model: str = ""
    raw_text: str = ""
    text: str = ""
    problem: str | None = None
    has_sound: bool = False
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewDictation:
    """What is put into the history. ``sound``: int16, mono, 16,000 samples a second; None where it is not kept.

    ``spoken_at`` None: now. Without a ``transcript`` there are no times.
    """

    kind: SpokenKind
    text: str
    raw_text: str = ""
    spoken_at: datetime | None = None
    seconds: float = 0.0
    program: str = ""
    path: Path | None = None
    language: str = ""
    model: str = ""
    transcript: Transcript | None = None
    sound: bytes | None = None
    state: SpokenState = SpokenState.WRITTEN
    problem: str | None = None


def name_in_library(home: Path, dictation_id: int, spoken_at: datetime) -> Path:
    """Stands where a document's path does: when it was said, by the clock of this place, as the person remembers it."""
    return home / NAMES / str(dictation_id) / spoken_at.astimezone().strftime("%Y-%m-%d %H-%M")


def is_no_file(path: Path) -> bool:
    """Whether ``path`` is the name of a dictation."""
    named = bool(_WHEN.fullmatch(path.name))
    return named and path.parent.name.isdecimal() and path.parent.parent.name == NAMES
