"""Tells text from the glyph numbers that a PDF gives where its fonts do not say which letters they draw."""

from __future__ import annotations

from itertools import pairwise

_LETTERS = 20
_BLOCKS = 12
_CHANGES = 0.5


def is_garbled(text: str) -> bool:
    """Whether letters of many scripts follow each other at random, as no language's do.

    Glyph numbers read as characters run through every block of Unicode from Latin to Myanmar; real pages, also those
    of dictionaries, stay in one script for a word at least.
    """
    blocks = [ord(c) >> 7 for c in text if c > "\x7f" and c.isalpha() and not _is_ideograph(c)]
    if len(blocks) < _LETTERS or len(set(blocks)) < _BLOCKS:
        return False
    changes = sum(1 for a, b in pairwise(blocks) if a != b)
    return changes > _CHANGES * len(blocks)


def _is_ideograph(c: str) -> bool:
    return "\u2e80" <= c <= "\ud7ff" or "\uf900" <= c <= "\ufaff" or c > "\uffff"
