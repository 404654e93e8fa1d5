"""Web pages: the text a reader would see, without menus and footers, under its headings; fetches nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser

from app.domain.library.document import DocumentKind
from app.engines.loaders.layout import Layout
from app.engines.loaders.section import Loaded, Section, Source
from app.engines.loaders.text.encoding import decode
from app.engines.loaders.web.html_text import Block, blocks, parse_html

_META = re.compile(rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})["']""")
_COMMENT = re.compile(rb"<!--.*?-->", re.S)
_LOOKED_AT = 64 * 1024


def load(source: Source) -> Loaded:
    """Sections under their heading path; ``start`` counts in the extracted text of the page."""
    text = decode(source.data, declared_encoding(source.data))
    tree = parse_html(text)
    title = page_title(tree)
    return Loaded(DocumentKind.HTML, sections(blocks(tree), Layout()), title=title)


def declared_encoding(data: bytes) -> str | None:
    """What the page says of its encoding, in its XML declaration or a ``meta`` element; comments do not count."""
    head = _COMMENT.sub(b"", data[:_LOOKED_AT])
    match = _XML.search(head) or _META.search(head)
    return match[1].decode("ascii") if match else None


def page_title(tree: LexborHTMLParser) -> str:
    """The ``title`` element, else the title the page gives to those who share it, else ``""``."""
    node = tree.css_first("head > title") or tree.css_first("title")
    if node is not None and (text := node.text().strip()):
        return text
    meta = tree.css_first("meta[property='og:title']")
    return (meta.attributes.get("content") or "") if meta is not None else ""


def sections(found: Iterable[Block], layout: Layout, part: str | None = None) -> Iterator[Section]:
    """Paragraphs as sections of one container, one line apart."""
    for text, headings in found:
        yield layout.section(text, part=part, headings=headings)
