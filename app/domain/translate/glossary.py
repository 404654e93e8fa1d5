"""Terms that a person wants translated one way, or not at all: where they stand, and whether they were kept."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.ask.keywords import CJK

_CJK = re.compile(f"[{CJK}]")
_SHORTEST_INFLECTED = 3


@dataclass(frozen=True, slots=True)
class Term:
    """``source`` is to be ``target``; an empty ``target`` means 'do not translate'.

    ``keeps_case``: 'Polish' is not 'polish'. ``inflects``: 'deposits' and 'deposit's' are 'deposit' too.
    """

    source: str
    target: str = ""
    keeps_case: bool = False
    inflects: bool = True
    note: str = ""

    @property
    def wanted(self) -> str:
        """What has to stand in the translation."""
        return self.target or self.source

    @property
    def stays(self) -> bool:
        return not self.target or self.target == self.source

    def turned(self) -> Term:
        """The same for the other direction."""
        return Term(self.wanted, "" if self.stays else self.source, self.keeps_case, self.inflects, self.note)


@dataclass(frozen=True, slots=True)
class StoredTerm:
    """``collection_id`` None: it holds everywhere."""

    id: int
    collection_id: int | None
    source_language: str
    target_language: str
    term: Term


@dataclass(frozen=True, slots=True)
class Found:
    """A term at characters ``start`` to ``end`` of a text."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """One source with several targets: the first counts until the person decides."""

    source: str
    targets: tuple[str, ...]


class Terms:
    """A glossary made ready to be looked for in many texts: it may have thousands of terms, a sentence has a few."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._by_start: dict[str, list[tuple[str, Term]]] = {}
        for term in without_conflicts(terms):
            if head := _first_letters(term):
                self._by_start.setdefault(head[:2], []).append((head, term))

    def __bool__(self) -> bool:
        return bool(self._by_start)

    def found(self, text: str) -> list[Found]:
        """Every term that stands in ``text``, the longer before the shorter one inside it; none overlaps another."""
        folded = text.casefold()
        starts = {folded[at : at + 2] for at in range(len(folded))} | set(folded)
        near = [one for start in starts for one in self._by_start.get(start, ())]
        taken: list[Found] = []
        for term in sorted((term for head, term in near if head in folded), key=lambda one: -len(one.source)):
            for match in pattern(term).finditer(text):
                if all(match.end() <= other.start or match.start() >= other.end for other in taken):
                    taken.append(Found(term, match.start(), match.end()))
        return sorted(taken, key=lambda one: one.start)


def found_terms(terms: Iterable[Term], text: str) -> list[Found]:
    """:meth:`Terms.found` for a single text."""
    return Terms(terms).found(text)


def missing_terms(found: Iterable[Found], translated: str) -> list[Term]:
    """The terms of the source that the translation does not hold as often as once each."""
    wanted = dict.fromkeys(one.term for one in found)
    return [term for term in wanted if not pattern(_as_target(term)).search(translated)]


def conflicts(terms: Iterable[Term]) -> list[Conflict]:
    """Sources with more than one target, as they were written first; case counts only where a term keeps it."""
    targets: dict[str, dict[str, str]] = {}
    for term in terms:
        key = term.source if term.keeps_case else term.source.casefold()
        targets.setdefault(key, {}).setdefault(term.wanted, term.source)
    return [Conflict(next(iter(several.values())), tuple(several)) for several in targets.values() if len(several) > 1]


def without_conflicts(terms: Iterable[Term]) -> list[Term]:
    """Of terms with the same source the first."""
    first: dict[str, Term] = {}
    for term in terms:
        first.setdefault(term.source if term.keeps_case else term.source.casefold(), term)
    return list(first.values())


@functools.lru_cache(maxsize=4096)
def pattern(term: Term) -> re.Pattern[str]:
    """Chinese is found anywhere, a word of an alphabet between word borders, with its endings where it may have them.

    Plural, possessive, -ed and -ing; 'study' also as 'studies' and 'studied', 'make' as 'making'.
    """
    words = term.source.split()
    if not words:
        return re.compile(r"(?!)")
    flags = re.NOFLAG if term.keeps_case else re.IGNORECASE
    if _CJK.search(term.source):
        return re.compile(r"\s*".join(re.escape(word) for word in words), flags)
    *first, last = words
    ending = _inflected(last) if term.inflects else re.escape(last)
    body = r"\s+".join([*(re.escape(word) for word in first), ending])
    return re.compile(rf"(?<![^\W_]){body}(?![^\W_{CJK}])", flags)


def _inflected(word: str) -> str:
    possessive = r"(?:['\u2019]s?)?"
    if len(word) < _SHORTEST_INFLECTED or not word.isalpha() or not word.isascii() or word.isupper():
        return re.escape(word) + (r"(?:s|" + "['\u2019]s)?" if word.isupper() else possessive)
    if word[-1] in "yY" and word[-2].lower() not in "aeiou":
        return rf"{word[:-1]}(?:y|ies|ied|ying){possessive}"
    if word[-1] in "eE":
        return rf"{word[:-1]}(?:e|es|ed|ing){possessive}"
    doubled = rf"{word[-1]}?" if word[-1].lower() not in "aeiouwxy" else ""
    return rf"{word}(?:s|es|{doubled}ed|{doubled}ing)?{possessive}"


def _first_letters(term: Term) -> str:
    first = next(iter(term.source.split()), "").casefold()
    return first[:-1] if len(first) >= _SHORTEST_INFLECTED and first.isascii() else first


def _as_target(term: Term) -> Term:
    return Term(term.wanted, keeps_case=term.keeps_case, inflects=term.inflects)
