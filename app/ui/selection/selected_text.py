"""What is selected in the program that has the focus: asked of X11 directly, elsewhere copied and put back."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QClipboard

from app.desktop.insertion.models import KeyPresser
from app.ui.dictation.clipboard import copy_of

PATIENCE_MS = 700
"""A program that has not copied by then has nothing selected."""


class SelectedText(QObject):
    """Signals: ``found(str)`` once for each :meth:`read`; '' where nothing is selected, or nobody may look."""

    found = Signal(str)

    def __init__(self, clipboard: QClipboard, keys: KeyPresser | None) -> None:
        super().__init__()
        self._clipboard, self._keys = clipboard, keys
        self._before: QMimeData | None = None
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(PATIENCE_MS)
        self._clock.timeout.connect(lambda: self._end(""))

    def read(self) -> None:
        if self._clipboard.supportsSelection():
            self.found.emit(self._clipboard.text(QClipboard.Mode.Selection))
        elif self._clock.isActive():
            return
        elif self._keys is None or self._keys.prepare() is not None:
            self.found.emit("")
        else:
            self._before = copy_of(self._clipboard.mimeData())
            self._clipboard.dataChanged.connect(self._copied)
            self._clock.start()
            if self._keys.copy() is not None:
                self._end("")

    def _copied(self) -> None:
        self._end(self._clipboard.text())

    def _end(self, text: str) -> None:
        """Put back what lay in the clipboard, then tell."""
        self._clock.stop()
        self._clipboard.dataChanged.disconnect(self._copied)
        before, self._before = self._before, None
        if text and before is not None:
            self._clipboard.setMimeData(before)
        self.found.emit(text)
