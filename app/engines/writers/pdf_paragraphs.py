"""The lines of a PDF's page as paragraphs, by where they stand: gaps, indents, letter sizes, ends of lines."""

from __future__ import annotations

import ctypes
import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from app.domain.ask.keywords import CJK
from app.engines.loaders.pdf import garbled

_ITEM = re.compile(r"(?:[-–—•●▪■◦*·]|\(?\d{1,3}[.)、]|\(?[a-zA-Z][.)])\s*\S")
_SENTENCE_END = re.compile(r"[.!?:;。！？：；…]['\"”’)\]」』）]*$")
_CJK_EDGE = re.compile(f"[{CJK}，。、；：！？「」『』（）]")
_JOINED = re.compile("[\x02\ufffe]")
"""PDFium's sign for a hyphen at the end of a line; it goes on with the next line as if there were no end."""


@dataclass(frozen=True, slots=True)
class Line:
    """In points of the page, origin at the bottom left. ``size``: of the letters. ``begin``: where the first stands.

    ``begin`` and ``bottom`` differ where a hyphen joined two lines to one.
    """

    text: str
    left: float
    right: float
    bottom: float
    begin: float
    size: float


@dataclass(frozen=True, slots=True)
class PdfParagraph:
    """``left``, ``right`` and ``bottom`` as :class:`Line` has them."""

    text: str
    is_heading: bool = False
    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


def paragraphs(page: pdfium.PdfPage) -> list[PdfParagraph]:
    """The page's paragraphs in the order in which the file holds its lines; none where its text is garbled."""
    lines = list(_lines(page))
    if not lines or garbled.is_garbled("\n".join(line.text for line in lines)):
        return []
    usual = statistics.median(line.size for line in lines)
    groups: list[list[Line]] = [[lines[0]]]
    for line in lines[1:]:
        if _begins_anew(groups[-1], line):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [
        PdfParagraph(
            _joined(group),
            group[0].size > 1.15 * usual and len(group) <= 3,
            min(line.left for line in group),
            max(line.right for line in group),
            group[-1].bottom,
        )
        for group in groups
    ]


def _lines(page: pdfium.PdfPage) -> Iterator[Line]:
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        characters = [chr(pdfium_c.FPDFText_GetUnicode(text_page, at) or 32) for at in range(max(count, 0))]
        start = 0
        for at in range(len(characters) + 1):
            if at == len(characters) or characters[at] in "\r\n":
                if at > start and (line := _line(text_page, characters, start, at)) is not None:
                    yield line
                start = at + 1
    finally:
        text_page.close()


def _line(text_page: pdfium.PdfTextPage, characters: list[str], start: int, end: int) -> Line | None:
    raw = "".join(characters[start:end])
    text = raw.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    text = _JOINED.sub("", text)
    seen = [at for at in range(start, end) if not characters[at].isspace()]
    if not seen:
        return None
    first, last = _box(text_page, seen[0]), _box(text_page, seen[-1])
    size = float(pdfium_c.FPDFText_GetFontSize(text_page, seen[len(seen) // 2])) or first[3] - first[1]
    height = max(first[3] - first[1], last[3] - last[1], 0.1)
    return Line(" ".join(text.split()), first[0], last[2], last[1], first[1], max(size, height))


def _box(text_page: pdfium.PdfTextPage, at: int) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of a character."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium_c.FPDFText_GetCharBox(text_page, at, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _begins_anew(group: list[Line], line: Line) -> bool:
    last = group[-1]
    em = max(last.size, line.size, 1.0)
    if abs(last.size - line.size) > 0.12 * em or line.begin > last.bottom + 0.6 * em:
        return True  # other letters; or further up: another column
    if last.bottom - line.begin > 1.9 * em or _ITEM.match(line.text):
        return True
    if line.left > last.right or line.right < last.left:
        return True
    widest = max(one.right for one in group)
    is_short = last.right < max(widest, line.right) - 2.5 * em
    is_indented = len(group) > 1 and line.left > group[-1].left + 0.8 * em
    if (is_short or is_indented) and _SENTENCE_END.search(last.text):
        return True
    # A short line alone, before one that begins with a capital: a title or an entry of a list.
    return is_short and len(group) == 1 and line.text[:1].isupper() and not last.text.endswith((",", "-"))


def _joined(group: list[Line]) -> str:
    out = group[0].text
    for line in group[1:]:
        if out.endswith(("-", "\u00ad")) and line.text[:1].islower() and out[-2:-1].isalpha():
            out = out[:-1] + line.text
        elif _CJK_EDGE.match(out[-1:]) and _CJK_EDGE.match(line.text[:1]):
            out += line.text
        else:
            out += f" {line.text}"
    return out
