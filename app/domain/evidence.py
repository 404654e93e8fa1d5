"""Whether what was found can answer the question at all. The bar was measured, not guessed.

On the XQuAD articles beside the checkout each question was asked twice: with its own article in the store, and with
every article but that one. ``tests/benchmarks/retrieval.py`` prints how many of each the bars let through.
"""

from __future__ import annotations

from app.domain.ranking import Scored

BAR_WITH_VECTORS = 0.56
"""cosine + half the share of the question's words: keeps 97 % of the answerable, rejects 95 % of the others."""

BAR_WITH_KEYWORDS = 0.16
"""Share of the question's words, each by its rarity. Words alone tell less: keeps 97 %, rejects about 70 %."""


def strength(scored: Scored) -> float:
    """1.0 at the bar; below it, the documents hold no answer."""
    if scored.cosine is None:
        return scored.share / BAR_WITH_KEYWORDS
    return (scored.cosine + 0.5 * scored.share) / BAR_WITH_VECTORS


def is_enough(value: float) -> bool:
    return value >= 1.0
