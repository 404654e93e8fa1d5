"""What can be done with the chosen document: pause, go on, stop, open, show where it lies, review, forget."""

from __future__ import annotations

import enum

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout

from app.domain.translate.document_translation import TranslationJobState
from app.ui.friendly_path import friendly_path
from app.ui.theme.theme import Theme
from app.ui.translate.documents.jobs_model import JobRow
from app.ui.widgets.text import ElidedLabel

ROOMY = 620
"""From this width on, the buttons say what they do; below they are icons."""


class Does(enum.StrEnum):
    OPEN = "open"
    FOLDER = "folder"
    REVIEW = "review"
    LIBRARY = "library"
    PAUSE = "pause"
    GO_ON = "go_on"
    CANCEL = "cancel"
    AGAIN = "again"
    FORGET = "forget"


_ICONS = {
    Does.OPEN: "open",
    Does.FOLDER: "folder",
    Does.REVIEW: "eye",
    Does.LIBRARY: "library",
    Does.PAUSE: "pause",
    Does.GO_ON: "play",
    Does.CANCEL: "stop",
    Does.AGAIN: "refresh",
    Does.FORGET: "trash",
}
_STATE = TranslationJobState
_POSSIBLE = {
    _STATE.RUNNING: (Does.PAUSE, Does.CANCEL, Does.REVIEW),
    _STATE.PAUSED: (Does.GO_ON, Does.CANCEL, Does.REVIEW),
    _STATE.DONE: (Does.OPEN, Does.FOLDER, Does.REVIEW, Does.LIBRARY, Does.FORGET),
    _STATE.CANCELLED: (Does.AGAIN, Does.FORGET),
    _STATE.FAILED: (Does.AGAIN, Does.FORGET),
}


class JobBar(QFrame):
    """Hidden while nothing is chosen. Signals: ``asked(Does)``."""

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._row: JobRow | None = None
        self.setProperty("role", "card")
        self._name, self._where = ElidedLabel("strong"), ElidedLabel("small", Qt.TextElideMode.ElideMiddle)
        self._tools = {does: QToolButton() for does in Does}
        line = QHBoxLayout()
        line.setSpacing(4)
        for does, made in self._tools.items():
            made.setIconSize(QSize(16, 16))
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            made.clicked.connect(lambda _on=False, does=does: self.asked.emit(does))
            line.addWidget(made)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 10)
        column.setSpacing(4)
        column.addWidget(self._name)
        column.addWidget(self._where)
        column.addLayout(line)
        theme.changed.connect(self._paint_icons)
        self._paint_icons()
        self._retranslate()
        self.hide()

    def show_row(self, row: JobRow | None) -> None:
        self._row = row
        self.setVisible(row is not None)
        if row is None:
            return
        job = row.job
        self._name.setText(job.path.name)
        self._where.setText(
            friendly_path(job.target_path) if job.state is _STATE.DONE else friendly_path(job.path.parent)
        )
        possible = _POSSIBLE[job.state]
        for does, made in self._tools.items():
            made.setVisible(does in possible and (does is not Does.REVIEW or job.segments > 0))
        self.setAccessibleName(job.path.name)

    def possible(self) -> tuple[Does, ...]:
        return tuple(does for does, made in self._tools.items() if not made.isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for made in self._tools.values():
            made.setToolButtonStyle(beside if self.width() >= ROOMY else Qt.ToolButtonStyle.ToolButtonIconOnly)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, super().minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _paint_icons(self) -> None:
        for does, made in self._tools.items():
            made.setIcon(self._theme.icon(_ICONS[does], "ink", 16))

    def _retranslate(self) -> None:
        words = {
            Does.OPEN: self.tr("Open"),
            Does.FOLDER: self.tr("Show in folder"),
            Does.REVIEW: self.tr("Review"),
            Does.LIBRARY: self.tr("Add to the library"),
            Does.PAUSE: self.tr("Pause"),
            Does.GO_ON: self.tr("Go on"),
            Does.CANCEL: self.tr("Stop"),
            Does.AGAIN: self.tr("Translate again"),
            Does.FORGET: self.tr("Take off the list"),
        }
        tips = {
            Does.CANCEL: self.tr("Stop; no file is written"),
            Does.LIBRARY: self.tr("Ask finds it there, in both languages"),
            Does.FORGET: self.tr("The files stay where they are"),
            Does.REVIEW: self.tr("Part by part, those to look at first"),
        }
        for does, made in self._tools.items():
            made.setText(words[does])
            made.setAccessibleName(words[does])
            made.setToolTip(tips.get(does, words[does]))
        self.show_row(self._row)
