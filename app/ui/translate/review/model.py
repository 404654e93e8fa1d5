"""The segments of one document as a list model: those to look at first, or in the document's order. Asks no service."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from app.domain.translate.document_translation import DocumentSegment, SegmentState
from app.domain.translate.segment import plain

SEGMENT = Qt.ItemDataRole.UserRole + 1
DOUBTED = 0.4
"""A score below it is worth a look."""
_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class Shown(enum.StrEnum):
    TO_LOOK_AT = "to_look_at"
    ALL = "all"


def needs_a_look(segment: DocumentSegment) -> bool:
    """Marked, or of a low score, and nobody has confirmed it."""
    if segment.state in (SegmentState.CORRECTED, SegmentState.WAITING):
        return False
    return bool(segment.marks) or segment.state is SegmentState.KEPT or (segment.score or 1.0) < DOUBTED


class ReviewRows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._segments: list[DocumentSegment] = []
        self._rows: list[int] = []
        self._shown = Shown.ALL

    @property
    def to_look_at(self) -> int:
        return sum(1 for segment in self._segments if needs_a_look(segment))

    @property
    def count(self) -> int:
        return len(self._segments)

    @property
    def shown(self) -> Shown:
        return self._shown

    def show_segments(self, segments: Sequence[DocumentSegment], shown: Shown) -> None:
        """``segments`` in document order. Those to look at: the marked ones first, then by score."""
        self.beginResetModel()
        self._segments, self._shown = list(segments), shown
        at = range(len(self._segments))
        if shown is Shown.ALL:
            self._rows = list(at)
        else:
            looked_at = [n for n in at if needs_a_look(self._segments[n])]
            self._rows = sorted(looked_at, key=lambda n: (not self._segments[n].marks, self._segments[n].score or 1.0))
        self.endResetModel()

    def change(self, ordinals: Sequence[int], target: str) -> None:
        """These were corrected, or accepted; they stay in the list until it is filled anew."""
        wanted = set(ordinals)
        for n, segment in enumerate(self._segments):
            if segment.ordinal in wanted:
                self._segments[n] = replace(segment, target=target, state=SegmentState.CORRECTED, score=1.0, marks=())
                if n in self._rows:
                    index = self.index(self._rows.index(n))
                    self.dataChanged.emit(index, index)

    def alike(self, ordinal: int) -> list[int]:
        """The segments of the same text that nobody corrected, this one with them."""
        source = next((s.source for s in self._segments if s.ordinal == ordinal), None)
        return [
            s.ordinal
            for s in self._segments
            if s.ordinal == ordinal or (s.source == source and s.state is not SegmentState.CORRECTED)
        ]

    def at(self, row: int) -> DocumentSegment | None:
        return self._segments[self._rows[row]] if 0 <= row < len(self._rows) else None

    def next_after(self, row: int) -> int:
        """The next row that needs a look, else the next one; -1 at the end."""
        following = range(row + 1, len(self._rows))
        wanted = (n for n in following if needs_a_look(self._segments[self._rows[n]]))
        return next(wanted, row + 1 if row + 1 < len(self._rows) else -1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        segment = self.at(index.row())
        if segment is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return plain(segment.source)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{plain(segment.source)}: {plain(segment.target or '')}"
        return segment if role == SEGMENT else None
