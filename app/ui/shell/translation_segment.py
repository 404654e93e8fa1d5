"""The part of the strip that shows documents under translation: a bar, a few words, pause and stop."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import IconButton, button

BAR_WIDTH = 120


class TranslationSegment(QWidget):
    """Hidden while there is nothing. Signals: ``opened()``, ``pause_asked()``, ``resume_asked()``, ``stop_asked()``."""

    opened = Signal()
    pause_asked = Signal()
    resume_asked = Signal()
    stop_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._paused = self._ended = False
        self._bar, self._words = QProgressBar(), button("link")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(BAR_WIDTH)
        self._pause, self._stop = IconButton(theme, "pause", "ink", 16), IconButton(theme, "stop", "ink", 16)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 16, 0)
        line.setSpacing(8)
        for widget in (self._bar, self._words, self._pause, self._stop):
            line.addWidget(widget)
        self._words.clicked.connect(self._open)
        self._pause.clicked.connect(lambda: (self.resume_asked if self._paused else self.pause_asked).emit())
        self._stop.clicked.connect(self._stop_or_hide)
        self._retranslate()
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; '' while hidden."""
        return "" if self.isHidden() else self._words.text()

    def show_work(self, words: str, done: int, total: int, *, paused: bool) -> None:
        """``total`` 0: how much there is, is not known yet."""
        self._paused, self._ended = paused, False
        self._say(words)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._pause.set_icon("play" if paused else "pause")
        self._stop.set_icon("stop")
        self._bar.show()
        self._pause.show()
        self._retranslate()
        self.show()

    def show_end(self, words: str) -> None:
        """What came of it; stays until it is opened or hidden, or new work begins."""
        self._ended = True
        self._say(words)
        if self._pause.hasFocus():  # not on to 'Stop', which would stop the next work
            self._words.setFocus()
        self._bar.hide()
        self._pause.hide()
        self._stop.set_icon("close")
        self._retranslate()
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _say(self, words: str) -> None:
        self._words.setText(words.replace("&", "&&"))
        self._words.setAccessibleName(words)

    def _open(self) -> None:
        self.opened.emit()
        if self._ended:
            self.hide()

    def _stop_or_hide(self) -> None:
        if self._ended:
            self.hide()
        else:
            self.stop_asked.emit()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Translation of documents"))
        self._bar.setAccessibleName(self.tr("Progress"))
        self._words.setToolTip(self.tr("Show the documents under translation"))
        self._pause.set_words(
            self.tr("Go on with the translation") if self._paused else self.tr("Pause the translation")
        )
        self._stop.set_words(self.tr("Hide") if self._ended else self.tr("Stop the translation; no file is written"))
