"""Finds a stored quote in the text of today's document: at its place, or moved; pure, and bounded in its work."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

REACH = 200_000
"""Characters to either side of the old place that are searched; farther away it counts as gone."""
_PROBE = 40
"""Letters of a quote's beginning that must come back where all of it does not."""


@dataclass(frozen=True, slots=True)
class Located:
    """Characters ``start`` to ``start + length`` of the text. ``moved``: not where it was; ``whole``: all of it."""

    start: int
    length: int
    moved: bool = False
    whole: bool = True


def locate_quote(text: str, start: int, length: int, quote: str) -> Located | None:
    """Where ``quote`` stands in ``text``, nearest to ``start``, or None. Case, spaces and signs may differ."""
    wanted = essence(quote)
    if not wanted:
        return Located(start, length) if start + length <= len(text) else None
    if text[start : start + length] == quote or essence(text[start : start + length]) == wanted:
        return Located(start, length)
    first = max(0, start - REACH)
    letters, places = _letters(text[first : start + length + REACH])
    expected = sum(place < start - first for place in places)
    for needle, whole in ((wanted, True), (wanted[:_PROBE], False)):
        if len(needle) >= min(12, len(wanted)) and (at := _nearest(letters, needle, expected)) is not None:
            begin, end = places[at], places[at + len(needle) - 1] + 1
            return Located(first + begin, end - begin if whole else max(end - begin, 1), moved=True, whole=whole)
    return None


def essence(text: str) -> str:
    """Only letters and digits, folded: what stays the same when a line break or a hyphen moves."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _letters(text: str) -> tuple[str, list[int]]:
    """:func:`essence` of ``text``, with the index in ``text`` that each of its characters comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for folded in unicodedata.normalize("NFKC", character).casefold():
            if folded.isalnum():
                letters.append(folded)
                places.append(place)
    return "".join(letters), places


def _nearest(letters: str, needle: str, expected: int) -> int | None:
    after = letters.find(needle, expected)
    before = letters.rfind(needle, 0, expected + len(needle))
    found = [at for at in (after, before) if at >= 0]
    return min(found, key=lambda at: abs(at - expected), default=None)
