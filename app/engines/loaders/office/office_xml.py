"""Word and OpenDocument texts saved as one plain XML file; their embedded pictures and styles are passed over."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from app.domain.library.document import DocumentKind
from app.engines.loaders.layout import Layout
from app.engines.loaders.section import Loaded, Section, Source
from app.engines.loaders.xml_guard import parse_xml

_BREAKS = {"br": "\n", "cr": "\n", "line-break": "\n", "tab": "\t", "s": " "}
_NEVER_TEXT = frozenset(("instrText", "delText", "binData", "binary-data", "annotation", "tracked-changes"))
_TITLES = ("{http://purl.org/dc/elements/1.1/}title", "{urn:schemas-microsoft-com:office:office}Title")


def load(source: Source) -> Loaded:
    """A section a paragraph; ``start`` counts in the extracted text."""
    root = parse_xml(source.data)
    kind = DocumentKind.ODT if etree.QName(root).localname == "document" else DocumentKind.WORD
    title = next((node.text for tag in _TITLES for node in root.iter(tag) if node.text), "")
    return Loaded(kind, _sections(root), title=title)


def _sections(root: etree._Element) -> Iterator[Section]:
    layout = Layout()
    bodies = [node for node in root.iter("{*}body") if etree.QName(node.getparent()).localname != "binData"]
    for body in bodies[:1]:
        for paragraph in body.iter("{*}p", "{*}h"):
            text = "".join(_pieces(paragraph)).strip()
            if text:
                yield layout.section(text)


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    """Text of Word is in ``t`` elements alone, text of OpenDocument anywhere in the paragraph."""
    is_word = "opendocument" not in (etree.QName(paragraph).namespace or "")
    for event, node in etree.iterwalk(paragraph, events=("start", "end")):
        name = etree.QName(node).localname
        if event == "start":
            if node is not paragraph and name in ("p", "h"):
                continue
            if name in _BREAKS:
                yield _BREAKS[name]
            elif node.text and name not in _NEVER_TEXT and (not is_word or name == "t"):
                yield node.text
        elif node is not paragraph and node.tail and not is_word:
            yield node.tail
