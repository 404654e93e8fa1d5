"""Tables of an answer as rows of text: cells under each other where they fit, else each row as a list; no Qt."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.ui.ask.answer_values import Block, BlockKind, Run

ROOM = 72
"""Narrow letters that fit beside each other in the column of text."""
GAP = 3
_MOST_COLUMNS = 8

Cell = tuple[Run, ...]


def table_blocks(rows: Sequence[Sequence[Cell]]) -> Iterator[Block]:
    """A block a row, the first one as its heading. ``tabs`` say where cells begin, in narrow letters."""
    if not rows:
        return
    count = max(len(row) for row in rows)
    widths = [max((_width(row[at]) for row in rows if at < len(row)), default=0) for at in range(count)]
    if count > _MOST_COLUMNS or sum(widths) + GAP * (count - 1) > ROOM:
        yield from _as_lists(rows)
        return
    tabs = tuple(itertools.accumulate(width + GAP for width in widths[:-1]))
    for number, row in enumerate(rows):
        runs: list[Run] = []
        for at, cell in enumerate(row):
            runs += [Run("\t")] if at else []
            runs += [replace(run, bold=True) for run in cell] if number == 0 else cell
        yield Block(BlockKind.ROW, tuple(runs), level=int(number == 0), tabs=tabs)


def _as_lists(rows: Sequence[Sequence[Cell]]) -> Iterator[Block]:
    """'Column: cell' for each cell: a wide table would be wrapped beyond reading."""
    names = rows[0]
    for row in rows[1:]:
        for at, cell in enumerate(row):
            name = "".join(run.text for run in names[at]) if at < len(names) else ""
            runs = (*((Run(f"{name}: ", bold=True),) if name else ()), *cell)
            if at == 0:
                yield Block(BlockKind.ITEM, runs, level=1, marker="•")
            else:
                yield Block(BlockKind.ITEM, runs, level=2)


def _width(cell: Cell) -> int:
    """In narrow letters; a Chinese character is two wide."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for run in cell for c in run.text)
