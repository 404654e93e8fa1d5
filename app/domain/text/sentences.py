"""Sentences of English and Chinese text, as spans of the original; it never changes or joins a character."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.ask.keywords import CJK

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
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_CELLS = (("\t", 1), ("|", 2), (",", 3), (";", 3), ("，", 3))
_LONGEST_HEADING = 60
_CJK_LETTER = re.compile(f"[{CJK}]")
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
    """Each sentence of ``text`` in order, without the white space around it.

    A line break alone ends one only where the lines are rows of a table, or the line before is a heading.
    """
    spans: list[Span] = []
    start = 0
    ends = [m.end() for m in _END.finditer(text) if not (m[0].startswith(".") and _is_no_end(text, m.start()))]
    for end in sorted({*ends, *_line_ends(text)}):
        _add(spans, text, start, end)
        start = end
    _add(spans, text, start, len(text))
    return spans


def _line_ends(text: str) -> Iterator[int]:
    lines = [(match.start(), match.end(), match[0].strip()) for match in _LINE.finditer(text)]
    longest = max((len(line) for _, _, line in lines), default=0)
    for (_, end, line), (_, _, following) in itertools.pairwise(lines):
        if line and following and (_is_row(line, following) or _is_heading(line, following, longest)):
            yield end


def _is_row(line: str, following: str) -> bool:
    """Cells between the same separators in both lines; prose has as many commas in two lines only by chance."""
    return any(line.count(mark) >= least and line.count(mark) == following.count(mark) for mark, least in _CELLS)


def _is_heading(line: str, following: str, longest: int) -> bool:
    """Short beside the other lines, without an end of its own, before a line that begins anew."""
    if len(line) > min(_LONGEST_HEADING, longest * 0.6) or line[-1] in ",，、;；:：-–(（":
        return False
    return following[0].isupper() or following[0].isdigit() or bool(_CJK_LETTER.match(following))


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
