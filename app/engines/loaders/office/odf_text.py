"""Paragraphs, lists, tables and frames of OpenDocument XML as lines; lays nothing out and follows no link outward."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.loaders.headings import HeadingSections
from app.engines.loaders.section import Section
from app.engines.loaders.xml_guard import parse_xml
from app.engines.loaders.zip_guard import GuardedZip

MAX_SPACES = 1_000
MAX_OBJECT_DEPTH = 3
_SKIPPED = frozenset(
    {
        "tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "forms", "scripts", "desc",
        "page-number", "note-citation", "bookmark", "ruby-text", "event-listeners", "thumbnail", "binary-data",
        "image", "settings", "date-string", "creator", "date", "creator-initials", "covered-table-cell",
        "alphabetical-index-source", "table-of-content-source", "illustration-index-source", "table-index-source",
    }
)  # fmt: skip
_HANGING = frozenset({"note", "annotation", "frame", "text-box", "custom-shape", "table", "p", "h", "list"})


def local_name(element: etree._Element) -> str:
    """The tag without its namespace; OpenOffice 1 and OpenDocument differ only there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: etree._Element, name: str) -> str | None:
    """An attribute by its local name."""
    ending = "}" + name
    for key in element.attrib:
        if isinstance(key, str) and (key == name or key.endswith(ending)):
            found = element.get(key)
            return found if isinstance(found, str) else None
    return None


class TextReader:
    """Reads blocks of one archive; embedded objects (charts, formulas) are read from the same archive."""

    def __init__(self, archive: GuardedZip) -> None:
        self._archive = archive
        self._objects: set[str] = set()

    def blocks(self, parent: Iterable[etree._Element], out: HeadingSections) -> Iterator[Section]:
        """The blocks under ``parent`` in order. The guard bounds the depth of the tree, and so of this recursion."""
        for element in parent:
            name = local_name(element)
            if name == "h":
                text, after = self.paragraph(element)
                level = value(element, "outline-level") or value(element, "level") or "1"
                yield from out.heading(text, int(level) if level.isascii() and level.isdigit() else 1)
                for line in after:
                    yield from out.line(line)
            elif name == "p":
                text, after = self.paragraph(element)
                for line in [text, *after]:
                    yield from out.line(line)
            elif name == "table":
                for row in self.rows(element):
                    yield from out.line(row)
            elif name in ("object", "object-ole"):
                for line in self._object(element):
                    yield from out.line(line)
            elif name == "annotation":
                for line in self._annotation(element):
                    yield from out.line(line)
            elif name == "frame" and value(element, "class") in ("page-number", "date-time"):
                continue
            elif name not in _SKIPPED:
                yield from self.blocks(element, out)

    def lines(self, parent: Iterable[etree._Element]) -> list[str]:
        """The same without headings."""
        out = HeadingSections()
        texts = [section.text for section in self.blocks(parent, out)]
        texts.extend(section.text for section in out.end())
        return [line for text in texts for line in text.split("\n")]

    def paragraph(self, element: etree._Element) -> tuple[str, list[str]]:
        """A paragraph's own words, and the lines of what is anchored in it: notes, comments, text boxes, charts."""
        pieces: list[str] = []
        after: list[str] = []
        self._inline(element, pieces, after)
        return "".join(pieces).strip(" \n"), after

    def rows(self, table: etree._Element) -> Iterator[str]:
        """One line a row, cells joined by tabs. A cell is one line."""
        for element in table:
            name = local_name(element)
            if name == "table-row":
                cells = [self.cell(cell) for cell in element if local_name(cell).endswith("table-cell")]
                line = "\t".join(cells).rstrip("\t")
                if line.strip():
                    yield line
            elif name in ("table-header-rows", "table-row-group", "table-rows"):
                yield from self.rows(element)

    def cell(self, cell: etree._Element) -> str:
        if local_name(cell).startswith("covered"):
            return ""
        return " ".join(" ".join(self.lines(cell)).split())

    def _inline(self, parent: etree._Element, pieces: list[str], after: list[str]) -> None:
        pieces.append(_collapsed(parent.text))
        for element in parent:
            name = local_name(element)
            if name == "s":
                count = value(element, "c") or "1"
                pieces.append(" " * min(int(count) if count.isascii() and count.isdigit() else 1, MAX_SPACES))
            elif name == "tab" or name == "tab-stop":
                pieces.append("\t")
            elif name == "line-break":
                pieces.append("\n")
            elif name == "note" or name in ("footnote", "endnote"):
                for body in element:
                    if local_name(body).endswith("body"):
                        after.extend(self.lines(body))
            elif name == "annotation":
                after.extend(self._annotation(element))
            elif name in ("object", "object-ole"):
                after.extend(self._object(element))
            elif name in _HANGING:
                after.extend(self.lines([element]))
            elif name not in _SKIPPED:
                self._inline(element, pieces, after)
            pieces.append(_collapsed(element.tail))

    def _annotation(self, element: etree._Element) -> list[str]:
        creator = next((child.text or "" for child in element if local_name(child) == "creator"), "").strip()
        lines = self.lines(element)
        if creator and lines:
            lines[0] = f"{creator}: {lines[0]}"
        return lines

    def _object(self, element: etree._Element) -> list[str]:
        """A chart, formula or text embedded as a folder of this archive, or inline; each is read once."""
        inline = [child for child in element if local_name(child) in ("document", "math")]
        if inline:
            return _object_lines(self, inline[0])
        name = f"{(value(element, 'href') or '').removeprefix('./').rstrip('/')}/content.xml"
        if name in self._objects or len(self._objects) > 200 or name not in self._archive:
            return []
        self._objects.add(name)
        try:
            root = parse_xml(self._archive.read(name), bare_doctype=True)
        except FileRefused as refused:
            if refused.refusal is Refusal.DAMAGED and refused.details.get("part") == "xml":
                return []
            raise
        return _object_lines(self, root)


def _object_lines(reader: TextReader, root: etree._Element) -> list[str]:
    if local_name(root) == "math":
        notes = ["".join(str(text) for text in note.itertext()) for note in root.iter("{*}annotation")]
        return [" ".join(note.split()) for note in notes if note.strip()]
    return [line for body in root.iter("{*}body") for line in reader.lines(body)]


def _collapsed(text: str | None) -> str:
    """White space in OpenDocument paragraphs counts as one space (part 3, 6.1.2)."""
    if not text:
        return ""
    words = " ".join(text.split())
    if not words:
        return " "
    return f"{' ' if text[0].isspace() else ''}{words}{' ' if text[-1].isspace() else ''}"
