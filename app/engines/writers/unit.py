"""What every format gives: its units in order, and the file anew after the last. Knows no format."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from app.domain.translate.document_translation import DocumentFormat


class Unit(Protocol):
    """A paragraph, cell, cue or string."""

    @property
    def text(self) -> str:
        """The segment: text with placeholders."""

    def put(self, translation: str) -> None:
        """Write ``translation``, which carries the placeholders of ``text``, into the document."""


class Rewriter(Protocol):
    """One document. ``units`` goes through it once; ``put`` may be called while it does; then ``finish``."""

    @property
    def format(self) -> DocumentFormat: ...

    @property
    def suffix(self) -> str:
        """Of the file that comes out, with its dot; empty where it is the original's."""

    def units(self) -> Iterator[Unit]: ...

    def finish(self) -> bytes: ...
