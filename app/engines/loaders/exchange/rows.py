"""Terms in rows: source, target, and what else the header names; one column alone is what stays as it is."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from app.engines.loaders.text.csv_table import delimiter
from app.protocol.tasks.exchange import ExchangeEntry

_SOURCE = frozenset({"source", "term", "source term", "original", "原文", "术语", "源语"})
_TARGET = frozenset({"target", "translation", "target term", "译文", "翻译", "目标"})
_CASE = frozenset({"case", "case sensitive", "match case", "区分大小写"})
_NOTE = frozenset({"note", "notes", "comment", "remark", "definition", "备注", "说明"})
_STAYS = frozenset({"do not translate", "dnt", "keep", "不翻译", "不译"})
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z]{2,8}){0,2}")
_TRUE = frozenset({"1", "yes", "true", "x", "y", "是", "√"})
LONGEST_ROW = 100_000


def of(text: str, source: str, target: str) -> Iterator[ExchangeEntry | None]:
    csv.field_size_limit(LONGEST_ROW)
    try:
        yield from _entries(csv.reader(io.StringIO(text), delimiter=delimiter(text)), source, target)
    except csv.Error:
        yield None


def _entries(table: Iterator[list[str]], source: str, target: str) -> Iterator[ExchangeEntry | None]:
    columns: dict[str, int] | None = None
    languages = (source, target)
    for row in table:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if columns is None:
            columns, languages, is_header = _columns(cells, source, target)
            if is_header:
                continue
        yield _entry(cells, columns, languages)


def _columns(cells: list[str], source: str, target: str) -> tuple[dict[str, int], tuple[str, str], bool]:
    """Where what stands, the languages that the header names, and whether the first row is a header at all."""
    named = [cell.casefold().replace("_", "-") for cell in cells]
    found: dict[str, int] = {}
    meanings = (("source", _SOURCE), ("target", _TARGET), ("case", _CASE), ("note", _NOTE), ("stays", _STAYS))
    for number, name in enumerate(named):
        for meaning, names in meanings:
            if name.replace("-", " ") in names:
                found.setdefault(meaning, number)
    codes = {name: number for number, name in enumerate(named) if _LANGUAGE.fullmatch(name)}
    if "source" in found:
        return found, (source, target), True
    if len(codes) >= 2 and len(codes) + len(found) == len([name for name in named if name]):
        first = _of_language(codes, source) or next(iter(codes))
        second = _of_language(codes, target) or next(code for code in codes if code != first)
        return found | {"source": codes[first], "target": codes[second]}, (first, second), True
    return {"source": 0, "target": 1}, (source, target), False


def _of_language(codes: dict[str, int], wanted: str) -> str | None:
    return next((code for code in codes if wanted and code.partition("-")[0] == wanted.partition("-")[0]), None)


def _entry(cells: list[str], columns: dict[str, int], languages: tuple[str, str]) -> ExchangeEntry | None:
    def cell(meaning: str) -> str:
        at = columns.get(meaning, -1)
        return cells[at] if 0 <= at < len(cells) else ""

    if not cell("source"):
        return None
    stays = cell("stays").casefold() in _TRUE
    return ExchangeEntry(
        *languages,
        cell("source"),
        "" if stays else cell("target"),
        cell("case").casefold() in _TRUE,
        cell("note"),
    )
