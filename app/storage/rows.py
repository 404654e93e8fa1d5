"""How values stand in rows: times, paths, places and text, both ways; no SQL."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.domain.library.document import Document, DocumentKind, DocumentState, Refusal
from app.domain.library.place import Place

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SURROGATE = re.compile("[\ud800-\udfff]")

DOCUMENT_COLUMNS = (
    "id, path, collection_id, state, kind, title, reason, content_hash, size, modified_at, pages, pages_without_text, "
    "passages, added_at, indexed_at"
)


def utc_now() -> datetime:
    return datetime.now(UTC)


def to_micros(moment: datetime) -> int:
    """Raises ValueError for a time without a zone: guessing one would make two computers disagree."""
    if moment.tzinfo is None:
        raise ValueError("a time without a time zone")
    return (moment - _EPOCH) // _MICROSECOND


def from_micros(micros: int | None) -> datetime | None:
    return None if micros is None else moment(micros)


def moment(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)


def to_path_bytes(path: Path) -> bytes:
    """Absolute, without ``..``; links are kept as they are, since the person named them so."""
    return os.fsencode(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links


def from_path_bytes(path: bytes) -> Path:
    return Path(os.fsdecode(path))


def storable(text: str) -> str:
    """``text`` with lone surrogates, which SQLite's UTF-8 cannot hold, replaced one for one; places stay right."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", storable(text)).casefold()


def place_json(place: Place) -> str:
    return json.dumps(place.as_json(), separators=(",", ":"))


def place_from_json(text: str) -> Place:
    return Place.from_json(json.loads(text))


def document_from_row(row: tuple[Any, ...]) -> Document:
    """``row`` has :data:`DOCUMENT_COLUMNS` in order."""
    (
        document_id, path, collection_id, state, kind, title, reason, content_hash, size, modified_at, pages,
        pages_without_text, passages, added_at, indexed_at,
    ) = row  # fmt: skip
    return Document(
        id=document_id,
        path=from_path_bytes(path),
        collection_id=collection_id,
        state=DocumentState(state),
        kind=DocumentKind(kind),
        title=title,
        reason=None if reason is None else Refusal(reason),
        content_hash=content_hash,
        size=size,
        modified_at=from_micros(modified_at),
        pages=pages,
        pages_without_text=pages_without_text,
        passages=passages,
        added_at=from_micros(added_at),
        indexed_at=from_micros(indexed_at),
    )
