"""A document under translation: what the person chose for it, how far it is, and what was seen in its segments."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.errors import AppError
from app.domain.translate.translation import Mark

_RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ku-arab", "ps", "sd", "syr", "ug", "ur", "yi"))


class DocumentFormat(enum.StrEnum):
    """What can be translated and written again."""

    DOCX = "docx"
    PPTX = "pptx"
    XLSX = "xlsx"
    ODT = "odt"
    ODP = "odp"
    ODS = "ods"
    HTML = "html"
    EPUB = "epub"
    MARKDOWN = "markdown"
    TEXT = "text"
    SUBTITLES = "subtitles"
    CSV = "csv"
    JSON = "json"
    PO = "po"
    XLIFF = "xliff"
    PDF = "pdf"
    """Comes out as a DOCX of two columns, page by page."""


class BilingualLayout(enum.StrEnum):
    """What stands in the document that is written."""

    TRANSLATION = "translation"
    """The translation alone, in the place of the original."""
    BELOW = "below"
    """Each paragraph, then its translation in the same style."""
    BESIDE = "beside"
    """Two columns, where the format has any; else below."""


@dataclass(frozen=True, slots=True)
class DocumentChoices:
    """``target`` is the language code; ``columns`` count from 1 (CSV alone; none means every column with words)."""

    target: str
    layout: BilingualLayout = BilingualLayout.TRANSLATION
    columns: tuple[int, ...] = ()

    @property
    def is_right_to_left(self) -> bool:
        folded = self.target.lower().replace("_", "-")
        return folded in _RIGHT_TO_LEFT or folded.partition("-")[0] in _RIGHT_TO_LEFT


class SegmentState(enum.StrEnum):
    WAITING = "waiting"
    TRANSLATED = "translated"
    CORRECTED = "corrected"
    """The person's own words; no engine overwrites them."""
    KEPT = "kept"
    """The source stands in the translation: the engine gave nothing."""


@dataclass(frozen=True, slots=True)
class DocumentSegment:
    """One row of the review view. ``ordinal`` counts from 0 in document order; ``score`` is 0 to 1 or None."""

    ordinal: int
    source: str
    target: str | None = None
    state: SegmentState = SegmentState.WAITING
    score: float | None = None
    marks: tuple[Mark, ...] = ()


class TranslationJobState(enum.StrEnum):
    RUNNING = "running"
    """Also what a kill leaves behind: the next start goes on here."""
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TranslationJob:
    """``done`` of ``segments`` are translated. ``target_path`` is written only at the end, whole."""

    id: int
    path: Path
    target_path: Path
    source_hash: str
    source_language: str
    choices: DocumentChoices
    state: TranslationJobState
    started_at: datetime
    changed_at: datetime
    format: DocumentFormat
    fingerprint: str
    """Of all segments, as the worker gave it: the same reading finds the same ones."""
    segments: int = 0
    done: int = 0
    marked: int = 0
    problem: str | None = None


# what a run tells -----------------------------------------------------------------------------------------------------
class TranslationStage(enum.StrEnum):
    READING = "reading"
    TRANSLATING = "translating"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class TranslationProgress:
    """``done`` of ``total`` segments; ``total`` is None while the document is being read."""

    stage: TranslationStage
    done: int
    total: int | None
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class TranslationEnded:
    """``path`` is the file that was written, None without one. ``job`` is None where reading failed."""

    job: TranslationJob | None
    path: Path | None = None
    error: AppError | None = None
    cancelled: bool = False


TranslationEvent = TranslationProgress | TranslationEnded
