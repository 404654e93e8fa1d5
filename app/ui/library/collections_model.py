"""The collections as rows: all documents first, then each by name; a name can be edited in place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.domain.library.document import Collection
from app.ui.translation import translate
from app.wording import collection_name

Index = QModelIndex | QPersistentModelIndex
COUNT = Qt.ItemDataRole.UserRole
IS_ALL = Qt.ItemDataRole.UserRole + 1


class CollectionRows(QAbstractListModel):
    """Signals: ``renamed(collection_id, name)``: an intention; the row keeps its name until it is shown anew."""

    renamed = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._collections: list[Collection] = []

    @property
    def collections(self) -> list[Collection]:
        return list(self._collections)

    def show(self, collections: list[Collection]) -> None:
        if [c.id for c in collections] == [c.id for c in self._collections]:
            self._collections = collections
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))
            return
        self.beginResetModel()
        self._collections = collections
        self.endResetModel()

    def collection(self, index: Index) -> Collection | None:
        """None for the row of all documents."""
        return self._collections[index.row() - 1] if index.isValid() and index.row() > 0 else None

    def row_of(self, collection_id: int | None) -> int:
        """0, all documents, for None and for a collection that is gone."""
        for row, collection in enumerate(self._collections, start=1):
            if collection.id == collection_id:
                return row
        return 0

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._collections) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.collection(index) is not None else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        collection = self.collection(index)
        name = self.tr("All documents") if collection is None else collection_name(collection, translate)
        count = sum(c.documents for c in self._collections) if collection is None else collection.documents
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}, {count}"
        if role == COUNT:
            return count
        return collection is None if role == IS_ALL else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        collection, name = self.collection(index), str(value).strip()
        if (
            role != Qt.ItemDataRole.EditRole
            or collection is None
            or not name
            or name == collection_name(collection, translate)
        ):
            return False
        self.renamed.emit(collection.id, name)
        return True

    def retranslate(self) -> None:
        self.dataChanged.emit(self.index(0), self.index(0))
