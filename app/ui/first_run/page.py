"""The first page inside the window: welcome, what is on its way, ready. One column, no dialog, no step that blocks."""

from __future__ import annotations

import enum

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.first_run.coming import Coming
from app.ui.first_run.ready import Ready
from app.ui.first_run.welcome import NARROW, Welcome
from app.ui.theme.sizes import MEASURE
from app.ui.theme.theme import Theme
from app.ui.widgets.notice import Notice
from app.ui.widgets.scrolled_column import ScrolledColumn


class Stage(enum.IntEnum):
    """Where the first run stands; the value is its place in the column."""

    WELCOME = 0
    COMING = 1
    READY = 2


class FirstRunPage(QWidget):
    """Signals: ``shown()``."""

    shown = Signal()

    def __init__(self, theme: Theme, *, with_samples: bool) -> None:
        super().__init__()
        self.welcome, self.coming = Welcome(), Coming(theme)
        self.ready, self.notice = Ready(with_samples=with_samples), Notice(theme)
        self._stage = Stage.WELCOME
        self._lay_out()
        self._retranslate()

    @property
    def _parts(self) -> tuple[QWidget, ...]:
        """Of the stages, in their order: only what is seen takes room, which a stack would give to its highest page."""
        return self.welcome, self.coming, self.ready

    @property
    def stage(self) -> Stage:
        return self._stage

    def show_stage(self, stage: Stage) -> None:
        if stage is self.stage:
            return
        had_focus = self.isAncestorOf(self.window().focusWidget()) if self.window().focusWidget() else False
        self._stage = stage
        for place, part in zip(Stage, self._parts, strict=True):
            part.setVisible(place is stage)
        if had_focus:
            self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.welcome.set_narrow(narrow=self.width() < NARROW)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(24, 32, 24, 32)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self.notice)
        for place, part in zip(Stage, self._parts, strict=True):
            part.setVisible(place is self._stage)
            column.addWidget(part)
        column.addStretch(3)
        self._area = ScrolledColumn(column, MEASURE + 48)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        self.setFocusProxy(self._area)

    def _retranslate(self) -> None:
        self._area.setAccessibleName(self.tr("First steps"))
