"""Lines of a decoded text with where they start; the three line ends, and no other character, end a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def lines(text: str) -> Iterator[tuple[int, str]]:
    """``(start, line)`` with the line end kept; joined they are ``text``."""
    for match in _LINE.finditer(text):
        yield match.start(), match[0]


def line_ends(text: str) -> int:
    """How many lines end in ``text``."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")
