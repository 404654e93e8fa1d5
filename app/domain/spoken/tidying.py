"""Spaces, capitals and marks as one would write them; it changes no word."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.domain.ask.keywords import CJK

_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
_BEFORE_CJK_MARK = re.compile(
    rf"(?<=[{CJK}，。！？”」』》）\U000f0000-\U000ffffd])(?:[ \t]?(?:[,;?!]|[.:](?![A-Za-z0-9.])))+[ \t]?"
)
_AROUND_FULL_WIDTH = re.compile(r"[ \t]+(?=[，。！？；：、）》」』])|(?<=[，。！？；：、（《「『])[ \t]+")
_SPACE_BEFORE_MARK = re.compile(r"(?<=\w)[ \t]+(?=[,;:!?](?:\s|$)|\.(?:\s|$))")
_NO_SPACE_AFTER = re.compile(r"(?<=[A-Za-z])([,;!?])(?=[A-Za-z]{2})")
_SPACES = re.compile(r"[ \t]{2,}")
_LINE_EDGES = re.compile(r"[ \t]+(?=\n)|(?<=\n)[ \t]+")
_DOUBLED = re.compile(r"([,;，；、])(?:[ \t]?\1)+")
_I = re.compile(r"(?<![\w'’.-])i(?=(?:['’](?:m|ve|ll|d|re))?(?:[\s,;:!?]|$))")
_SENTENCE_START = re.compile(r"(^[“\"‘(]?|[.!?…][”\"’)]?[ \t]+[“\"‘(]?|\n[ \t]*[“\"‘(]?)([a-zà-öø-ÿ])([\w'’-]*)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]|e\.g|i\.e|a\.m|p\.m|vs|etc|cf|approx|no|dr|mr|mrs|ms|st|inc|ltd)\.$", re.I
)
_SPACED_MARKS = ("fr",)
"""Languages that put a space before some marks."""


def tidied(text: str, language: str, *, begins_sentence: bool = True) -> str:
    """``begins_sentence``: the text stands at the beginning of one, so that its first letter is a capital.

    Spaces between Chinese and Latin letters stay as they are: both ways are usual. Twice gives what once gives.
    """
    text = _LINE_EDGES.sub("", _SPACES.sub(" ", text))
    if language.startswith(("zh", "yue", "ja")):
        text = _AROUND_FULL_WIDTH.sub("", _BEFORE_CJK_MARK.sub(_full_width, text))
    if not language.startswith(_SPACED_MARKS):
        text = _SPACE_BEFORE_MARK.sub("", text)
    text = _DOUBLED.sub(r"\1", _NO_SPACE_AFTER.sub(r"\1 ", text))
    if language.startswith("en"):
        text = _I.sub("I", text)
    if language.startswith(("zh", "yue", "ja", "ko")):
        return text
    return _SENTENCE_START.sub(_capital(begins_sentence), text)


def _full_width(match: re.Match[str]) -> str:
    return "".join(_FULL_WIDTH[c] for c in match[0] if c in _FULL_WIDTH)


def _capital(begins_sentence: bool) -> Callable[[re.Match[str]], str]:
    def put(match: re.Match[str]) -> str:
        before = match.string[max(0, match.start() - 12) : match.start() + 1]
        word = match[2] + match[3]
        after = match.string[match.end() : match.end() + 2]
        is_name = word != word.lower() or (after[:1] in ("@", "/", "_", ".") and after[1:2].isalnum())
        if is_name or (match.start() == 0 and not match[1].strip(" \t") and not begins_sentence):
            return match[0]
        if match[1].startswith(".") and _ABBREVIATION.search(before):
            return match[0]
        return match[1] + match[2].upper() + match[3] if len(match[2].upper()) == 1 else match[0]

    return put
