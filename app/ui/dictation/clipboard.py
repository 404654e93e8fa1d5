"""The clipboard, lent for one text: handed out on request, marked as private, and put back as it was."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QByteArray, QElapsedTimer, QMetaType, QMimeData, QObject, Signal
from PySide6.QtGui import QClipboard

from app.desktop.clipboard.models import PrivateMark

_IMAGE = "application/x-qt-image"
"""Qt's own name for an image that it has decoded; it stands beside the real formats and is no content of its own."""

_QUESTIONS = frozenset({"TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE", "INSERT_PROPERTY"})
"""X11: what can be asked of a selection that is no content."""
MOST_PICTURES = 4
"""Who offers a picture in more formats than that makes them all from one picture, each when it is asked for."""
UNANSWERED_MS = 1_000


class _Announcer(QObject):
    read = Signal()


class LentText(QMimeData):
    """Text that says when it is asked for. ``announcer.read`` is emitted each time."""

    def __init__(self, text: str, mark: PrivateMark) -> None:
        super().__init__()
        self.announcer = _Announcer()
        self.whole = text
        _filled(self, text, mark)

    def retrieveData(self, mime_type: str, preferred: QMetaType | Any) -> Any:
        if mime_type.startswith("text/"):
            self.announcer.read.emit()
        return super().retrieveData(mime_type, preferred)


class LentClipboard(QObject):
    """Signals: ``read()`` somebody took the text."""

    read = Signal()

    def __init__(self, clipboard: QClipboard, mark: PrivateMark, after_writing: Any = lambda: True) -> None:
        super().__init__()
        self._clipboard, self._mark, self._after_writing = clipboard, mark, after_writing
        self._lent: LentText | None = None
        self._before: QMimeData | None = None
        self._since_read = QElapsedTimer()

    @property
    def is_lent(self) -> bool:
        return self._lent is not None

    @property
    def quiet_milliseconds(self) -> int | None:
        """How long nobody has taken the text; None where nobody did since :meth:`expect`."""
        return int(self._since_read.elapsed()) if self._since_read.isValid() else None

    def lend(self, text: str) -> None:
        """Copy what lies there, and put ``text`` in its place."""
        if not self.is_lent:  # else what lies there is our own text of a moment ago
            self._before = copy_of(self._clipboard.mimeData())
        self._put(text)

    def leave(self, text: str) -> None:
        """Put ``text`` there to stay."""
        self._before = self._lent = None
        self._clipboard.setMimeData(_filled(QMimeData(), text, self._mark))
        self._after_writing()

    def expect(self) -> None:
        """Readings count from now on: clipboard histories read at once, the program only after Ctrl+V."""
        self._since_read.invalidate()

    def put_back(self) -> bool:
        """As it was before, unless somebody has put something else there meanwhile; says which."""
        lent, before = self._lent, self._before
        self._lent = self._before = None
        if lent is None or not (self._clipboard.ownsClipboard() or self._clipboard.mimeData() is lent):
            return False
        if before is not None and before.formats():
            self._clipboard.setMimeData(before)
        else:
            self._clipboard.clear()
        return True

    def keep(self) -> None:
        """Let the text stay where it is, in an object of Qt's own, which may outlive Python."""
        lent, self._lent, self._before = self._lent, None, None
        if lent is not None and self._clipboard.ownsClipboard():
            self.leave(lent.whole)

    def _put(self, text: str) -> None:
        self._since_read.invalidate()
        self._lent = lent = LentText(text, self._mark)
        lent.announcer.read.connect(self._was_read)
        self._clipboard.setMimeData(lent)
        self._after_writing()

    def _was_read(self) -> None:
        self._since_read.start()
        self.read.emit()


def _filled(data: QMimeData, text: str, mark: PrivateMark) -> QMimeData:
    data.setText(text)
    for name, value in mark.formats.items():
        data.setData(name, QByteArray(value))
    return data


def copy_of(data: QMimeData | None) -> QMimeData:
    """Every format with its bytes. A picture that is offered in many formats is kept once, as a picture.

    An owner that does not answer is asked for nothing more: each unanswered question would hold the window for seconds.
    """
    copied = QMimeData()
    if data is None:
        return copied
    formats = [name for name in data.formats() if name not in _QUESTIONS]
    pictures = [name for name in formats if name.startswith("image/")]
    is_converted = _IMAGE in formats and (not pictures or len(pictures) > MOST_PICTURES)
    clock = QElapsedTimer()
    for name in formats:
        if name == _IMAGE or (is_converted and name in pictures):
            continue
        clock.start()
        copied.setData(name, value := data.data(name))
        if value.isEmpty() and clock.elapsed() > UNANSWERED_MS:
            return copied
    if is_converted:
        copied.setImageData(data.imageData())
    return copied
