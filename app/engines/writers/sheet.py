"""Excel workbooks (xlsx, xlsm): texts of cells, comments, shapes, charts, headers; formulas and sheet names stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.domain.translate.document_translation import DocumentChoices, DocumentFormat
from app.engines.loaders.office.ooxml import relation_id
from app.engines.loaders.section import Source
from app.engines.writers.cell_text import CellText
from app.engines.writers.drawing import drawing_parts, drawing_units
from app.engines.writers.office_file import OfficeFile
from app.engines.writers.plain_text import AttributeText, ElementText, PlainText
from app.engines.writers.sheet_tables import HeaderCells
from app.engines.writers.sheet_values import named_values
from app.engines.writers.unit import Unit

_HEADERS = ("oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter")
_TOLD = ("promptTitle", "prompt", "errorTitle", "error", "tooltip")
"""What a cell says when it is chosen, filled in wrongly or pointed at."""
_CODES = re.compile(r'(&(?:"[^"]*"|\d+|K[0-9A-Fa-f]{6}|K\d{2}[+-]\d{3}|[A-Za-z&]))')
_SECTIONS = re.compile(r"(&[LCR])")


class SheetRewriter:
    """One workbook. Raises FileRefused as the guards do."""

    format = DocumentFormat.XLSX
    suffix = ""

    def __init__(self, source: Source, choices: DocumentChoices) -> None:
        self._file = OfficeFile(source)
        self._choices = choices
        self._values: frozenset[str] = frozenset()
        self._main = self._file.package.main_part("xl", "workbook.xml")
        if self._main.lower().endswith(".bin"):
            raise FileRefused(Refusal.UNSUPPORTED, part=self._main)

    def units(self) -> Iterator[Unit]:
        """Shared texts of all sheets in the order of their table, then each sheet's own and what stands around."""
        sheets = self._sheets()
        headers = HeaderCells(self._file, sheets)
        self._values = named_values(self._bytes(part) for part in [*sheets, self._main])
        for part in self._file.package.related(self._main, "sharedStrings"):
            with self._file.changing(part) as root:
                if root is None:
                    continue
                for index, item in enumerate(list(root.iterchildren("{*}si"))):
                    unit = CellText(item, self._choices)
                    if headers.may_change(index) and not self._is_value(unit):
                        headers.remember(index, unit)
                        yield unit
                headers.settle()
        headers.rename_columns()
        for part in sheets:
            yield from self._sheet(part)

    def finish(self) -> bytes:
        return self._file.finish()

    def _sheets(self) -> list[str]:
        package = self._file.package
        relations = package.relations(self._main)
        found = (relations.get(relation_id(sheet) or "") for sheet in package.root(self._main).iter("{*}sheet"))
        return [relation.target for relation in found if relation is not None]

    def _sheet(self, part: str) -> Iterator[Unit]:
        package = self._file.package
        data = self._bytes(part)
        if any(sign in data for sign in (b"inlineStr", b"headerFooter", b"dataValidation ", b"tooltip=")):
            with self._file.changing(part) as root:
                if root is not None:
                    yield from self._cells(root)
        for kind in ("comments", "threadedComment"):
            for comments in package.related(part, kind):
                with self._file.changing(comments) as root:
                    if root is not None:
                        yield from self._comments(root)
        drawings = package.related(part, "drawing")
        for drawing in [*drawings, *drawing_parts(package, drawings), *drawing_parts(package, [part])]:
            with self._file.changing(drawing) as root:
                if root is not None:
                    yield from drawing_units(root, self._choices)

    def _bytes(self, part: str) -> bytes:
        return self._file.read(part) if part in self._file.package.archive else b""

    def _is_value(self, unit: CellText) -> bool:
        return bool(self._values) and unit.words.strip().casefold() in self._values

    def _cells(self, root: etree._Element) -> Iterator[Unit]:
        for item in list(root.iter("{*}is")):
            unit = CellText(item, self._choices)
            if not self._is_value(unit):
                yield unit
        for element in list(root.iter("{*}dataValidation", "{*}hyperlink")):
            for name in _TOLD:
                if element.get(name):
                    yield AttributeText(element, name, self._choices)
        for name in _HEADERS:
            for element in list(root.iter(f"{{*}}{name}")):
                yield from _header_units(element)

    def _comments(self, root: etree._Element) -> Iterator[Unit]:
        for comment in list(root.iter("{*}comment", "{*}threadedComment")):
            for text in comment.iterchildren("{*}text"):
                yield ElementText(text, self._choices) if not len(text) else CellText(text, self._choices)


def _header_units(element: etree._Element) -> Iterator[Unit]:
    """The left, middle and right part of a header, each on its own."""
    parts = _SECTIONS.split(element.text or "")
    for at in range(0, len(parts), 2):
        if parts[at].strip():
            yield _HeaderPart(element, parts, at)


class _HeaderPart:
    """Never both languages: a header has no room."""

    def __init__(self, element: etree._Element, parts: list[str], at: int) -> None:
        self._element, self._parts, self._at = element, parts, at
        self._plain = PlainText(parts[at], _CODES)

    @property
    def text(self) -> str:
        return self._plain.segment

    def put(self, translation: str) -> None:
        made = self._plain.translated(translation)
        previous = self._parts[self._at - 1] if self._at else ""
        # Digits right behind a code would be read as a size of letters.
        self._parts[self._at] = f" {made}" if previous and made[:1].isdigit() else made
        self._element.text = "".join(self._parts)
