"""Markdown in its own source: paragraphs, headings, items, table cells; code, links' targets, front matter stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.domain.ask.keywords import CJK
from app.domain.translate.document_translation import DocumentFormat
from app.engines.loaders.text.markdown import front_matter
from app.engines.writers.inline import Kept, Node, Pair, Run
from app.engines.writers.spans import Stretch, TextRewriter

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_CJK = re.compile(f"[{CJK}，。、；：！？]")
_INLINE = re.compile(
    r"(?P<code>(?P<ticks>`{1,9})(?!`).{1,2000}?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<kept>\\[!-/:-@\[-`{-~]|<[A-Za-z/!?][^<>]*>|\[\^[^\]\s]+\]|https?://[^\s<>()]+"
    r"|!\[[^\[\]]*\](?:\([^()]*\)|\[[^\]]*\])?|\$\$[^$]+\$\$|\$[^\s$](?:[^$]*[^\s$])?\$(?!\d))"
    r"|\[(?P<link>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])+)\](?P<to>\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\]]*\])"
    r"|(?P<emphasis>\*\*\*|\*\*|\*|~~|(?<!\w)(?:___|__|_))(?=\S)(?P<inside>.{1,2000}?)(?<=[^\s\\])(?P=emphasis)(?![*_]|(?<=_)\w)",
    re.DOTALL,
)
_AHEAD = re.compile(r"(?:\[[ xX]\][ \t]+|\[\^[^\]\s]+\]:[ \t]*)(?=\S)")
"""A box to tick, or which note it is: no words of the sentence behind it."""
_DEEPEST = 6
_MARKER = re.compile(r"[^>\s]")


class MarkdownRewriter(TextRewriter):
    format = DocumentFormat.MARKDOWN

    def stretches(self) -> Iterator[tuple[Stretch, list[Node]]]:
        """Blocks as CommonMark (and tables as GitHub) sees them; what cannot be found again in the source stays."""
        begin = front_matter(self.file.text)
        lines = [(match.start(), match.end()) for match in _LINE.finditer(self.file.text, begin)]
        parser = MarkdownIt("commonmark").enable("table")
        kind, row, cursor = "", -1, 0
        for token in parser.parse(self.file.text[begin:]):
            if token.type.endswith("_open"):
                kind = token.type
            if token.type != "inline" or not token.map or not token.content.strip():
                continue
            if token.map[0] != row:
                row, cursor = token.map[0], 0
            places = self._places(token, lines, cursor)
            if places:
                cursor = places[-1][1] - lines[token.map[0]][0] if kind in ("td_open", "th_open") else 0
                yield self._stretch(places, kind, lines[token.map[0]][0])

    def _places(self, token: Token, lines: list[tuple[int, int]], cursor: int) -> list[tuple[int, int]]:
        """Where each line of the block's content stands in the file; none where one is not found."""
        text, found = self.file.text, []
        assert token.map is not None
        for offset, content in enumerate(token.content.split("\n")):
            number = token.map[0] + offset
            if number >= len(lines):
                return []
            start = text.find(content.strip(), lines[number][0] + (cursor if offset == 0 else 0), lines[number][1])
            if start < 0:
                return []
            ahead = _AHEAD.match(content.strip()) if offset == 0 else None
            found.append((start + (ahead.end() if ahead else 0), start + len(content.strip())))
        return found

    def _stretch(self, places: list[tuple[int, int]], kind: str, line: int) -> tuple[Stretch, list[Node]]:
        text, newline = self.file.text, self.file.newline
        nodes: list[Node] = []
        source: list[str] = []
        for at, (start, end) in enumerate(places):
            content = text[start:end]
            if at + 1 < len(places):
                between = text[end : places[at + 1][0]]
                if between.startswith("  ") or content.endswith("\\"):
                    hard = ("\\" if content.endswith("\\") else "") + between
                    source.append(content.removesuffix("\\"))
                    nodes += [*inline_nodes("".join(source)), Kept(hard, repeats=True)]
                    source = []
                    continue
                following = text[places[at + 1][0]]
                is_cjk = bool(_CJK.match(content[-1:]) and _CJK.match(following))
                source.append(content if is_cjk else f"{content} ")
            else:
                source.append(content)
        nodes += inline_nodes("".join(source))
        prefix = _MARKER.sub(" ", text[line : places[0][0]])
        flat = kind in ("heading_open", "td_open", "th_open")
        between = " / " if flat else f"{newline}{prefix.rstrip()}{newline}{prefix}"
        stretch = Stretch(places[0][0], places[-1][1], str, lambda original, made: f"{original}{between}{made}")
        return stretch, nodes


def inline_nodes(text: str, depth: int = 0) -> list[Node]:
    """Emphasis and links are pairs; code, pictures, addresses, notes, formulas and tags are objects."""
    nodes: list[Node] = []
    at = 0
    for match in _INLINE.finditer(text) if depth < _DEEPEST else ():
        if match.start() > at:
            nodes.append(Run(text[at : match.start()], None))
        at = match.end()
        if match["link"] is not None:
            nodes.append(Pair(("[", f"]{match['to']}"), inline_nodes(match["link"], depth + 1)))
        elif match["emphasis"] is not None:
            mark = match["emphasis"]
            nodes.append(Pair((mark, mark), inline_nodes(match["inside"], depth + 1)))
        else:
            nodes.append(Kept(match[0]))
    if at < len(text):
        nodes.append(Run(text[at:], None))
    return nodes
