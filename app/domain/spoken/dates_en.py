"""Spoken English dates: 'November thirtieth twenty twenty six' is November 30, 2026; what is no date stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from app.domain.spoken.numerals_en import CARDINALS, NUMBER_WORDS, ORDINALS, TENS, below_hundred, ending, ordinal, year
from app.domain.spoken.words_en import SpokenWord, is_joined, low

_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_ALSO_VERBS = frozenset({"march", "may", "august"})
_DIGIT = re.compile(r"[ \t-]?\d")
_COMMA = re.compile(r",[ \t]")
_LONGEST = 7

Dated = tuple[int, int, str, int]
"""From which character to which, what to put there, and the position of the next word."""


def date_at(text: str, words: Sequence[SpokenWord], position: int) -> Dated | None:
    """The date that begins at the word ``position``: with the month, or with a day 'of' it."""
    word = words[position]
    if word.low in _MONTHS and (word.low not in _ALSO_VERBS or word.text[0].isupper()):
        return _after_month(text, words, position)
    if word.low in ORDINALS or word.low in TENS:
        return _before_month(text, words, position)
    return None


def _after_month(text: str, words: Sequence[SpokenWord], position: int) -> Dated | None:
    month = words[position]
    first = position + 1
    if first < len(words) and words[first].low == "the" and is_joined(text, month, words[first]):
        first += 1
    if first >= len(words) or not is_joined(text, words[first - 1], words[first]):
        return None
    run = _run(text, words, first)
    for size in (2, 1):
        if size > len(run):
            continue
        said = low(run[:size])
        day = ordinal(said)
        is_ordinal = day is not None
        if day is None and first == position + 1:
            day = below_hundred(said)
        if day is None or not 1 <= day <= 31:
            continue
        rest = run[size:] or _run_after_comma(text, words, first + size)
        if rest and (found := year(low(rest))) is not None:
            count = first + size + len(rest)
            return month.end, rest[-1].end, f" {day}, {found}", count
        if len(run) == size and not _DIGIT.match(text, run[-1].end) and (is_ordinal or month.low not in _ALSO_VERBS):
            return month.end, run[-1].end, f" {day}", first + size
    if first == position + 1 and (found := year(low(run))) is not None:
        return month.end, run[-1].end, f" {found}", first + len(run)
    return None


def _before_month(text: str, words: Sequence[SpokenWord], position: int) -> Dated | None:
    for size in (2, 1):
        of = position + size
        if of + 1 >= len(words) or words[of].low != "of" or words[of + 1].low not in _MONTHS:
            continue
        if not all(is_joined(text, before, word) for before, word in pairwise(words[position : of + 2])):
            continue
        day = ordinal(low(words[position:of]))
        if day is None or day > 31:
            continue
        put = f"{day}{ending(day)}"
        month = words[of + 1]
        rest = _run(text, words, of + 2) if of + 2 < len(words) and is_joined(text, month, words[of + 2]) else []
        if rest and (found := year(low(rest))) is not None:
            end, count = rest[-1].end, of + 2 + len(rest)
            return words[position].start, end, f"{put}{text[words[of - 1].end : month.end]} {found}", count
        return words[position].start, words[of - 1].end, put, of + 2
    return None


def _run(text: str, words: Sequence[SpokenWord], first: int) -> list[SpokenWord]:
    """Number and ordinal words in one breath from ``first`` on, at most as many as a date has."""
    run: list[SpokenWord] = []
    for word in words[first : first + _LONGEST]:
        known = word.low in NUMBER_WORDS or word.low in ORDINALS or (word.low == "and" and len(run) > 1)
        if not known or (run and not is_joined(text, run[-1], word)):
            break
        run.append(word)
    while run and run[-1].low == "and":
        run.pop()
    return run


def _run_after_comma(text: str, words: Sequence[SpokenWord], first: int) -> list[SpokenWord]:
    if first >= len(words) or words[first].low not in CARDINALS:
        return []
    return _run(text, words, first) if _COMMA.fullmatch(text, words[first - 1].end, words[first].start) else []
