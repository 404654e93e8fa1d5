"""One question in place of a dialog: what would be lost, yes, or keep."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.widgets.buttons import button
from app.ui.widgets.text import label


class InlineQuestion(QWidget):
    """Hidden while nothing is asked. Signals: ``confirmed(what)`` with what was given to :meth:`ask`."""

    confirmed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._what: object = None
        self._came_from: QWidget | None = None
        self._title, self._text = label("strong", wrap=True), label("body", wrap=True)
        self._yes, self._no = button("danger"), button()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._yes)
        line.addWidget(self._no)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(4)
        column.addLayout(line)
        self._yes.clicked.connect(self._confirm)
        self._no.clicked.connect(self.close_question)
        self._retranslate()
        self.hide()

    def ask(self, title: str, text: str, yes: str, what: object) -> None:
        self._what = what
        self._came_from = self.window().focusWidget()
        self._title.setText(title)
        self._text.setText(text)
        self._yes.setText(yes)
        self.setAccessibleName(f"{title} {text}")
        self.show()
        self._no.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def focus_order(self) -> list[QWidget]:
        """What takes the focus, as it is read: what is made late would else come last of all."""
        return [self._yes, self._no]

    @property
    def text(self) -> str:
        return "" if self.isHidden() else f"{self._title.text()} {self._text.text()}"

    def say_yes(self) -> None:
        self._yes.click()

    def close_question(self) -> bool:
        """False when nothing was asked."""
        was = not self.isHidden()
        self.hide()
        if was and self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        return was

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.close_question():
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _confirm(self) -> None:
        self.hide()
        self.confirmed.emit(self._what)

    def _retranslate(self) -> None:
        self._no.setText(self.tr("Keep"))
