"""Sections to passages: split where long, joined where tiny, each with its exact place; knows no file format."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator

from semantic_text_splitter import TextSplitter

from app.domain.ask.keywords import CJK, indexed_terms
from app.domain.library.document import Passage
from app.domain.library.place import Place
from app.domain.text.readable import readable
from app.engines.loaders.lines import line_ends
from app.engines.loaders.section import Section

LATIN_CAPACITY = 1100
"""Characters of a passage: about 256 model tokens, which is what the embedded default model reads."""

CJK_CAPACITY = 380
_SMALL = 4
"""A section under 1/_SMALL of a passage may be joined with a neighbour under another heading."""

_BLOCK = 64 * 1024
_SAMPLE = 4096
_CJK_CHARACTERS = re.compile(f"[{CJK}\u3000-\u303f\uff00-\uffef]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_CUE_TIMES = re.compile(r"(?:\d+:)?\d{1,2}:\d\d[.,]\d{1,3}[ \t]+-->[ \t]+(?:\d+:)?\d{1,2}:\d\d[.,]\d{1,3}")
_WHITE = re.compile(r"\s+")
_ENDLESS_WORD = re.compile(r"\w{3000}")
_LONGEST_WORDS = 60
_PLAIN_BREAKS = ("\n", ";", "}", ",", ">", " ")
_BREAKS = ("\n\n", "\r\n\r\n", "\n", "\r", "。", ". ", " ")


def passages(sections: Iterable[Section]) -> Iterator[Passage]:
    """The passages of ``sections``, in their order, none without a letter, digit or symbol.

    ``passage.text`` is exactly the characters at ``passage.place``, with lone surrogates as U+FFFD (one for one).
    """
    for section in joined(map(_clean, sections)):
        yield from _split(section)


def capacity(text: str) -> int:
    """How many characters of a text like ``text`` make a passage."""
    sample = text[:_SAMPLE]
    if not sample:
        return LATIN_CAPACITY
    share = len(_CJK_CHARACTERS.findall(sample)) / len(sample)
    return round(1 / ((1 - share) / LATIN_CAPACITY + share / CJK_CAPACITY))


def joined(sections: Iterable[Section]) -> Iterator[Section]:
    """Neighbours of one container put together as long as they fit a passage: rows, paragraphs, tiny sections."""
    pieces: list[Section] = []
    end = length = limit = 0
    for section in sections:
        if pieces:
            gap = section.place.start - end
            grown = length + gap + len(section.text)
            if 0 <= gap <= 2 and grown <= limit and _may_join(pieces[0], pieces[-1], section, length, limit):
                pieces.append(section)
                end, length = section.place.start + len(section.text), grown
                continue
            yield _merge(pieces)
        pieces = [section]
        end, length = section.place.start + len(section.text), len(section.text)
        limit = capacity(section.text)
    if pieces:
        yield _merge(pieces)


def _may_join(first: Section, last: Section, section: Section, length: int, limit: int) -> bool:
    if first.indexes is not None or section.indexes is not None or not _same_container(first.place, section.place):
        return False
    return last.place.headings == section.place.headings or length * _SMALL <= limit


def _same_container(a: Place, b: Place) -> bool:
    return (a.page, a.slide, a.sheet, a.part) == (b.page, b.slide, b.sheet, b.part)


def _merge(pieces: list[Section]) -> Section:
    if len(pieces) == 1:
        return pieces[0]
    parts: list[str] = []
    first, end = pieces[0].place, pieces[0].place.start
    for piece in pieces:
        parts.append("\n" * (piece.place.start - end))
        parts.append(piece.text)
        end = piece.place.start + len(piece.text)
    headings = _shared({piece.place.headings for piece in pieces})
    # Not those of the first and last piece: comments follow the rows that they belong to, and headers have no row.
    place = dataclasses.replace(
        first,
        length=end - first.start,
        first_row=min((p.place.first_row for p in pieces if p.place.first_row is not None), default=None),
        last_row=max((p.place.last_row for p in pieces if p.place.last_row is not None), default=None),
        headings=headings,
    )
    return Section("".join(parts), place)


def _shared(paths: set[tuple[str, ...]]) -> tuple[str, ...]:
    """A heading with its own first section keeps the longer path; sections of several keep what they have in common."""
    longest = max(paths, key=len)
    if all(longest[: len(path)] == path for path in paths):
        return longest
    common = 0
    while all(len(path) > common and path[common] == longest[common] for path in paths):
        common += 1
    return longest[:common]


def without_surrogates(text: str) -> str:
    """``text`` with each lone surrogate as U+FFFD: neither JSON nor the store could carry it."""
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


def _clean(section: Section) -> Section:
    text = without_surrogates(section.text)
    return section if text is section.text or text == section.text else dataclasses.replace(section, text=text)


def _split(section: Section) -> Iterator[Passage]:
    line, counted = section.place.first_line, 0
    for offset, text in _chunks(section.text):
        if not says_something(text):
            continue
        first_line = last_line = None
        if line is not None:
            line += line_ends(section.text[counted:offset])
            counted = offset
            first_line, last_line = line, line + line_ends(text)
        start, length = _range(section, offset, len(text))
        place = dataclasses.replace(
            section.place, start=start, length=length, first_line=first_line, last_line=last_line
        )
        yield Passage(text, place, indexed_terms(_searchable(text)))


def _searchable(text: str) -> str:
    text = readable(text)  # a word cut in two would not be found
    return _CUE_TIMES.sub("", text) if "-->" in text else text


def _range(section: Section, offset: int, length: int) -> tuple[int, int]:
    if section.indexes is None:
        return section.place.start + offset, length
    start = section.indexes[offset]
    return section.place.start + start, section.indexes[offset + length] - start


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """``(offset, chunk)`` with ``text[offset : offset + len(chunk)] == chunk``; chunks have no white space around."""
    begin = 0
    while begin < len(text):
        end = _block_end(text, begin)
        block = text[begin:end]
        limit = capacity(block)
        bare = block.strip()
        if len(bare) <= limit:
            if bare:
                yield begin + len(block) - len(block.lstrip()), bare
        else:
            pieces = _cut_plainly(block, limit) if _is_unbroken(block) else TextSplitter(limit).chunk_indices(block)
            for offset, chunk in pieces:
                yield begin + offset, chunk
        begin = end


def _is_unbroken(block: str) -> bool:
    """Whether ``block`` has next to no words, as minified code or base64: the splitter needs seconds for such a one."""
    if _ENDLESS_WORD.search(block):
        return True
    return len(_WHITE.findall(block)) * _LONGEST_WORDS < len(block) and not _CJK_CHARACTERS.search(block)


def _cut_plainly(block: str, limit: int) -> Iterator[tuple[int, str]]:
    begin = 0
    while begin < len(block):
        end = begin + limit
        if end < len(block):
            at = max(block.rfind(mark, begin + limit * 3 // 4, end) for mark in _PLAIN_BREAKS)
            end = at + 1 if at >= 0 else end
        piece = block[begin:end]
        if chunk := piece.strip():
            yield begin + len(piece) - len(piece.lstrip()), chunk
        begin = end


def _block_end(text: str, begin: int) -> int:
    """Where a block ends that the splitter takes in good time: it is slow on huge lines without spaces."""
    end = begin + _BLOCK
    if end >= len(text):
        return len(text)
    for mark in _BREAKS:
        at = text.rfind(mark, begin + _BLOCK // 2, end)
        if at >= 0:
            return at + len(mark)
    return end


def says_something(text: str) -> bool:
    """Whether there is a letter, digit or pictograph in ``text``: something to find and to read."""
    return any(c.isalnum() or (c != "\ufffd" and unicodedata.category(c) == "So") for c in text)
