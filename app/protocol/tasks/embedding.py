"""What the embedding lane can be asked: vectors of passages and of a question. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from app.protocol.tasks.lane import Nothing


@dataclass(frozen=True, slots=True)
class Vectors:
    """The tail holds float32 little-endian [count, dimension], each of length 1. ``identity``: how they were made."""

    count: int
    dimension: int
    identity: str


@dataclass(frozen=True, slots=True)
class EmbedPassages:
    """``model`` is the folder with the manifest. Texts longer than the model takes are cut at its limit.

    ``beside``: another model that stays in memory if it is there: searches go on with it, while this one is prepared.
    """

    name: ClassVar[str] = "embed_passages"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = Vectors
    model: Path
    texts: tuple[str, ...]
    beside: Path | None = None


@dataclass(frozen=True, slots=True)
class EmbedQuery:
    """``beside`` as for passages."""

    name: ClassVar[str] = "embed_query"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = Vectors
    model: Path
    text: str
    beside: Path | None = None
