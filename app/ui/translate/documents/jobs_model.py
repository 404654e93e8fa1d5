"""Documents under translation as a list model, the newest first; holds values, asks no service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from app.domain.translate.document_translation import TranslationJob, TranslationJobState
from app.ui.translate.documents.words import marked_words, pair_words, state_words

ROW = Qt.ItemDataRole.UserRole + 1
_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class JobRow:
    """``writes``: its file is being written. A job whose ``id`` is below 0 is still being read."""

    job: TranslationJob
    writes: bool = False

    @property
    def is_running(self) -> bool:
        return self.job.state is TranslationJobState.RUNNING

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.job.done / self.job.segments if self.job.segments else 0.0


class Jobs(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._rows: list[JobRow] = []

    @property
    def rows(self) -> Sequence[JobRow]:
        return tuple(self._rows)

    def show_rows(self, rows: Sequence[JobRow]) -> None:
        """In this order. What only changed keeps its row, and the selection."""
        if [row.job.id for row in rows] == [row.job.id for row in self._rows]:
            for at, row in enumerate(rows):
                if row != self._rows[at]:
                    self._rows[at] = row
                    self.dataChanged.emit(self.index(at), self.index(at))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row_of(self, job_id: int) -> int:
        """-1 where it is not listed."""
        return next((n for n, row in enumerate(self._rows) if row.job.id == job_id), -1)

    def row(self, at: int) -> JobRow | None:
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.job.path.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = (row.job.path.name, pair_words(row.job), state_words(row.job, writes=row.writes))
            return ", ".join(part for part in (*told, marked_words(row.job.marked)) if part)
        return row if role == ROW else None
