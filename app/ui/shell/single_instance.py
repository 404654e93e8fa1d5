"""One window for one data folder: a lock file, and files that hand over what a second start was asked to open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

from app.settings.handover import Asked, Handover, collect, leave
from app.settings.paths import Home


class SingleInstance(QObject):
    """Signals: ``handed_over(list[Path])`` when another start gave up for this window; the list may be empty.
    ``dictation_asked()``: a command asked it to begin or end a dictation."""

    handed_over = Signal(list)
    dictation_asked = Signal()

    def __init__(self, home: Home) -> None:
        super().__init__()
        self._home = home
        self._lock = QLockFile(str(home.lock))
        self._lock.setStaleLockTime(0)  # only a dead owner makes the lock stale, however long the window runs
        self._watcher: QFileSystemWatcher | None = None

    def is_first(self) -> bool:
        """Take the lock. A lock whose process is gone is taken over."""
        return self._lock.tryLock(0)

    def listen(self) -> None:
        """Watch for other starts; those that came before this call are answered too."""
        self._watcher = QFileSystemWatcher([str(self._home.handover)], self)
        self._watcher.directoryChanged.connect(self._look)
        self._look()

    def hand_over(self, paths: list[Path]) -> bool:
        """Leave ``paths`` for the window that runs. False where the folder cannot be written."""
        return leave(self._home.handover, Handover(paths=tuple(paths))) is not None

    def release(self) -> None:
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        self._lock.unlock()

    def _look(self) -> None:
        found = list(collect(self._home.handover))
        window = [one for one in found if one.asked is Asked.WINDOW]
        if window:
            self.handed_over.emit([path for one in window for path in one.paths])
        for one in found:
            if one.asked is Asked.DICTATION:
                self.dictation_asked.emit()
