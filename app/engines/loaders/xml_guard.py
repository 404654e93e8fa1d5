"""XML of unknown origin to elements; a document type is refused before any parser sees it, nothing is ever fetched."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any, Protocol, cast

from lxml import etree

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal

MAX_MARKUP = 4_000_000
"""Tags and attributes in one tree: libxml2 spends some 100 bytes on each, so this bounds the memory near 500 MB."""

MAX_WAITING = 2_000_000
"""The same within one element of a stream (the cells of one row)."""

_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "huge_tree": False,
    "load_dtd": False,
    "dtd_validation": False,
    "remove_comments": True,
    "remove_pis": True,
}
_BLOCK = 64 * 1024
_PROLOG = 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(r"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_SAFE_ENCODING = re.compile(
    r"(utf-?8|utf-?16(le|be)?|us-ascii|ascii|iso-8859-\d{1,2}|windows-125\d|cp125\d|gb2312|gbk|gb18030|big5|"
    r"shift[_-]jis|euc-(jp|kr))",
    re.IGNORECASE,
)
_BARE_DOCTYPE = re.compile(r"""<!DOCTYPE\s+[^\s"'\[\]<>]+(\s+(PUBLIC|SYSTEM)(\s+("[^"<>]*"|'[^'<>]*'))+)?\s*>""")


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def parse_xml(data: bytes, *, bare_doctype: bool = False, whole: bool = False) -> etree._Element:
    """The root element of ``data``. ``whole``: comments and instructions stay, so that it can be written again.

    ``bare_doctype`` tolerates a document type that declares nothing itself, as OpenOffice 1 and 2 wrote it; it is
    blanked out before parsing, so that its file is never looked for. Raises DAMAGED or TOO_LARGE.
    """
    data = _without_doctype(data, bare_doctype)
    if data.count(b"<") + data.count(b"=") > MAX_MARKUP:
        raise FileRefused(Refusal.TOO_LARGE, limit="xml_markup")
    try:
        kept = {"remove_comments": not whole, "remove_pis": not whole}
        root = etree.fromstring(data, etree.XMLParser(**{**_SAFE, **kept}))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        if (
            "text node too long" in str(error).lower()
        ):  # one text of more than 10 MB: whole, but more than libxml2 takes
            raise FileRefused(Refusal.TOO_LARGE, limit="xml_text") from error
        raise FileRefused(Refusal.DAMAGED, part="xml") from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise FileRefused(Refusal.DAMAGED, part="doctype")
    return root


def iterate_xml(stream: Readable, tag: str | tuple[str, ...]) -> Iterator[tuple[str, etree._Element]]:
    """``("end", element)`` for each complete element of ``tag``; the caller drops the elements it has seen.

    A document type is refused: the prolog is looked at before the first byte goes to the parser. Raises DAMAGED, and
    TOO_LARGE where one element or the text between two grows past what a reader should hold.
    """
    block = _prolog(stream)
    _without_doctype(block, False)
    parser = etree.XMLPullParser(events=("end",), tag=tag, **_SAFE)
    waiting = 0
    try:
        while block:
            waiting += block.count(b"<") + block.count(b"=")
            parser.feed(block)
            for event in parser.read_events():
                waiting = 0
                yield cast(tuple[str, etree._Element], event)
            if waiting > MAX_WAITING:
                raise FileRefused(Refusal.TOO_LARGE, limit="xml_element")
            block = stream.read(_BLOCK)
        parser.close()
        for event in parser.read_events():
            yield cast(tuple[str, etree._Element], event)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise FileRefused(Refusal.DAMAGED, part="xml") from error


def _prolog(stream: Readable) -> bytes:
    """The stream's start up to and with the root element's tag, at most 1 MiB."""
    head = b""
    while len(head) < _PROLOG:
        block = stream.read(_BLOCK)
        if not block:
            break
        head += block
        encoding = _encoding(head)
        if _markup_at(head.decode(encoding, "replace"), allow_partial=True)[0] in ("root", "doctype"):
            break
    return head


def _without_doctype(data: bytes, bare_doctype: bool) -> bytes:
    encoding = _encoding(data)
    # The prolog is short in every real file; only an odd one is decoded whole.
    text = data[:_BLOCK].decode(encoding, "replace")
    kind, at = _markup_at(text, allow_partial=len(data) > _BLOCK)
    if kind == "more":
        text = data.decode(encoding, "replace")
        kind, at = _markup_at(text, allow_partial=False)
    if kind == "root":
        return data
    if kind == "doctype" and bare_doctype:
        bare = _BARE_DOCTYPE.match(text, at)
        if bare is not None:
            start = len(text[:at].encode(encoding, "replace"))
            length = len(bare[0].encode(encoding, "replace"))
            return data[:start] + data[start + length :]
    raise FileRefused(Refusal.DAMAGED, part="doctype" if kind == "doctype" else "xml")


def _encoding(data: bytes) -> str:
    """How the prolog is written: by byte order mark, by the first ``<``, else by the declaration.

    Encodings in which ``<`` can hide (UTF-7, EBCDIC, UTF-32 and the like) are refused.
    """
    family = "latin-1"
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            family = encoding
    if data[:4] in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"\x00\x00\x00<", b"<\x00\x00\x00"):
        raise FileRefused(Refusal.DAMAGED, part="xml")
    if family == "latin-1":
        if data[:2] == b"<\x00":
            family = "utf-16-le"
        elif data[:2] == b"\x00<":
            family = "utf-16-be"
    declared = _DECLARED.match(data[:400].decode(family, "replace").lstrip("\ufeff"))
    if declared is not None and not _SAFE_ENCODING.fullmatch(declared[1]):
        raise FileRefused(Refusal.DAMAGED, part="xml")
    # All the safe one- and many-byte encodings spell markup as ASCII does.
    return family


def _markup_at(text: str, *, allow_partial: bool) -> tuple[str, int]:
    """The first thing after declaration, comments and instructions: root, doctype, none, or more text is needed."""
    at = 1 if text.startswith("\ufeff") else 0
    if text.startswith("\xef\xbb\xbf"):
        at = 3
    while True:
        while at < len(text) and text[at] in " \t\r\n":
            at += 1
        if text.startswith("<!--", at):
            end, step = text.find("-->", at + 4), 3
        elif text.startswith("<?", at):
            end, step = text.find("?>", at + 2), 2
        elif text.startswith("<!", at) and len(text) - at >= 9:
            return "doctype", at
        elif text.startswith("<", at) and len(text) - at >= 2 and text[at + 1] != "!":
            return "root", at
        else:
            return ("more" if allow_partial and len(text) - at < 9 else "none"), at
        if end < 0:
            return ("more" if allow_partial else "none"), at
        at = end + step
