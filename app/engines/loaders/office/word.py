"""Word documents (docx, docm, dotx): one section a heading; macros, fields' code and linked files are not touched."""

from __future__ import annotations

import email
from collections.abc import Iterator
from pathlib import PurePosixPath

from lxml import etree

from app.domain.errors import FileRefused
from app.domain.library.document import DocumentKind, Refusal
from app.engines.loaders.headings import HeadingSections
from app.engines.loaders.mail.mail_text import html_lines, message_lines
from app.engines.loaders.office.drawing import frame_lines
from app.engines.loaders.office.ooxml import OfficePackage, attribute, local_name, relation_id
from app.engines.loaders.office.word_styles import read_lists, read_styles
from app.engines.loaders.office.word_symbols import symbol
from app.engines.loaders.rich_text import rtf
from app.engines.loaders.section import Loaded, Section, Source
from app.engines.loaders.text.encoding import decode

_SKIPPED = frozenset(
    {"delText", "del", "moveFrom", "instrText", "delInstrText", "pPr", "rPr", "rt", "rubyPr", "sectPr", "fldData"}
)
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes", "commentReference": "comments"}
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def load(source: Source) -> Loaded:
    """The document as Word shows it: tracked insertions in, deletions out; notes and comments after their paragraph."""
    package = OfficePackage(source)
    main = package.main_part("word", "document.xml")
    if main.lower().endswith(".bin"):
        raise FileRefused(Refusal.UNSUPPORTED, part=main)
    reader = _Reader(package, main)
    return Loaded(DocumentKind.WORD, reader.sections(), package.title())


class _Reader:
    def __init__(self, package: OfficePackage, main: str) -> None:
        self._package = package
        self._main = main
        self._root = package.root(main)
        self._styles = read_styles(package, main)
        self._lists = read_lists(package, main)
        self._notes: dict[str, dict[str, etree._Element]] = {}
        self._part = main
        self._seen_notes: set[tuple[str, str]] = set()

    def sections(self) -> Iterator[Section]:
        out = HeadingSections()
        for body in self._root.iter("{*}body"):
            yield from self._blocks(body, out)
        yield from out.end()
        yield from self._headers(out)

    def _blocks(self, parent: etree._Element, out: HeadingSections) -> Iterator[Section]:
        for element in parent:
            name = local_name(element)
            if name == "p":
                yield from self._paragraph(element, out)
            elif name == "tbl":
                for row in self._rows(element):
                    yield from out.line(row)
            elif name == "AlternateContent":
                yield from self._blocks(_alternative(element), out)
            elif name == "altChunk":
                for line in self._alternative_chunk(element):
                    yield from out.line(line)
            elif name == "txbxContent" or name not in _SKIPPED:
                # Content controls, custom XML, tracked insertions: their paragraphs are the document's.
                yield from self._blocks(element, out)

    def _paragraph(self, paragraph: etree._Element, out: HeadingSections) -> Iterator[Section]:
        text, after = self._text(paragraph)
        if text:
            properties = paragraph.find("{*}pPr")
            level = self._styles.heading(properties)
            number = self._styles.number(properties)
            label = self._lists.label(*number) if number else ""
            line = f"{label} {text}" if label else text
            if level is None:
                yield from out.line(line)
            else:
                yield from out.heading(line, level)
        for line in after:
            yield from out.line(line)

    def _text(self, paragraph: etree._Element) -> tuple[str, list[str]]:
        """A paragraph's own words, and the lines that hang on it: text boxes, charts, notes, comments."""
        pieces: list[str] = []
        after: list[str] = []
        self._inline(paragraph, pieces, after)
        return "".join(pieces).strip(), after

    def _inline(self, parent: etree._Element, pieces: list[str], after: list[str]) -> None:
        for element in parent:
            name = local_name(element)
            if name == "t":
                pieces.append(element.text or "")
            elif name in _CHARACTERS:
                pieces.append(_CHARACTERS[name])
            elif name == "sym":
                pieces.append(symbol(attribute(element, "font") or "", attribute(element, "char") or ""))
            elif name in _NOTES:
                after.extend(self._note(_NOTES[name], attribute(element, "id") or ""))
            elif name == "txbxContent":
                after.extend(self._lines(element))
            elif name == "AlternateContent":
                self._inline(_alternative(element), pieces, after)
            elif name in ("graphicData", "oMath"):
                self._graphic(element, name, pieces, after)
            elif name not in _SKIPPED:
                self._inline(element, pieces, after)

    def _graphic(self, element: etree._Element, name: str, pieces: list[str], after: list[str]) -> None:
        if name == "oMath":
            pieces.append("".join(text.text or "" for text in element.iter("{*}t")))
            return
        self._inline(element, pieces, after)
        after.extend(frame_lines(self._package, self._part, element))

    def _lines(self, parent: etree._Element) -> list[str]:
        """Blocks as plain lines, without headings: inside text boxes, notes, headers."""
        out = HeadingSections()
        lines = [section.text for section in self._blocks(parent, out)]
        lines.extend(section.text for section in out.end())
        return [line for text in lines for line in text.split("\n")]

    def _rows(self, table: etree._Element) -> Iterator[str]:
        """One line a row, cells joined by tabs. A cell is one line; what hangs on it stands in the cell."""
        for row in table.iter("{*}tr"):
            if next(row.iterancestors("{*}tbl"), None) is not table:
                continue
            cells: list[str] = []
            self._cells(row, cells)
            line = "\t".join(cells).rstrip("\t")
            if line.strip():
                yield line

    def _cells(self, row: etree._Element, cells: list[str]) -> None:
        for element in row:
            name = local_name(element)
            if name == "tc":
                cells.append(" ".join(" ".join(self._lines(element)).split()))
            elif name not in _SKIPPED and name not in ("trPr", "tblPrEx"):
                self._cells(element, cells)

    def _note(self, kind: str, identity: str) -> list[str]:
        if kind not in self._notes:
            self._notes[kind] = self._read_notes(kind)
        note = self._notes[kind].get(identity)
        # A note that refers to itself, or twice to the same one, is read once.
        if note is None or (kind, identity) in self._seen_notes:
            return []
        self._seen_notes.add((kind, identity))
        outer, self._part = self._part, (self._package.related(self._main, kind) or [self._main])[0]
        lines = self._lines(note)
        self._part = outer
        author = attribute(note, "author") if kind == "comments" else None
        if author and lines:
            lines[0] = f"{author}: {lines[0]}"
        return lines

    def _read_notes(self, kind: str) -> dict[str, etree._Element]:
        notes: dict[str, etree._Element] = {}
        for part in self._package.related(self._main, kind):
            root = self._package.optional_root(part)
            if root is not None:
                for note in root.iterchildren("{*}footnote", "{*}endnote", "{*}comment"):
                    if attribute(note, "type") in (None, "normal"):
                        notes.setdefault(attribute(note, "id") or "", note)
        return notes

    def _headers(self, out: HeadingSections) -> Iterator[Section]:
        """Headers and footers, each line once, as a section of their own after the text."""
        seen: dict[str, None] = {}
        for kind in ("header", "footer"):
            for part in self._package.related(self._main, kind):
                root = self._package.optional_root(part)
                if root is not None:
                    self._part = part
                    seen.update(dict.fromkeys(self._lines(root)))
        self._part = self._main
        out.forget_headings()
        for line in seen:
            yield from out.line(line)
        yield from out.end()

    def _alternative_chunk(self, element: etree._Element) -> list[str]:
        relation = self._package.relations(self._part).get(relation_id(element) or "")
        if relation is None or relation.target not in self._package.archive:
            return []
        return _chunk_lines(self._package.archive.read(relation.target), PurePosixPath(relation.target))


def _chunk_lines(data: bytes, name: PurePosixPath) -> list[str]:
    """A document of another kind inside this one; a Word file inside a Word file is not followed further."""
    try:
        if name.suffix.lower() in (".mht", ".mhtml", ".eml"):
            return message_lines(email.message_from_bytes(data))
        if name.suffix.lower() == ".rtf":
            return [line for section in rtf.load(Source(data)).sections for line in section.text.split("\n")]
        if name.suffix.lower() in (".htm", ".html", ".xhtml"):
            return html_lines(decode(data))
        return decode(data).splitlines() if name.suffix.lower() == ".txt" else []
    except FileRefused as refused:
        if refused.refusal is Refusal.TOO_LARGE:
            raise
        return []


def _alternative(element: etree._Element) -> etree._Element:
    """The branch of ``mc:AlternateContent`` that holds more words: a text box stands in both, a new kind in one."""
    branches = [child for child in element if local_name(child) in ("Choice", "Fallback")]
    if not branches:
        return element
    return max(branches, key=lambda branch: sum(1 for _ in branch.iter("{*}t", "{*}chart", "{*}relIds")))
