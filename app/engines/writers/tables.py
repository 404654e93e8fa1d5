"""Comma- or otherwise separated rows: the chosen columns' cells; quotes, separators and line ends stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.translate.document_translation import BilingualLayout, DocumentFormat
from app.domain.translate.segment import is_translatable
from app.engines.loaders.text.csv_table import delimiter
from app.engines.writers.inline import Inline, Run
from app.engines.writers.spans import TextRewriter, rendered_plainly
from app.engines.writers.text_file import Replacing
from app.engines.writers.unit import Unit


@dataclass(slots=True)
class _Cell:
    start: int
    end: int
    column: int
    """From 1."""
    row: int
    quoted: bool
    translation: str | None = None


class CsvRewriter(TextRewriter):
    """Both languages: a new column for each translated one, at the end of the row."""

    format = DocumentFormat.CSV

    def units(self) -> Iterator[Unit]:
        text = self.file.text
        self._separator = delimiter(text)
        self._cells: list[_Cell] = []
        self._ends: dict[int, int] = {}
        wanted = set(self.choices.columns)
        for cell in _cells(text, self._separator):
            self._ends[cell.row] = cell.end
            if wanted and cell.column not in wanted:
                continue
            unit = _CellUnit(text, cell)
            if unit.text and is_translatable(unit.text):
                self._cells.append(cell)
                yield unit

    def finish(self) -> bytes:
        into = Replacing(self.file.text)
        changed = [cell for cell in self._cells if cell.translation is not None]
        if self.choices.layout is BilingualLayout.TRANSLATION:
            for cell in changed:
                into.put(cell.start, cell.end, self._quoted(cell.translation or "", cell.quoted))
        else:
            columns = sorted({cell.column for cell in changed})
            by_place = {(cell.row, cell.column): cell.translation or "" for cell in changed}
            for row, end in self._ends.items():
                more = (self._quoted(by_place.get((row, column), ""), False) for column in columns)
                into.put(end, end, "".join(self._separator + text for text in more))
        return self.file.encoded(into.result)

    def _quoted(self, text: str, was_quoted: bool) -> str:
        if was_quoted or self._separator in text or '"' in text or "\n" in text or "\r" in text:
            doubled = text.replace('"', '""')
            return f'"{doubled}"'
        return text


class _CellUnit:
    def __init__(self, text: str, cell: _Cell) -> None:
        value = text[cell.start : cell.end]
        self._cell = cell
        self._inline = Inline([Run(value[1:-1].replace('""', '"') if cell.quoted else value, None)])

    @property
    def text(self) -> str:
        return self._inline.text

    def put(self, translation: str) -> None:
        self._cell.translation = rendered_plainly(self._inline.translated(translation))


def _cells(text: str, separator: str) -> Iterator[_Cell]:
    mark = re.escape(separator)
    pattern = re.compile(
        rf'(?:"(?P<quoted>(?:[^"]|"")*+)"(?=[{mark}\r\n]|\Z)|(?P<bare>[^{mark}\r\n]*+))(?P<end>[{mark}]|\r\n|\r|\n|\Z)'
    )
    at, row, column = 0, 1, 1
    while at < len(text):
        match = pattern.match(text, at)
        if match is None:  # a quote inside a bare cell ends nothing
            return
        is_quoted = match["quoted"] is not None
        yield _Cell(match.start(), match.start("end"), column, row, is_quoted)
        at = match.end()
        if match["end"] == separator:
            column += 1
        else:
            row, column = row + 1, 1
