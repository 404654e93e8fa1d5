"""What a person is told: a title, what happened, and what helps. Plain values; the words stand in the other files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Translate = Callable[[str, str], str]
"""(context, English text) -> the text in the person's language. Called with literals, so that lupdate finds them."""


def untranslated(_context: str, text: str) -> str:
    """The Translate of a program that speaks English only."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """``help`` is empty where nothing can be done about it."""

    title: str
    what: str
    help: str = ""

    def __str__(self) -> str:
        joint = "" if self.what.endswith(("。", "！", "？")) else " "  # a Chinese full stop brings its own space
        return joint.join(part for part in (self.what, self.help) if part)
