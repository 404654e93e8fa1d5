"""What the service says while a question is being answered."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.conversation import Citation


@dataclass(frozen=True, slots=True)
class AskStage:
    """``stage`` is searching, reading or writing."""

    stage: str


@dataclass(frozen=True, slots=True)
class AskPassages:
    """The passages that the answer may cite. ``keyword_only``: there was no embedding model to search with."""

    citations: tuple[Citation, ...]
    keyword_only: bool = False


@dataclass(frozen=True, slots=True)
class AskPiece:
    """More of the answer's text."""

    text: str


AskEvent = AskStage | AskPassages | AskPiece
