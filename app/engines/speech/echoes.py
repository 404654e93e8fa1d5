"""Texts that a speech model says of silence: its own prompt and vocabulary. Knows no model."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NOT_WORDS = re.compile(r"[\W_]+")
DOUBT = 0.3
"""From this probability of no speech on, a text of nothing but vocabulary is an echo."""


def is_echo(text: str, prompt: str, hot_words: Sequence[str], no_speech: float) -> bool:
    """Whether ``text`` is only what the model was told before, not what was said.

    The whole prompt, or the vocabulary in its own order, is never taken for speech; a part of the vocabulary only where
    the model itself doubts that anybody speaks (``no_speech``).
    """
    said = _plain(text)
    if not said:
        return True
    if prompt and said == _plain(prompt):
        return True
    terms = [plain for term in hot_words if (plain := _plain(term))]
    if len(terms) > 1 and said == "".join(terms):
        return True
    return no_speech > DOUBT and bool(terms) and said in "".join(terms) and any(term in said for term in terms)


def _plain(text: str) -> str:
    return _NOT_WORDS.sub("", text).casefold()
