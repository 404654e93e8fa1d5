"""Where a passage stands in its document, precise enough to open and highlight it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """Only the fields that the document's kind knows are set.

    ``start`` and ``length`` count characters. What they count in depends on the kind:

    * PDF: PDFium's character index within ``page`` (``\\r\\n`` kept), the same in the reader and in the viewer;
      with ``part`` (``form``, ``comments``) the filled-in values or the comments on that page, a line each.
    * plain text, source code, Markdown, CSV, subtitles: the decoded text of the whole file.
    * dictations and recordings: the transcript as :mod:`app.domain.dictate.spoken_passages` lays it out, one
      line a segment.
    * slides and sheets: the text of that slide (``slide``) or sheet (``sheet``), as the loader lays it out.
    * everything else (DOCX, ODT, RTF, HTML, EPUB chapter, mail part): the extracted text of the document,
      or of ``part`` where there is one.

    Pages, slides, rows and lines count from 1; ``first_second`` and ``last_second`` are those of the recording.
    """

    start: int = 0
    length: int = 0
    page: int | None = None
    slide: int | None = None
    sheet: str | None = None
    first_row: int | None = None
    last_row: int | None = None
    first_line: int | None = None
    last_line: int | None = None
    first_second: int | None = None
    last_second: int | None = None
    part: str | None = None
    headings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The set fields only, ready for ``json.dumps``; ``headings`` is a list, left out when empty."""
        values: dict[str, Any] = {}
        for name in self.__slots__:
            value = getattr(self, name)
            if value is None or value == ():
                continue
            values[name] = list(value) if isinstance(value, tuple) else value
        return values

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Place:
        known = {name: values[name] for name in cls.__slots__ if name in values}
        known["headings"] = tuple(values.get("headings", ()))
        return cls(**known)
