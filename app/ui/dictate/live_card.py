"""Where a person speaks: the button, how loud it is, and the words as they come. Knows no microphone."""

from __future__ import annotations

import enum

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import IconButton, button
from app.ui.widgets.level_meter import LevelMeter
from app.ui.widgets.live_text import LiveText
from app.ui.widgets.text import label, set_property

TEXT_HEIGHT = 132
SIGN = 26


class LiveState(enum.Enum):
    READY = enum.auto()
    STARTING = enum.auto()
    """The microphone is being opened, or the model loaded."""
    LISTENING = enum.auto()
    WRITING = enum.auto()
    """Nobody speaks any more; the last pass is made."""


class LiveCard(QFrame):
    """Signals: ``begin_asked()``, ``finish_asked()``, ``cancel_asked()``, ``copy_asked(text)``."""

    begin_asked = Signal()
    finish_asked = Signal()
    cancel_asked = Signal()
    copy_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.state = LiveState.READY
        self._keys = ""
        self._button = IconButton(theme, "dictate", "on_accent", SIGN)
        self._button.setProperty("kind", "record")
        self._title, self._hint = label("heading"), label("muted", wrap=True)
        self.meter, self.text = LevelMeter(theme), LiveText(theme)
        self._cancel, self._copy = button("quiet"), button("quiet")
        self.text.setFixedHeight(TEXT_HEIGHT)
        self._lay_out()
        self._button.clicked.connect(self._pressed)
        self._cancel.clicked.connect(self.cancel_asked)
        self._copy.clicked.connect(lambda: self.copy_asked.emit(self.text.text))
        self.setFocusProxy(self._button)
        self._retranslate()
        self.show_state(LiveState.READY)

    def show_keys(self, keys: str) -> None:
        """What starts a dictation in any program, in the system's own spelling; '' where there is none."""
        self._keys = keys
        self._retranslate()

    def show_state(self, state: LiveState) -> None:
        self.state = state
        busy = state is not LiveState.READY
        set_property(self._button, "tone", "live" if state is LiveState.LISTENING else "")
        self._button.set_icon("stop" if state is LiveState.LISTENING else "dictate")
        self._button.setEnabled(state is not LiveState.WRITING)
        self.meter.setVisible(state in (LiveState.STARTING, LiveState.LISTENING))
        if not busy:
            self.meter.clear()
        self._cancel.setVisible(busy)
        self._hint.setVisible(not busy)
        self._show_text_parts()
        self._retranslate()

    def show_text(self, settled: str, tentative: str = "") -> None:
        self.text.show_text(settled, tentative)
        self._show_text_parts()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _pressed(self) -> None:
        if self.state is LiveState.READY:
            self.begin_asked.emit()
        elif self.state is LiveState.LISTENING:
            self.finish_asked.emit()
        else:
            self.cancel_asked.emit()

    def _show_text_parts(self) -> None:
        self.text.setVisible(self.state is not LiveState.READY or bool(self.text.text))
        self._copy.setVisible(self.state is LiveState.READY and bool(self.text.text))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._hint)
        words.addWidget(self.meter)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        for made in (self._copy, self._cancel):
            head.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.text)

    def _retranslate(self) -> None:
        titles = {
            LiveState.READY: self.tr("Speak, and it is written"),
            LiveState.STARTING: self.tr("One moment…"),
            LiveState.LISTENING: self.tr("Listening"),
            LiveState.WRITING: self.tr("Writing it down…"),
        }
        actions = {
            LiveState.READY: self.tr("Start speaking"),
            LiveState.LISTENING: self.tr("Finish"),
        }
        self._title.setText(titles[self.state])
        self._button.set_words(actions.get(self.state, self.tr("Cancel")))
        here = self.tr("The button writes here.")
        both = self.tr("In any program, {keys} writes where the cursor is. The button writes here.")
        self._hint.setText(both.format(keys=self._keys) if self._keys else here)
        self.text.setAccessibleName(self.tr("What was spoken"))
        self._cancel.setText(self.tr("Cancel"))
        self._copy.setText(self.tr("Copy"))
