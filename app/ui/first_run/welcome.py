"""The three ways to begin: get the recommended set, bring models along, or start without."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from app.services.models.choose_models import Recommendation
from app.ui.model_parts.recommended_words import cost_words, set_lines
from app.ui.widgets.buttons import button
from app.ui.widgets.text import label
from app.wording.quantities import amount

NARROW = 560
"""px below which the two smaller ways stand one above the other."""


class Welcome(QWidget):
    """Signals: ``set_asked()``, ``bring_asked()``, ``start_asked()``."""

    set_asked = Signal()
    bring_asked = Signal()
    start_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._told: Recommendation | None = None
        self._host = ""
        self._title, self._text = label("title", wrap=True), label("reading", wrap=True)
        self.get, self.bring, self.start = button("primary"), button(), button()
        self._heads = [label("strong", wrap=True) for _ in range(3)]
        self._models, self._cost, self._alone = (
            label("body", wrap=True),
            label("muted", wrap=True),
            label("muted", wrap=True),
        )
        self._bring_text, self._start_text = label("muted", wrap=True), label("muted", wrap=True)
        self._two = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._two.setSpacing(12)
        self._two.addWidget(_way(self._heads[1], [self._bring_text], self.bring), 1)
        self._two.addWidget(_way(self._heads[2], [self._start_text], self.start), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(12)
        column.addWidget(_way(self._heads[0], [self._models, self._cost, self._alone], self.get))
        column.addLayout(self._two)
        column.addStretch(1)
        self.get.clicked.connect(self.set_asked)
        self.bring.clicked.connect(self.bring_asked)
        self.start.clicked.connect(self.start_asked)
        self._retranslate()

    def show_set(self, told: Recommendation, host: str) -> None:
        self._told, self._host = told, host
        self._retranslate()

    def set_narrow(self, *, narrow: bool) -> None:
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._two.direction() != way:
            self._two.setDirection(way)

    @property
    def text(self) -> str:
        return f"{self._title.text()}\n{self._models.text()}\n{self._cost.text()}\n{self._alone.text()}"

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Welcome to Alcove"))
        self._text.setText(
            self.tr(
                "Ask your own documents, in your own words, and see the very passage each answer rests on. "
                "All of it happens on this computer: nothing that you write or read leaves it."
            )
        )
        self._heads[0].setText(self.tr("Get the models that suit this computer"))
        self._heads[1].setText(self.tr("I have models already"))
        self._heads[2].setText(self.tr("Start without"))
        self._bring_text.setText(
            self.tr("On a stick, in a folder, or in another program on this computer. No network is needed.")
        )
        self._start_text.setText(
            self.tr("Search by words and answers in quotes work now. A model can come at any time.")
        )
        self._alone.setText(self.tr("Nothing but this download ever uses the network."))
        self.bring.setText(self.tr("Bring models…"))
        self.start.setText(self.tr("Start now"))
        self._show_set()

    def _show_set(self) -> None:
        told = self._told
        self.get.setEnabled(told is not None and bool(told.missing) and told.fit.runs)
        if told is None:
            self._models.setText(self.tr("Looking at this computer…"))
            self._cost.setText("")
            self.get.setText(self.tr("Get the set"))
        elif not told.entries:
            self._models.setText(self.tr("No set of models fits this computer. Search and quotes work all the same."))
            self._cost.setText("")
            self.get.setText(self.tr("Get the set"))
        else:
            self._models.setText("\n".join(set_lines(told)))
            self._cost.setText(cost_words(told, self._host))
            self.get.setText(self.tr("Get the set · {0}").format(amount(told.download)))


def _way(head: QLabel, texts: list[QLabel], do: QPushButton) -> QFrame:
    card = QFrame()
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(20, 16, 20, 16)
    column.setSpacing(6)
    column.addWidget(head)
    for text in texts:
        column.addWidget(text)
    column.addStretch(1)
    column.addSpacing(6)
    column.addWidget(do, 0, Qt.AlignmentFlag.AlignLeft)
    return card
