"""The part of a row that moves: a bar, how far, how fast, from whom; pause and give up."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.services.models.fetch_run import FetchState
from app.ui.download_words import far_words, pace_words, place_words, stage_words
from app.ui.downloads import Download
from app.ui.model_parts.actions import Action
from app.ui.model_parts.work import Work, WorkKind
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.text import ElidedLabel, label, set_role
from app.wording.quantities import amount

_STEPS = 1000
"""A bar of bytes would overflow: Qt counts in 32 bits."""


class ProgressLine(QWidget):
    """Signals: ``asked(Action)``: PAUSE, GO_ON, GIVE_UP or STOP."""

    asked = Signal(object)

    def __init__(self, theme: Theme, *, named: bool = False) -> None:
        """``named``: the model's name stands before the words, where nothing around it says which one it is."""
        super().__init__()
        self._named = named
        self._shown: Download | Work | None = None
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._words, self._place = label("body", wrap=True), ElidedLabel("small")
        self._pause, self._stop = IconButton(theme, "pause", "ink", 16), IconButton(theme, "close", "ink", 16)
        words = QHBoxLayout()
        words.setSpacing(12)
        words.addWidget(self._words, 1)
        words.addWidget(self._pause)
        words.addWidget(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addLayout(words)
        column.addWidget(self._place)
        self._pause.clicked.connect(self._pause_or_go_on)
        self._stop.clicked.connect(self._give_up)

    def show_download(self, download: Download) -> None:
        self._shown = download
        self._fill(download.done, download.total or 0, moving=download.is_running)
        failed = download.state is FetchState.FAILED
        set_role(self._words, "amber" if failed else "body")
        name = download.name if self._named else ""
        parts = [name, stage_words(download), far_words(download), pace_words(download)]
        self._words.setText(" · ".join(part for part in parts if part))
        self._place.setText(place_words(download))
        self._place.setVisible(bool(self._place.text()))
        self._pause.show()
        self._pause.set_icon("pause" if download.is_running else "play")
        self._pause.set_words(self._name_of_pause(download))
        self._stop.set_words(self.tr("Give up the download of {0}").format(download.name))
        self.setAccessibleDescription(self._words.text())

    def show_work(self, work: Work) -> None:
        self._shown = work
        self._fill(work.done, work.total, moving=True)
        set_role(self._words, "body")
        self._words.setText(self._work_words(work))
        self._place.hide()
        self._pause.hide()
        self._stop.set_words(self.tr("Stop"))
        self.setAccessibleDescription(self._words.text())

    @property
    def focus_order(self) -> list[QWidget]:
        """What takes the focus, as it is read: what is made late would else come last of all."""
        return [self._pause, self._stop]

    @property
    def text(self) -> str:
        return f"{self._words.text()} {self._place.text()}".strip()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self._shown is not None:
            if isinstance(self._shown, Download):
                self.show_download(self._shown)
            else:
                self.show_work(self._shown)
        super().changeEvent(event)

    def _fill(self, done: int, total: int, *, moving: bool) -> None:
        if total:
            self._bar.setRange(0, _STEPS)
            self._bar.setValue(min(_STEPS, round(_STEPS * done / total)))
        else:
            self._bar.setRange(0, 0 if moving else _STEPS)
            self._bar.setValue(0)
        self._bar.setAccessibleName(self.tr("Progress"))

    def _work_words(self, work: Work) -> str:
        doing = {
            WorkKind.CHECKING: self.tr("Reading every byte of it"),
            WorkKind.TRYING: self.tr("Trying it out"),
            WorkKind.COPYING: self.tr("Copying"),
            WorkKind.REMOVING: self.tr("Removing"),
            WorkKind.LOOKING: self.tr("Looking"),
        }[work.kind]
        if not work.total:
            return doing
        return self.tr("{0} · {1} of {2}").format(doing, amount(work.done), amount(work.total))

    def _name_of_pause(self, download: Download) -> str:
        words = self.tr("Pause the download of {0}") if download.is_running else self.tr("Go on with {0}")
        return words.format(download.name)

    def _pause_or_go_on(self) -> None:
        if isinstance(self._shown, Download):
            self.asked.emit(Action.PAUSE if self._shown.is_running else Action.GO_ON)

    def _give_up(self) -> None:
        self.asked.emit(Action.GIVE_UP if isinstance(self._shown, Download) else Action.STOP)
