"""E-books (EPUB 2 and 3): the chapters in reading order, each its own part; no script runs and nothing is fetched."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from app.domain.errors import FileRefused
from app.domain.library.document import DocumentKind, Refusal
from app.engines.loaders.layout import Layout
from app.engines.loaders.section import Loaded, Section, Source
from app.engines.loaders.text.encoding import decode
from app.engines.loaders.web.html import declared_encoding, sections
from app.engines.loaders.web.html_text import blocks, parse_html
from app.engines.loaders.xml_guard import parse_xml
from app.engines.loaders.zip_guard import GuardedZip, open_zip

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONT_ONLY = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
CHAPTER_TYPES = frozenset(("application/xhtml+xml", "text/html", "application/xml", "text/x-oeb1-document"))
_MAX_CHAPTERS = 5_000


@dataclass(frozen=True, slots=True)
class _Package:
    title: str
    chapters: tuple[str, ...]


def load(source: Source) -> Loaded:
    """Sections by chapter: ``place.part`` is its name inside the book. Raises ENCRYPTED for protected books."""
    archive = open_zip(source.stream())
    refuse_protected(archive)
    package = _package(archive)
    return Loaded(DocumentKind.EPUB, _sections(archive, package.chapters), title=package.title)


def refuse_protected(archive: GuardedZip) -> None:
    """Scrambled fonts are common and harmless; any other encrypted part is the text under digital rights management."""
    if _ENCRYPTION not in archive:
        return
    root = parse_xml(archive.read(_ENCRYPTION))
    for method in root.iter("{*}EncryptionMethod"):
        data = method.getparent()
        if data is not None and etree.QName(data).localname == "EncryptedKey":
            continue
        if method.get("Algorithm") not in _FONT_ONLY:
            raise FileRefused(Refusal.ENCRYPTED)


def _package(archive: GuardedZip) -> _Package:
    path = package_path(archive)
    root = parse_xml(archive.read(path), bare_doctype=True)
    title = next((" ".join(str(node.text).split()) for node in root.iter("{*}title") if node.text), "")
    folder = posixpath.dirname(path)
    items: dict[str, tuple[str, str, str]] = {}
    for item in root.iter("{*}item"):
        name = posixpath.normpath(posixpath.join(folder, unquote((item.get("href") or "").partition("#")[0])))
        items[item.get("id") or ""] = (name, (item.get("media-type") or "").lower(), item.get("properties") or "")
    spine = [items[ref.get("idref") or ""] for ref in root.iter("{*}itemref") if (ref.get("idref") or "") in items]
    chapters = [
        name
        for name, media_type, properties in (spine or items.values())
        if media_type in CHAPTER_TYPES and "nav" not in properties.split()
    ]
    return _Package(title, tuple(dict.fromkeys(chapters))[:_MAX_CHAPTERS])


def package_path(archive: GuardedZip) -> str:
    """The part that says what the book consists of. DAMAGED where there is none."""
    if _CONTAINER in archive:
        for node in parse_xml(archive.read(_CONTAINER), bare_doctype=True).iter("{*}rootfile"):
            path = unquote(node.get("full-path") or "").lstrip("/")
            if path in archive:
                return path
    for name in archive.names:
        if name.lower().endswith(".opf"):
            return name
    raise FileRefused(Refusal.DAMAGED, part="opf")


def _sections(archive: GuardedZip, chapters: tuple[str, ...]) -> Iterator[Section]:
    found = False
    for name in chapters:
        if name not in archive:
            continue  # a missing chapter does not cost the others
        data = archive.read(name)
        found = True
        if not data.strip():
            continue
        # Chapters are XHTML, but the lenient parser reads what real books hold, and it knows no entity declarations.
        tree = parse_html(decode(data, declared_encoding(data)))
        yield from sections(blocks(tree, strip_boilerplate=False), Layout(), part=name)
    if not found:
        raise FileRefused(Refusal.DAMAGED, part="spine")
