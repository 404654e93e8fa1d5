"""Where a person writes or pastes what is to be translated; takes so much and says so when there was more."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QTextCursor

from app.ui.translate.text.linked_pane import LinkedPane
from app.ui.translate.text.linked_text import plain

MOST = 10_000
"""Characters: some four pages. What is longer is a document."""


class SourcePane(LinkedPane):
    """Signals: ``cut_short(given)`` when a paste of ``given`` characters did not fit whole."""

    cut_short = Signal(int)

    def put(self, text: str) -> None:
        """Replace all of it, as a person would; it can be undone."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        self.setTextCursor(cursor)
        self.insert(text)

    def insert(self, text: str) -> None:
        """At the caret, in place of what is selected; what is too much is left out and told."""
        given, cursor = len(text), self.textCursor()
        room = MOST - (len(self.text) - len(cursor.selectedText()))
        taken = plain(text[: max(room, 0) + 1])[: max(room, 0)]
        self._fit_size("x" * (len(self.text) + len(taken)))
        cursor.insertText(taken)
        self.setTextCursor(cursor)
        if given > room:
            self.cut_short.emit(given)

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insert(source.text())
