"""What an answer is made of on the page: blocks of runs; plain values, no Qt."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class BlockKind(enum.StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"
    ROW = "row"
    """Of a table; cells stand apart by tabs."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look. ``cite`` is set for a citation mark, ``doubt`` numbers the doubtful sentence it belongs to."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    cite: int | None = None
    address: str | None = None
    doubt: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """``level`` is the depth of a heading or of a list item, ``marker`` what stands before an item.

    Of a row of a table ``level`` is 1 in its heading, and ``tabs`` are where its cells begin, in narrow letters.
    """

    kind: BlockKind
    runs: tuple[Run, ...]
    level: int = 0
    marker: str = ""
    tabs: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """As plain text, with citations as ``[n]``."""
        return "".join(run.text for run in self.runs)
