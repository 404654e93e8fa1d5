"""Excel workbooks (xlsx, xlsm, xltx): one section a row, streamed; formulas are never computed, macros never run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from app.domain.errors import FileRefused
from app.domain.library.document import DocumentKind, Refusal
from app.engines.loaders.layout import Layout
from app.engines.loaders.office.cell_format import CellFormat, cell_format
from app.engines.loaders.office.ooxml import OfficePackage, attribute, local_name, relation_id
from app.engines.loaders.office.sheet_extras import header_lines, sheet_extras
from app.engines.loaders.section import Loaded, Section, Source
from app.engines.loaders.xml_guard import iterate_xml

MAX_CELLS = 3_000_000
"""Cells with a value in one workbook: about what can be laid out in the time that a file has."""
MAX_SHARED_CHARACTERS = 200_000_000
WIDEST_GAP = 16
"""Empty cells between two others keep their tabs up to this many; wider gaps become one."""

_LETTERS = re.compile(r"^\$?([A-Za-z]{1,3})\$?$")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    part: str


@dataclass(slots=True)
class _Cells:
    """What the cells of one workbook share, and how many more it may have."""

    strings: list[str]
    formats: list[CellFormat]
    left: int = MAX_CELLS
    columns: dict[str, int] = field(default_factory=dict)

    def column(self, reference: str, following: int) -> int:
        """The column of a cell by its reference (``AB12``), else the one after the last."""
        letters = reference.rstrip("0123456789")
        known = self.columns.get(letters)
        if known is None:
            match = _LETTERS.match(letters)
            if match is None:
                return following
            known = self.columns[letters] = column_number(match[1])
        return known

    def spend(self, cells: int) -> None:
        self.left -= cells
        if self.left < 0:
            raise FileRefused(Refusal.TOO_LARGE, limit="cells")


def load(source: Source) -> Loaded:
    """Rows as lines, cells joined by tabs, hidden sheets too; then comments, text boxes and charts of each sheet."""
    package = OfficePackage(source)
    main = package.main_part("xl", "workbook.xml")
    if main.lower().endswith(".bin"):
        raise FileRefused(Refusal.UNSUPPORTED, part=main)
    return Loaded(DocumentKind.SHEET, _sections(package, main), package.title())


def column_number(letters: str) -> int:
    """``A`` is 1, ``AA`` is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _sections(package: OfficePackage, main: str) -> Iterator[Section]:
    root = package.root(main)
    date_1904 = any((attribute(e, "date1904") or "") in ("1", "true") for e in root.iter("{*}workbookPr"))
    cells = _Cells(_shared_strings(package, main), _formats(package, main, date_1904))
    for sheet in _sheets(package, main, root):
        layout = Layout()
        headers: list[str] = []
        for number, line in _rows(package, sheet.part, cells, headers):
            yield layout.section(line, sheet=sheet.name, row=number)
        for row, line in sheet_extras(package, sheet.part, headers):
            yield layout.section(line, sheet=sheet.name, row=row)
        if layout.next_start == 0:
            yield layout.section("", sheet=sheet.name)


def _sheets(package: OfficePackage, main: str, root: etree._Element) -> list[_Sheet]:
    relations = package.relations(main)
    sheets: list[_Sheet] = []
    names: set[str] = set()
    for number, element in enumerate(root.iter("{*}sheet"), 1):
        relation = relations.get(relation_id(element) or "")
        if relation is not None and relation.target in package.archive:
            sheets.append(_Sheet(_unique(element.get("name") or f"Sheet{number}", names), relation.target))
    if not sheets:
        parts = sorted(n for n in package.archive.names if re.match(r"xl/worksheets/[^/]+\.xml$", n, re.IGNORECASE))
        sheets = [_Sheet(f"Sheet{number}", part) for number, part in enumerate(parts, 1)]
    return sheets


def _unique(name: str, names: set[str]) -> str:
    """Two sheets of one name would be one container; broken files have them."""
    unique, number = name, 2
    while unique in names:
        unique, number = f"{name} ({number})", number + 1
    names.add(unique)
    return unique


def _rows(package: OfficePackage, part: str, cells: _Cells, headers: list[str]) -> Iterator[tuple[int, str]]:
    """(row, line) of each row that has text; the headers and footers of the sheet go to ``headers`` on the way."""
    with package.archive.open(part) as member:
        number = 0
        for _, element in iterate_xml(member, tag=("{*}row", "{*}headerFooter")):
            if local_name(element) == "headerFooter":
                headers.extend(header_lines(element))
                continue
            said = element.get("r", "")
            number = int(said) if said.isascii() and said.isdigit() and len(said) < 8 else number + 1
            line = _line(element, cells)
            _drop(element)
            if line:
                yield number, line


def _drop(row: etree._Element) -> None:
    """Give a read row's memory back: its own and its place in the tree."""
    row.clear()
    parent = row.getparent()
    if parent is not None:
        while row.getprevious() is not None:
            del parent[0]


def _line(row: etree._Element, cells: _Cells) -> str:
    pieces: list[str] = []
    value_tag = str(row.tag)[:-3] + "v"
    column = last = filled = 0
    for cell in row:
        column = cells.column(cell.get("r", ""), column + 1)
        text = _cell(cell, value_tag, cells)
        if not text:
            continue
        filled += 1
        gap = column - last if filled > 1 else column - 1
        pieces.append("\t" * (max(gap, int(filled > 1)) if gap <= WIDEST_GAP else 1))
        pieces.append(text)
        last = column
    cells.spend(filled)
    return "".join(pieces)


def _cell(cell: etree._Element, value_tag: str, cells: _Cells) -> str:
    """A cell as one line of text; line ends and tabs inside become spaces. A formula gives its stored result."""
    kind = cell.get("t", "n")
    value = formula = None
    for child in cell:
        if child.tag == value_tag:
            value = child.text
        elif local_name(child) == "is":
            return _flat(_rich_text(child))
        else:
            formula = child.text or formula
    if value is None:
        return f"={_flat(formula)}" if formula else ""
    if kind == "n":
        style = cell.get("s", "0")
        index = int(style) if style.isascii() and style.isdigit() and len(style) < 7 else 0
        # Counts and identifiers are most of all numbers.
        if (
            value.isascii()
            and value.isdigit()
            and len(value) < 15
            and (index >= len(cells.formats) or not cells.formats[index].patterns)
        ):
            return value.lstrip("0") or "0"
        return cells.formats[index].show(value) if index < len(cells.formats) else CellFormat().show(value)
    if kind == "s":
        index = int(value) if value.strip().isascii() and value.strip().isdigit() and len(value) < 12 else -1
        return cells.strings[index] if 0 <= index < len(cells.strings) else ""
    if kind == "b":
        return "TRUE" if value.strip() in ("1", "true") else "FALSE"
    if kind == "d":
        return value.strip().removesuffix("T00:00:00").replace("T", " ")
    return _flat(value)


def _flat(text: str) -> str:
    """One line, with ``_x000D_`` and its like turned back into the characters they stand for."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: _unescaped(int(match[1], 16)), text)
    return " ".join(text.split())


def _unescaped(code: int) -> str:
    return " " if code < 0x20 or 0xD800 <= code <= 0xDFFF else chr(code)


def _rich_text(element: etree._Element) -> str:
    """The runs of a string; its phonetic guides (``rPh``) are left out."""
    pieces: list[str] = []
    for child in element:
        name = local_name(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces.extend(text.text or "" for text in child.iterchildren("{*}t"))
    return "".join(pieces)


def _shared_strings(package: OfficePackage, main: str) -> list[str]:
    strings: list[str] = []
    characters = 0
    for part in package.related(main, "sharedStrings")[:1]:
        with package.archive.open(part) as member:
            for _, item in iterate_xml(member, tag="{*}si"):
                text = _flat(_rich_text(item))
                _drop(item)
                characters += len(text) + 50
                if characters > MAX_SHARED_CHARACTERS:
                    raise FileRefused(Refusal.TOO_LARGE, limit="shared_strings")
                strings.append(text)
    return strings


def _formats(package: OfficePackage, main: str, date_1904: bool) -> list[CellFormat]:
    for part in package.related(main, "styles"):
        root = package.optional_root(part)
        if root is None:
            continue
        codes = {e.get("numFmtId"): e.get("formatCode") for e in root.iterfind("{*}numFmts/{*}numFmt")}
        known: dict[str, CellFormat] = {}
        formats: list[CellFormat] = []
        for style in root.iterfind("{*}cellXfs/{*}xf"):
            identity = style.get("numFmtId", "0")
            if identity not in known:
                number = int(identity) if identity.isascii() and identity.isdigit() and len(identity) < 7 else 0
                known[identity] = cell_format(number, codes.get(identity), date_1904)
            formats.append(known[identity])
        return formats
    return []
