"""Questions, answers and their citations."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.ask.search import KeywordsAlone
from app.domain.library.place import Place


class AnswerKind(enum.StrEnum):
    GENERATED = "generated"
    """A chat model wrote it from the passages."""
    QUOTES = "quotes"
    """No chat model: the best sentences of the best passages, word for word."""
    NOT_FOUND = "not_found"
    """The evidence is too weak to answer; the citations are the nearest passages."""


@dataclass(frozen=True, slots=True)
class Citation:
    """``n`` counts from 1 as it stands in the answer. ``text`` is exactly the characters at ``place``.

    ``supported`` says whether the sentence that cites it has its content in the passage; always true for quotes.
    ``translation``: ``text`` in the language of the question, where it is in another one and a model translates it.
    """

    n: int
    document_id: int
    passage_id: int
    path: Path
    title: str
    place: Place
    text: str
    supported: bool = True
    translation: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """``text`` cites with ``[1]``. ``stopped``: the person stopped it half-way; ``cut``: the model came to its limit;
    ``repeats``: the model went round in circles and was stopped.

    ``thought`` is what a thinking model thought before; it is no part of the answer, of a search or of a later prompt.
    ``keywords_alone``: why the embedding model had no part in the search; None where it had.
    """

    question: str
    kind: AnswerKind
    text: str
    citations: tuple[Citation, ...] = ()
    model: str | None = None
    seconds: float = 0.0
    stopped: bool = False
    cut: bool = False
    keywords_alone: KeywordsAlone | None = None
    repeats: bool = False
    thought: str = ""
    thought_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with its answer, kept in a conversation. A regenerated one ``replaces`` another turn."""

    id: int
    conversation_id: int
    asked_at: datetime
    answer: Answer
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    id: int
    title: str
    started_at: datetime
    changed_at: datetime
    turns: int = 0
