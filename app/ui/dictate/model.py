"""What was spoken, newest first, and the files that are being transcribed; values only."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_NO_PARENT = QModelIndex()


class SpokenState(enum.Enum):
    DONE = enum.auto()
    WAITING = enum.auto()
    """Its sound is safe, its text has not come yet."""
    WORKING = enum.auto()
    FAILED = enum.auto()


@dataclass(frozen=True, slots=True)
class SpokenRow:
    """``key`` tells rows apart: the row's id in the store, or the path of a file that waits for its turn.

    ``title`` is the file's name, or what was said. ``under`` is the line below it, ``when`` UTC. ``done`` is how much
    of a file was heard, 0 to 1, None where that is not known. ``path`` of a file, ``has_text``: some of it is written.
    """

    key: int | str
    is_file: bool
    title: str
    under: str
    when: datetime | None
    seconds: float = 0.0
    state: SpokenState = SpokenState.DONE
    done: float | None = None
    path: str = ""
    has_text: bool = False


class SpokenRows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._rows: list[SpokenRow] = []

    def show(self, rows: Sequence[SpokenRow]) -> None:
        """Replace all rows; what is the same row after it keeps its selection."""
        new = list(rows)
        old_keys, new_keys = [row.key for row in self._rows], [row.key for row in new]
        if old_keys == new_keys:
            changed = [number for number, row in enumerate(new) if row != self._rows[number]]
            self._rows = new
            if changed:
                self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        at = {key: number for number, key in enumerate(new_keys)}
        kept = [at.get(self._rows[index.row()].key) for index in before]
        self._rows = new
        after = [QModelIndex() if number is None else self.index(number) for number in kept]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def row(self, index: Index) -> SpokenRow | None:
        return self._rows[index.row()] if index.isValid() else None

    @property
    def rows(self) -> list[SpokenRow]:
        return list(self._rows)

    def row_of(self, key: int | str) -> int:
        """-1 where it is not listed."""
        return next((number for number, row in enumerate(self._rows) if row.key == key), -1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}, {row.under}"
        return None
