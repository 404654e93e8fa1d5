"""What the reading lane can be asked of files that translators exchange: terms (CSV, TBX) and memories (TMX)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ExchangeEntry:
    """``target`` empty: not to be translated. Languages are codes in lower case ('zh-hant'), '' where none is named."""

    source_language: str
    target_language: str
    source: str
    target: str
    keeps_case: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExchangeBatch:
    """A few hundred entries, in the file's order."""

    entries: tuple[ExchangeEntry, ...]


@dataclass(frozen=True, slots=True)
class ExchangeRead:
    """``left_out``: entries of other languages, or without a text."""

    entries: int
    left_out: int


@dataclass(frozen=True, slots=True)
class ReadExchange:
    """Read ``path``: TMX and TBX by their root, everything else as rows of source and target.

    With ``source`` and ``target`` only entries of that pair, in that direction; '' takes what the file has: its first
    language is the source. Fails with READING as a document does.
    """

    name: ClassVar[str] = "read_exchange"
    partial: ClassVar[type] = ExchangeBatch
    result: ClassVar[type] = ExchangeRead
    path: Path
    source: str = ""
    target: str = ""
