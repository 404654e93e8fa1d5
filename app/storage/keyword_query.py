"""Turns what a person typed into FTS5 queries that are safe and quick; it asks the store nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.ask.keywords import bigrams, runs

LOOKED_UP_TERMS = 160
"""Of a very long question the first and the last words are looked up; what is asked mostly stands there."""

QUERY_TERMS = 32
"""The rarest of them make the query."""

FREQUENT_SHARE = 0.2
"""A term in more of the passages says little: it is left out when rarer ones remain."""

LONGEST_ENDING = 5
SHORTEST_STEM = 4

SMALL_STORE = 1000
"""Below this many passages nothing is slow, and shares mean little."""


def question_terms(question: str) -> list[str]:
    """The question's distinct terms in order: words, and single pairs of Chinese, Japanese and Korean runs."""
    found: dict[str, None] = {}
    for run, cjk in runs(question):
        found.update(dict.fromkeys(bigrams(run) if cjk and len(run) > 1 else [run]))
    terms = list(found)
    if len(terms) > LOOKED_UP_TERMS:
        half = LOOKED_UP_TERMS // 2
        terms = terms[:half] + terms[-half:]
    return terms


def chosen_terms(frequencies: Mapping[str, int], total: int, budget: int) -> list[str]:
    """The terms worth asking for, rarest first; those that stand nowhere are left out.

    ``budget`` bounds the sum of the frequencies: each hit of each term costs time. The rarest term is always kept.
    """
    known = sorted((count, term) for term, count in frequencies.items() if count)
    limit = total if total < SMALL_STORE else total * FREQUENT_SHARE
    chosen: list[str] = []
    spent = 0
    for count, term in known[:QUERY_TERMS]:
        spent += count
        if chosen and (count > limit or spent > budget):
            break
        chosen.append(term)
    return chosen


def any_of(terms: Sequence[str]) -> str:
    return " OR ".join(f'"{term}"' for term in terms)


def all_of(text: str) -> str | None:
    """All words of ``text``, its last one as the beginning of a word; None where it has no word.

    Terms hold letters and digits only, so no operator of FTS5 can leak from the text.
    """
    parts = [" ".join(bigrams(run)) if cjk and len(run) > 1 else run for run, cjk in runs(text)]
    if not parts:
        return None
    # A single Chinese character is the beginning of the pairs that start with it, wherever it stands. A single letter
    # begins so many words that at 100,000 passages listing them takes 150 ms and tells nothing: it is a word itself.
    begins = [cjk and len(run) == 1 for run, cjk in runs(text)]
    begins[-1] = begins[-1] or len(parts[-1]) > 1
    quoted = [_beginning(part) if begin else f'"{part}"' for part, begin in zip(parts, begins, strict=True)]
    return " AND ".join(dict.fromkeys(quoted))


def _beginning(part: str) -> str:
    """``part`` as the beginning of a term, and for a Latin word the stems it may already have passed.

    The index holds stems: 'gener' for 'generations'. Who has typed 'generati' is past it, so that no prefix finds it.
    """
    query = f'"{part}"*'
    if not part.isascii():
        return query
    passed = [part[:-cut] for cut in range(1, LONGEST_ENDING + 1) if len(part) - cut >= SHORTEST_STEM]
    return "(" + " OR ".join([query, *(f'"{stem}"' for stem in passed)]) + ")" if passed else query
