"""Chinese phrases that texts repeat: Chinese has no spaces and no capitals, so frequency and length have to tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from app.domain.ask.keywords import CJK

_RUN = re.compile(f"[{CJK}]{{3,}}")
_FUNCTION_WORDS = re.compile(
    "[的了是在和与及或有也都而就但又被把将从对于为以其之这那些个吗呢吧得地着过中里我你他她它们不上下一年月日第]"
)
SHORTEST, LONGEST = 3, 6
"""Characters. Two are mostly a common word, and no list of those is here to tell."""
LEAST = 4
SHARE_INSIDE = 0.8
"""So often within a longer one, it is only a part of that."""


def chinese_phrases(texts: Iterable[str]) -> Counter[str]:
    """How often each likely term stands in ``texts``; parts of longer ones are left out."""
    counts: Counter[str] = Counter()
    for text in texts:
        for run in _RUN.findall(text):
            for piece in _FUNCTION_WORDS.split(run):
                for size in range(SHORTEST, min(LONGEST, len(piece)) + 1):
                    counts.update(piece[start : start + size] for start in range(len(piece) - size + 1))
    often = {phrase: count for phrase, count in counts.items() if count >= LEAST}
    return Counter({phrase: count for phrase, count in often.items() if not _is_part(phrase, often)})


def _is_part(phrase: str, counts: dict[str, int]) -> bool:
    least = SHARE_INSIDE * counts[phrase]
    return any(count >= least and len(other) > len(phrase) and phrase in other for other, count in counts.items())
