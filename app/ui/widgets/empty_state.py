"""What a page shows while it has nothing to show: what is missing, what to do, and the buttons that do it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.text import label

WIDTH = 460


class EmptyState(QWidget):
    def __init__(self, theme: Theme, icon: str, buttons: tuple[QPushButton, ...] = ()) -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        self._sign = QLabel()
        self._title, self._text = label("heading", wrap=True), label("muted", wrap=True)
        centre = Qt.AlignmentFlag.AlignHCenter
        for widget in (self._sign, self._title, self._text):
            widget.setAlignment(centre | Qt.AlignmentFlag.AlignVCenter)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addStretch(1)
        for made in buttons:
            line.addWidget(made)
        line.addStretch(1)
        middle = QWidget()
        middle.setMaximumWidth(WIDTH)
        column = QVBoxLayout(middle)
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(self._sign)
        column.addSpacing(16)
        column.addWidget(self._title)
        column.addSpacing(8)
        column.addWidget(self._text)
        column.addSpacing(24)
        column.addLayout(line)
        column.addStretch(3)
        whole = QHBoxLayout(self)
        whole.addStretch(1)
        whole.addWidget(middle, 100)
        whole.addStretch(1)
        theme.changed.connect(self._paint_sign)
        self._paint_sign()

    def say(self, title: str, text: str) -> None:
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(f"{title}. {text}")

    @property
    def title(self) -> str:
        return self._title.text()

    def _paint_sign(self) -> None:
        self._sign.setPixmap(self._theme.pixmap(self._icon, "accent", 48))
