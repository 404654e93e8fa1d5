"""What the Ask page shows before the first question: what to do, and questions to start from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.ask.starter import Starter
from app.ui.theme.sizes import MEASURE
from app.ui.widgets.buttons import ElidedButton, button
from app.ui.widgets.text import label

_EXAMPLES = 3


class EmptyAsk(QWidget):
    """Signals: ``add_asked()``; ``example_chosen(question)``."""

    add_asked = Signal()
    example_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumWidth(MEASURE)
        self._documents: int | None = None
        self._waiting = 0
        self._starters: tuple[Starter, ...] = ()
        self._title, self._text = label("title", wrap=True), label("reading", wrap=True)
        self._add, self._try = button("primary"), label("small")
        self._examples = [ElidedButton("example") for _ in range(_EXAMPLES)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 24, 0, 24)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(16)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._try)
        for example in self._examples:
            column.addWidget(example)
            example.clicked.connect(lambda _on=False, example=example: self.example_chosen.emit(example.full_text))
        column.addStretch(3)
        self._add.clicked.connect(self.add_asked)
        self._retranslate()

    def show_library(self, documents: int, starters: Sequence[Starter], *, waiting: int = 0) -> None:
        """``documents`` that can be asked about, ``waiting`` ones that are being read, and parts to begin with."""
        self._documents, self._waiting, self._starters = documents, waiting, tuple(starters)
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        nothing = self._documents == 0
        if nothing and self._waiting:
            self._title.setText(self.tr("Your documents are being read"))
            self._text.setText(self.tr("You can ask as soon as the first of them is there."))
        elif nothing:
            self._title.setText(self.tr("Start with your documents"))
            self._text.setText(
                self.tr(
                    "Drop files or folders anywhere in this window. They stay where they are, "
                    "and nothing leaves this computer. Then ask what you want to know."
                )
            )
        else:
            self._title.setText(self.tr("What would you like to know?"))
            self._text.setText(self.tr("Answers come from your documents, and each shows the passages it rests on."))
        self._add.setText(self.tr("Add documents…"))
        self._add.setVisible(nothing and not self._waiting)
        known = self._starters if not nothing else ()
        self._try.setText(self.tr("For example"))
        self._try.setVisible(bool(known))
        question = self.tr("What does “{title}” say about “{topic}”?")
        for at, example in enumerate(self._examples):
            example.setVisible(at < len(known))
            if at < len(known):
                example.set_full_text(question.format(title=known[at].document, topic=known[at].topic))
