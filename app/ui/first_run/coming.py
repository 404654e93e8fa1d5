"""While the set arrives: each model with how far it is, and the way out of the page, for Alcove works meanwhile."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.models.fetch_run import FetchState
from app.ui.download_words import joined
from app.ui.downloads import Download
from app.ui.model_parts.progress_line import ProgressLine
from app.ui.theme.theme import Theme
from app.ui.translation import translate
from app.ui.widgets.buttons import button
from app.ui.widgets.text import label
from app.wording import sentence_for


class Coming(QWidget):
    """Signals: ``asked(Action, id)``, ``left()``: the person goes on to use Alcove."""

    asked = Signal(object, str)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._trying = theme, ""
        self._shown: tuple[Download, ...] = ()
        self._lines: dict[str, ProgressLine] = {}
        self._title, self._text = label("title", wrap=True), label("reading", wrap=True)
        self._here = label("muted", wrap=True)
        self._names: tuple[str, ...] = ()
        self._trouble, self._leave = label("amber", wrap=True), button()
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(12)
        column.addWidget(self._here)
        column.addLayout(self._list)
        column.addWidget(self._trouble)
        column.addSpacing(12)
        column.addWidget(self._leave, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._leave.clicked.connect(self.left)
        self._retranslate()

    def show_downloads(self, downloads: Sequence[Download]) -> None:
        """What runs, waits or stopped of the set; what has arrived is no longer among them."""
        ids = [download.id for download in downloads]
        for identifier in [one for one in self._lines if one not in ids]:
            gone = self._lines.pop(identifier)
            gone.hide()
            self._list.removeWidget(gone)
            gone.deleteLater()
        for download in downloads:
            if download.id not in self._lines:
                made = self._lines[download.id] = ProgressLine(self._theme, named=True)
                made.asked.connect(lambda action, identifier=download.id: self.asked.emit(action, identifier))
                self._list.addWidget(made)
            self._lines[download.id].show_download(download)
        order = [*(widget for line in self._lines.values() for widget in line.focus_order), self._leave]
        for before, after in itertools.pairwise(order):
            self.setTabOrder(before, after)
        self._shown = tuple(downloads)
        self._show_trouble()

    def show_arrived(self, names: Sequence[str]) -> None:
        """Models of the set that are here already."""
        self._names = tuple(names)
        self._retranslate()

    def show_trying(self, name: str) -> None:
        """A model is here and tried out before it is called ready; '' for none."""
        self._trying = name
        self._retranslate()

    @property
    def text(self) -> str:
        lines = [line.text for line in self._lines.values()]
        return "\n".join([self._title.text(), *lines, self._trouble.text()])

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _show_trouble(self) -> None:
        failed = next((one for one in self._shown if one.state is FetchState.FAILED and one.error is not None), None)
        self._trouble.setText(str(sentence_for(failed.error, translate)) if failed and failed.error else "")
        self._trouble.setVisible(failed is not None)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Your models are on their way"))
        if self._trying:
            self._title.setText(self.tr("Trying out {0}").format(self._trying))
        self._text.setText(
            self.tr(
                "You need not wait here: search by words and answers in quotes work now. "
                "A cut or a restart loses nothing of what has arrived."
            )
        )
        self._here.setText(self.tr("Here already: {0}").format(joined(self._names)))
        self._here.setVisible(bool(self._names))
        self._leave.setText(self.tr("Use Alcove meanwhile"))
        self._show_trouble()
