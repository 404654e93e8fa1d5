"""Takes signs out of a document's text that are not for reading; never for finding a place in it."""

from __future__ import annotations

import re

HYPHENS = "\ufffe\u00ad"
"""Where a word was broken at a line's end: PDFium's sign, and the soft hyphen."""
_BETWEEN_NUMBERS = re.compile("(?<=[0-9])\ufffe(?:\r?\n)?(?=[0-9])")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_IN_A_WORD = re.compile(f"[{HYPHENS}](?:\r?\n)?")


def readable(text: str) -> str:
    """``text`` with broken words whole and ligatures as letters; between numbers (2019-2020) the hyphen was one."""
    if text.isascii():
        return text
    return _IN_A_WORD.sub("", _BETWEEN_NUMBERS.sub("-", text)).translate(_LIGATURES)
