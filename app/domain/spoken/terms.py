"""Names, terms and acronyms that a body of text uses often: what a recogniser should be told; counts, no model.

English: words with capitals inside a sentence, acronyms, mixed words. Chinese: runs of characters that come together
far more often than by chance and stand beside many others (mutual information and neighbours).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.spoken.common_words import CHINESE_COMMON, CHINESE_EDGES, ENGLISH_COMMON

LEAST_TIMES = 3
MOST_CHARACTERS = 6_000_000
MOST_CHINESE_CHARACTERS = 400_000
"""Pairs of characters are counted in memory: so many take about 60 MB while they are."""
MOST_WORDS_TOGETHER = 4
LONGEST_CHINESE = 6
LEAST_INFORMATION = 3.5
LEAST_NEIGHBOURS = 2

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’&-]*\w|[A-Z]"
_PHRASE = re.compile(rf"(?<![\w'’])(?:{_CAPITAL})(?:[ ](?:(?:of|de|van|von|der|la|le)[ ])?(?:{_CAPITAL})){{0,3}}")
_MIXED = re.compile(r"(?<![\w/.@-])(?:[a-z]+[A-Z]\w*|[A-Za-z]+\d[\w-]*|[A-Z]+[a-z]+[A-Z]\w*)(?![\w/@])")
_WORD = re.compile(r"[a-zà-öø-ÿ]{2,}")
_STARTS = re.compile(r"(?:^|[.!?:;…\n\r•\"“(\[]|^[-*#\d.]+)\s*$")
_CHINESE_RUN = re.compile("[\u4e00-\u9fff]{2,}")
_POSSESSIVE = re.compile(r"['’]s$")


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """``times`` it was met, in how many ``documents``; ``score`` orders the suggestions."""

    term: str
    times: int
    documents: int
    score: float


class TermCounter:
    """Give it texts with the document each is of; then ask for the best."""

    def __init__(self) -> None:
        self._inside: Counter[str] = Counter()
        self._at_start: Counter[str] = Counter()
        self._lower: Counter[str] = Counter()
        self._documents: dict[str, set[int]] = defaultdict(set)
        self._chinese: list[tuple[int, str]] = []
        self._chinese_size = self._size = 0

    @property
    def is_full(self) -> bool:
        return self._size >= MOST_CHARACTERS

    def add(self, text: str, document_id: int) -> None:
        if self.is_full:
            return
        self._size += len(text)
        for match in _PHRASE.finditer(text):
            self._add_phrase(match[0], document_id, starts=bool(_STARTS.search(text[: match.start()][-12:])))
        for match in _MIXED.finditer(text):
            self._inside[match[0]] += 1
            self._documents[match[0]].add(document_id)
        self._lower.update(_WORD.findall(text))
        for match in _CHINESE_RUN.finditer(text):
            if self._chinese_size < MOST_CHINESE_CHARACTERS:
                self._chinese.append((document_id, match[0]))
                self._chinese_size += len(match[0])

    def best(self, most: int, known: Iterable[str] = ()) -> list[FoundTerm]:
        """The best first, none of ``known`` (in any case)."""
        left_out = {term.casefold() for term in known}
        found = [*self._latin(), *self._of_chinese()]
        found.sort(key=lambda one: (-one.score, one.term))
        return [one for one in found if one.term.casefold() not in left_out][:most]

    def _add_phrase(self, phrase: str, document_id: int, *, starts: bool) -> None:
        words = _POSSESSIVE.sub("", phrase).split(" ")
        if starts and len(words) > 1 and words[0].casefold() in ENGLISH_COMMON:
            words, starts = words[1:], False
        while words and words[-1].casefold() in ENGLISH_COMMON:
            words.pop()
        while words and words[0].casefold() in ENGLISH_COMMON:
            words.pop(0)
        if not words or (len(words) == 1 and len(words[0]) < (2 if words[0].isupper() else 3)):
            return
        term = " ".join(words)
        (self._at_start if starts else self._inside)[term] += 1
        self._documents[term].add(document_id)

    def _latin(self) -> list[FoundTerm]:
        found: list[FoundTerm] = []
        for term, inside in self._inside.items():
            times = inside + self._at_start[term]
            if times < LEAST_TIMES or inside < 2:
                continue
            words = term.split(" ")
            # A word that is as often written small is a word, not a name.
            if len(words) == 1 and not _is_odd(term) and self._lower[term.casefold()] * 2 > times:
                continue
            documents = len(self._documents[term])
            weight = 1.0 + 0.4 * (len(words) - 1) + (0.5 if _is_odd(term) else 0.0)
            found.append(
                FoundTerm(term, times, documents, round(weight * math.log2(1 + times) * (1 + documents) ** 0.3, 4))
            )
        return _without_parts(found, " ")

    def _of_chinese(self) -> list[FoundTerm]:
        counts = _frequent_runs([run for _, run in self._chinese])
        whole = sum(len(run) for _, run in self._chinese)
        if not counts or not whole:
            return []
        candidates = {
            run: times
            for run, times in counts.items()
            if len(run) > 1 and times >= LEAST_TIMES and _may_be_a_term(run) and _information(run, counts, whole)
        }
        found = [
            FoundTerm(run, times, documents, round(_weight(run) * math.log2(1 + times) * (1 + documents) ** 0.15, 4))
            for run, times, documents, neighbours in self._with_neighbours(candidates)
            if neighbours >= LEAST_NEIGHBOURS
        ]
        return _without_parts(found, "")

    def _with_neighbours(self, candidates: dict[str, int]) -> Iterable[tuple[str, int, int, int]]:
        """(run, times, documents, the smaller number of different characters on one of its sides)."""
        left: dict[str, set[str]] = defaultdict(set)
        right: dict[str, set[str]] = defaultdict(set)
        documents: dict[str, set[int]] = defaultdict(set)
        for document_id, run in self._chinese:
            for size in range(2, LONGEST_CHINESE + 1):
                for begin in range(len(run) - size + 1):
                    piece = run[begin : begin + size]
                    if piece in candidates:
                        # The edge of a run differs each time: marks, numbers, line ends.
                        left[piece].add(run[begin - 1] if begin else f"^{len(left[piece])}")
                        right[piece].add(run[begin + size : begin + size + 1] or f"${len(right[piece])}")
                        documents[piece].add(document_id)
        for piece, times in candidates.items():
            yield piece, times, len(documents[piece]), min(len(left[piece]), len(right[piece]))


def _weight(run: str) -> float:
    """Most words of two characters are everybody's; names of persons, places and products are mostly longer."""
    return 0.6 if len(run) == 2 else 0.9 + 0.15 * len(run)


def _is_odd(term: str) -> bool:
    """An acronym, or a word that mixes cases or digits: what is hard to guess from its sound."""
    word = term.replace(" ", "")
    return (word.isupper() and len(word) > 1) or any(c.isdigit() for c in word) or any(c.isupper() for c in word[1:])


def _without_parts(found: list[FoundTerm], joint: str) -> list[FoundTerm]:
    """Without terms that hardly ever stand outside a longer one ('San' of 'San Marino')."""
    inside: Counter[str] = Counter()
    for one in sorted(found, key=lambda one: -len(one.term)):
        alone = one.times - inside[one.term]
        pieces = one.term.split(joint) if joint else list(one.term)
        for size in range(1, len(pieces)):
            for begin in range(len(pieces) - size + 1):
                part = joint.join(pieces[begin : begin + size])
                inside[part] += max(alone, 0)
    return [one for one in found if inside[one.term] < 0.7 * one.times]


def _frequent_runs(runs: list[str]) -> dict[str, int]:
    """Runs of 1 to LONGEST_CHINESE characters that come often enough; a longer one only where its parts do."""
    singles: Counter[str] = Counter()
    for run in runs:
        singles.update(run)
    known: dict[str, int] = dict(singles)
    shorter = {c for c, times in singles.items() if times >= LEAST_TIMES}
    for size in range(2, LONGEST_CHINESE + 1):
        counted: Counter[str] = Counter()
        for run in runs:
            for begin in range(len(run) - size + 1):
                if run[begin : begin + size - 1] in shorter and run[begin + 1 : begin + size] in shorter:
                    counted[run[begin : begin + size]] += 1
        frequent = {piece: times for piece, times in counted.items() if times >= LEAST_TIMES}
        if not frequent:
            break
        known.update(frequent)
        shorter = set(frequent)
    return known


def _may_be_a_term(run: str) -> bool:
    return run not in CHINESE_COMMON and run[0] not in CHINESE_EDGES and run[-1] not in CHINESE_EDGES


def _information(run: str, counts: dict[str, int], whole: int) -> bool:
    """Whether every way to cut it in two says that the halves belong together (pointwise mutual information)."""
    times = counts[run]
    return all(
        math.log2(times * whole / (counts.get(run[:cut], times) * counts.get(run[cut:], times))) >= LEAST_INFORMATION
        for cut in range(1, len(run))
    )
