"""Spoken English numbers, times, percent and money in digits. Careful: 'one of them' stays as it is.

What could be read in two ways is left in words; small numbers are, too, as one would write them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.spoken.dates_en import date_at
from app.domain.spoken.numerals_en import (
    NUMBER_WORDS,
    ONES,
    ORDINALS,
    SCALES,
    Numeral,
    below_hundred,
    digits,
    ending,
    numeral,
    ordinal,
    year,
)
from app.domain.spoken.words_en import SpokenWord, is_joined, low, spoken_words

SMALLEST_IN_DIGITS = 13
"""Of numbers that are a single word."""
LONGEST_RUN = 24
DIGITS_IN_A_ROW = 4

_PERCENT = re.compile(r"[ \t](?:percent|per cent)\b", re.IGNORECASE)
_MONEY = re.compile(r"[ \t](dollars?|euros?)\b(?:[ \t]and[ \t]((?:[a-z]+[ \t-]){1,2})cents\b)?", re.IGNORECASE)
_UNITS = re.compile(
    r"[ \t](?:degrees|kilomet(?:er|re)s?|kilograms?|milligrams?|gigabytes?|megabytes?|terabytes?|kilowatts?)\b", re.I
)
_HALF_OF_DAY = re.compile(r"[ \t]([ap])(?:m|\.m\.?| m)(?![A-Za-z])\.?", re.IGNORECASE)
_DIGITS_PERCENT = re.compile(r"(?<![\w.,])(\d{1,15}(?:[.,]\d{1,15}){0,4})[ \t](?:percent|per cent)\b", re.IGNORECASE)
_BEFORE_A_TIME = frozenset({"at", "by", "until", "till", "from", "before", "after", "around"})
_BEFORE_A_YEAR = frozenset(
    {
        "in", "since", "year", "of", "by", "until", "till", "from", "to", "during", "around", "before", "after",
        "early", "late", "mid", "between", "through", "spring", "summer", "autumn", "fall", "winter", "and",
    }
)  # fmt: skip
"""Without one of them 'nineteen ninety nine' may be a price."""
# After these the number is no number ('nineteen eighties', 'twenty something', 'a hundred fold').
_SPOILS = frozenset(
    {
        "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties", "something",
        "odd", "ish", "fold", "some", "hundreds", "thousands", "millions", "billions", "dozen", "hundredth",
        "thousandth",        "millionth", "thirds", "quarters", "fifths", "tenths", *ORDINALS,
    }
) - {"second"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    """``put`` takes the place of the characters from ``start`` to ``end``."""

    start: int
    end: int
    put: str


def english_numbers(text: str) -> str:
    """``text`` with the numbers it says in digits; once more gives the same."""
    words = spoken_words(text)
    pieces: list[str] = []
    taken = position = 0
    while position < len(words):
        if (dated := date_at(text, words, position)) is not None:
            found, position = [_Found(*dated[:3])], dated[3]
        elif words[position].low in NUMBER_WORDS:
            found, position = _run_at(text, words, position)
        else:
            position += 1
            continue
        for one in found:
            pieces += [text[taken : one.start], one.put]
            taken = one.end
        while position < len(words) and words[position].start < taken:
            position += 1
    pieces.append(text[taken:])
    return _DIGITS_PERCENT.sub(r"\1%", "".join(pieces))


def _run_at(text: str, words: Sequence[SpokenWord], position: int) -> tuple[list[_Found], int]:
    """What the run of number words from ``position`` on becomes, and the position after it."""
    end = position
    while (
        end < len(words)
        and end - position < LONGEST_RUN
        and (words[end].low in NUMBER_WORDS or words[end].low in ("and", "point"))
        and (end == position or is_joined(text, words[end - 1], words[end]))
    ):
        end += 1
    after = end
    while words[end - 1].low in ("and", "point", "oh"):
        end -= 1
        if end == position:
            return [], after
    run = words[position:end]
    if run[0].low == "hundred" or run[0].low in SCALES or end - position >= LONGEST_RUN:
        return [], after
    if run[0].low == "oh" and digits(low(run)) is None:
        return [], position + 1
    if end < len(words) and words[end].low in _SPOILS and is_joined(text, words[end - 1], words[end]):
        count = ordinal([run[-1].low, words[end].low])
        if count is None or len(run) > 1:
            return [], end + 1
        return [_Found(run[0].start, words[end].end, f"{count}{ending(count)}")], end + 1
    seconds = end < len(words) and words[end].low == "second" and is_joined(text, run[-1], words[end])
    before = words[position - 1].low if position and is_joined(text, words[position - 1], run[0]) else ""
    if seconds and before not in ("a", "an"):  # 'on the twenty second', or twenty of them?
        return [], after
    if (whole := _one(text, run, before)) is not None:
        return [whole], after
    parts = _parts(run)
    if any(len(part) == 0 or part[-1].low in SCALES or part[-1].low == "hundred" for part in parts[:-1]):
        return [], after
    found = [_one(text, part, before if part is parts[0] else "and") for part in parts if part]
    return [one for one in found if one is not None], after


def _parts(run: Sequence[SpokenWord]) -> list[list[SpokenWord]]:
    parts: list[list[SpokenWord]] = [[]]
    for word in run:
        if word.low == "and":
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _one(text: str, run: Sequence[SpokenWord], before: str) -> _Found | None:
    """The run as one number with what belongs to it; None where it is no number, or is better left in words."""
    said = low(run)
    start, end = run[0].start, run[-1].end
    if (time := _time(text, said, end, before)) is not None:
        return _Found(start, time[1], time[0])
    number = numeral(said)
    if number is None:
        if (found := year(said)) is not None and before in _BEFORE_A_YEAR:
            return _Found(start, end, str(found))
        row = digits(said)
        return _Found(start, end, row) if row is not None and _is_told_in_digits(said) else None
    value = _shown(number)
    if percent := _PERCENT.match(text, end):
        return _Found(start, percent.end(), f"{value}%")
    if (money := _MONEY.match(text, end)) and not number.scale:
        sign = "$" if money[1][0] in "dD" else "€"
        cents = below_hundred(money[2].lower().replace("-", " ").split()) if money[2] else None
        if cents is not None and "." not in value:
            return _Found(start, money.end(), f"{sign}{value}.{cents:02}")
        return _Found(start, money.end(1), f"{sign}{value}")
    if number.is_compound or int(number.value) >= SMALLEST_IN_DIGITS or _UNITS.match(text, end):
        return _Found(start, end, value)
    return None


def _shown(number: Numeral) -> str:
    value = number.value
    if "." not in value and int(value) >= 10_000:
        value = f"{int(value):,}"
    return f"{value} {number.scale}" if number.scale else value


def _is_told_in_digits(said: list[str]) -> bool:
    """A telephone number, a code; not 'one two three four', which is counting."""
    values = [ONES.get(word, 0) for word in said]
    counting = all(after - before == 1 for before, after in itertools.pairwise(values))
    least = DIGITS_IN_A_ROW - 1 if {"zero", "oh"} & set(said[1:]) else DIGITS_IN_A_ROW
    return len(said) >= least and not counting


def _time(text: str, said: list[str], end: int, before: str) -> tuple[str, int] | None:
    """'3:30 pm' and where it ends."""
    hour = below_hundred(said[:1])
    if hour is None or not 1 <= hour <= 12:
        return None
    rest = said[1:]
    minutes = ONES.get(rest[1]) if len(rest) == 2 and rest[0] == "oh" else below_hundred(rest)
    if rest and (minutes is None or minutes > 59 or (rest[0] != "oh" and minutes < 10)):
        return None
    told = f"{hour}:{minutes:02}" if rest else str(hour)
    if half := _HALF_OF_DAY.match(text, end):
        follows = text[half.end() : half.end() + 3].lstrip()[:1]
        closes = half[0].endswith(".") and (not follows or follows.isupper())
        return f"{told} {half[1].lower()}m" + ("." if closes else ""), half.end()
    return (told, end) if rest and before in _BEFORE_A_TIME else None
