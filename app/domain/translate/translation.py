"""What a translation is asked for and what comes of it: options, segments with their marks, ways. Plain values."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.translate.glossary import Term

ANY_LANGUAGE = ""
"""As a source language: find out."""
LIKELY = 0.5
"""The score of a translation of which its engine tells no probability."""
DOUBTED = 0.25
"""The most that a marked segment has."""


class Mark(enum.StrEnum):
    """Why a person should look at a segment; checked, not guessed."""

    EMPTY = "empty"
    REPEATS = "repeats"
    UNTRANSLATED = "untranslated"
    """It came back as it was, or in the script of the source."""
    LENGTH = "length"
    """Far shorter or longer than a translation of such a text is: something was dropped or added."""
    NUMBERS = "numbers"
    PLACEHOLDERS = "placeholders"
    """A mark of the form ⟦1⟧, ⟦/1⟧ or ⟦2/⟧ is missing, or stands once more."""
    TERMS = "terms"
    """A term of the glossary was not kept."""
    CUT = "cut"
    """The engine came to its limit before the end."""
    FUZZY = "fuzzy"
    """Taken from the memory for a text that is only like this one."""


_BADNESS = {Mark.EMPTY: 20, Mark.UNTRANSLATED: 6, Mark.REPEATS: 5, Mark.LENGTH: 3, Mark.CUT: 2}


def badness(marks: Iterable[Mark]) -> int:
    """Of two attempts the one with less is the better one."""
    return sum(_BADNESS.get(mark, 1) for mark in marks)


class Origin(enum.StrEnum):
    """Where a segment's text came from."""

    KEPT = "kept"
    """Left alone: numbers, code, links, or in the target language already."""
    MEMORY = "memory"
    ENGINE = "engine"


@dataclass(frozen=True, slots=True)
class TranslateOptions:
    """``engine`` is a model's id, None for the best one. ``terms`` count beside those of the stored glossaries, and
    before them; ``collection_id`` adds that collection's. ``before`` is what stands before the first segment.

    ``least_fuzzy``: from this likeness (0 … 1) on the memory's text for a similar segment is taken; above 1 only equal
    ones are. ``person_waits``: goes before what runs in the background.
    """

    engine: str | None = None
    terms: tuple[Term, ...] = ()
    collection_id: int | None = None
    use_memory: bool = True
    use_glossaries: bool = True
    least_fuzzy: float = 2.0
    before: str = ""
    person_waits: bool = True


@dataclass(frozen=True, slots=True)
class TranslatedSegment:
    """``index`` counts the segments that were given, from 0. ``score`` is in [0, 1]; low ones want a look first."""

    index: int
    text: str
    score: float
    marks: tuple[Mark, ...] = ()
    origin: Origin = Origin.ENGINE


class WayKind(enum.StrEnum):
    DEDICATED = "dedicated"
    CHAT = "chat"
    PIVOT = "pivot"
    """Two dedicated models, through English."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a pair of languages is translated here: which models, one after another. ``id`` chooses it again."""

    id: str
    name: str
    kind: WayKind
    models: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptTranslation:
    """An entry of the history. ``engine`` is the way's id, or 'memory'. Times are UTC."""

    id: int
    made_at: datetime
    source_language: str
    target_language: str
    source: str
    target: str
    engine: str = ""
