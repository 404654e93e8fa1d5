"""Replacement rules of the person's vocabulary: what is heard, what is to be written, and which rules a text met."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain.ask.keywords import CJK
from app.domain.spoken.safe_pattern import compiled

LONGEST_FORM = 200
LONGEST_WRITTEN = 2000
_PREFIX = 3
"""Characters by which the forms that can begin at a place are found."""
# Scripts that write no spaces between words: there a rule holds inside a run of letters, too.
_SPACELESS = re.compile(rf"[{CJK}\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


class RuleKind(enum.StrEnum):
    """``WORD``: ``spoken`` are the forms as heard. ``PATTERN``: the one form is a regular expression."""

    WORD = "word"
    PATTERN = "pattern"


class RuleFault(enum.StrEnum):
    """Why a rule cannot be used."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    PATTERN = "pattern"
    """Not a regular expression, or one of a kind that is not understood here."""
    SLOW = "slow"
    """A regular expression that could take for ever."""


class RuleError(ValueError):
    """``fault`` says why; the message is for the log."""

    def __init__(self, fault: RuleFault, message: str = "") -> None:
        super().__init__(message or fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class VocabularyRule:
    """``spoken`` forms become ``written``; without any, ``written`` is a word to know and to spell with its capitals.

    A word of an alphabet is replaced only where it stands alone, Chinese characters wherever they stand.
    ``match_case``: the forms must be met with their capitals. ``collection_id`` None: holds everywhere.
    """

    written: str
    spoken: tuple[str, ...] = ()
    kind: RuleKind = RuleKind.WORD
    match_case: bool = False
    collection_id: int | None = None
    id: int | None = None

    @property
    def is_hot_word(self) -> bool:
        """Worth telling the recogniser that this may be said."""
        return self.kind is RuleKind.WORD and bool(self.written.strip()) and "\n" not in self.written


@dataclass(frozen=True, slots=True)
class Firing:
    """``rule`` counts the rules as they were given. ``start`` and ``length`` are where ``put`` stands in the result."""

    rule: int
    found: str
    put: str
    start: int

    @property
    def length(self) -> int:
        return len(self.put)


@dataclass(frozen=True, slots=True)
class Applied:
    """``firings`` changed something; ``settled`` are they and the stretches that were as wanted before."""

    text: str
    firings: tuple[Firing, ...] = ()
    settled: tuple[Firing, ...] = ()


@dataclass(frozen=True, slots=True)
class _Form:
    text: str
    rule: int
    match_case: bool
    is_written: bool


class Rules:
    """Rules made ready once. Raises RuleError for the first that cannot be used (see :func:`fault_of`)."""

    def __init__(self, rules: Sequence[VocabularyRule]) -> None:
        self._rules = tuple(rules)
        self._forms: dict[str, list[_Form]] = {}
        self._patterns: list[tuple[int, re.Pattern[str]]] = []
        lengths: dict[str, set[int]] = {}
        for number, rule in enumerate(self._rules):
            if (fault := fault_of(rule)) is not None:
                raise RuleError(fault, rule.written)
            if rule.kind is RuleKind.PATTERN:
                self._patterns.append((number, compiled(rule.spoken[0], match_case=rule.match_case)))
                continue
            forms = [_Form(_single_spaced(form), number, rule.match_case, is_written=False) for form in rule.spoken]
            if written := _single_spaced(rule.written):
                forms.append(_Form(written, number, match_case=False, is_written=True))
            for form in forms:
                low = _lowered(form.text)
                self._forms.setdefault(low, []).append(form)
                lengths.setdefault(low[:_PREFIX], set()).add(len(low))
        self._lengths = {prefix: sorted(found, reverse=True) for prefix, found in lengths.items()}
        for same in self._forms.values():
            same.sort(key=lambda form: (form.is_written, not form.match_case, form.rule))

    def apply(self, text: str) -> Applied:
        """One pass, the longest form first; what is already written as wanted is left alone. Patterns come last.

        Takes time in proportion to the text, however many rules there are.
        """
        applied = self._apply_words(text) if self._forms else Applied(text)
        for number, pattern in self._patterns:
            applied = _apply_pattern(applied, number, pattern, self._rules[number].written)
        return applied

    def _apply_words(self, text: str) -> Applied:
        spaced, places = _spaced(text)
        low = _lowered(spaced)
        pieces: list[str] = []
        firings: list[Firing] = []
        position = taken = length = 0
        while position < len(low):
            form = self._best(spaced, low, position)
            if form is None:
                position += 1
                continue
            start, end = places[position], places[position + len(form.text) - 1] + 1
            heard = text[start:end]
            put = _put(self._rules[form.rule].written, heard)
            pieces.append(text[taken:start])
            length += start - taken
            firings.append(Firing(form.rule, heard, put, length))
            if not put and text[end : end + 1] == " " and (start == 0 or text[start - 1].isspace()):
                end += 1
            pieces.append(put)
            length += len(put)
            position, taken = position + len(form.text), end
        pieces.append(text[taken:])
        return _applied("".join(pieces), firings)

    def _best(self, spaced: str, low: str, position: int) -> _Form | None:
        for size in range(_PREFIX, 0, -1):
            for length in self._lengths.get(low[position : position + size], ()):
                end = position + length
                for form in self._forms.get(low[position:end], ()) if end <= len(low) else ():
                    if form.match_case and spaced[position:end] != form.text:
                        continue
                    if _stands_alone(low, position, end):
                        return form
        return None


def fault_of(rule: VocabularyRule) -> RuleFault | None:
    """Why ``rule`` cannot be used; None where it can."""
    if len(rule.written) > LONGEST_WRITTEN or any(len(form) > LONGEST_FORM for form in rule.spoken):
        return RuleFault.TOO_LONG
    if rule.kind is RuleKind.PATTERN:
        if len(rule.spoken) != 1 or not rule.spoken[0]:
            return RuleFault.EMPTY
        try:
            compiled(rule.spoken[0], match_case=rule.match_case).sub(rule.written, "")
        except OverflowError:
            return RuleFault.SLOW
        except (re.error, IndexError, ValueError, RecursionError):
            return RuleFault.PATTERN
        return None
    if any(not _single_spaced(form) for form in rule.spoken) or not (rule.spoken or rule.written.strip()):
        return RuleFault.EMPTY
    return None


def try_rules(text: str, rules: Iterable[VocabularyRule]) -> Applied:
    """What ``text`` becomes and which rules did it, those without a use left out: for the field to try them."""
    usable, numbers = [], []
    for number, rule in enumerate(rules):
        if fault_of(rule) is None:
            usable.append(rule)
            numbers.append(number)
    applied = Rules(usable).apply(text)
    return _applied(applied.text, [replace(firing, rule=numbers[firing.rule]) for firing in applied.settled])


def _apply_pattern(applied: Applied, number: int, pattern: re.Pattern[str], written: str) -> Applied:
    pieces: list[str] = []
    firings: list[Firing] = []
    shifts: list[tuple[int, int, int]] = []
    taken = length = 0
    for match in pattern.finditer(applied.text):
        put = match.expand(written) if "\\" in written else written
        pieces += [applied.text[taken : match.start()], put]
        length += match.start() - taken
        firings.append(Firing(number, match[0], put, length))
        shifts.append((match.start(), match.end(), len(put) - len(match[0])))
        length += len(put)
        taken = match.end()
    pieces.append(applied.text[taken:])
    return _applied("".join(pieces), [*_moved(applied.settled, shifts), *firings])


def _applied(text: str, settled: Iterable[Firing]) -> Applied:
    in_order = tuple(sorted(settled, key=lambda firing: firing.start))
    return Applied(text, tuple(firing for firing in in_order if firing.found != firing.put), in_order)


def _moved(firings: Sequence[Firing], shifts: Sequence[tuple[int, int, int]]) -> list[Firing]:
    """Earlier firings where they stand now; those that a pattern wrote over are kept without a length."""
    kept, index, moved = [], 0, 0
    for firing in firings:
        while index < len(shifts) and shifts[index][1] <= firing.start:
            moved += shifts[index][2]
            index += 1
        over = index < len(shifts) and shifts[index][0] < firing.start + firing.length
        kept.append(Firing(firing.rule, firing.found, "" if over else firing.put, firing.start + moved))
    return kept


def _put(written: str, heard: str) -> str:
    """``written``; where it has no capital of its own, with that of what was heard at a sentence's start."""
    if not written or written != written.lower():
        return written
    # "Gonna" becomes "Going to"; "ALCOVE" shouted stays what the rule says.
    if heard[0].isupper() and heard[1:] == heard[1:].lower() and len(written[0].upper()) == 1:
        return written[0].upper() + written[1:]
    return written


def _lowered(text: str) -> str:
    """Lower case, character for character: places stay right."""
    return text.lower() if text.isascii() else "".join(c if len(low := c.lower()) != 1 else low for c in text)


def _spaced(text: str) -> tuple[str, list[int]]:
    """``text`` with every white space as one plain space, and where each character of that stands in it."""
    kept: list[str] = []
    places: list[int] = []
    for place, c in enumerate(text):
        if not c.isspace():
            kept.append(c)
        elif kept and kept[-1] == " ":
            continue
        else:
            kept.append(" ")
        places.append(place)
    return "".join(kept), places


def _single_spaced(text: str) -> str:
    return " ".join(text.split())


def _stands_alone(low: str, start: int, end: int) -> bool:
    """No letter of its own alphabet goes on where it begins and ends; a Chinese character beside it is none."""
    if _is_letter(low[start]) and start and _is_letter(low[start - 1]):
        return False
    if end == len(low):
        return True
    return not (_is_letter(low[end - 1]) and _is_letter(low[end])) and not unicodedata.combining(low[end])


def _is_letter(character: str) -> bool:
    return character.isalnum() and not _SPACELESS.match(character)
