"""The words of an English text with their places, and whether two of them stand in one breath."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"(?<![^\W_])[A-Za-z]+(?![^\W_])")
_BETWEEN = re.compile(r"[ \t]{1,3}|-")


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """``text`` as it is written, ``low`` in lower case."""

    text: str
    low: str
    start: int
    end: int


def spoken_words(text: str) -> list[SpokenWord]:
    """Those of plain letters only: 'B2B' and 'naïve' are none."""
    return [SpokenWord(match[0], match[0].lower(), *match.span()) for match in _WORD.finditer(text)]


def is_joined(text: str, before: SpokenWord, after: SpokenWord) -> bool:
    """Nothing but a space or a hyphen between them."""
    return after.start - before.end <= 3 and bool(_BETWEEN.fullmatch(text, before.end, after.start))


def low(words: Sequence[SpokenWord]) -> list[str]:
    return [word.low for word in words]
