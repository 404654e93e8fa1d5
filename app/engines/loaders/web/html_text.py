"""Running text with its headings out of an HTML tree; shared by web pages, e-books and mail; keeps no markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal

_NEVER_TEXT = (
    "script,style,noscript,template,iframe,svg,math annotation,object,embed,canvas,audio,video,map,select,datalist,"
    "button,dialog,[hidden]"
)
_BOILERPLATE = "nav,footer,aside,form,[role=navigation],[role=banner],[role=contentinfo],[role=search]"
_OF_THE_CONTENT = ",".join(
    f"{content} {mark}"
    for content in ("main", "article", "[role=main]")
    for mark in ("footer", "[role=contentinfo]", "[role=banner]")
)
"""Inside the content these are the source of a quotation or the words on a search result, not the page's own frame."""

_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "dir",
            "div",
            "dl",
        ),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre"),
        *("search", "section", "summary", "table", "tbody", "tfoot", "thead", "title", "tr", "ul"),
    )
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_WHITE = re.compile(r"[ \t\r\n\f]+")
_CELL_BLOCKS = frozenset(("p", "div", "center"))
_CELL_LENGTH = 300
MAX_DEPTH = 20_000
"""The parser's time grows with the square of the depth: 0.6 s for this one."""

_VOID = "col|br|hr|img|input|meta|link|area|base|wbr|source|embed|param|track"
_CLOSED_BY_OTHERS = f"p|li|td|th|tr|dd|dt|option|colgroup|{_VOID}"
_TAG = re.compile(rf"<(/?)(?!(?:{_CLOSED_BY_OTHERS})\b)[a-z][^\s<>/]*(?=[\s<>/])", re.I)
_XHTML = re.compile(r"<\?xml\s|xmlns\s*=\s*[\"']http://www\.w3\.org/1999/xhtml", re.I)
_CLOSED_AT_ONCE = re.compile(rf"<(?!(?:{_VOID})\b)([a-z][a-z0-9]*)((?:\s[^<>]*)?)/>", re.I)
_HEAD = 4096
_MOST = 0.25
"""Without its boilerplate a page keeps at least this share of its text; else the marks were wrong about it."""

Block = tuple[str, tuple[str, ...]]
"""A paragraph, and the heading path it stands under."""


def parse_html(text: str) -> LexborHTMLParser:
    """The tree of a page. Raises TOO_LARGE for elements nested so deep that the parser would need minutes."""
    if _XHTML.search(text[:_HEAD]):
        # XHTML closes any element at once; for the parser of HTML "<title/>" would open a title that takes in the rest.
        text = _CLOSED_AT_ONCE.sub(r"<\1\2></\1>", text)
    depth = 0
    for match in _TAG.finditer(text):
        depth += -1 if match[1] else 1
        if depth > MAX_DEPTH:
            raise FileRefused(Refusal.TOO_LARGE, limit="depth")
        depth = max(depth, 0)
    return LexborHTMLParser(text)


def blocks(tree: LexborHTMLParser, *, strip_boilerplate: bool = True) -> list[Block]:
    """The paragraphs of the page in order; a heading is itself a paragraph under its own path."""
    body = tree.body
    if body is None:
        return []
    for node in reversed(body.css(_NEVER_TEXT)):  # the inner ones first: an outer one takes them along
        node.decompose()
    everything = list(_walk(body))
    if not strip_boilerplate:
        return everything
    inside = {node.mem_id for node in body.css(_OF_THE_CONTENT)}
    for node in reversed(body.css(_BOILERPLATE)):
        if node.mem_id not in inside:
            node.decompose()
    kept = list(_walk(_main(body) or body))
    if _size(kept) < _size(everything) * _MOST:
        kept = list(_walk(body))
    return kept if _size(kept) >= _size(everything) * _MOST else everything


def _main(body: LexborNode) -> LexborNode | None:
    """The one element that is marked as the content; several articles are a list of equals, so none is it."""
    for selector in ("main", "article", "[role=main]"):
        found = body.css(selector)
        if len(found) == 1:
            return found[0]
    return None


def _size(found: list[Block]) -> int:
    return sum(len(text) for text, _ in found)


def _walk(root: LexborNode) -> Iterator[Block]:
    """Depth first without recursion: hostile pages nest a hundred thousand elements."""
    writer = _Writer()
    node: LexborNode | None = root
    root_id = root.mem_id  # comparing nodes themselves would compare their markup
    while node is not None:
        yield from writer.enter(node)
        child = node.first_child if node.is_element_node else None
        if child is not None:
            node = child
            continue
        while node is not None:
            if node.is_element_node:
                yield from writer.leave(node)
            if node.mem_id == root_id:
                node = None
                break
            following = node.next
            if following is not None:
                node = following
                break
            node = node.parent
    yield from writer.flush()


class _Writer:
    """Collects inline text until a block ends."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._path: list[tuple[int, str]] = []
        self._level: int | None = None
        self._preformatted = 0
        self._rows = 0

    def enter(self, node: LexborNode) -> Iterator[Block]:
        if node.is_text_node:
            text = node.text_content or ""
            self._pieces.append(text if self._preformatted else _WHITE.sub(" ", text))
            return
        tag = node.tag or ""
        if tag == "br":
            self._pieces.append("\n")
        elif tag in ("td", "th"):
            self._pieces.append(" | " if any(piece.strip() for piece in self._pieces) else "")
        elif tag in _CELL_BLOCKS and self._rows and self._length() < _CELL_LENGTH:
            self._pieces.append(" ")  # the paragraphs of a small cell stay on the line of their row
        elif tag in _BLOCKS:
            yield from self.flush()
            self._rows += tag == "tr"
            if tag in _HEADINGS:
                self._level = _HEADINGS[tag]
            self._preformatted += tag == "pre"

    def leave(self, node: LexborNode) -> Iterator[Block]:
        tag = node.tag or ""
        if tag in _CELL_BLOCKS and self._rows and self._length() < _CELL_LENGTH:
            self._pieces.append(" ")
        elif tag in _BLOCKS:
            yield from self.flush()
            self._rows -= tag == "tr"
            self._preformatted -= tag == "pre"
            if tag in _HEADINGS:
                self._level = None

    def _length(self) -> int:
        return sum(map(len, self._pieces))

    def flush(self) -> Iterator[Block]:
        """The paragraph so far, if there is one. A heading opens its level and closes the deeper ones."""
        raw = "".join(self._pieces)
        self._pieces = []
        if self._preformatted:
            text = raw.strip("\r\n").rstrip()
        else:
            lines = (_WHITE.sub(" ", line).strip(" ") for line in raw.split("\n"))
            text = "\n".join(line for line in lines if line.strip(" |\xa0"))
        if not text.strip():
            return
        if self._level is not None:
            level = self._level
            self._path = [item for item in self._path if item[0] < level]
            self._path.append((level, " ".join(_INVISIBLE.sub("", text).split())))
        yield text, tuple(title for _, title in self._path)
