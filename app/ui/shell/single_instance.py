"""One window for one data folder: a lock file, and files that hand over what a second start was asked to open."""

from __future__ import annotations

import json
import logging
import os
import time
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

from app.settings.paths import Home

log = logging.getLogger(__name__)


class SingleInstance(QObject):
    """Signals: ``handed_over(list[Path])`` when another start gave up for this window; the list may be empty."""

    handed_over = Signal(list)

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
        target = self._home.handover / f"{time.time_ns()}-{os.getpid()}.json"
        body = json.dumps({"paths": [str(path.absolute()) for path in paths]})
        try:
            target.with_suffix(".part").write_text(body, encoding="utf-8")
            target.with_suffix(".part").replace(target)
        except (OSError, UnicodeEncodeError):
            log.warning("cannot hand over to the window that runs", exc_info=True)
            return False
        return True

    def release(self) -> None:
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        self._lock.unlock()

    def _look(self) -> None:
        found: list[Path] = []
        came = False
        for file in sorted(self._home.handover.glob("*.json")):
            try:
                body = json.loads(file.read_text(encoding="utf-8"))
                file.unlink()
            except (OSError, ValueError):
                log.warning("a hand-over could not be read: %s", file.name)
                file.unlink(missing_ok=True)
                continue
            came = True
            paths = body.get("paths", []) if isinstance(body, dict) else []
            found += [Path(path) for path in paths if isinstance(path, str) and path]
        if came:
            self.handed_over.emit(found)
