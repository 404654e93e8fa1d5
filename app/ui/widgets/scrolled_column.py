"""A page as one centred column that scrolls, exactly as high as its wrapped text needs at the width it has."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


class ScrolledColumn(QScrollArea):
    """Qt's own resizing asks wrapped labels for their height at some narrow width, and leaves blank space below."""

    def __init__(self, column: QLayout, widest: int) -> None:
        super().__init__()
        self._widest, self._column = widest, column
        self._ground, self._middle = QWidget(), QWidget()
        self._ground.setProperty("role", "scrolled")
        self._middle.setParent(self._ground)
        self._middle.setLayout(column)
        self._middle.installEventFilter(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._ground)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        room = self.viewport().size()
        width = min(room.width(), self._widest)
        height = max(room.height(), self._column.totalHeightForWidth(width))
        self._ground.resize(room.width(), height)
        self._middle.setGeometry((room.width() - width) // 2, 0, width, height)
