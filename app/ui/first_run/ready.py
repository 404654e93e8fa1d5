"""The end of the first run: what works now, and questions to the sample documents, each asked by one click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.widgets.buttons import ElidedButton, button
from app.ui.widgets.text import label

QUESTIONS = 3


class Ready(QWidget):
    """Signals: ``question_asked(str)``, ``left()``."""

    question_asked = Signal(str)
    left = Signal()

    def __init__(self, *, with_samples: bool) -> None:
        super().__init__()
        self._with_samples, self._names, self._told, self._reading = with_samples, "", "", False
        self._title, self._text = label("title", wrap=True), label("reading", wrap=True)
        self._result, self._try = label("muted", wrap=True), label("body", wrap=True)
        self._questions = [ElidedButton("example") for _ in range(QUESTIONS)]
        self._leave = button()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._title, self._text, self._result):
            column.addWidget(widget)
        column.addSpacing(16)
        column.addWidget(self._try)
        for made in self._questions:
            column.addWidget(made)
            made.clicked.connect(lambda _on=False, made=made: self.question_asked.emit(made.full_text))
            made.setVisible(with_samples)
        self._try.setVisible(with_samples)
        column.addSpacing(16)
        column.addWidget(self._leave, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._leave.clicked.connect(self.left)
        self._retranslate()

    def show_models(self, names: str, told: str) -> None:
        """``names`` of the models that serve, '' without a language model; ``told``: what their trial said."""
        self._names, self._told = names, told
        self._retranslate()

    def show_reading(self, *, reading: bool) -> None:
        """The sample documents are being read; the question is asked after that."""
        self._reading = reading
        for made in self._questions:
            made.setEnabled(not reading)
        self._retranslate()

    def press(self, number: int = 0) -> None:
        self._questions[number].click()

    @property
    def text(self) -> str:
        return f"{self._title.text()}\n{self._text.text()}\n{self._result.text()}\n{self._try.text()}"

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Alcove is ready"))
        if self._names:
            self._text.setText(
                self.tr("{0} will answer from your documents, on this computer alone.").format(self._names)
            )
        else:
            self._text.setText(
                self.tr("Answers are quotes from your documents, word for word, until a language model is here.")
            )
        self._result.setText(self._told)
        self._result.setVisible(bool(self._told))
        self._try.setText(
            self.tr("The sample documents are being read; then comes the answer.")
            if self._reading
            else self.tr(
                "Try it with a question to the sample documents. They are made up, come into the library, "
                "and can be removed there."
            )
        )
        texts = (
            self.tr("How much notice do I have to give before I move out?"),
            self.tr("How many days of leave can be carried over?"),
            self.tr("How often must the filter of the dishwasher be cleaned?"),
        )
        for made, text in zip(self._questions, texts, strict=True):
            made.set_full_text(text)
        self._leave.setText(self.tr("Start with my own documents"))
