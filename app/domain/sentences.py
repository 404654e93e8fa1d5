"""Sentences of English and Chinese text, as spans of the original; it never changes or joins a character."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CLOSERS = "\"'”’»)\\]}」』】》）"
# An end is: a Chinese full stop anywhere; a Latin one before white space, the end or a Chinese character; an empty
# line; a new list item, heading or table row. A citation mark after the full stop belongs to the sentence before it.
_MARKS = r"(?:[ \t]{0,2}[\[【]\d{1,3}(?:\s?[,，、]\s?\d{1,3}){0,9}[\]】])*"
_END = re.compile(
    rf"[。！？][{_CLOSERS}]{{0,4}}{_MARKS}"
    rf"|[.!?…]{{1,4}}[{_CLOSERS}]{{0,4}}{_MARKS}(?=\s|$|[\u3400-\u9fff])"
    r"|(?:\r?\n|\r(?!\n))[ \t]*(?=[\r\n])"
    r"|(?:\r?\n|\r(?!\n))(?=[ \t]{0,8}(?:[-*+•]|\d{1,2}[.)]|#{1,6}|>|\|)[ \t])"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[])(?:[A-Z]|(?:Dr|Mr|Mrs|Ms|Prof|St|Jr|Sr|vs|etc|cf|al|No|Nr|Fig|Eq|Sec|Vol|pp?|ca|approx|Inc|Ltd|Co|"
    r"e\.g|i\.e|a\.m|p\.m|U\.S|U\.K|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))$"
)
_ITEM = re.compile(r"(?:^|\n)[ \t]{0,8}\d{1,2}$")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``start + length`` of a text."""

    start: int
    length: int

    @property
    def end(self) -> int:
        return self.start + self.length

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def sentences(text: str) -> list[Span]:
    """Each sentence of ``text`` in order, without the white space around it; single line breaks do not end one."""
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if match[0].startswith(".") and _is_no_end(text, match.start()):
            continue
        _add(spans, text, start, match.end())
        start = match.end()
    _add(spans, text, start, len(text))
    return spans


def _is_no_end(text: str, stop: int) -> bool:
    before = text[max(0, stop - 12) : stop]
    if stop + 1 < len(text) and text[stop + 1] == ".":
        return False
    return bool(_ABBREVIATION.search(before) or _ITEM.search(before if stop > 12 else "\n" + before))


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append(Span(start, end - start))
