"""Segments that were translated before: when two texts are the same, and how like another one a text is."""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass

from app.domain.ask.keywords import CJK

_TOKEN = re.compile(rf"[{CJK}]|[^\W{CJK}]+|[^\w\s]")
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u00ad": None})
LEAST_LIKENESS = 0.7
"""Below it another translation helps nobody."""


class UnitOrigin(enum.StrEnum):
    """Who says so; a person's own word is never overwritten by a file."""

    CORRECTED = "corrected"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class Unit:
    """A text and its translation."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """``likeness`` is 1.0 where the source is the same."""

    unit: Unit
    likeness: float = 1.0
    origin: UnitOrigin = UnitOrigin.IMPORTED
    id: int = 0


def usual_code(language: str) -> str:
    """As languages are named here: 'en' for 'en-US', 'zh' for 'zh-CN', 'zh-hant' for 'zh_TW'."""
    first, *more = language.strip().lower().replace("_", "-").split("-")
    return "zh-hant" if first == "zh" and {"hant", "tw", "hk", "mo"} & set(more) else first


def sought(text: str) -> str:
    """The form in which two texts are the same: one kind of quotation mark and of space; case and numbers count."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_QUOTES)).split())


def likeness(one: str, other: str) -> float:
    """1 minus the words and Chinese characters to change, divided by those of the longer text; 1.0 is the same."""
    first, second = _TOKEN.findall(one.casefold()), _TOKEN.findall(other.casefold())
    longer = max(len(first), len(second))
    return 1.0 - distance(first, second) / longer if longer else float(one == other)


def distance(first: list[str], second: list[str]) -> int:
    """Levenshtein's, a whole row of it at once in the bits of one number (G. Myers, 1999; H. Hyyrö, 2003)."""
    if not first or not second:
        return max(len(first), len(second))
    where: dict[str, int] = {}
    for position, token in enumerate(first):
        where[token] = where.get(token, 0) | 1 << position
    everything, last = (1 << len(first)) - 1, 1 << (len(first) - 1)
    more, less, count = everything, 0, len(first)
    for token in second:
        equal = where.get(token, 0)
        diagonal = (((equal & more) + more) ^ more) | equal | less
        higher, lower = less | ~(diagonal | more) & everything, more & diagonal
        count += bool(higher & last) - bool(lower & last)
        higher, lower = (higher << 1 | 1) & everything, (lower << 1) & everything
        more, less = lower | ~(diagonal | higher) & everything, higher & diagonal
    return count
