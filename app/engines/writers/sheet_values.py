"""Texts of a workbook that its formulas and lists of choices name: they are values, and stay, or sums would change.

A count of the cells that say 'Open' would be nothing once those cells say it in another language; and the formula
itself is no text of a person's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

_FORMULA = re.compile(rb"<(?:\w+:)?(?:f|formula|formula1|formula2|definedName)(?:\s[^>]*)?>([^<]*)<")
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_LIST = re.compile(r"[,;]")
_COMPARISON = re.compile(r"[<>=]+")
MOST_VALUES = 100_000


def named_values(parts: Iterable[bytes]) -> frozenset[str]:
    """Of sheets, as they stand in their package; folded, since Excel compares without regard to case."""
    found: set[str] = set()
    seen: set[bytes] = set()
    for data in parts:
        for match in _FORMULA.finditer(data):
            formula = match[1]
            if (b'"' not in formula and b"&quot;" not in formula) or formula in seen:
                continue
            seen.add(formula)
            for literal in _LITERAL.findall(html.unescape(formula.decode("utf-8", "replace"))):
                text = literal.replace('""', '"')
                found.update(value.strip() for value in (text, *_LIST.split(text)))
                found.add(_COMPARISON.sub("", text, count=1).strip())  # COUNTIF's ">=Open"
            if len(found) > MOST_VALUES:
                return frozenset(map(str.casefold, found))
    return frozenset(value.casefold() for value in found if value)
