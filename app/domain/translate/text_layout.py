"""Cuts text into what is translated and what stays (line breaks, indents, list marks, code), and joins it again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.ask.keywords import CJK
from app.domain.text.sentences import Span, sentences

LONGEST_PIECE = 500
"""Characters that an engine gets at once; a longer sentence is cut at a comma, then at a space."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_LEAD = re.compile(
    r"[ \t\u3000]*(?:(?:[-*+•·–—▪◦●○]|\d{1,3}[.)、]|[a-z][.)]|[（(]\d{1,3}[)）]|#{1,6}|>+|\[[ xX]\])[ \t]+)*[ \t]*"
)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)")
_RULER = re.compile(r"^[\s|:=\-_*~+]*$")
_CELL = re.compile(r"\t|[ \t]*\|[ \t]*")
_END = re.compile(r"[.!?…。！？:：;；][\"'”’»)\]」』】》）]*$")
_CLAUSE = re.compile(r"[，；：、]|[,;:](?=\s)")
_WIDE_CHARACTER = re.compile(f"[{CJK}，。！？；：、「」『』（）《》]")
WRAPPED_WIDTH = 55
"""A line without an end that is at least so wide was broken by a program, not by its writer."""
_WIDE_LANGUAGES = ("zh", "ja", "yue")


@dataclass(frozen=True, slots=True)
class Part:
    """``index`` numbers what is translated; None: it stays as it is. ``is_joint``: the space between two sentences."""

    text: str
    index: int | None = None
    is_joint: bool = False


@dataclass(frozen=True, slots=True)
class TextLayout:
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, text: str, longest: int = LONGEST_PIECE) -> TextLayout:
        """Every sentence is a segment. All parts together are ``text``, but for line breaks inside a sentence that a
        program had wrapped."""
        parts: list[Part] = []
        count = 0
        for fixed, passage in _passages(text):
            if fixed:
                parts.append(Part(fixed))
            for piece, joint in pieces(passage, longest):
                parts.append(Part(piece, count))
                count += 1
                if joint is not None:
                    parts.append(Part(joint, is_joint=True))
        return cls(tuple(parts))

    @property
    def segments(self) -> tuple[str, ...]:
        return tuple(part.text for part in self.parts if part.index is not None)

    def spans(self, text: str) -> list[Span]:
        """Where each segment stands in ``text``, which this is the layout of; line breaks inside one count."""
        found, at = [], 0
        for part in self.parts:
            start = None
            for character in part.text:
                if character.isspace():
                    continue
                while text[at].isspace():
                    at += 1
                start = at if start is None else start
                at += 1
            if part.index is not None:
                found.append(Span(at if start is None else start, 0 if start is None else at - start))
        return found

    def joined(self, translated: Mapping[int, str], target: str) -> str:
        """The whole text, with what has no translation yet left out."""
        return "".join(self._made(at, translated, target) for at in range(len(self.parts)))

    def going_on(self, at: int, translated: Mapping[int, str], target: str) -> tuple[str, int]:
        """The text from part ``at`` on up to the first segment without a translation, and where that stands."""
        made = []
        while at < len(self.parts):
            index = self.parts[at].index
            if index is not None and index not in translated:
                break
            made.append(self._made(at, translated, target))
            at += 1
        return "".join(made), at

    def _made(self, at: int, translated: Mapping[int, str], target: str) -> str:
        part = self.parts[at]
        if part.index is not None:
            return translated.get(part.index, "")
        if not part.is_joint:
            return part.text
        before = self.parts[at - 1].index
        return joint_in(target, part.text, "" if before is None else translated.get(before, ""))


def pieces(text: str, longest: int = LONGEST_PIECE) -> Iterator[tuple[str, str | None]]:
    """The sentences of one paragraph, each with the space after it, the last with None; together they are ``text``
    but for space around it. No piece is longer than ``longest``."""
    spans = [shorter for span in sentences(text) for shorter in _short_enough(text, span, longest)]
    for number, span in enumerate(spans):
        following = spans[number + 1].start if number + 1 < len(spans) else None
        yield span.of(text), None if following is None else text[span.end : following]


def joint_in(target: str, space: str, before: str) -> str:
    """What stands between two sentences in ``target``: nothing in Chinese and Japanese, a space elsewhere."""
    if "\n" in space:
        return space
    if target.lower().startswith(_WIDE_LANGUAGES) and _WIDE_CHARACTER.match(before[-1:]):
        return ""
    return space or " "


def put_together(translated: Sequence[str], joints: Sequence[str | None], target: str) -> str:
    """The pieces of one segment, translated, as one text again."""
    made = ""
    for text, joint in zip(translated, joints, strict=True):
        made += text + ("" if joint is None else joint_in(target, joint, text))
    return made


def _passages(text: str) -> Iterator[tuple[str, str]]:
    """(what stays, what is translated) in turn; either may be empty."""
    waiting, is_code = "", False
    lines = [match[0] for match in _LINE.finditer(text) if match[0]]
    number = 0
    while number < len(lines):
        line = lines[number]
        body = line.rstrip("\r\n \t\u3000")
        number += 1
        if _FENCE.match(line):
            is_code = not is_code
        if is_code or _FENCE.match(line) or _RULER.match(body):
            waiting += line
            continue
        lead = _LEAD.match(body)
        begin = lead.end() if lead else 0
        waiting += body[:begin]
        sentence = body[begin:]
        while number < len(lines) and _goes_on(body, lines[number]):
            body = lines[number].rstrip("\r\n \t\u3000")
            sentence = _wrapped(sentence, body.strip())
            line = lines[number]
            number += 1
        for cell, after in _cells(sentence):
            yield waiting, cell
            waiting = after
        waiting += line[len(line.rstrip("\r\n \t\u3000")) :]
    yield waiting, ""


def _goes_on(line: str, following: str) -> bool:
    """A program wrapped the line: it is wide, ends nowhere, and the next one begins no item of a list."""
    start = following.strip()
    if not start or _END.search(line) or "|" in line or "\t" in line.strip():
        return False
    lead = _LEAD.match(following)
    if (lead and lead[0].strip()) or _FENCE.match(following) or _RULER.match(start):
        return False
    width = len(line) + len(_WIDE_CHARACTER.findall(line))
    return width >= WRAPPED_WIDTH and not (start[0].isupper() and width < WRAPPED_WIDTH + 15)


def _wrapped(first: str, second: str) -> str:
    is_wide = _WIDE_CHARACTER.match(first[-1:]) and _WIDE_CHARACTER.match(second[:1])
    return first + second if is_wide else f"{first} {second}"


def _cells(line: str) -> Iterator[tuple[str, str]]:
    """The cells of a table's row, each with the separator after it; a line of prose is one cell."""
    if line.count("|") < 2 and "\t" not in line:
        yield line, ""
        return
    start = 0
    for match in _CELL.finditer(line):
        yield line[start : match.start()], match[0]
        start = match.end()
    yield line[start:], ""


def _short_enough(text: str, span: Span, longest: int) -> Iterator[Span]:
    """The sentence itself, or parts of it that end at a comma, else at a space, else anywhere."""
    start = span.start
    while span.end - start > longest:
        window = text[start : start + longest]
        clauses = [match.end() for match in _CLAUSE.finditer(window, longest // 3)]
        end = clauses[-1] if clauses else window.rfind(" ", longest // 3)
        end = start + (end if end > 0 else longest)
        yield _stripped(text, start, end)
        start = end
    yield _stripped(text, start, span.end)


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end - start)
