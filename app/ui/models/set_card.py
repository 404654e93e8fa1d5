"""The set of models that suits this computer, got with one click: what, how much, from where, and how it fits."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.services.choose_models import Recommendation
from app.ui.translation import translate
from app.ui.widgets.buttons import button
from app.ui.widgets.text import label
from app.wording import fit_label, fit_sentence, role_name
from app.wording.quantities import amount


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


def set_lines(told: Recommendation) -> list[str]:
    """'Answers: Qwen3 4B · 2.9 GB · Apache-2.0' for each model of the set; what is here says so."""
    missing = {entry.id for entry in told.missing}
    lines = []
    for entry in told.entries:
        here = translate("RecommendedSet", "is here")
        size = here if entry.id not in missing else amount(entry.download_bytes or 0)
        words = translate("RecommendedSet", "{0}: {1} · {2} · {3}")
        lines.append(words.format(role_name(entry.role, translate), entry.name, size, entry.licence))
    return lines


def cost_words(told: Recommendation, host: str) -> str:
    """How much, from where, and how the set fits."""
    parts = []
    if told.missing:
        words = translate("RecommendedSet", "{0} to download from {1}.")
        if not host:
            words = translate("RecommendedSet", "{0} to download. No source is chosen in the settings.")
        parts.append(words.format(amount(told.download), host))
    label_and_why = translate("RecommendedSet", "{0}. {1}")
    parts.append(label_and_why.format(fit_label(told.fit.label, translate), fit_sentence(told.fit, translate)))
    return " ".join(parts)
