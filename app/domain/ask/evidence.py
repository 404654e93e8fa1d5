"""Whether what was found can answer the question at all. The bars were measured.

On the XQuAD articles beside the checkout each question was asked with its own article in the store, and with half of
the other articles instead. ``tests/benchmarks/retrieval.py`` prints how many of each the bars let through.
"""

from __future__ import annotations

from app.domain.ask.ranking import Scored

BAR_WITH_VECTORS = 0.56
"""cosine + half the share of the question's words: passes 97 % of the answerable questions, 3 % of the others."""

BAR_OF_WORDS_BESIDE_VECTORS = 0.62
"""So many of the question's words are evidence enough (1 % of the others): codes and names mean nothing to a model."""

BAR_WITH_KEYWORDS = 0.17
"""Share of the question's words where they serve alone: passes 96 % of the answerable, 20 % of the others."""


def strength(scored: Scored) -> float:
    """1.0 at the bar; below it, the documents hold no answer."""
    if scored.cosine is None:
        return scored.share / BAR_WITH_KEYWORDS
    by_meaning = (scored.cosine + 0.5 * scored.share) / BAR_WITH_VECTORS
    return max(by_meaning, scored.share / BAR_OF_WORDS_BESIDE_VECTORS)


def is_enough(value: float) -> bool:
    return value >= 1.0
