"""From recognised to written: all rules in their order, with what the person chose; one pure function."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from app.domain.spoken.fillers import without_fillers
from app.domain.spoken.numbers_en import english_numbers
from app.domain.spoken.numbers_zh import chinese_numbers
from app.domain.spoken.punctuation import with_spoken_punctuation
from app.domain.spoken.rules import Applied, Firing, Rules
from app.domain.spoken.tidying import tidied

_FIRST_SIGN, _LAST_SIGN = "\U000f0000", "\U000ffffd"


class Script(enum.StrEnum):
    """How Chinese is written. Other than AS_RECOGNISED it is converted in a worker (task ``convert_script``)."""

    AS_RECOGNISED = "as_recognised"
    SIMPLIFIED = "simplified"
    TRADITIONAL_TAIWAN = "traditional_tw"
    TRADITIONAL_HONG_KONG = "traditional_hk"


@dataclass(frozen=True, slots=True)
class WritingOptions:
    """What the person chose; a value can be kept in the settings. ``tidy``: spaces, capitals, full-width marks."""

    numbers: bool = True
    spoken_punctuation: bool = False
    leave_out_fillers: bool = False
    tidy: bool = True
    script: Script = Script.AS_RECOGNISED


def write_down(
    text: str,
    language: str,
    options: WritingOptions | None = None,
    rules: Rules | None = None,
    *,
    begins_sentence: bool = True,
) -> Applied:
    """``text`` as it is to be written, and which vocabulary rules did something; the script is not converted here.

    What a vocabulary rule wrote is left alone by all others. Takes time in proportion to the text.
    """
    chosen = options or WritingOptions()
    applied = rules.apply(text) if rules is not None else Applied(text)
    is_free = not any(_FIRST_SIGN <= c <= _LAST_SIGN for c in applied.text)
    kept = [firing for firing in applied.settled if firing.put and is_free]
    masked = _masked(applied.text, kept)
    if chosen.leave_out_fillers:
        masked = without_fillers(masked, language)
    if chosen.spoken_punctuation:
        masked = with_spoken_punctuation(masked, language)
    if chosen.numbers:
        masked = in_digits(masked, language)
    if chosen.tidy:
        masked = tidied(masked, language, begins_sentence=begins_sentence)
    return _unmasked(masked, kept, [firing for firing in applied.settled if not (firing.put and is_free)])


def in_digits(text: str, language: str) -> str:
    """Spoken numbers in digits, in the languages that have rules for it."""
    if language.startswith(("zh", "yue")):
        return english_numbers(chinese_numbers(text)) if any("a" <= c <= "z" for c in text) else chinese_numbers(text)
    return english_numbers(text) if language.startswith("en") else text


def _masked(text: str, firings: list[Firing]) -> str:
    """Each replaced stretch as one sign that no rule knows."""
    pieces, taken = [], 0
    for number, firing in enumerate(firings):
        pieces += [text[taken : firing.start], chr(ord(_FIRST_SIGN) + number % 0xFFFD)]
        taken = firing.start + firing.length
    return "".join([*pieces, text[taken:]])


def _unmasked(text: str, firings: list[Firing], others: list[Firing]) -> Applied:
    """The signs keep their order, whatever went between them."""
    pieces: list[str] = []
    placed = list(others)
    length = number = 0
    for piece in _cut(text) if firings else [text]:
        put = piece
        if firings and _FIRST_SIGN <= piece <= _LAST_SIGN:
            put = firings[number].put
            placed.append(replace(firings[number], start=length))
            number += 1
        pieces.append(put)
        length += len(put)
    settled = tuple(sorted(placed, key=lambda firing: firing.start))
    return Applied("".join(pieces), tuple(firing for firing in settled if firing.found != firing.put), settled)


def _cut(text: str) -> list[str]:
    pieces, begin = [], 0
    for place, c in enumerate(text):
        if _FIRST_SIGN <= c <= _LAST_SIGN:
            pieces += [text[begin:place], c]
            begin = place + 1
    return [*pieces, text[begin:]]
