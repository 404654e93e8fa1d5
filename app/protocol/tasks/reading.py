"""What the reading lane can be asked: a document's passages, the text around a place. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from app.domain.library.document import DocumentKind, Passage
from app.protocol.tasks.lane import Nothing


@dataclass(frozen=True, slots=True)
class PassageBatch:
    """At most 64 passages, in document order: small enough that decoding it never holds the window up."""

    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """How a reading ended well. ``unchanged``: the hash equals ``known_hash`` and nothing was parsed.

    ``content_hash`` is SHA-256 in hex, ``modified_ns`` the file's time in ns, ``pages`` None where the kind has none.
    """

    content_hash: str
    size: int
    modified_ns: int
    kind: DocumentKind
    title: str = ""
    unchanged: bool = False
    pages: int | None = None
    pages_without_text: int = 0
    passages: int = 0


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """Read one file to passages; fails with READING and a ``refusal`` detail where it cannot be indexed."""

    name: ClassVar[str] = "read_document"
    partial: ClassVar[type] = PassageBatch
    result: ClassVar[type] = DocumentRead
    path: Path
    known_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """The extracted text of a document (or of one part, slide or sheet) that a place's ``start`` counts in."""

    text: str
    kind: DocumentKind


@dataclass(frozen=True, slots=True)
class PreviewDocument:
    """The text around a place, for kinds the window cannot show itself; ``place`` is a ``Place.as_json()``."""

    name: ClassVar[str] = "preview_document"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = Preview
    path: Path
    place: dict[str, Any]
