"""Takes signs out of a document's text that are not for reading; only for showing, never for finding a place in it."""

from __future__ import annotations

HYPHENS = "\ufffe\u00ad"
"""Where a word was broken at a line's end: PDFium's sign, and the soft hyphen."""
_WITHOUT = str.maketrans("", "", HYPHENS)


def readable(text: str) -> str:
    """``text`` with its broken words whole."""
    return text.translate(_WITHOUT)
