"""The thin strip at the bottom: what is at work, how far, pause and stop; the lock of the seal in its corner."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QToolButton, QWidget

from app.ui.shell.download_segment import DownloadSegment
from app.ui.shell.translation_segment import TranslationSegment
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import IconButton, button
from app.ui.widgets.text import ElidedLabel, label, set_property, set_role

HEIGHT = 40


class ActivityStrip(QFrame):
    """Signals: ``pause_asked()``, ``resume_asked()``, ``stop_asked()``, ``result_opened()``, ``seal_opened()``,
    ``reworded()`` when the language changed and what it says must be said anew."""

    pause_asked = Signal()
    resume_asked = Signal()
    stop_asked = Signal()
    result_opened = Signal()
    seal_opened = Signal()
    reworded = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._paused, self._sealed = theme, False, True
        self.setProperty("role", "strip")
        self.setFixedHeight(HEIGHT)
        self._words = label("body")
        self._file = ElidedLabel("muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._pause = IconButton(theme, "pause", "ink", 16)
        self._stop = IconButton(theme, "stop", "ink", 16)
        self._result = button("link")
        self._dismiss = IconButton(theme, "close", size=14)
        self.downloads, self.translations = DownloadSegment(theme), TranslationSegment(theme)
        self._seal = QToolButton()
        self._seal.setProperty("kind", "status")
        self._seal.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._seal.setIconSize(QSize(16, 16))
        self._seal.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 8, 0)
        line.setSpacing(8)
        self._parts: tuple[QWidget, ...] = (
            self._bar,
            self._words,
            self._result,
            self._pause,
            self._stop,
            self._dismiss,
        )
        line.addWidget(self.downloads)
        line.addWidget(self.translations)
        for left in self._parts[:3]:
            line.addWidget(left)
        line.addWidget(self._file, 1)
        for right in (*self._parts[3:], self._seal):
            line.addWidget(right)
        self._pause.clicked.connect(self._pause_or_resume)
        self._stop.clicked.connect(self.stop_asked)
        self._result.clicked.connect(self.result_opened)
        self._dismiss.clicked.connect(self.clear)
        self._seal.clicked.connect(self.seal_opened)
        theme.changed.connect(self._paint_seal)
        self._retranslate()
        self.clear()

    def show_work(self, words: str, file: str, done: int, total: int | None, *, paused: bool) -> None:
        """``total`` None: how much there is, is not known yet."""
        self._paused = paused
        self._show(self._bar, self._words, self._pause, self._stop)
        set_role(self._words, "body")
        self._words.setText(words)
        self._file.setText(file)
        self._file.setToolTip(file)
        self._bar.setRange(0, total if total else 0)
        if total:
            self._bar.setValue(done)
        self._pause.set_icon("play" if paused else "pause")
        self._name_pause()
        self.setAccessibleDescription(f"{words} {file}".strip())

    def show_result(self, words: str, action: str = "", *, tone: str = "body") -> None:
        """What came of it; stays until it is dismissed or new work begins. ``tone`` is a role of the style sheet."""
        self._show(self._words, self._dismiss, *([self._result] if action else []))
        set_role(self._words, tone)
        self._words.setText(words)
        self._result.setText(action)
        self._file.setText("")
        self.setAccessibleDescription(words)

    def clear(self) -> None:
        self._show()
        self._file.setText("")
        self.setAccessibleDescription("")

    @property
    def text(self) -> str:
        """What it says now; '' while nothing is at work."""
        return "" if self._words.isHidden() else self._words.text()

    def show_seal(self, *, sealed: bool) -> None:
        self._sealed = sealed
        self._paint_seal()
        self._name_seal()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.reworded.emit()
        super().changeEvent(event)

    def _show(self, *widgets: QWidget) -> None:
        for widget in self._parts:
            widget.setVisible(widget in widgets)

    def _pause_or_resume(self) -> None:
        (self.resume_asked if self._paused else self.pause_asked).emit()

    def _paint_seal(self) -> None:
        token = "muted" if self._sealed else "amber"
        self._seal.setIcon(self._theme.icon("lock" if self._sealed else "unlock", token, 16))
        set_property(self._seal, "tone", "" if self._sealed else "amber")

    def _name_pause(self) -> None:
        self._pause.set_words(self.tr("Go on") if self._paused else self.tr("Pause"))

    def _name_seal(self) -> None:
        words = self.tr("offline · sealed") if self._sealed else self.tr("offline · not sealed")
        self._seal.setText(words)
        self._seal.setAccessibleName(words)
        self._seal.setToolTip(self.tr("Show the proof that nothing leaves this computer"))

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Work in progress"))
        self._bar.setAccessibleName(self.tr("Progress"))
        self._stop.set_words(self.tr("Stop"))
        self._dismiss.set_words(self.tr("Hide"))
        self._name_pause()
        self._name_seal()
