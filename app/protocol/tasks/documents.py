"""What the reading lane can be asked of a document to translate: its segments, and the file with translations in it.

The worker writes nothing: the new file comes back in pieces, and the window side puts it in its place. Plain data.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from app.domain.translate.document_translation import DocumentChoices, DocumentFormat


@dataclass(frozen=True, slots=True)
class SegmentBatch:
    """At most 256 segments, in document order."""

    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SegmentsExtracted:
    """``content_hash`` is SHA-256 in hex of the file, ``fingerprint`` of its segments.

    ``suffix`` is that of the file to be written, with its dot, where it is not the original's.
    """

    format: DocumentFormat
    content_hash: str
    fingerprint: str
    segments: int
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class ExtractSegments:
    """Fails with READING and a ``refusal`` detail where the file cannot be translated."""

    name: ClassVar[str] = "extract_segments"
    partial: ClassVar[type] = SegmentBatch
    result: ClassVar[type] = SegmentsExtracted
    path: Path
    choices: DocumentChoices


@dataclass(frozen=True, slots=True)
class FilePiece:
    """The next bytes of the file stand in the tail; ``offset`` is where they begin."""

    offset: int


@dataclass(frozen=True, slots=True)
class TranslationWritten:
    """``size`` bytes were sent; ``content_hash`` is their SHA-256 in hex."""

    size: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class WriteTranslation:
    """The request's tail is a JSON list in UTF-8: for each segment in order its translation, or null to leave it.

    Fails with READING, ``refusal`` 'changed', where the file or its segments are no longer those that were extracted.
    """

    name: ClassVar[str] = "write_translation"
    partial: ClassVar[type] = FilePiece
    result: ClassVar[type] = TranslationWritten
    path: Path
    choices: DocumentChoices
    content_hash: str
    fingerprint: str
