"""Rows of an OpenDocument sheet: repeated empty rows and columns are counted, never laid out."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.loaders.office.odf_text import TextReader, local_name, value

MAX_CELLS = 3_000_000
MAX_REPEATED = 1_000
"""A row or cell with text that says it is repeated more often than this is laid out this often."""
WIDEST_GAP = 16


def sheet_rows(table: etree._Element, reader: TextReader) -> Iterator[tuple[int | None, str]]:
    """(row from 1, line) of each row that has text; then the lines of shapes that lie on the sheet, without a row."""
    counter = _Counter()
    yield from _rows(table, reader, counter)
    for element in table:
        if local_name(element) == "shapes":
            for line in reader.lines(element):
                yield None, line


class _Counter:
    def __init__(self) -> None:
        self.row = 0
        self.cells = 0


def _rows(parent: etree._Element, reader: TextReader, counter: _Counter) -> Iterator[tuple[int, str]]:
    for element in parent:
        name = local_name(element)
        if name == "table-row":
            repeated = _count(element, "number-rows-repeated")
            line = _line(element, reader, counter)
            for number in range(min(repeated, MAX_REPEATED) if line else 0):
                yield counter.row + number + 1, line
            counter.row += repeated
        elif name in ("table-header-rows", "table-row-group", "table-rows"):
            yield from _rows(element, reader, counter)


def _line(row: etree._Element, reader: TextReader, counter: _Counter) -> str:
    pieces: list[str] = []
    gap = 0
    for cell in row:
        if not local_name(cell).endswith("table-cell"):
            continue
        repeated = _count(cell, "number-columns-repeated")
        text = reader.cell(cell) if len(cell) else ""
        if not text:
            gap += repeated
            continue
        for _ in range(min(repeated, MAX_REPEATED)):
            tabs = gap + 1 if pieces else gap
            pieces.append("\t" * (tabs if tabs <= WIDEST_GAP else 1))
            pieces.append(text)
            gap = 0
            counter.cells += 1
            if counter.cells > MAX_CELLS:
                raise FileRefused(Refusal.TOO_LARGE, limit="cells")
    return "".join(pieces)


def _count(element: etree._Element, name: str) -> int:
    text = value(element, name) or "1"
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1
