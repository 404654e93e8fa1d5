"""The segments of one transcript as rows; values only. The row that is heard now is known by its number."""

from __future__ import annotations

import bisect
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from app.domain.dictate.transcript import TranscriptSegment
from app.ui.dictate.times import clock

Index = QModelIndex | QPersistentModelIndex
SEGMENT = Qt.ItemDataRole.UserRole
HEARD = Qt.ItemDataRole.UserRole + 1
"""Whether it is this row that is heard now."""
_NO_PARENT = QModelIndex()


class TranscriptRows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._segments: tuple[TranscriptSegment, ...] = ()
        self._starts: list[float] = []
        self._heard = -1

    def show(self, segments: tuple[TranscriptSegment, ...]) -> None:
        self.beginResetModel()
        self._segments, self._heard = segments, -1
        self._starts = [segment.start for segment in segments]
        self.endResetModel()

    @property
    def segments(self) -> tuple[TranscriptSegment, ...]:
        return self._segments

    def row_at(self, second: float) -> int:
        """The segment that is spoken at ``second``, else the last one before it; -1 before the first."""
        return bisect.bisect_right(self._starts, second + 1e-3) - 1

    def hear(self, second: float | None) -> int:
        """Mark what is heard at ``second`` (None: nothing is playing); returns its row if it is another, else -1."""
        row = -1 if second is None else self.row_at(second)
        if row == self._heard:
            return -1
        before, self._heard = self._heard, row
        for changed in (before, row):
            if changed >= 0:
                self.dataChanged.emit(self.index(changed), self.index(changed), [HEARD])
        return row

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._segments)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        segment = self._segments[index.row()]
        if role == SEGMENT:
            return segment
        if role == HEARD:
            return index.row() == self._heard
        if role == Qt.ItemDataRole.DisplayRole:
            return segment.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{clock(segment.start)}, {segment.text}"
        return None
