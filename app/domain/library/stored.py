"""What goes into the store and what comes out of it, as plain values; no SQL and no file here."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.domain.library.document import DocumentKind, DocumentState
from app.domain.library.place import Place

FLOAT_BYTES = 4
"""Vectors are float32, little endian."""


class DocumentOrder(enum.StrEnum):
    """How a list of documents is sorted. Times and sizes come newest and largest first."""

    ADDED = "added"
    NAME = "name"
    PATH = "path"
    MODIFIED = "modified"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class ReadFacts:
    """What reading a file found out about it. ``content_hash`` is SHA-256 in hex, ``modified_at`` is UTC."""

    content_hash: str
    size: int
    modified_at: datetime
    kind: DocumentKind
    title: str = ""
    pages: int | None = None
    pages_without_text: int = 0


@dataclass(frozen=True, slots=True)
class VectorBatch:
    """``data`` is float32 little endian [n, dimension], each of unit length; ``identity`` names the model exactly."""

    identity: str
    dimension: int
    data: bytes

    def __post_init__(self) -> None:
        if self.dimension < 1 or len(self.data) % (self.dimension * FLOAT_BYTES):
            raise ValueError(f"{len(self.data)} bytes are no float32 vectors of dimension {self.dimension}")

    def __len__(self) -> int:
        return len(self.data) // (self.dimension * FLOAT_BYTES)

    def vector(self, index: int) -> bytes:
        width = self.dimension * FLOAT_BYTES
        return self.data[index * width : (index + 1) * width]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with what a hit and a citation need to know of its document. ``ordinal`` counts from 0."""

    passage_id: int
    document_id: int
    path: Path
    title: str
    kind: DocumentKind
    text: str
    place: Place
    modified_at: datetime | None
    ordinal: int


@dataclass(frozen=True, slots=True)
class EmbedderCount:
    """How many passages carry a vector of this model, and whether it is the one that searches use."""

    identity: str
    dimension: int
    vectors: int
    serving: bool


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """``consistent`` is true if and only if ``problems`` is empty. Problems are short codes with counts, not sentences.

    ``vectors`` counts those of the serving embedder; fewer than ``passages`` is no problem, search by keywords serves
    the rest. ``full`` says whether every page of the file was read for this report.
    """

    path: Path
    bytes: int
    sqlite_version: str
    vec_version: str
    schema_version: int
    journal_mode: str
    encrypted: bool
    documents: dict[DocumentState, int]
    waiting: int
    passages: int
    keyword_rows: int
    vectors: int
    embedders: tuple[EmbedderCount, ...] = ()
    conversations: int = 0
    full: bool = False
    problems: tuple[str, ...] = field(default=())

    @property
    def consistent(self) -> bool:
        return not self.problems
