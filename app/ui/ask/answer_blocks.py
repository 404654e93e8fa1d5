"""Answer text to plain block values: a small, safe part of Markdown with citations; no Qt, no HTML, nothing is loaded.

Model text is foreign text. It is cut into chunks that are each parsed once, so that a growing answer costs what is new,
and a chunk that is too big or too odd is shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.ask.citation import marks
from app.ui.ask.answer_tables import table_blocks
from app.ui.ask.answer_values import Block, BlockKind, Run

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

CHUNK_LIMIT = 8_000
"""Characters; Markdown of 64 kB of list items takes seconds to parse and to lay out, 8 kB a few hundredths."""
TOTAL_LIMIT = 64_000
ODD_LIMIT = 400
"""Brackets and emphasis signs in one chunk beyond which it is no prose."""
_FENCE = re.compile(r" {0,3}(```|~~~)")
_NEW_CHUNK = re.compile(r"(?:[-*+]|\d{1,2}[.)]) |#{1,6} |>")
_ODD = re.compile(r"[\[\]*_`<>]")
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffc\ufffe\u00ad]")
"""Also the sign that PDFium leaves where a word was broken at a line's end."""
_ALLOWED = ("http://", "https://", "mailto:")


def visible(text: str) -> str:
    """``text`` without the signs that would hide or turn around what follows them."""
    return _HIDDEN.sub("", text)


class AnswerText:
    """Reads an answer that grows at its end. ``parsed`` counts the characters given to the Markdown parser so far."""

    def __init__(self, cited: frozenset[int]) -> None:
        self._cited = cited
        self._markdown: MarkdownIt | None = None
        self._sealed: list[Block] = []
        self._sealed_until = 0
        self._last: tuple[str, tuple[Block, ...]] = ("", ())
        self.parsed = 0

    def blocks(self, text: str) -> tuple[Block, ...]:
        """All blocks of ``text``, which begins with what the last call was given. At most TOTAL_LIMIT is shown."""
        text = text[:TOTAL_LIMIT]
        *whole, last = split_chunks(text[self._sealed_until :]) or [""]
        for chunk in whole:
            self._sealed.extend(self._parse(chunk))
            self._sealed_until += len(chunk)
        if last != self._last[0]:
            self._last = (last, tuple(self._parse(last)))
        return (*self._sealed, *self._last[1])

    def _parse(self, chunk: str) -> list[Block]:
        cleaned = _HIDDEN.sub("", chunk).strip("\n")
        if not cleaned.strip():
            return []
        if len(cleaned) > CHUNK_LIMIT or len(_ODD.findall(cleaned)) > ODD_LIMIT:
            return [Block(BlockKind.PARAGRAPH, (Run(piece),)) for piece in _pieces(cleaned)]
        self.parsed += len(cleaned)
        self._markdown = self._markdown or answer_parser()
        return [
            block if block.kind is BlockKind.CODE else replace(block, runs=tuple(cite_runs(block.runs, self._cited)))
            for block in _blocks(self._markdown.parse(cleaned))
        ]


def quote_blocks(text: str, cited: frozenset[int]) -> tuple[Block, ...]:
    """Quotes word for word: nothing in them is Markdown, and only the mark at a quote's end is a citation."""
    blocks = []
    for chunk in re.split(r"\n[ \t]*\n", text[:TOTAL_LIMIT]):
        cleaned = _HIDDEN.sub("", re.sub(r"(?m)^> ?", "", chunk)).strip()
        if not cleaned:
            continue
        found = marks(cleaned)
        if found and found[-1].span.end == len(cleaned) and set(found[-1].numbers) <= cited:
            quote = cleaned[: found[-1].span.start].rstrip()
            runs = (Run(quote + " "), *(Run(f"[{n}]", cite=n) for n in found[-1].numbers))
            blocks.append(Block(BlockKind.QUOTE, runs))
        else:
            blocks.append(Block(BlockKind.PARAGRAPH, tuple(cite_runs((Run(cleaned),), cited))))
    return tuple(blocks)


def split_chunks(text: str) -> list[str]:
    """Pieces that can be parsed apart, together exactly ``text``; the last one may still grow."""
    chunks: list[str] = []
    current: list[str] = []
    fence = ""
    blank = False
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if fence:
            current.append(line)
            if mark and mark[1] == fence:
                chunks.append("".join(current))
                current, fence = [], ""
            continue
        if current and (mark or _NEW_CHUNK.match(line) or (blank and line.strip())):
            chunks.append("".join(current))
            current = []
        if mark:
            fence = mark[1]
        current.append(line)
        blank = not line.strip()
    if current:
        chunks.append("".join(current))
    return chunks


def cite_runs(runs: Sequence[Run], cited: frozenset[int]) -> Iterator[Run]:
    """``runs`` with each citation mark that has a passage as a run of its own, one for each number."""
    for run in runs:
        if run.code or run.address:
            yield run
            continue
        start = 0
        for mark in marks(run.text):
            known = [n for n in mark.numbers if n in cited]
            if not known:
                continue
            if before := run.text[start : mark.span.start]:
                yield replace(run, text=before)
            for n in known:
                yield replace(run, text=f"[{n}]", cite=n)
            start = mark.span.end
        if rest := run.text[start:]:
            yield replace(run, text=rest)


def answer_parser() -> MarkdownIt:
    """Imported at the first answer: the parser takes a tenth of the time in which the window has to appear."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20})
    parser.enable("table")
    parser.disable(["image", "code", "reference", "html_block", "html_inline", "lheading"])
    # Setting the method is how markdown-it-py lets a parser choose its links.
    parser.validateLink = lambda url: url.strip().casefold().startswith(_ALLOWED)  # type: ignore[method-assign]
    return parser


def _pieces(text: str) -> Iterator[str]:
    """Lines, none longer than CHUNK_LIMIT: one paragraph of 64 kB would be slow to lay out."""
    for line in text.split("\n"):
        for start in range(0, len(line), CHUNK_LIMIT):
            yield line[start : start + CHUNK_LIMIT]


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    lists: list[tuple[str, int]] = []
    marker, quoted = "", 0
    kind, level = BlockKind.PARAGRAPH, 0
    table: list[list[tuple[Run, ...]]] | None = None
    for token in tokens:
        match token.type:
            case "table_open":
                table = []
            case "tr_open" if table is not None:
                table.append([])
            case "table_close":
                yield from table_blocks(table or ())
                table = None
            case "inline" if table is not None:
                table[-1].append(tuple(_runs(token.children or [])))
            case "bullet_list_open" | "ordered_list_open":
                lists.append((token.type, int(token.attrs.get("start", 1)) - 1))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                list_type, count = lists[-1]
                lists[-1] = (list_type, count + 1)
                marker = f"{count + 1}." if list_type == "ordered_list_open" else "•"
            case "blockquote_open":
                quoted += 1
            case "blockquote_close":
                quoted -= 1
            case "heading_open":
                kind, level = BlockKind.HEADING, int(token.tag[1])
            case "heading_close":
                kind, level = BlockKind.PARAGRAPH, 0
            case "inline":
                own = BlockKind.ITEM if lists else BlockKind.QUOTE if quoted else kind
                runs = tuple(_runs(token.children or []))
                yield Block(own, runs, len(lists) if lists else level, marker)
                marker = ""
            case "fence":
                yield Block(BlockKind.CODE, (Run(token.content.rstrip("\n"), code=True),))
            case _:
                pass


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    look = Run("")
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                look = replace(look, bold=token.type == "strong_open")
            case "em_open" | "em_close":
                look = replace(look, italic=token.type == "em_open")
            case "link_open":
                look = replace(look, address=str(token.attrs.get("href", "")))
            case "link_close":
                yield replace(look, text=f" ({(look.address or '')[:200]})", bold=False, italic=False)
                look = replace(look, address=None)
            case "code_inline":
                yield replace(look, text=token.content, code=True)
            case "softbreak":
                yield replace(look, text=" ")
            case "hardbreak":
                yield replace(look, text="\u2028")
            case _ if token.content:
                yield replace(look, text=token.content)
            case _:
                pass
