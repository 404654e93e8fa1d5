"""The rows of the library list: documents, and while a person searches, headings and passages too. Values only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.domain.ask.search import Hit
from app.domain.library.document import Document
from app.ui.library.row_words import name_words, spoken, state_words
from app.ui.translation import translate
from app.wording import place_words
from app.wording.sources import source_name

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
"""The role under which the delegate gets the row's value."""


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


Row = Document | Heading | Hit


def row_key(row: Row) -> tuple[str, Any]:
    """What makes a row the same row after a refresh."""
    if isinstance(row, Document):
        return ("document", row.id)
    return ("hit", row.passage_id) if isinstance(row, Hit) else ("heading", row.text)


class LibraryRows(QAbstractListModel):
    """Signals: ``more_wanted(shown)`` when the list is scrolled to its end and more documents exist."""

    more_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self._complete = True
        self._asked_for_more = False

    @property
    def rows(self) -> list[Row]:
        return list(self._rows)

    def row(self, index: Index) -> Row:
        return self._rows[index.row()]

    def show(self, rows: list[Row], *, complete: bool = True) -> None:
        """Replace all rows. Where only values changed, selection and scroll position stay."""
        self._complete, self._asked_for_more = complete, False
        old, new = [row_key(row) for row in self._rows], [row_key(row) for row in rows]
        if old == new:
            self._replace_values(rows)
        elif new[: len(old)] == old and old:
            self._replace_values(rows[: len(old)])
            self.beginInsertRows(QModelIndex(), len(old), len(new) - 1)
            self._rows = rows
            self.endInsertRows()
        else:
            self._replace_all(rows, new)

    def append(self, rows: Sequence[Row], *, complete: bool) -> None:
        """More of the same list, after what is there."""
        self._complete, self._asked_for_more = complete, False
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows = [*self._rows, *rows]
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._complete and not self._asked_for_more

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._asked_for_more = True
            self.more_wanted.emit(len(self._rows))

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self.row(index), Heading):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row(index)
        if role == ROW:
            return row
        if isinstance(row, Heading):
            return row.text if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return name_words(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row) if isinstance(row, Document) else f"{name_words(row)}, {_where(row)}, {row.text}"
        if role == Qt.ItemDataRole.ToolTipRole:
            name = source_name(row.path, row.title, translate)
            return f"{name}\n{state_words(row)}" if isinstance(row, Document) else name
        return None

    def _replace_values(self, rows: list[Row]) -> None:
        changed = [number for number, row in enumerate(rows) if row != self._rows[number]]
        self._rows[: len(rows)] = rows
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def _replace_all(self, rows: list[Row], keys: list[tuple[str, Any]]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        at = {key: number for number, key in enumerate(keys)}
        kept = [at.get(row_key(self._rows[index.row()])) for index in before]
        self._rows = rows
        self.changePersistentIndexList(
            before, [QModelIndex() if number is None else self.index(number) for number in kept]
        )
        self.layoutChanged.emit()


def _where(hit: Hit) -> str:
    return place_words(hit.place, translate)
