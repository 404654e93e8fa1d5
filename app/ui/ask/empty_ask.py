"""What the Ask page shows before the first question: what to do, and questions to start from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.ui.theme.sizes import MEASURE
from app.ui.widgets.buttons import button
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
        self._titles: tuple[str, ...] = ()
        self._title, self._text = label("title", wrap=True), label("reading", wrap=True)
        self._add = button("primary")
        self._examples: list[QPushButton] = [button("link") for _ in range(_EXAMPLES)]
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 24, 40, 24)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(4)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        for example in self._examples:
            column.addWidget(example, 0, Qt.AlignmentFlag.AlignLeft)
            example.clicked.connect(lambda _on=False, example=example: self._choose(example))
        column.addStretch(3)
        self._add.clicked.connect(self.add_asked)
        self._retranslate()

    def show_library(self, documents: int, titles: Sequence[str]) -> None:
        """``documents`` that can be asked about, and the names of some of them."""
        self._documents, self._titles = documents, tuple(titles)
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _choose(self, example: QPushButton) -> None:
        self.example_chosen.emit(str(example.property("question")))

    def _retranslate(self) -> None:
        nothing = self._documents == 0
        if nothing:
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
        self._add.setVisible(nothing)
        patterns = (
            self.tr("What is “{title}” about?"),
            self.tr("What are the main points of “{title}”?"),
            self.tr("Which dates and numbers are in “{title}”?"),
        )
        for at, example in enumerate(self._examples):
            known = at < len(self._titles) and not nothing
            example.setVisible(known)
            if known:
                question = patterns[at].format(title=self._titles[at])
                example.setText(question.replace("&", "&&"))
                example.setProperty("question", question)
