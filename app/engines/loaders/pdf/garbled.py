"""Tells text from the glyph numbers that a PDF gives where its fonts do not say which letters they draw."""

from __future__ import annotations

import re
from itertools import pairwise

_LETTERS = 20
_BLOCKS = 12
_CHANGES = 0.5
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CONTROLS = 0.05
_BROKEN = 0.8
_PRIVATE = 0.5


def is_garbled(text: str) -> bool:
    """Whether letters of many scripts follow each other at random, as no language's do, or characters mean nothing.

    Glyph numbers read as characters run through every block of Unicode from Latin to Myanmar; real pages, also those
    of dictionaries, stay in one script for a word at least. So do control characters, which no text holds, and a page
    of private ones: glyphs without a name.
    """
    if _is_unnamed(text):
        return True
    blocks = [ord(c) >> 7 for c in text if c > "\x7f" and c.isalpha() and not _is_ideograph(c)]
    if len(blocks) < _LETTERS or len(set(blocks)) < _BLOCKS:
        return False
    changes = sum(1 for a, b in pairwise(blocks) if a != b)
    return changes > _CHANGES * len(blocks)


def _is_unnamed(text: str) -> bool:
    """Nearly all lines hold control characters (a few broken lines among good ones do no harm), or glyphs rule."""
    bare = sum(1 for c in text if not c.isspace())
    private = sum(1 for c in text if "\ue000" <= c <= "\uf8ff" or c == "\ufffd")
    controls = len(_CONTROL.findall(text))
    if private > _PRIVATE * bare:
        return True
    if controls < 2 or controls < _CONTROLS * bare:
        return False
    broken = sum(len(line) for line in text.split("\n") if _CONTROL.search(line))
    return broken > _BROKEN * len(text)


def _is_ideograph(c: str) -> bool:
    return "\u2e80" <= c <= "\ud7ff" or "\uf900" <= c <= "\ufaff" or c > "\uffff"
