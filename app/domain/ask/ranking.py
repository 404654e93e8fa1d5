"""How the two searches become one order: a weighted sum of what the keywords say and what the embedding model says.

For each candidate: BM25 over the whole store (divided by the best candidate's, so that it lies in [0, 1]), BM25 over
single words and characters among the candidates alone, how much of the question one place of the text covers, and the
cosine. The weights were chosen once, by language group, on the 24 XQuAD articles that lie beside the checkout;
``tests/benchmarks/retrieval.py`` prints what each part is worth.
"""

from __future__ import annotations

import bisect
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.ask.keywords import CJK, bigrams, runs
from app.domain.ask.question_words import without_question_words

_K1, _B = 1.2, 0.75
_SENTENCE_END = re.compile(r"(?<=[。！？；!?])|(?<=[.!?;])\s+|\n\s*\n")
_CJK_CHARACTER = re.compile(f"[{CJK}]")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part counts, beside 1.0 for BM25 over the whole store."""

    units: float
    coverage: float
    cosine: float


LATIN = Weights(units=0.0, coverage=0.3, cosine=2.0)
CHINESE = Weights(units=1.0, coverage=0.6, cosine=2.0)


@dataclass(frozen=True, slots=True)
class Scored:
    """``score`` is in [0, 1] and compares within one question only. Of the question's words, each counting by its
    rarity, ``coverage`` is the share that stands together in one place of the passage, ``share`` the share that stands
    anywhere in it."""

    passage_id: int
    score: float
    coverage: float
    share: float
    cosine: float | None


def rank(
    question: str,
    texts: Mapping[int, str],
    keyword_scores: Mapping[int, float],
    cosines: Mapping[int, float] | None,
    frequencies: Mapping[str, int] | None = None,
    passages: int = 0,
    contexts: Mapping[int, str] | None = None,
) -> list[Scored]:
    """Order the candidates ``texts`` (passage id to text), best first. ``cosines`` None: the keywords serve alone.

    ``frequencies`` says in how many of the store's ``passages`` each of :func:`question_terms` stands; without it, the
    candidates stand for the store. ``contexts`` holds what stands over a passage (title, headings, file name): words of
    the question that stand there need not be repeated in it.
    """
    if not texts:
        return []
    topic = without_question_words(question)
    weights = CHINESE if is_mostly_cjk(topic) else LATIN
    ids = list(texts)
    folded = [fold(texts[i]) for i in ids]
    words, pairs = _units(topic)
    units = _scaled(_bm25(words, folded)) if weights.units else [0.0] * len(ids)
    above = [fold(contexts.get(i, "")) if contexts else "" for i in ids]
    coverages, shares = _coverages(pairs, folded, above, frequencies, passages)
    best = max(keyword_scores.values(), default=0.0) or 1.0
    most = 1.0 + weights.units + weights.coverage + (weights.cosine if cosines is not None else 0.0)
    scored = []
    for position, i in enumerate(ids):
        cosine = cosines.get(i) if cosines is not None else None
        total = (
            max(keyword_scores.get(i, 0.0), 0.0) / best
            + weights.units * units[position]
            + weights.coverage * coverages[position]
            + weights.cosine * max(cosine or 0.0, 0.0)
        )
        scored.append(Scored(i, total / most, coverages[position], shares[position], cosine))
    scored.sort(key=lambda s: (-s.score, s.passage_id))
    return scored


def question_terms(question: str) -> list[str]:
    """The words and CJK pairs by which passages are compared with the question, each once."""
    return _units(without_question_words(question))[1]


def fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def is_mostly_cjk(text: str) -> bool:
    """More than a third of the letters: a Chinese question with an English name in it is a Chinese question."""
    letters = sum(character.isalpha() for character in text)
    return letters > 0 and len(_CJK_CHARACTER.findall(text)) * 3 > letters


def _units(topic: str) -> tuple[list[str], list[str]]:
    """(single units: words and CJK characters; what must stand close: words and CJK pairs), each once."""
    words: dict[str, None] = {}
    pairs: dict[str, None] = {}
    for run, cjk in runs(topic):
        if not cjk:
            words[run] = pairs[run] = None
            continue
        words.update(dict.fromkeys(run))
        pairs.update(dict.fromkeys(bigrams(run) if len(run) > 1 else [run]))
    return list(words), list(pairs)


def _counts(unit: str, folded: Sequence[str]) -> list[int]:
    if _CJK_CHARACTER.match(unit):
        return [text.count(unit) for text in folded]
    pattern = re.compile(rf"(?<!\w){re.escape(unit)}(?!\w)")
    return [len(pattern.findall(text)) if unit in text else 0 for text in folded]


def _bm25(units: Sequence[str], folded: Sequence[str]) -> list[float]:
    average = sum(map(len, folded)) / len(folded) or 1.0
    scores = [0.0] * len(folded)
    for unit in units:
        counts = _counts(unit, folded)
        rarity = _rarity(sum(1 for count in counts if count), len(folded))
        for i, count in enumerate(counts):
            if count:
                scores[i] += rarity * count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * len(folded[i]) / average))
    return scores


def _coverages(
    terms: Sequence[str],
    folded: Sequence[str],
    above: Sequence[str],
    frequencies: Mapping[str, int] | None,
    passages: int,
) -> tuple[list[float], list[float]]:
    """For each text the share of the question within two neighbouring sentences, and in all of it."""
    stems = {term: _Stem.of(term) for term in terms}
    found = [{term: stem.positions(text) for term, stem in stems.items() if stem.text in text} for text in folded]
    if frequencies is None:
        rarity = {term: _rarity(sum(1 for f in found if f.get(term)), len(folded)) for term in terms}
    else:
        rarity = {term: _rarity(min(frequencies.get(term, 0), passages), passages) for term in terms}
    total = sum(rarity.values()) or 1.0
    coverages, shares = [], []
    for text, places, context in zip(folded, found, above, strict=True):
        named = {term for term, stem in stems.items() if context and stem.positions(context)}
        ends = [match.end() for match in _SENTENCE_END.finditer(text)]
        sentences: dict[int, set[str]] = {}
        for term, positions in places.items():
            for position in positions:
                sentences.setdefault(bisect.bisect_right(ends, position), set()).add(term)
        near = (held | named | sentences.get(number + 1, set()) for number, held in sentences.items())
        coverages.append(max((sum(rarity[term] for term in held) for held in near), default=0.0) / total)
        shares.append(sum(rarity[term] for term, positions in places.items() if positions or term in named) / total)
    return coverages, shares


def light_stem(word: str) -> str:
    """The part of an English word that its other forms begin with; short words stay whole."""
    for ending in ("ingly", "edly", "ing", "ies", "ied", "ed", "es", "ly", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@dataclass(frozen=True, slots=True)
class _Stem:
    """What is looked for in a folded text: a word in all its forms, or a CJK pair as it is."""

    text: str
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, term: str) -> _Stem:
        if _CJK_CHARACTER.match(term):
            return cls(term, re.compile(re.escape(term)))
        stem = light_stem(term)
        return cls(stem, re.compile(rf"(?<!\w){re.escape(stem)}\w{{0,4}}(?!\w)"))

    def positions(self, text: str) -> list[int]:
        return [match.start() for match in self.pattern.finditer(text)]


def _rarity(documents: int, of: int) -> float:
    return math.log(1 + (of - documents + 0.5) / (documents + 0.5))


def _scaled(values: Sequence[float]) -> list[float]:
    most = max(values, default=0.0)
    return [value / most for value in values] if most > 0 else [0.0] * len(values)
