"""The set of models that suits this computer, got with one click: what, how much, from where, and how it fits."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.services.models.choose_models import Recommendation
from app.ui.model_parts.recommended_words import cost_words, set_lines
from app.ui.widgets.buttons import button
from app.ui.widgets.text import label


class SetCard(QFrame):
    """Hidden while nothing of the set is missing. Signals: ``get_asked()``."""

    get_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._set: Recommendation | None = None
        self._host, self._is_coming = "", False
        self._title, self._models = label("heading", wrap=True), label("body", wrap=True)
        self._cost, self._get = label("muted", wrap=True), button("primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        for widget in (self._title, self._models, self._cost):
            column.addWidget(widget)
        column.addWidget(self._get, 0, Qt.AlignmentFlag.AlignLeft)
        self._get.clicked.connect(self.get_asked)
        self.hide()

    def show_set(self, told: Recommendation, host: str, *, is_coming: bool) -> None:
        """``is_coming``: all that is missing is being downloaded already."""
        self._set, self._host, self._is_coming = told, host, is_coming
        self.setVisible(bool(told.missing))
        self._retranslate()

    @property
    def focus_order(self) -> list[QWidget]:
        """What takes the focus, as it is read."""
        return [self._get]

    @property
    def text(self) -> str:
        return "" if self.isHidden() else f"{self._title.text()}\n{self._models.text()}\n{self._cost.text()}"

    def press(self) -> None:
        self._get.click()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        told = self._set
        self._title.setText(self.tr("Recommended for this computer"))
        if told is None:
            return
        self._models.setText("\n".join(set_lines(told)))
        self._cost.setText(cost_words(told, self._host))
        self._get.setText(self.tr("Get the set"))
        self._get.setVisible(not self._is_coming and told.fit.runs)
