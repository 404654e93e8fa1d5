"""Comma-, tab- or otherwise separated rows; the text of a row is exactly its source lines, quotes and all."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from app.domain.library.document import DocumentKind
from app.domain.library.place import Place
from app.engines.loaders.lines import line_ends, lines
from app.engines.loaders.section import Loaded, Section, Source
from app.engines.loaders.text.encoding import decode

_DELIMITERS = ",;\t|:"
_SNIFFED = 64 * 1024
_GROUP_LENGTH = 240
"""Shorter than any passage, so that no group is ever split and its row range stays exact."""

_MAX_ROW_LINES = 50
"""A quote that is never closed must not swallow the rest of the file: such a row ends with its first line."""


def load(source: Source) -> Loaded:
    """Sections of whole rows; rows count from 1, the header's too."""
    text = decode(source.data)
    return Loaded(DocumentKind.CSV, _sections(text))


def delimiter(text: str) -> str:
    """The separator that gives most lines of the head the same number of fields, more than one; else the comma."""
    head = [line for _, line in lines(text[:_SNIFFED]) if line.strip()][:100]
    best, best_score = ",", 0.0
    for candidate in _DELIMITERS:
        counts = [line.count(candidate) for line in head]
        usual = max(set(counts), key=counts.count, default=0)
        score = counts.count(usual) * min(usual, 3) / 3 if usual else 0.0
        if score > best_score * 1.1:
            best, best_score = candidate, score
    return best


def _sections(text: str) -> Iterator[Section]:
    """Whole rows, a few at a time where they are short: joining millions of single ones would take minutes."""
    first_row = first_line = line = 1
    start, length = 0, 0
    row = 0
    for row, (at, raw) in enumerate(_rows(text, delimiter(text)), 1):
        if length and length + len(raw) > _GROUP_LENGTH:
            yield _section(text[start:at], start, (first_row, row - 1), first_line)
            start, length, first_row, first_line = at, 0, row, line
        length += len(raw)
        line += line_ends(raw)
    if length:
        yield _section(text[start:], start, (first_row, row), first_line)


def _section(text: str, start: int, rows: tuple[int, int], line: int) -> Section:
    place = Place(start=start, length=len(text), first_row=rows[0], last_row=rows[1], first_line=line)
    return Section(text, place)


def _rows(text: str, separator: str) -> Iterator[tuple[int, str]]:
    """Each row as ``(start, source text)``, line end included. A quoted field may hold line ends."""
    waiting: list[tuple[int, str]] = []
    for numbered in lines(text):
        if not waiting and '"' not in numbered[1]:
            yield numbered
            continue
        waiting.append(numbered)
        if _is_whole("".join(line for _, line in waiting), separator):
            yield waiting[0][0], "".join(line for _, line in waiting)
            waiting = []
        elif len(waiting) >= _MAX_ROW_LINES:
            yield from waiting
            waiting = []
    yield from waiting


def _is_whole(raw: str, separator: str) -> bool:
    if raw.count('"') % 2 == 0:
        return True
    # An odd number of quotes: inside a field that opens with one it is unfinished, elsewhere it is an inch or a typo.
    try:
        list(csv.reader([raw], delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end of data" not in str(error)
    return True
