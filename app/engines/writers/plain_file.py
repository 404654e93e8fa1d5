"""Plain text: paragraphs of hard-wrapped lines are joined and wrapped again, other lines stand for themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from app.domain.ask.keywords import CJK
from app.domain.translate.document_translation import DocumentFormat
from app.engines.writers.inline import Node, Run
from app.engines.writers.spans import Stretch, TextRewriter

_BLOCK = re.compile(r"[^\r\n]+(?:(?:\r\n|\r|\n)[^\r\n]+)*")
_LINE = re.compile(r"[^\r\n]+")
_LIST_ITEM = re.compile(r"\s*(?:[-*+•·]|\d{1,3}[.)])\s")
_BETWEEN_CJK = re.compile(rf"(?<=[{CJK}，。、；：！？])[ \t]*(?:\r\n|\r|\n)[ \t]*(?=[{CJK}])")
_BREAK = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")
_NARROWEST = 50
"""A line shorter than this (of the longest) was not ended by a margin."""
_BREAKABLE = re.compile(rf"[{CJK}，。、；：！？]|[^\s{CJK}，。、；：！？]+|\s+")


class PlainRewriter(TextRewriter):
    format = DocumentFormat.TEXT

    def stretches(self) -> Iterator[tuple[Stretch, list[Node]]]:
        """Each paragraph, or each line, without the white space around it."""
        text, newline = self.file.text, self.file.newline
        for block in _BLOCK.finditer(text):
            lines = list(_LINE.finditer(text, block.start(), block.end()))
            if _is_wrapped([line[0] for line in lines]):
                start, end = _stripped(text, block.start(), block.end())
                width = max(columns(line[0].rstrip()) for line in lines)
                joined = _BREAK.sub(" ", _BETWEEN_CJK.sub("", text[start:end]))
                yield self._stretch(start, end, newline, width, lines[-1][0]), [Run(joined, None)]
                continue
            for line in lines:
                start, end = _stripped(text, line.start(), line.end())
                if start < end:
                    yield self._stretch(start, end, newline, 0, line[0]), [Run(text[start:end], None)]

    @staticmethod
    def _stretch(start: int, end: int, newline: str, width: int, line: str) -> Stretch:
        indent = line[: len(line) - len(line.lstrip())]

        def written(translation: str) -> str:
            flat = " ".join(translation.split("\n"))
            return (newline + indent).join(wrapped(flat, width)) if width else flat

        return Stretch(start, end, written, lambda original, made: f"{original}{newline}{indent}{made}")


def _is_wrapped(lines: list[str]) -> bool:
    if len(lines) < 2 or any(_LIST_ITEM.match(line) for line in lines):
        return False
    widths = [columns(line.rstrip()) for line in lines]
    widest = max(widths)
    return _NARROWEST <= widest <= 130 and all(width >= 0.7 * widest for width in widths[:-1])


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def columns(text: str) -> int:
    """The width on a screen of fixed letters: Chinese takes two columns."""
    return len(text) + sum(unicodedata.east_asian_width(c) in "WF" for c in text)


def wrapped(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns, cut between words or Chinese characters."""
    lines: list[str] = []
    line, used = "", 0
    for match in _BREAKABLE.finditer(text):
        piece = match[0]
        size = columns(piece)
        if used + size > width and line.strip() and piece not in "，。、；：！？":
            lines.append(line.rstrip())
            line, used = "", 0
            if piece.isspace():
                continue
        line, used = line + piece, used + size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines
