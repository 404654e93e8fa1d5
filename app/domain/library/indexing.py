"""What happens while files are added, as plain values: one event a file, counts in between, one ending."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import AppError
from app.domain.library.document import Refusal


class FileOutcome(enum.StrEnum):
    INDEXED = "indexed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FileStarted:
    path: Path


@dataclass(frozen=True, slots=True)
class FileEnded:
    """``reason`` is set if and only if the outcome is REFUSED; ``document_id`` is None where no row could be made."""

    path: Path
    outcome: FileOutcome
    reason: Refusal | None = None
    passages: int = 0
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class IndexingProgress:
    """``total`` is None while folders are still being walked; ``seconds`` since the start, pauses included."""

    done: int
    total: int | None
    current: Path | None
    passages: int
    seconds: float
    paused: bool = False


@dataclass(frozen=True, slots=True)
class IndexingSummary:
    """``keyword_only``: passages were stored without vectors, because no embedding model could be used."""

    indexed: int = 0
    unchanged: int = 0
    refused: int = 0
    passages: int = 0
    seconds: float = 0.0
    cancelled: bool = False
    keyword_only: bool = False


@dataclass(frozen=True, slots=True)
class IndexingEnded:
    """``error`` is what ended it early, such as a full disk; what was reported as indexed is safe all the same."""

    summary: IndexingSummary
    error: AppError | None = None


IndexingEvent = FileStarted | FileEnded | IndexingProgress | IndexingEnded
