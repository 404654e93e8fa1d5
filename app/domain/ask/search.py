"""What a search asks for and what it finds."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.library.document import DocumentKind
from app.domain.library.place import Place


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Every field that is set narrows the search. Dates are UTC and compare with the file's own modification time."""

    collection_id: int | None = None
    kinds: frozenset[DocumentKind] = frozenset()
    document_ids: frozenset[int] = frozenset()
    modified_from: datetime | None = None
    modified_until: datetime | None = None

    @property
    def is_empty(self) -> bool:
        return self == SearchFilter()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage as one of the two indexes ranks it. Keyword: BM25 (higher is better). Vector: cosine in [-1, 1]."""

    passage_id: int
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. ``score`` is in [0, 1]; ``marks`` are (start, length) spans of ``text`` to highlight."""

    rank: int
    score: float
    passage_id: int
    document_id: int
    path: Path
    title: str
    kind: DocumentKind
    place: Place
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    cosine: float | None = None
    """Similarity to the question by the embedding model; None where keyword search served alone."""
    question: str = ""
    """The question in the language of the passage, where its translation found it."""


class KeywordsAlone(enum.StrEnum):
    """Why the embedding model had no part in a search."""

    NO_MODEL = "no_model"
    LANGUAGE = "language"
    """The installed model was not made for the language of the question; it would only add noise."""
    FAILED = "failed"
    REBUILDING = "rebuilding"
    """The vectors were made by a model that is gone, and those of the new one are not complete yet."""


@dataclass(frozen=True, slots=True)
class FindResult:
    """``evidence``: how well the best hits answer, 1.0 at the bar; see :mod:`app.domain.ask.evidence`."""

    query: str
    hits: tuple[Hit, ...]
    seconds: float
    evidence: float = 0.0
    keywords_alone: KeywordsAlone | None = None

    @property
    def keyword_only(self) -> bool:
        return self.keywords_alone is not None
