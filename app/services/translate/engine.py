"""What every translation engine is to the :class:`Translator`: segments in, texts out. No engine itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.domain.translate.glossary import Term
from app.jobs.stop_signal import StopSignal


@dataclass(frozen=True, slots=True)
class Example:
    """A translation of a similar text, from the person's memory."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A segment to translate. ``before`` is the sentence before it; ``terms`` are those that stand in ``text``.

    ``on_piece`` is told, by an engine that writes word for word, what is there so far; not checked by anybody yet.
    """

    index: int
    text: str
    before: str = ""
    terms: tuple[Term, ...] = ()
    examples: tuple[Example, ...] = ()
    on_piece: Callable[[str], None] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Written:
    """``score`` in [0, 1], None where the engine tells no probability. ``is_cut``: it came to its limit."""

    index: int
    text: str
    score: float | None = None
    is_cut: bool = False
    repeats: bool = False


class Engine(Protocol):
    attempts: int
    """How often asking once more, with other settings, can give another text."""
    at_once: int
    """How many segments it likes to get together; it tells the first of them soon. What fails among them is asked for
    again after that."""
    wants_examples: bool
    """It learns from the translation of a similar text."""

    def write(self, asked: Sequence[Asked], attempt: int, stop: StopSignal) -> Iterator[Written]:
        """Each of ``asked`` once, as soon as it is there. ``attempt`` counts from 0; later ones use other settings.

        Closing the iterator cancels what is left. Raises AppError and JobCancelled.
        """
        ...

    def alternatives(self, asked: Asked, count: int, prefix: str, stop: StopSignal) -> list[Written]:
        """At most ``count`` texts for one segment, the likeliest first; each begins with ``prefix`` where it can."""
        ...
