"""What the Translate page shows, as plain values: sentences and engines. No widget, no service."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.text.sentences import Span
from app.domain.translate.translation import Mark


@dataclass(frozen=True, slots=True)
class Sentence:
    """``span`` is its place in what stands in the box; ``text`` is what is translated: a wrapped line made whole."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Translated:
    """One sentence's translation. ``memory``: how alike a remembered one was, 0 to 1; None where an engine made it.

    ``left_alone``: there was nothing to translate (numbers, code, links).
    """

    text: str
    marks: tuple[Mark, ...] = ()
    memory: float | None = None
    left_alone: bool = False
    learnt: bool = False
    """The person corrected it, here and now."""


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """A way to translate a pair. ``through``: the language between, where no model knows the pair itself.

    ``writes``: it is a chat model, slower and freer. ``per_second``: characters of source a second measured on this
    computer; 0 while nobody knows.
    """

    id: str
    name: str
    writes: bool = False
    through: str = ""
    per_second: float = 0.0


@dataclass(frozen=True, slots=True)
class GetThis:
    """A model that would translate: what to get while nothing is installed. ``bytes`` is its download; 0: unknown."""

    name: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What this computer can translate. Codes of languages; empty ``targets``: nothing is installed."""

    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    get: GetThis | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Sentences to translate from one language into another. ``engine`` '' means the best one."""

    sentences: tuple[str, ...]
    source: str
    target: str
    engine: str = ""
    numbers: tuple[int, ...] = ()
    """Which of ``sentences`` are wanted, in order; the others are context."""
    alone: bool = False
    """By an engine alone: no memory, no terms."""
