"""Header cells of Excel's tables: a column's name and the text in its cell must be the same, or Excel repairs the file.

Where a formula names columns, or two would get one name, the header stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from app.engines.loaders.office.sheet import column_number
from app.engines.loaders.xml_guard import iterate_xml
from app.engines.writers.cell_text import CellText
from app.engines.writers.office_file import OfficeFile

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(slots=True)
class _Table:
    part: str
    columns: dict[int, int] = field(default_factory=dict)
    """Column of the table, from 0, to the index of its header's shared text."""
    renamed: dict[int, str] = field(default_factory=dict)


class HeaderCells:
    """Looks through ``sheets`` for tables; only those sheets that have one are read."""

    def __init__(self, file: OfficeFile, sheets: Sequence[str]) -> None:
        self._file = file
        self._tables: list[_Table] = []
        self._fixed: set[int] = set()
        self._units: dict[int, CellText] = {}
        for sheet in sheets:
            tables = file.package.related(sheet, "table")
            if tables:
                self._look(sheet, tables)
        if self._tables and self._formulas_name_columns(sheets):
            self._fixed = {index for table in self._tables for index in table.columns.values()}
        self._headers = {index for table in self._tables for index in table.columns.values()}

    def may_change(self, index: int) -> bool:
        return index not in self._fixed

    def remember(self, index: int, unit: CellText) -> None:
        if index in self._headers:
            self._units[index] = unit

    def settle(self) -> None:
        """When all shared texts are translated: take back what would give two columns of a table one name."""
        for table in self._tables:
            names = [self._units[index].words.casefold() for index in table.columns.values() if index in self._units]
            if len(set(names)) < len(names) or "" in names:
                for index in table.columns.values():
                    if index in self._units:
                        self._units[index].undo()
        for table in self._tables:
            for column, index in table.columns.items():
                if index in self._units:
                    table.renamed[column] = self._units[index].words

    def rename_columns(self) -> None:
        for table in self._tables:
            with self._file.changing(table.part) as root:
                columns = list(root.iter("{*}tableColumn")) if root is not None else []
                for at, name in table.renamed.items():
                    if at < len(columns) and _stored(columns[at].get("name") or "") != name:
                        columns[at].set("name", name.replace("\n", "_x000a_"))

    def _look(self, sheet: str, tables: Sequence[str]) -> None:
        wanted: dict[tuple[int, int], tuple[_Table, int]] = {}
        for part in tables:
            root = self._file.package.optional_root(part)
            found = _RANGE.match(root.get("ref") or "") if root is not None else None
            if root is None or found is None or root.get("headerRowCount") == "0":
                continue
            table = _Table(part)
            self._tables.append(table)
            first, row = column_number(found[1]), int(found[2])
            for at in range(len(list(root.iter("{*}tableColumn")))):
                wanted[row, first + at] = (table, at)
        last = max((row for row, _ in wanted), default=0)
        with self._file.package.archive.open(sheet) as stream:
            for _, row_element in iterate_xml(stream, "{*}row"):
                self._take(row_element, wanted)
                number = row_element.get("r") or ""
                row_element.clear()
                if number.isdigit() and int(number) >= last:
                    return

    def _take(self, row: etree._Element, wanted: dict[tuple[int, int], tuple[_Table, int]]) -> None:
        for cell in row.iterchildren("{*}c"):
            place = _CELL.fullmatch(cell.get("r") or "")
            if place is None or cell.get("t") != "s":
                continue
            found = wanted.get((int(place[2]), column_number(place[1])))
            value = cell.findtext("{*}v")
            if found is not None and value is not None and value.strip().isdigit():
                found[0].columns[found[1]] = int(value)

    def _formulas_name_columns(self, sheets: Sequence[str]) -> bool:
        names = []
        for table in self._tables:
            root = self._file.package.optional_root(table.part)
            if root is not None:
                names += [root.get("name"), root.get("displayName")]
                if any(len(column) for column in root.iter("{*}calculatedColumnFormula", "{*}totalsRowFormula")):
                    return True
        wanted = [f"{name}[".encode() for name in names if name]
        return any(
            name in self._file.read(part)
            for part in (*sheets, "xl/workbook.xml")
            if part in self._file.package.archive
            for name in wanted
        )


def _stored(name: str) -> str:
    return name.replace("_x000a_", "\n").replace("_x000A_", "\n")
