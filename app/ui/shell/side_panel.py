"""The one place beside a page: the document behind a citation, the history, the proof of the seal. Knows no content."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.text import ElidedLabel

MINIMUM_WIDTH = 300


class SidePanel(QFrame):
    """Holds one widget at a time. Signals: ``opened()``, ``closed()`` after it was closed by a person or a page."""

    opened = Signal()
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setMinimumWidth(MINIMUM_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._widget: QWidget | None = None
        self._came_from: QWidget | None = None
        self._title = ElidedLabel("strong")
        self._close = IconButton(theme, "close", size=16)
        self._close.clicked.connect(self.close_panel)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 8, 6)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self._retranslate()
        self.hide()

    @property
    def is_open(self) -> bool:
        return not self.isHidden()

    @property
    def content(self) -> QWidget | None:
        return self._widget if self.is_open else None

    def show_widget(self, widget: QWidget, title: str) -> None:
        """Put ``widget`` in the panel and open it. What was there before is hidden, and goes with the panel."""
        if not self.is_open:
            self._came_from = self.window().focusWidget()
        if self._widget is not widget:
            self._take_out()
            self._widget = widget
            self._column.addWidget(widget, 1)
        widget.show()
        self.set_title(title)
        if not self.is_open:
            self.show()
            self.opened.emit()

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self._title.setToolTip(title)
        self.setAccessibleName(title)

    def close_panel(self) -> None:
        """Close, and give the focus back to where it was. Does nothing when closed already."""
        if not self.is_open:
            return
        had_focus = self.isAncestorOf(self.window().focusWidget()) if self.window().focusWidget() else False
        self.hide()
        self._take_out()
        if had_focus and self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self._came_from = None
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._close.set_words(self.tr("Close the side panel (Esc)"))

    def _take_out(self) -> None:
        if self._widget is not None:
            # It stays a child: what belongs to no window would outlive this one.
            self._column.removeWidget(self._widget)
            self._widget.hide()
            self._widget = None
