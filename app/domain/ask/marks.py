"""Which words of a passage to highlight for a question: spans of its text, merged and in order."""

from __future__ import annotations

import re

from app.domain.ask.keywords import CJK, bigrams, runs
from app.domain.ask.question_words import without_question_words
from app.domain.ask.ranking import light_stem

MOST_TERMS = 40
_HAS_CJK = re.compile(f"[{CJK}]")


def marks(question: str, text: str, *, last_is_prefix: bool = False) -> tuple[tuple[int, int], ...]:
    """(start, length) of what of ``question`` stands in ``text``, other forms of a word included."""
    terms: dict[str, None] = {}
    for run, cjk in runs(without_question_words(question)):
        terms.update(dict.fromkeys(bigrams(run) if cjk and len(run) > 1 else [run]))
    patterns = [_pattern(term) for term in list(terms)[:MOST_TERMS]]
    if last_is_prefix and patterns and not _HAS_CJK.match(list(terms)[-1]):
        patterns.append(rf"(?<!\w){re.escape(list(terms)[-1])}\w*")
    spans = sorted(match.span() for pattern in patterns for match in re.finditer(pattern, text, re.IGNORECASE))
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple((start, end - start) for start, end in merged)


def _pattern(term: str) -> str:
    if _HAS_CJK.match(term):
        return re.escape(term)
    stem = light_stem(term)
    return rf"(?<!\w){re.escape(stem)}\w{{0,4}}(?!\w)" if len(stem) > 1 else rf"(?<!\w){re.escape(term)}(?!\w)"
