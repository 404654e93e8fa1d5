"""Numbers as text writes them: digits, English number words and Chinese numerals, made comparable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_SCALE_AFTER = re.compile(r"\s?(thousand|million|billion|trillion|[十百千万萬亿億])", re.IGNORECASE)
_SCALES = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8,
}  # fmt: skip
_WORDS: dict[str, int | Decimal] = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000, "million": 10**6, "first": 1,
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "once": 1, "twice": 2, "dozen": 12, "half": Decimal("0.5"),
}  # fmt: skip
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?")
_CHINESE_DIGITS = {c: v for v, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_CHINESE = re.compile(r"[零〇一二两兩三四五六七八九十百千万萬亿億]+")


def numbers_in(text: str) -> set[Decimal]:
    """Every value that ``text`` could be read to state, generously: '3 million' gives 3 and 3,000,000."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    values = {value for _, meant in _digits(folded) for value in meant}
    for match in _WORD.finditer(folded):
        parts = [Decimal(_WORDS[part]) for part in match[0].split("-") if part in _WORDS]
        values.update(parts)
        if len(parts) == 2:
            values.add(parts[0] + parts[1])
    values.update(_chinese(match[0]) for match in _CHINESE.finditer(folded))
    return values


def numbers_meant_in(text: str) -> list[tuple[str, set[Decimal]]]:
    """The numbers that ``text`` states in digits: as spelled, with the values it can mean."""
    return list(_digits(unicodedata.normalize("NFKC", text)))


def _digits(text: str) -> Iterator[tuple[str, set[Decimal]]]:
    for match in _DIGITS.finditer(text):
        value = _value(match[0])
        meant = {value}
        if scale := _SCALE_AFTER.match(text, match.end()):
            meant.add((value * _SCALES[scale[1].casefold()]).normalize())
        yield match[0], meant


def _value(spelled: str) -> Decimal:
    """'1,250.50' is 1250.5; '3,14' is 3.14; '1.2.3' (a version, a date) keeps all its digits."""
    thousands = re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", spelled)
    plain = spelled.replace(",", "") if thousands else spelled.replace(",", ".")
    if plain.count(".") > 1:
        plain = "-" + plain.replace(".", "")  # no quantity: the sign keeps it apart from one
    return Decimal(plain[:60]).normalize()


def _chinese(numeral: str) -> Decimal:
    """十二 is 12, 三百 300, 二〇一九 2019, 两万五千 25,000."""
    if all(c in _CHINESE_DIGITS for c in numeral):
        return Decimal("".join(str(_CHINESE_DIGITS[c]) for c in numeral[:60])).normalize()
    total = section = digit = 0
    for c in numeral[:60]:
        if c in _CHINESE_DIGITS:
            digit = _CHINESE_DIGITS[c]
        elif (scale := _SCALES[c]) < 10**4:
            section += (digit or 1) * scale
            digit = 0
        else:
            total += (section + digit or 1) * scale
            section = digit = 0
    return Decimal(total + section + digit).normalize()
