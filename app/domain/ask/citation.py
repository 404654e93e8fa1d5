"""Citations in an answer: where ``[n]`` stands, which sentence it carries, and whether the passage supports it.

Support is measured by words, pairs of Chinese characters and numbers, not by meaning: it finds what a passage does not
say at all, and cannot find a negation that was lost.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.ask.keywords import bigrams, runs
from app.domain.text.numerals import numbers_in, numbers_meant_in
from app.domain.text.sentences import Span, sentences

_MARK = re.compile(r"[\[【]\s?(\d{1,3}(?:\s?[,，、]\s?\d{1,3}){0,9})\s?[\]】](?!\()")
_LIST_MARK = re.compile(r"^\s*(?:[-*+•>#]+|\d{1,2}[.)])\s+")
_CJK_FUNCTION = re.compile(r"[的了是在和与及或有也都而就但又被把将从对于为以其之这那些个吗呢吧得地着过中里]")
_STOP_TEXT = (
    "a about above after again all also although am an and any are as at be because been before being below between "
    "both but by can could did do does doing down during each either few for from further had has have having he "
    "her here hers him his how however i if in into is it its itself just may me might more most must my no nor not "
    "of off on once only or other our out over own same shall she should since so some such than that the their "
    "them then there these they this those through to too under until up upon us very was we were what when where "
    "whether which while who whom whose why will with within without would you your according based document "
    "documents passage passages source sources text states stated says said mentions mentioned described describes "
    "given provided following answer question "
)
_STOP_WORDS = frozenset(_STOP_TEXT.split())
_ENDINGS = ("ingly", "edly", "ation", "ments", "ment", "ings", "ing", "ion", "ers", "ed", "es", "er", "ly", "s")
ENOUGH = 0.5
"""Share of a sentence's content that its passages must hold. On 24 articles of XQuAD a sentence reaches 1.0 on its own
paragraph; on another paragraph of the same article 97 % stay at or under 0.43 (English) and 0.35 (Chinese), and 2.3 %
and 0.3 % pass (tests/unit/test_citation.py)."""


class Support(enum.StrEnum):
    """What the check of one citing sentence found."""

    SUPPORTED = "supported"
    NUMBER_MISSING = "number_missing"
    """The sentence states a number that none of its passages holds."""
    WORDS_MISSING = "words_missing"
    """Most of what the sentence says does not stand in its passages."""
    OTHER_LANGUAGE = "other_language"
    """The passages are written in another script, so words cannot be compared."""
    NO_PASSAGE = "no_passage"
    """It cites a number that no passage has."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One ``[1]`` or ``[1, 3]`` in an answer."""

    span: Span
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence that cites; ``missing`` are the numbers or words (at most five) that the passages lack."""

    span: Span
    numbers: tuple[int, ...]
    support: Support
    missing: tuple[str, ...] = ()


def marks(text: str) -> list[Mark]:
    """The citation marks of ``text`` in order. ``[1](http…)`` is a link, not a citation."""
    found = []
    for match in _MARK.finditer(text):
        numbers = tuple(dict.fromkeys(int(n) for n in re.split(r"[,，、]", match[1])))
        found.append(Mark(Span(match.start(), match.end() - match.start()), numbers))
    return found


def without_marks(text: str) -> str:
    return _MARK.sub(" ", text)


class Evidence:
    """The passages of an answer by number; what each says is taken apart once for all the sentences that cite it."""

    def __init__(self, passages: Mapping[int, str]) -> None:
        self._passages = passages
        self._said: dict[int, _Said] = {}

    def said(self, numbers: Sequence[int]) -> list[_Said]:
        for n in numbers:
            if n in self._passages and n not in self._said:
                self._said[n] = _said(self._passages[n])
        return [self._said[n] for n in numbers if n in self._said]


def cited_sentences(text: str, passages: Mapping[int, str] | Evidence) -> list[CitedSentence]:
    """The sentences of ``text`` that cite, each checked against all the passages it cites taken together."""
    evidence = passages if isinstance(passages, Evidence) else Evidence(passages)
    checked: list[CitedSentence] = []
    found = marks(text)
    for span in sentences(text):
        inside = [mark for mark in found if span.start <= mark.span.start < span.end]
        numbers = tuple(dict.fromkeys(n for mark in inside for n in mark.numbers))
        if not numbers:
            continue
        cited = evidence.said(numbers)
        if not cited:
            checked.append(CitedSentence(span, numbers, Support.NO_PASSAGE))
            continue
        checked.append(CitedSentence(span, numbers, *_check(span.of(text), cited)))
    return checked


def supported_numbers(text: str, passages: Mapping[int, str]) -> dict[int, bool]:
    """For each number of ``passages``: whether every sentence that cites it is supported (true if none does)."""
    supported = dict.fromkeys(passages, True)
    for sentence in cited_sentences(text, passages):
        for n in sentence.numbers:
            if n in supported and sentence.support is not Support.SUPPORTED:
                supported[n] = False
    return supported


def best_sentence(claim: str, passage: str) -> Span:
    """The sentence of ``passage`` that shares most with ``claim``; the first where none shares anything."""
    wanted = set(_content(without_marks(claim))[0])
    spans = sentences(passage) or [Span(0, len(passage))]
    return max(spans, key=lambda span: len(wanted & set(_content(span.of(passage))[0])))


def check(sentence: str, passage: str) -> tuple[Support, tuple[str, ...]]:
    """Whether ``passage`` holds what ``sentence`` says, and what it lacks."""
    return _check(sentence, [_said(passage)])


@dataclass(frozen=True, slots=True)
class _Said:
    """Numbers, content words and pairs of a passage."""

    numbers: set[Decimal]
    units: dict[str, str]
    cjk_share: float


def _said(passage: str) -> _Said:
    return _Said(numbers_in(passage), *_content(passage))


def _check(sentence: str, cited: Sequence[_Said]) -> tuple[Support, tuple[str, ...]]:
    claim = _LIST_MARK.sub("", without_marks(sentence))
    absent = [
        spelled for spelled, values in numbers_meant_in(claim) if not any(values & said.numbers for said in cited)
    ]
    if absent:
        return Support.NUMBER_MISSING, tuple(absent[:5])
    units, cjk_share = _content(claim)
    if not units:
        return Support.SUPPORTED, ()
    lacking = [unit for unit in units if not any(unit in said.units for said in cited)]
    if 1 - len(lacking) / len(units) >= ENOUGH:
        return Support.SUPPORTED, ()
    if all(said.units and abs(cjk_share - said.cjk_share) > 0.7 for said in cited):
        return Support.OTHER_LANGUAGE, ()
    return Support.WORDS_MISSING, tuple(units[unit] for unit in lacking[:5])


def _content(text: str) -> tuple[dict[str, str], float]:
    """Content words (by stem, with one spelling) and CJK pairs of ``text``, and the share that is CJK."""
    units: dict[str, str] = {}
    cjk_units = 0
    for run, cjk in runs(text):
        if cjk:
            pairs = [pair for piece in _CJK_FUNCTION.split(run) for pair in bigrams(piece)]
            units.update((pair, pair) for pair in pairs)
            cjk_units += len(set(pairs))
        elif run not in _STOP_WORDS and not run.isdigit() and len(run) > 1:
            units.setdefault(_stem(run), run)
    return units, cjk_units / max(1, len(units))


def _stem(word: str) -> str:
    """Short enough that 'report', 'reports', 'reported' and 'reporting' agree, long enough to tell words apart."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: len(word) - len(ending)]
            break
    return word.rstrip("eiy") if len(word) > 4 else word
