"""Text that grows while somebody speaks: settled words in ink, those that may still change muted."""

from __future__ import annotations

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit

from app.ui.theme.theme import Theme


class LiveText(QTextEdit):
    """Read-only and never markup; it follows its own end unless a person has scrolled up."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._settled = self._tentative = ""
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "live")
        theme.changed.connect(self._colour)

    @property
    def text(self) -> str:
        return self._settled + self._tentative

    def show_text(self, settled: str, tentative: str = "") -> None:
        """What was settled before and still is, is not touched, so that nothing flickers."""
        if (settled, tentative) == (self._settled, self._tentative):
            return
        bar = self.verticalScrollBar()
        follows = bar.value() >= bar.maximum() - 4
        kept = len(self._settled) if settled.startswith(self._settled) else 0
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units((self._settled)[:kept]))
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        cursor.insertText(settled[kept:], self._format("ink"))
        cursor.insertText(tentative, self._format("muted"))
        self._settled, self._tentative = settled, tentative
        if follows:
            bar.setValue(bar.maximum())

    def _format(self, token: str) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setForeground(self._theme.colour(token))
        return look

    def _colour(self) -> None:
        settled, tentative = self._settled, self._tentative
        self._settled = self._tentative = ""
        self.clear()
        self.show_text(settled, tentative)


def _units(text: str) -> int:
    """Qt counts UTF-16 units, in which a character outside the first plane is two."""
    return len(text) + sum(character > "\uffff" for character in text)
