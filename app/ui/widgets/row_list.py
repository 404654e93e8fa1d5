"""A list of painted rows of one height, several of which can be chosen: the history, the library."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QListView


def row_list(rows: QAbstractItemModel, keys: QObject) -> QListView:
    """``keys``: whose eventFilter sees its keys first. It wants a painter."""
    view = QListView()
    view.setModel(rows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setUniformItemSizes(True)
    view.setMouseTracking(True)
    view.installEventFilter(keys)
    return view
