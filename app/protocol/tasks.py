"""What each lane can be asked, with the types of its pieces and its result. Plain data; engines do the work."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from app.domain.document import DocumentKind, Passage


class LaneName(enum.StrEnum):
    READING = "reading"
    EMBEDDING = "embedding"
    LLM = "llm"
    SPEECH = "speech"
    TRANSLATION = "translation"


@dataclass(frozen=True, slots=True)
class Nothing:
    """The partial type of tasks that send no pieces."""


# any lane -------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class LaneDescription:
    """For `doctor`: ``versions`` of the libraries the lane really loaded, execution providers, seal, loaded models."""

    versions: dict[str, Any]
    providers: tuple[str, ...] = ()
    seal: dict[str, Any] | None = None
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Describe:
    name: ClassVar[str] = "describe"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = LaneDescription


# reading --------------------------------------------------------------------------------------------------------------
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


# embedding ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Vectors:
    """The tail holds float32 little-endian [count, dimension], each of length 1. ``identity``: how they were made."""

    count: int
    dimension: int
    identity: str


@dataclass(frozen=True, slots=True)
class EmbedPassages:
    """``model`` is the folder with the manifest. Texts longer than the model takes are cut at its limit."""

    name: ClassVar[str] = "embed_passages"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = Vectors
    model: Path
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmbedQuery:
    name: ClassVar[str] = "embed_query"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = Vectors
    model: Path
    text: str


# llm ------------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ChatMessage:
    """``role`` is system, user or assistant."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class TextPiece:
    text: str


@dataclass(frozen=True, slots=True)
class Generated:
    """``finish`` is 'stop' (the model ended), 'length' (the limit) or 'repetition'. Seconds are the worker's own."""

    text: str
    prompt_tokens: int
    new_tokens: int
    finish: str
    prefill_seconds: float
    decode_seconds: float


@dataclass(frozen=True, slots=True)
class Generate:
    """Stream an answer to ``messages``. ``temperature`` 0 is greedy."""

    name: ClassVar[str] = "generate"
    partial: ClassVar[type] = TextPiece
    result: ClassVar[type] = Generated
    model: Path
    messages: tuple[ChatMessage, ...]
    max_new_tokens: int = 512
    temperature: float = 0.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class TokenCount:
    tokens: int
    context_length: int


@dataclass(frozen=True, slots=True)
class CountTokens:
    """How many tokens ``messages`` take with the model's template, and how many the model can hold."""

    name: ClassVar[str] = "count_tokens"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = TokenCount
    model: Path
    messages: tuple[ChatMessage, ...]


Task = Describe | ReadDocument | PreviewDocument | EmbedPassages | EmbedQuery | Generate | CountTokens
TASKS: dict[str, type[Any]] = {
    t.name: t for t in (Describe, ReadDocument, PreviewDocument, EmbedPassages, EmbedQuery, Generate, CountTokens)
}
