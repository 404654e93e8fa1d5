"""Subtitles (SubRip, WebVTT): the words of each cue; numbers, times, settings, notes and styles are not touched."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.translate.document_translation import DocumentFormat
from app.engines.writers.inline import Kept, Node, Pair, Run
from app.engines.writers.plain_file import columns, wrapped
from app.engines.writers.spans import Stretch, TextRewriter

_TIMES = re.compile(
    r"^[ \t]*(?:\d+:)?\d{1,2}:\d\d[.,]\d{1,3}[ \t]+-->[ \t]+(?:\d+:)?\d{1,2}:\d\d[.,]\d{1,3}[^\r\n]*(?:\r\n|\r|\n)",
    re.M,
)
_WORDS = re.compile(r"(?:[^\r\n]+(?:\r\n|\r|\n|\Z))+")
_LINE = re.compile(r"[^\r\n]+")
_SPEAKER = re.compile(r"\s*(?:[-–—]|\[[^\]]*\]:?)\s*\S")
_TAG = re.compile(r"<(/?)([A-Za-z]+)?([^<>]*)>|\{\\[^{}]*\}")
_DEEPEST = 20
_BREAK = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")


class SubtitleRewriter(TextRewriter):
    format = DocumentFormat.SUBTITLES

    def stretches(self) -> Iterator[tuple[Stretch, list[Node]]]:
        """A cue is one sentence over its lines, but where each line is another speaker's."""
        text = self.file.text
        for times in _TIMES.finditer(text):
            words = _WORDS.match(text, times.end())
            if words is None:
                continue
            lines = list(_LINE.finditer(text, words.start(), words.end()))
            if len(lines) > 1 and any(_SPEAKER.match(line[0]) for line in lines[1:]):
                for line in lines:
                    yield self._stretch(line.start(), line.end(), 1), _nodes(line[0])
            else:
                start, end = lines[0].start(), lines[-1].end()
                yield self._stretch(start, end, len(lines)), _nodes(_BREAK.sub(" ", text[start:end]))

    def _stretch(self, start: int, end: int, lines: int) -> Stretch:
        newline = self.file.newline
        return Stretch(
            start,
            end,
            lambda translation: newline.join(_balanced(translation.replace("\n", " "), lines)),
            lambda original, made: f"{original}{newline}{made}",
        )


def _balanced(text: str, lines: int) -> list[str]:
    """As many lines as the original has, of about the same length; tags count nothing."""
    if lines < 2:
        return [text]
    width = -(-columns(_TAG.sub("", text)) // lines)
    for wider in range(width, width + 40):
        found = wrapped(text, wider)
        if len(found) <= lines:
            return found
    return wrapped(text, width)


def _nodes(text: str) -> list[Node]:
    """``<i>``, ``<b>``, ``<v Name>``, ``<c.class>`` are pairs; times inside a cue and positions are kept."""
    stack: list[tuple[re.Match[str] | None, list[Node]]] = [(None, [])]
    at = 0
    for tag in _TAG.finditer(text):
        if tag.start() > at:
            stack[-1][1].append(Run(text[at : tag.start()], None))
        at = tag.end()
        opening = stack[-1][0]
        if tag[2] and not tag[1] and len(stack) <= _DEEPEST:
            stack.append((tag, []))
        elif tag[2] and opening is not None and opening[2].lower() == tag[2].lower():
            _, children = stack.pop()
            stack[-1][1].append(Pair((opening[0], tag[0]), children))
        else:
            stack[-1][1].append(Kept(tag[0]))
    if at < len(text):
        stack[-1][1].append(Run(text[at:], None))
    while len(stack) > 1:  # never closed: ``<v Name>`` needs no end
        opening, children = stack.pop()
        assert opening is not None
        stack[-1][1].extend([Kept(opening[0]), *children])
    return stack[0][1]
