"""Comma-, tab- or otherwise separated rows; the text of a row is exactly its source lines, quotes and all."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from app.domain.document import DocumentKind
from app.domain.place import Place
from app.engines.loaders.encoding import decode
from app.engines.loaders.lines import line_ends, lines
from app.engines.loaders.section import Loaded, Section, Source

_DELIMITERS = ",;\t|:"
_SNIFFED = 64 * 1024
_MAX_ROW_LINES = 50
"""A quote that is never closed must not swallow the rest of the file: such a row ends with its first line."""


def load(source: Source) -> Loaded:
    """One section a row; rows count from 1, the header's too."""
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
    line_number = 1
    for row, (start, raw) in enumerate(_rows(text, delimiter(text)), 1):
        place = Place(start=start, length=len(raw), first_row=row, last_row=row, first_line=line_number)
        line_number += line_ends(raw)
        yield Section(raw, place)


def _rows(text: str, separator: str) -> Iterator[tuple[int, str]]:
    """Each row as ``(start, source text)``, line end included. A quoted field may hold line ends."""
    waiting: list[tuple[int, str]] = []
    for numbered in lines(text):
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
