"""Small made-up documents for the store: passages with prepared keywords, and vectors without numpy."""

from __future__ import annotations

import hashlib
import math
import random
import struct
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from app.domain.ask.keywords import indexed_terms
from app.domain.library.document import Document, DocumentKind, Passage
from app.domain.library.place import Place
from app.domain.library.stored import ReadFacts, VectorBatch
from app.storage.store import Store

MODIFIED = datetime(2026, 3, 4, 5, 6, 7, 890123, tzinfo=UTC)
IDENTITY = "synthetic-16"
DIMENSION = 16


def passage(text: str, **place: int) -> Passage:
    return Passage(text, Place(start=0, length=len(text), **place), indexed_terms(text))


def facts(
    content: str = "content",
    *,
    kind: DocumentKind = DocumentKind.TEXT,
    modified_at: datetime = MODIFIED,
    title: str = "",
) -> ReadFacts:
    digest = hashlib.sha256(content.encode()).hexdigest()
    return ReadFacts(content_hash=digest, size=len(content), modified_at=modified_at, kind=kind, title=title)


def vector(*values: float, dimension: int = DIMENSION) -> bytes:
    """A unit vector with these first coordinates."""
    padded = [*values, *[0.0] * (dimension - len(values))]
    length = math.sqrt(sum(value * value for value in padded))
    return struct.pack(f"<{dimension}f", *(value / length for value in padded))


def random_vectors(count: int, seed: int, dimension: int = DIMENSION) -> list[bytes]:
    source = random.Random(seed)
    return [vector(*(source.gauss(0, 1) for _ in range(dimension)), dimension=dimension) for _ in range(count)]


def batch(vectors: Sequence[bytes], identity: str = IDENTITY, dimension: int = DIMENSION) -> VectorBatch:
    return VectorBatch(identity, dimension, b"".join(vectors))


def add(
    store: Store,
    path: Path,
    texts: Sequence[str],
    *,
    vectors: Sequence[bytes] | None = None,
    identity: str = IDENTITY,
    read: ReadFacts | None = None,
    collection_id: int | None = None,
) -> Document:
    """Journal and index one document."""
    (row,) = store.documents.journal([path], collection_id)
    found = [passage(text) for text in texts]
    stored = None if vectors is None else batch(vectors, identity, len(vectors[0]) // 4)
    return store.documents.replace(row.id, read or facts("\n".join(texts)), found, stored)
