"""Other ways to say one sentence: a small list at the sentence, walked by arrows, chosen by Enter or a click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRect, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from app.ui.translate.wide_type import fitted, is_wide
from app.ui.widgets.text import label

WIDTH, MOST_SHOWN = 440, 6


class WordingsPopup(QFrame):
    """Signals: ``chosen(n, text)`` for the sentence it was opened for."""

    chosen = Signal(int, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setProperty("role", "overlay")
        self.setFixedWidth(WIDTH)
        self._sentence, self._at = -1, QRect()
        self._said, self._list, self._found = label("small", wrap=True), QListView(), QStringListModel(self)
        self._list.setModel(self._found)
        self._list.setWordWrap(True)
        self._list.setFixedWidth(WIDTH - 18)
        self._list.setProperty("role", "choices")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.clicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        column.addWidget(self._said)
        column.addWidget(self._list)
        self.setFocusProxy(self._list)

    @property
    def sentence(self) -> int:
        """For which it is open; -1 when closed."""
        return self._sentence if self.isVisible() else -1

    @property
    def said(self) -> str:
        return self._said.text()

    def open_for(self, sentence: int, at: QRect) -> None:
        """While other wordings are looked for. ``at``: the sentence's first line, in global points."""
        self._sentence, self._at = sentence, at
        self._found.setStringList([])
        self._list.hide()
        self._say(self.tr("Looking for other wordings…"))
        self._place()
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_wordings(self, wordings: Sequence[str]) -> None:
        if not self.isVisible():
            return
        self._list.setFont(fitted(self._list.font(), wide=any(is_wide(text) for text in wordings)))
        self._found.setStringList(list(wordings))
        self._list.setVisible(bool(wordings))
        self._list.setAccessibleName(self.tr("Other wordings; Enter takes one"))
        self._say(self.tr("Other wordings") if wordings else self.tr("No other wording was found for this sentence."))
        if wordings:
            self._list.setCurrentIndex(self._found.index(0))
            self._list.setFocus(Qt.FocusReason.PopupFocusReason)
        QTimer.singleShot(0, self, self._place)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._list.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _say(self, text: str) -> None:
        self._said.setText(text)
        self.setAccessibleName(text)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            sentence, text = self._sentence, str(index.data())
            self.close()
            self.chosen.emit(sentence, text)

    def _place(self) -> None:
        last = min(self._found.rowCount(), MOST_SHOWN) - 1
        self._list.doItemsLayout()
        height = self._list.visualRect(self._found.index(last)).bottom() + 5 if last >= 0 else 1
        self._list.setFixedHeight(height)
        self.adjustSize()
        screen = self.screen().availableGeometry()
        x = min(max(screen.left() + 8, self._at.left() - 12), screen.right() - WIDTH - 8)
        y = self._at.bottom() + 6
        if y + self.height() > screen.bottom():
            y = self._at.top() - self.height() - 6
        self.move(x, y)
