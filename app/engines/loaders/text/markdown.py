"""Markdown: the raw source, cut at its headings, so that every offset counts in the file; renders nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.library.document import DocumentKind
from app.domain.library.place import Place
from app.engines.loaders.lines import line_ends, lines
from app.engines.loaders.section import Loaded, Section, Source
from app.engines.loaders.text.encoding import decode

# CommonMark 0.31: sections 4.2 (ATX headings), 4.3 (setext headings), 4.5 (fenced code).
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)$")
_NOT_A_PARAGRAPH = re.compile(
    r"\s*$|(?: {4}|\t)| {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$| {0,3}(?:>|[-+*](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)|<|\|)"
)
_FRONT_TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.M)
_LINK = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_MARKS = re.compile(r"[*`~]+|(?<!\w)_+|_+(?!\w)|<[^>]+>")
_MAX_SETEXT = 200
_MAX_FRONT_MATTER = 8192


@dataclass(frozen=True, slots=True)
class Heading:
    start: int
    level: int
    title: str


def load(source: Source) -> Loaded:
    """Sections from heading to heading; joined they are the decoded file."""
    text = decode(source.data)
    front = front_matter(text)
    named = _FRONT_TITLE.search(text[:front]) if front else None
    title = named[1].strip("\"'") if named else ""
    return Loaded(DocumentKind.MARKDOWN, _sections(text, front), title=title)


def front_matter(text: str) -> int:
    """Where the YAML block at the top ends; 0 where there is none."""
    if not re.match(r"---[ \t]*\r?\n", text):
        return 0
    end = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.M).search(text, 4, _MAX_FRONT_MATTER)
    return end.end() if end else 0


def headings(text: str, begin: int = 0) -> Iterator[Heading]:
    """The headings from ``begin`` on, with the offset of their first line; none inside code or comments."""
    fence = ""
    in_comment = False
    paragraph: int | None = None
    for offset, raw in lines(text[begin:]):
        start, line = begin + offset, raw.rstrip("\r\n")
        if fence:
            closing = _FENCE.match(line)
            if closing and closing[1].startswith(fence) and not closing[2].strip():
                fence = ""
            continue
        if in_comment:
            in_comment = "-->" not in line
            continue
        if line.lstrip(" ").startswith("<!--") and "-->" not in line:
            in_comment, paragraph = True, None
            continue
        opening = _FENCE.match(line)
        if opening and not (opening[1][0] == "`" and "`" in opening[2]):
            fence, paragraph = opening[1], None
        elif atx := _ATX.match(line):
            paragraph = None
            yield Heading(start, len(atx[1]), plain(atx[2] or ""))
        elif paragraph is not None and (setext := _SETEXT.match(line)):
            if start - paragraph <= _MAX_SETEXT:  # more is prose over a rule, whatever CommonMark says
                yield Heading(paragraph, 1 if setext[1][0] == "=" else 2, plain(text[paragraph:start]))
            paragraph = None
        elif paragraph is None:
            paragraph = None if _NOT_A_PARAGRAPH.match(line) else start
        elif not line.strip():
            paragraph = None


def plain(title: str) -> str:
    """A heading's words without emphasis, code marks and link targets, on one line."""
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", title)).split()).strip("# ")


def _sections(text: str, front: int) -> Iterator[Section]:
    path: list[tuple[int, str]] = []
    start, line = 0, 1
    for heading in headings(text, front):
        if heading.start > start:
            yield _section(text[start : heading.start], start, line, path)
            line += line_ends(text[start : heading.start])
            start = heading.start
        path = [item for item in path if item[0] < heading.level]
        path.append((heading.level, heading.title))
    yield _section(text[start:], start, line, path)


def _section(text: str, start: int, line: int, path: list[tuple[int, str]]) -> Section:
    titles = tuple(title for _, title in path if title)
    return Section(text, Place(start=start, length=len(text), first_line=line, headings=titles))
