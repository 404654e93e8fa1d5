"""English number words as values: 'two hundred and five', 'twenty twenty six', 'three point one four'; no text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
SMALL = ONES | TEENS
CARDINALS = SMALL | TENS
NUMBER_WORDS = frozenset([*CARDINALS, *SCALES, "hundred", "oh"])


@dataclass(frozen=True, slots=True)
class Numeral:
    """``value`` in digits as text ('1205', '3.14', '2.5'), made of ``words`` words; ``scale`` is kept as a word."""

    value: str
    words: int
    scale: str = ""
    is_compound: bool = False
    """Says more than a single word such as 'three' or 'twenty'."""


def numeral(words: Sequence[str]) -> Numeral | None:
    """The whole of ``words`` (lower case, 'twenty', 'three', 'and', 'point') as one number; None where it is none."""
    if "point" in words:
        cut = words.index("point")
        return _decimal(words[:cut], words[cut + 1 :], len(words))
    if (value := _cardinal(words)) is None:
        return None
    front = _cardinal(words[:-1]) if words[-1] in SCALES and words[-1] != "thousand" else None
    if front is not None and front < 1000:
        return Numeral(str(front), len(words), words[-1], is_compound=True)
    return Numeral(str(value), len(words), is_compound=len(words) > 1)


def year(words: Sequence[str]) -> int | None:
    """'nineteen eighty four', 'twenty twenty six', 'twenty oh five', 'two thousand (and) six'; None for others."""
    if not 2 <= len(words) <= 5:
        return None
    value = _cardinal(words)
    if value is not None and 1900 <= value < 2200:
        return value
    century = CARDINALS.get(words[0], 0)
    if not 16 <= century <= 20 or len(words) > 3:
        return None
    rest = words[1:]
    if list(rest) == ["hundred"]:
        return century * 100
    if rest[0] in ("oh", "zero") and len(rest) == 2 and ONES.get(rest[1], 0):
        return century * 100 + ONES[rest[1]]
    years = below_hundred(rest)
    return century * 100 + years if years is not None and years >= 10 else None


def below_hundred(words: Sequence[str]) -> int | None:
    if len(words) == 1:
        return CARDINALS.get(words[0])
    if len(words) == 2 and words[0] in TENS and ONES.get(words[1], 0):
        return TENS[words[0]] + ONES[words[1]]
    return None


def ordinal(words: Sequence[str]) -> int | None:
    """'third', 'twenty first'; at most 99."""
    if len(words) == 1:
        return ORDINALS.get(words[0])
    if len(words) == 2 and words[0] in TENS and 1 <= ORDINALS.get(words[1], 0) <= 9:
        return TENS[words[0]] + ORDINALS[words[1]]
    return None


def ending(count: int) -> str:
    """'st' for 1 and 21, 'th' for 11."""
    if 10 <= count % 100 <= 20:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")


def digits(words: Sequence[str]) -> str | None:
    """'five five five oh one' as '55501'; None where a word is no digit."""
    found = ["0" if word == "oh" else str(ONES[word]) for word in words if word in ONES or word == "oh"]
    return "".join(found) if len(found) == len(words) else None


def _decimal(whole: Sequence[str], after: Sequence[str], count: int) -> Numeral | None:
    scale = ""
    if after and after[-1] in SCALES:
        scale, after = after[-1], after[:-1]
    front, back = _cardinal(whole), digits(after)
    if front is None or not back:
        return None
    return Numeral(f"{front}.{back}", count, scale, is_compound=True)


def _cardinal(words: Sequence[str]) -> int | None:
    """Strict: what nobody would write as one number ('twenty three four') is none."""
    total, position, smallest = 0, 0, 10**18
    words = list(words)
    while position < len(words):
        group, position = _below_thousand(words, position, may_begin_with_and=total > 0)
        if group is None:
            return None
        scale = 1
        if position < len(words) and words[position] in SCALES:
            scale = SCALES[words[position]]
            position += 1
        if scale >= smallest or (group == 0 and len(words) > 1):
            return None
        smallest = scale
        total += group * scale
        if scale == 1 and position < len(words):
            return None
    return total if words else None


def _below_thousand(words: Sequence[str], position: int, *, may_begin_with_and: bool) -> tuple[int | None, int]:
    if may_begin_with_and and words[position] == "and":
        position += 1
    rest = words[position:]
    hundreds = 0
    if len(rest) >= 2 and rest[1] == "hundred" and ONES.get(rest[0], 0):
        hundreds, position = ONES[rest[0]] * 100, position + 2
        rest = words[position:]
        if not rest or rest[0] in SCALES:
            return hundreds, position
        if rest[0] == "and":
            position, rest = position + 1, rest[1:]
            if not rest:
                return None, position
    if rest and rest[0] in TENS:
        if len(rest) > 1 and ONES.get(rest[1], 0):
            return hundreds + TENS[rest[0]] + ONES[rest[1]], position + 2
        return hundreds + TENS[rest[0]], position + 1
    if rest and rest[0] in SMALL:
        return hundreds + SMALL[rest[0]], position + 1
    return None, position
