"""The part of the strip that shows downloads: a bar, a few words, pause and give up. It knows no download itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import IconButton, button
from app.ui.widgets.text import label, set_role

BAR_WIDTH = 120
_STEPS = 1000


class DownloadSegment(QWidget):
    """Hidden while there is nothing. Signals: ``opened()``, ``pause_asked()``, ``resume_asked()``, ``given_up()`` after
    the person confirmed it, ``dismissed()``."""

    opened = Signal()
    pause_asked = Signal()
    resume_asked = Signal()
    given_up = Signal()
    dismissed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._paused = self._ended = False
        self._loses = ""
        self._bar, self._words = QProgressBar(), button("link")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(BAR_WIDTH)
        self._pause, self._stop = IconButton(theme, "pause", "ink", 16), IconButton(theme, "close", "ink", 14)
        self._question, self._yes, self._no = label("body"), button("link"), button("link")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 16, 0)
        line.setSpacing(8)
        self._moving: tuple[QWidget, ...] = (self._bar, self._words, self._pause, self._stop)
        self._asking: tuple[QWidget, ...] = (self._question, self._yes, self._no)
        for widget in (*self._moving, *self._asking):
            line.addWidget(widget)
        self._words.clicked.connect(self.opened)
        self._pause.clicked.connect(self._pause_or_go_on)
        self._stop.clicked.connect(self._ask_or_dismiss)
        self._yes.clicked.connect(self._give_up)
        self._no.clicked.connect(self._keep)
        self._ask(asking=False)
        self._retranslate()
        self.hide()

    def show_download(self, words: str, share: float | None, *, paused: bool, loses: str) -> None:
        """``share`` of the whole, 0 to 1, None where unknown; ``loses``: how much giving up would throw away."""
        self._paused, self._ended, self._loses = paused, False, loses
        self._words.setText(words)
        self._words.setAccessibleName(words)
        self._bar.setRange(0, _STEPS if share is not None or paused else 0)
        self._bar.setValue(round(_STEPS * (share or 0.0)))
        self._pause.set_icon("play" if paused else "pause")
        self._ask(asking=self._is_asking())
        self._retranslate()
        self.show()

    def show_end(self, words: str) -> None:
        """What came of it; stays until it is dismissed or a download begins."""
        self._ended = True
        self._words.setText(words)
        self._words.setAccessibleName(words)
        self._ask(asking=False)
        self._retranslate()
        self.show()

    @property
    def text(self) -> str:
        return "" if self.isHidden() else self._words.text()

    @property
    def has_ended(self) -> bool:
        return self._ended

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _is_asking(self) -> bool:
        return not self._question.isHidden()

    def _ask(self, *, asking: bool) -> None:
        for widget in self._asking:
            widget.setVisible(asking)
        for widget in self._moving:
            widget.setVisible(not asking and not (self._ended and widget in (self._bar, self._pause)))

    def _pause_or_go_on(self) -> None:
        (self.resume_asked if self._paused else self.pause_asked).emit()

    def _ask_or_dismiss(self) -> None:
        if self._ended:
            self.hide()
            self.dismissed.emit()
        elif not self._loses:
            self.given_up.emit()
        else:
            self._ask(asking=True)
            self._retranslate()
            self._no.setFocus()

    def _give_up(self) -> None:
        self._ask(asking=False)
        self.given_up.emit()

    def _keep(self) -> None:
        self._ask(asking=False)
        self._stop.setFocus()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Download of models"))
        self._bar.setAccessibleName(self.tr("Progress"))
        self._pause.set_words(self.tr("Go on with the download") if self._paused else self.tr("Pause the download"))
        self._stop.set_words(self.tr("Hide") if self._ended else self.tr("Give up the download"))
        self._question.setText(self.tr("Throw away the {0} that arrived?").format(self._loses))
        set_role(self._question, "body")
        self._yes.setText(self.tr("Give up"))
        self._no.setText(self.tr("Keep"))
        self._words.setToolTip(self.tr("Show the Models page"))
