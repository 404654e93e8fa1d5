"""Words that the person's own documents use often, each to be taken or left; hidden while there are none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import IconButton, button
from app.ui.widgets.text import ElidedLabel, label

MOST_SHOWN = 6
"""A list to work through, not a wall: the next ones come as these are answered."""


class SuggestedWords(QFrame):
    """Signals: ``wanted()`` to look for some, ``answered(term, taken)``, ``all_left(terms)``."""

    wanted = Signal()
    answered = Signal(str, bool)
    all_left = Signal(list)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "sunken")
        self._theme, self._terms = theme, list[str]()
        self._title, self._leave_all = label("strong", wrap=True), button("link")
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._leave_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(self._list)
        self._leave_all.clicked.connect(lambda: self.all_left.emit(list(self._terms)))
        self._retranslate()
        self.hide()

    @property
    def terms(self) -> list[str]:
        """All that wait, also those that are not shown yet."""
        return list(self._terms)

    def show_terms(self, terms: Sequence[str]) -> None:
        self._terms = list(terms)
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._fill()
        super().changeEvent(event)

    def _fill(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        for term in self._terms[:MOST_SHOWN]:
            self._list.addWidget(self._row(term))
        self.setVisible(bool(self._terms))

    def _row(self, term: str) -> QWidget:
        row, name = QWidget(), ElidedLabel()
        name.setText(term)
        take, leave = IconButton(self._theme, "check", "accent", 16), IconButton(self._theme, "close", "muted", 14)
        take.set_words(self.tr("Take “{0}”").format(term))
        leave.set_words(self.tr("Leave “{0}”").format(term))
        take.clicked.connect(partial(self._answer, term, True))
        leave.clicked.connect(partial(self._answer, term, False))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        line.addWidget(name, 1)
        line.addWidget(take)
        line.addWidget(leave)
        return row

    def _answer(self, term: str, taken: bool, *_clicked: bool) -> None:
        self._terms = [each for each in self._terms if each != term]
        self._fill()
        self.answered.emit(term, taken)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Your documents use these often"))
        self._leave_all.setText(self.tr("Leave all"))
