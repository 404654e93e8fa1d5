"""What every loader takes and gives back; the border (``load``) opens files, this module and the loaders never do.

How to write a loader: one module with ``def load(source: Source) -> Loaded``. It lays the document out as text and cuts
that text where the place changes: a page, slide, sheet, chapter, heading, or row. The border does the rest (passages,
limits, title).

* A *container* is what ``place.start`` counts in: the sections that share ``page``, ``slide``, ``sheet`` and ``part``.
  Sections of one container follow each other, in order of ``start``. Characters between two of them (at most two) count
  as ``\\n``; the preview and the passages that join small neighbours rely on it. ``layout.Layout`` counts ``start``.
* ``place.length`` may be left 0; the border sets it for each passage.
* One section a row is right for tables: neighbours with the same headings are joined up to a passage, and ``first_row``
  and ``last_row`` with them. A section of several rows that must be split keeps its whole row range.
* ``place.first_line`` set means: count the lines of ``text`` from there; the border sets both fields of each passage.
* A page, slide or sheet without text is a section with ``text=""``; the border counts pages without text by it.
* ``indexes`` is only for containers that do not count as Python strings do (PDFium): the index of each character of
  ``text``, and one more for the end.
* Raise ``FileRefused``; any other exception of a library becomes ``Refusal.DAMAGED`` at the border, also while
  ``sections`` is being iterated (it may be a generator, and should be one for formats that can be long).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import BinaryIO

from app.domain.library.document import DocumentKind
from app.domain.library.place import Place


@dataclass(frozen=True, slots=True)
class Source:
    """One file, read once and whole. ``name`` is its own name without folders: a hint for the type, never a title."""

    data: bytes = field(repr=False)
    name: str = ""

    @property
    def suffix(self) -> str:
        """Lower case with its dot (``.docx``), or ``""``."""
        return PurePath(self.name).suffix.lower()

    def stream(self) -> BinaryIO:
        """A new seekable stream over the data, for libraries that want a file."""
        return io.BytesIO(self.data)


@dataclass(frozen=True, slots=True)
class Section:
    """``text`` begins at ``place.start`` of its container."""

    text: str
    place: Place
    indexes: Sequence[int] | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """``title`` is the one in the document's metadata, else ``""``: the border cleans it or takes the first heading.

    ``pages`` is the number of pages or slides where the kind has any.
    """

    kind: DocumentKind
    sections: Iterable[Section]
    title: str = ""
    pages: int | None = None


Loader = Callable[[Source], Loaded]
