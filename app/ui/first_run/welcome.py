"""What Alcove is for, and the three ways to begin: get the recommended set, bring models along, or start without."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.services.models.choose_models import Recommendation
from app.ui.model_parts.recommended_words import cost_words, set_lines
from app.ui.widgets.buttons import button
from app.ui.widgets.text import label
from app.wording.quantities import amount

DOORS = 3
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
        self._doors = [(label("strong"), label("body", wrap=True)) for _ in range(DOORS)]
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
        column.addLayout(self._doors_grid())
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
        doors = "\n".join(f"{name.text()} {what.text()}" for name, what in self._doors)
        return f"{self._title.text()}\n{doors}\n{self._models.text()}\n{self._cost.text()}\n{self._alone.text()}"

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _doors_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (name, what) in enumerate(self._doors):
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(what, row, 1)
        return grid

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Welcome to Alcove"))
        texts = (
            (self.tr("Ask"), self.tr("your own documents, and see the very passage that each answer rests on.")),
            (self.tr("Translate"), self.tr("texts as you type them, and whole documents that keep their layout.")),
            (self.tr("Dictate"), self.tr("into any program, and turn recordings into text that can be searched.")),
        )
        for (name, what), words in zip(self._doors, texts, strict=True):
            name.setText(words[0])
            what.setText(words[1])
        self._text.setText(
            self.tr("All of it happens on this computer: nothing that you read, write or say leaves it.")
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
