"""What the translation lane can be asked: segments in another language, which language a text is in. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from app.protocol.tasks.lane import Nothing
from app.protocol.tasks.trying import ModelTried


@dataclass(frozen=True, slots=True)
class TranslatedSegments:
    """Some of the segments, those of these ``numbers`` (from 0, as they were given); each comes in one such piece.

    ``texts``: for each segment its translations, the likeliest first; a segment without words comes back as it was.
    ``scores``: of the first of them, the mean logarithm of its tokens' probabilities (at most 0; ``exp`` is in [0, 1]).
    """

    numbers: tuple[int, ...]
    texts: tuple[tuple[str, ...], ...]
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TranslationDone:
    """``cut`` are the segments whose translation came to the limit before its end."""

    count: int
    cut: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TranslateSegments:
    """``model`` is the folder with the manifest; ``source`` and ``target`` are codes of languages ('en', 'zh-hant').

    Formatting within a segment stands as ⟦1⟧bold text⟦/1⟧ or ⟦2/⟧ (a break, a picture): the engine takes it out,
    translates, and puts it around the words that mean the same. So a term is kept in its place by a pair around it:
    what comes back between the pair is the term's translation, whatever it is.

    ``alternatives``: how many translations of each segment. ``prefix``: words that every translation begins with, so
    that the alternatives differ behind them. ``stricter``: another try after one that repeated itself; no three words
    come twice.
    """

    name: ClassVar[str] = "translate_segments"
    partial: ClassVar[type] = TranslatedSegments
    result: ClassVar[type] = TranslationDone
    model: Path
    segments: tuple[str, ...]
    source: str
    target: str
    beam: int = 4
    alternatives: int = 1
    prefix: str = ""
    stricter: bool = False


@dataclass(frozen=True, slots=True)
class BareTranslated:
    """``seconds`` that the library took for all of them, with their tokens made and joined."""

    seconds: float


@dataclass(frozen=True, slots=True)
class TranslateBare:
    """The library alone, for the benchmark: all segments in one call, as anybody would call it by hand."""

    name: ClassVar[str] = "translate_bare"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = BareTranslated
    model: Path
    segments: tuple[str, ...]
    source: str
    target: str
    beam: int = 4


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """``language`` is '' where nothing tells; ``probability`` in [0, 1]; ``script``: as ISO 15924 has it ('Latn')."""

    language: str
    probability: float
    script: str


@dataclass(frozen=True, slots=True)
class DetectLanguage:
    """``identifier``: the file of the language identification, None where there is none; then scripts decide."""

    name: ClassVar[str] = "detect_language"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = LanguageGuess
    text: str
    identifier: Path | None = None


@dataclass(frozen=True, slots=True)
class TryTranslationModel:
    """Loads it anew and translates a few sentences of its languages."""

    name: ClassVar[str] = "try_translation_model"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = ModelTried
    model: Path
    provider: str = "auto"
