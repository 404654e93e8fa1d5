"""OpenDocument texts, sheets and presentations (odt, ods, odp, templates); never touches macros or linked files."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from app.domain.errors import FileRefused
from app.domain.library.document import DocumentKind, Refusal
from app.engines.loaders.headings import HeadingSections
from app.engines.loaders.layout import Layout
from app.engines.loaders.office.odf_sheet import sheet_rows
from app.engines.loaders.office.odf_text import TextReader, local_name, value
from app.engines.loaders.section import Loaded, Section, Source
from app.engines.loaders.xml_guard import parse_xml
from app.engines.loaders.zip_guard import GuardedZip, open_zip

_MECHANICAL = ("page-number", "date-time")
_BODIES = ("text", "spreadsheet", "presentation", "drawing", "chart")


def load(source: Source) -> Loaded:
    """Texts by heading, sheets by row, presentations by slide. Raises ENCRYPTED where a part has a password."""
    archive = open_zip(source.stream())
    refuse_encrypted(archive)
    if "content.xml" not in archive:
        raise FileRefused(Refusal.DAMAGED, part="content.xml")
    root = parse_xml(archive.read("content.xml"), bare_doctype=True)
    title = _title(archive)
    for body in root.iter("{*}body"):
        for element in body:
            kind = local_name(element)
            if kind == "spreadsheet":
                return Loaded(DocumentKind.SHEET, _sheets(archive, element), title)
            if kind in ("presentation", "drawing"):
                pages = [page for page in element if local_name(page) == "page"]
                return Loaded(DocumentKind.SLIDES, _slides(archive, pages), title, pages=len(pages))
            if kind in _BODIES:
                return Loaded(DocumentKind.ODT, _text(archive, element), title)
        # OpenOffice 1: the body holds the text itself.
        return Loaded(DocumentKind.ODT, _text(archive, body), title)
    raise FileRefused(Refusal.DAMAGED, part="content.xml")


def refuse_encrypted(archive: GuardedZip) -> None:
    """Raises ENCRYPTED where the manifest says that the content has a password."""
    if "encrypted-package" in archive:
        raise FileRefused(Refusal.ENCRYPTED)
    if "META-INF/manifest.xml" not in archive:
        return
    try:
        manifest = parse_xml(archive.read("META-INF/manifest.xml"), bare_doctype=True)
    except FileRefused as refused:
        if refused.refusal is Refusal.DAMAGED and refused.details.get("part") == "xml":
            return
        raise
    for entry in manifest.iter("{*}file-entry"):
        locked = any(local_name(child) == "encryption-data" for child in entry)
        if locked and (value(entry, "full-path") or "").rpartition("/")[2] in ("content.xml", "encrypted-package"):
            raise FileRefused(Refusal.ENCRYPTED)


def _title(archive: GuardedZip) -> str:
    root = _optional(archive, "meta.xml")
    for element in root.iter("{http://purl.org/dc/elements/1.1/}title") if root is not None else ():
        return (element.text or "").strip()
    return ""


def _optional(archive: GuardedZip, name: str) -> etree._Element | None:
    if name not in archive:
        return None
    try:
        return parse_xml(archive.read(name), bare_doctype=True)
    except FileRefused as refused:
        if refused.refusal is Refusal.DAMAGED and refused.details.get("part") == "xml":
            return None
        raise


def _text(archive: GuardedZip, body: etree._Element) -> Iterator[Section]:
    reader = TextReader(archive)
    out = HeadingSections()
    yield from reader.blocks(body, out)
    yield from out.end()
    out.forget_headings()
    for line in _page_lines(archive, reader):
        yield from out.line(line)
    yield from out.end()


def _page_lines(archive: GuardedZip, reader: TextReader) -> dict[str, None]:
    """Headers and footers of the page styles, each line once."""
    lines: dict[str, None] = {}
    root = _optional(archive, "styles.xml")
    if root is not None:
        for master in root.iter("{*}master-page"):
            for element in master:
                if local_name(element).startswith(("header", "footer")) and value(element, "display") != "false":
                    lines.update(dict.fromkeys(reader.lines(element)))
    return lines


def _sheets(archive: GuardedZip, body: etree._Element) -> Iterator[Section]:
    reader = TextReader(archive)
    names: set[str] = set()
    for number, table in enumerate(body.iterchildren("{*}table"), 1):
        name = value(table, "name") or f"Sheet{number}"
        while name in names:
            name = f"{name} ({number})"
        names.add(name)
        layout = Layout()
        for row, line in sheet_rows(table, reader):
            yield layout.section(line, sheet=name, row=row)
        if layout.next_start == 0:
            yield layout.section("", sheet=name)


def _slides(archive: GuardedZip, pages: list[etree._Element]) -> Iterator[Section]:
    reader = TextReader(archive)
    masters = _masters(archive)
    for number, page in enumerate(pages, 1):
        titles: list[str] = []
        lines: list[str] = []
        notes: list[str] = []
        for shape in page:
            if local_name(shape) == "notes":
                notes.extend(_notes(shape, reader))
            elif value(shape, "class") == "title":
                titles.extend(reader.lines([shape]))
            elif value(shape, "class") not in _MECHANICAL:
                lines.extend(reader.lines([shape]))
        # What a master shows on all its slides is read with the first of them.
        for shape in masters.pop(value(page, "master-page-name") or "", ()):
            if value(shape, "class") in (None, "footer", "header", "graphic"):
                lines.extend(reader.lines([shape]))
        text = "\n".join([*titles, *lines, *notes])
        title = " ".join(" ".join(titles).split())
        yield Layout().section(text, slide=number, headings=(title,) if title else ())


def _notes(notes: etree._Element, reader: TextReader) -> Iterator[str]:
    for shape in notes:
        if value(shape, "class") not in (*_MECHANICAL, "page", "header", "footer"):
            yield from reader.lines([shape])


def _masters(archive: GuardedZip) -> dict[str, list[etree._Element]]:
    root = _optional(archive, "styles.xml")
    if root is None:
        return {}
    return {value(master, "name") or "": list(master) for master in root.iter("{*}master-page")}
