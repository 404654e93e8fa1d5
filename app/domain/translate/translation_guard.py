"""Looks at a translation beside its source without knowing either language: what was dropped, kept, added or repeated.

How often it is wrong about translations that people made: tests/unit/test_translation_guard.py measures it on XQuAD.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.ask.keywords import CJK
from app.domain.text.language import han_script
from app.domain.text.numerals import numbers_in, numbers_meant_in
from app.domain.translate.glossary import Found, missing_terms
from app.domain.translate.translation import Mark

FIXED = re.compile(
    r"⟦/?\d+/?⟧"  # a mark of formatting; then addresses, and places that a program fills in
    r"|https?://[^\s<>\"'⟦⟧，。；）]+[^\s<>\"'⟦⟧，。；）.,;:!?)]|[A-Za-z0-9._+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]*[A-Za-z0-9]"
    r"|\{\{?[\w.]*\}?\}|%\(\w+\)[sd]|%[sd](?![A-Za-z])|\$\{\w+\}"
)
"""What stands in a translation exactly as in its source, as often."""

_CJK = re.compile(f"[{CJK}]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LOOP = re.compile(r"((?=[^\n]*?\w)[^\n]{1,60}?)\1{3,}", re.DOTALL)
_SHORTEST_LOOP = 8
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"[0-9][0-9.,:/-]*[0-9]|\d")
_NO_LETTER = re.compile(r"[\W_]+")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_ROMAN = re.compile(r"\b[IVXLC]{2,7}\b")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_MONTHS = (
    "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
    "sep sept september", "oct october", "nov november", "dec december",
)  # fmt: skip
_MONTH = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_WIDE = frozenset({"zh", "ja", "ko", "yue"})
_ALPHABETS = {
    "ru": "CYRILLIC", "uk": "CYRILLIC", "bg": "CYRILLIC", "sr": "CYRILLIC", "ar": "ARABIC", "fa": "ARABIC",
    "he": "HEBREW", "el": "GREEK", "th": "THAI", "hi": "DEVANAGARI",
}  # fmt: skip
LEAST_RATIO, MOST_RATIO = 0.35, 2.6
"""Of the measure of a translation to that of its source; see :func:`measure`."""
SLACK = 5.0
MOST_FOREIGN = 0.4
"""Share of a text that may be in another script than the target's: names and terms."""


SURE_OF_SCRIPT = 0.9


@dataclass(frozen=True, slots=True)
class Pair:
    source: str
    target: str


def marks_of(source: str, translated: str, pair: Pair, terms: Sequence[Found] = ()) -> tuple[Mark, ...]:
    """Everything that is odd, in the order of :class:`Mark`. ``terms`` are those that stand in ``source``."""
    if not translated.strip():
        return (Mark.EMPTY,) if source.strip() else ()
    fixed_source, fixed = FIXED.findall(source), FIXED.findall(translated)
    plain_source = FIXED.sub(" ", source) if fixed_source else source
    plain = FIXED.sub(" ", translated) if fixed else translated
    found = []
    if repeats(plain, plain_source):
        found.append(Mark.REPEATS)
    if _is_untranslated(plain_source, plain, pair, terms):
        found.append(Mark.UNTRANSLATED)
    if not _has_right_length(plain_source, plain):
        found.append(Mark.LENGTH)
    if not _same_digits(plain_source, plain) and (
        lost_numbers(plain_source, plain) or lost_numbers(plain, plain_source)
    ):
        found.append(Mark.NUMBERS)
    if fixed_source != fixed and Counter(fixed_source) != Counter(fixed):
        found.append(Mark.PLACEHOLDERS)
    if terms and missing_terms(terms, translated):
        found.append(Mark.TERMS)
    return tuple(found)


def repeats(text: str, source: str = "") -> bool:
    """The same words four times without a break, where the source does not do so itself."""
    loop = _LOOP.search(text)
    while loop is not None:
        if len(loop[0]) >= _SHORTEST_LOOP and not _LOOP.search(source):
            return True
        loop = _LOOP.search(text, loop.end())
    return False


def measure(text: str) -> float:
    """How much a text says, in Chinese characters: three letters of an alphabet say about as much as one of those."""
    letters = _NO_LETTER.sub("", text)
    wide = 0 if letters.isascii() else len(_CJK.findall(letters))
    return wide + (len(letters) - wide) / 3.2


def lost_numbers(source: str, translated: str) -> list[str]:
    """Numbers that ``source`` writes in digits and ``translated`` states in no way (digits, words, 万, months)."""
    meant = numbers_meant_in(source) if _DIGIT.search(source) else []
    if not meant:
        return []
    stated = set(numbers_in(translated))
    for _, values in numbers_meant_in(translated):
        stated |= values
    stated |= {Decimal(number) for number in (*_months_in(translated), *_romans_in(translated))}
    digits = "".join(_DIGIT.findall(unicodedata.normalize("NFKC", translated)))
    return [spelled for spelled, values in meant if not values & stated and not _stands_in(spelled, digits)]


def _same_digits(source: str, translated: str) -> bool:
    """The quick answer for most: the same numbers spelled the same, in any order, or none at all."""
    ours, theirs = _DIGITS.findall(source), _DIGITS.findall(translated)
    return ours == theirs or (len(ours) == len(theirs) and sorted(ours) == sorted(theirs))


def in_script_of(text: str, language: str) -> bool | None:
    """Whether most of what is said stands in the language's script; None where there are no letters."""
    letters = letters_of(text)
    if not letters:
        return None
    script, is_chinese = _script(language), language.startswith(("zh", "yue"))
    ours = "".join([letter for letter in letters if _belongs(letter, script, is_chinese)])
    return measure(ours) >= (1 - MOST_FOREIGN) * measure(letters)


def holds_script_of(text: str, language: str) -> bool:
    """Whether one letter at least stands in the language's script."""
    script, is_chinese = _script(language), language.startswith(("zh", "yue"))
    return any(_belongs(letter, script, is_chinese) for letter in set(letters_of(text)))


def letters_of(text: str) -> str:
    """Only the letters of any alphabet and script, in their order."""
    return "".join(filter(str.isalpha, text))


def differ_in_script(pair: Pair) -> bool:
    return _script(pair.source) != _script(pair.target)


def _is_untranslated(source: str, translated: str, pair: Pair, terms: Sequence[Found]) -> bool:
    same = " ".join(source.split()) == " ".join(translated.split()) and not any(found.term.stays for found in terms)
    if same and sum(map(len, _WORD.findall(source))) > 3:
        return True
    if differ_in_script(pair) and _says_nothing_in_it(source, translated, pair.target):
        return True
    for found in terms:  # what was asked to stay is no sign of anything
        if found.term.stays or found.term.target:
            translated = translated.replace(found.term.wanted, " ")
    if _is_other_chinese(translated, pair.target):
        return True
    if differ_in_script(pair):
        if _script(pair.target) != "LATIN":
            translated = _LATIN_WORD.sub(lambda word: " " if _is_name(word[0], source) else word[0], translated)
        return measure(translated) > 1.5 and in_script_of(translated, pair.target) is False
    words = _WORD.findall(source.casefold())
    if pair.source == pair.target or len(words) < 5:
        return False
    kept = Counter(words) & Counter(_WORD.findall(translated.casefold()))
    return sum(kept.values()) >= 0.8 * len(words)


def _says_nothing_in_it(source: str, translated: str, language: str) -> bool:
    """Not a letter of the language's script, though words that are no names were dropped: only the names were kept."""
    if _script(language) == "LATIN" or holds_script_of(translated, language):
        return False
    kept = set(_LATIN_WORD.findall(translated.casefold()))
    return any(word.islower() and len(word) > 3 and word not in kept for word in _LATIN_WORD.findall(source))


def _is_other_chinese(translated: str, target: str) -> bool:
    """Simplified where Traditional was asked for, or the other way round."""
    if not target.lower().startswith("zh") or not _HAN.search(translated):
        return False
    is_traditional = any(part in target.lower() for part in ("hant", "tw", "hk", "mo"))
    script, sure = han_script(translated)
    return sure >= SURE_OF_SCRIPT and (script == "Hant") != is_traditional


def _has_right_length(source: str, translated: str) -> bool:
    before, after = measure(source), measure(translated)
    return LEAST_RATIO * before - SLACK / 2 <= after <= MOST_RATIO * before + SLACK


def _stands_in(spelled: str, digits: str) -> bool:
    """'6:15' as '6点15分', '1.2.3' as it is, '1 250' as '1250': the digits in their order."""
    wanted = "".join(_DIGIT.findall(spelled))
    return len(wanted) >= 2 and wanted in digits


def _months_in(text: str) -> list[int]:
    return [_MONTH[word] for word in _LATIN_WORD.findall(text.casefold()) if word in _MONTH]


def _romans_in(text: str) -> list[int]:
    """XXXIII is 33, XLIX is 49."""
    found = []
    for match in _ROMAN.finditer(text):
        values = [_ROMAN_VALUES[letter] for letter in match[0]]
        smaller = sum(now for now, following in itertools.pairwise(values) if now < following)
        found.append(sum(values) - 2 * smaller)
    return found


def _is_name(word: str, source: str) -> bool:
    """Written with a capital somewhere in the source: it may stay as it is."""
    return any(found[0][:1].isupper() for found in re.finditer(rf"\b{re.escape(word)}\b", source, re.IGNORECASE))


@functools.lru_cache(maxsize=256)
def _script(language: str) -> str:
    code = language.split("-")[0].split("_")[0].lower()
    return "WIDE" if code in _WIDE else _ALPHABETS.get(code, "LATIN")


@functools.lru_cache(maxsize=8192)
def _belongs(character: str, script: str, is_chinese: bool) -> bool:
    if script == "WIDE":
        return bool((_HAN if is_chinese else _CJK).match(character))
    return unicodedata.name(character, "").startswith(script)
