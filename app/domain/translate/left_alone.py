"""Which segments are not translated at all: numbers, code, addresses, names of files, text in the target language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.domain.translate.glossary import Found
from app.domain.translate.segment import is_translatable
from app.domain.translate.translation_guard import (
    FIXED,
    Pair,
    differ_in_script,
    holds_script_of,
    in_script_of,
    letters_of,
)

_LETTERS = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_UNIT = re.compile(
    r"(?<![^\W\d_])(?:[kMGTmµcd]?(?:m|g|l|L|s|A|V|W|Hz|B|b|J|Pa|Ω)|km/h|kWh|dpi|px|pt|USD|EUR|CNY|GBP|ft|lb|oz|%|°[CF])"
    r"(?![^\W\d_])"
)
_CODE_LINE = re.compile(
    r"^\s*(?:[{}();]+|.*[;{}]\s*|.*(?:==|!=|=>|\+=|&&|\|\|).*|(?:import|from|def|class|return)\s.*:?)$"
)
_FENCE = re.compile(r"^\s*(?:```|~~~)")


def is_left_alone(text: str, pair: Pair, terms: Sequence[Found] = ()) -> bool:
    """Nothing in it wants a translation. A term of a glossary that is to be translated always does."""
    if any(not found.term.stays for found in terms):
        return False
    rest = FIXED.sub(" ", text).strip()
    for found in terms:
        rest = rest.replace(found.term.source, " ")
    if not _LETTERS.search(_UNIT.sub(" ", rest) if _DIGIT.search(rest) else rest):
        return True
    if len(rest) > 1 and not is_translatable(rest):
        return True
    if _is_code(rest):
        return True
    return differ_in_script(pair) and _is_target_already(rest, pair)


def _is_code(text: str) -> bool:
    """A line that ends like code, or compares like it; prose with a semicolon in it is none."""
    if _FENCE.match(text):
        return True
    if not _CODE_LINE.match(text):
        return False
    signs = sum(character in "{}()[];=<>&|_$" for character in text)
    return signs * 8 >= (len(letters_of(text)) or 1)


def _is_target_already(text: str, pair: Pair) -> bool:
    """In the target's script throughout, with none of the source's: a document may hold both languages."""
    return in_script_of(text, pair.target) is True and not holds_script_of(text, pair.source)
