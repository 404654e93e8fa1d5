"""Terms that documents suggest: each is taken with a translation, or put aside for good."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.ui.widgets.buttons import ElidedButton, button
from app.ui.widgets.text import label


class Suggestions(QFrame):
    """One at a time, hidden without any. Signals: ``taken(word)``, ``refused(word)``."""

    taken = Signal(str)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []
        self.setProperty("role", "sunken")
        self._head, self._word = label("small"), ElidedButton("link")
        self._take, self._refuse = button(), button("quiet")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._word, 1)
        line.addWidget(self._refuse)
        line.addWidget(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 12, 8)
        column.setSpacing(2)
        column.addWidget(self._head)
        column.addLayout(line)
        self._word.clicked.connect(lambda: self._answer(taken=True))
        self._take.clicked.connect(lambda: self._answer(taken=True))
        self._refuse.clicked.connect(lambda: self._answer(taken=False))
        self._retranslate()
        self.hide()

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self._words)

    def show_words(self, words: Sequence[str]) -> None:
        self._words = list(words)
        self.setVisible(bool(words))
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _answer(self, *, taken: bool) -> None:
        if self._words:
            word = self._words.pop(0)
            self.show_words(self._words)
            (self.taken if taken else self.refused).emit(word)

    def _retranslate(self) -> None:
        self._head.setText(self.tr("%n word(s) that stand often in your documents", "", len(self._words)))
        self._word.set_full_text(self._words[0] if self._words else "")
        self._take.setText(self.tr("Make it a term"))
        self._refuse.setText(self.tr("Not this one"))
