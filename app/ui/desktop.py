"""Asks the desktop to open a file or to show where it lies; starts no program itself while the process is sealed.

A program that a sealed process starts inherits the seal for good: a browser without a network, a viewer that cannot
print. So the desktop's own services are asked over the session bus, and what they start is their child, not ours.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

PATIENCE_MS = 5_000
_PORTAL = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.OpenURI")
_FILES = ("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1", "org.freedesktop.FileManager1")

Done = Callable[[bool], None]


class Desktop(QObject):
    """For the Qt thread; never blocks it. ``done`` is told, now or later, whether the desktop took it on."""

    def __init__(self, *, sealed: bool, open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl) -> None:
        super().__init__()
        self._sealed, self._open_url = sealed, open_url
        self._watchers: list[QDBusPendingCallWatcher] = []

    def open_file(self, path: Path, done: Done) -> None:
        """In the program that the person uses for its kind."""
        if not self._sealed:
            done(self._open_url(QUrl.fromLocalFile(str(path))))
            return
        from PySide6.QtDBus import QDBusUnixFileDescriptor

        try:
            number = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            done(False)
            return
        handle = QDBusUnixFileDescriptor(number)  # holds a copy of its own
        os.close(number)
        self._call(_PORTAL, "OpenFile", ["", handle, {}], done)

    def show_in_folder(self, path: Path, done: Done) -> None:
        """The folder that holds ``path``, with it selected where the system can."""
        if not self._sealed:
            folder = path if path.is_dir() else path.parent
            done(self._open_url(QUrl.fromLocalFile(str(folder))))
            return
        method = "ShowFolders" if path.is_dir() else "ShowItems"
        self._call(_FILES, method, [[QUrl.fromLocalFile(str(path)).toString()], ""], done)

    def _call(self, where: tuple[str, str, str], method: str, arguments: list[Any], done: Done) -> None:
        # Imported at the first use: hardly any start of the window needs the bus.
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

        bus = QDBusConnection.sessionBus() if has_session_bus() else None
        if bus is None or not bus.isConnected():
            done(False)
            return
        message: QDBusMessage = QDBusMessage.createMethodCall(*where, method)
        message.setArguments(arguments)
        watcher = QDBusPendingCallWatcher(bus.asyncCall(message, PATIENCE_MS), self)
        self._watchers.append(watcher)

        def finished() -> None:
            with suppress(ValueError):
                self._watchers.remove(watcher)
            done(not watcher.isError())
            watcher.deleteLater()

        watcher.finished.connect(finished)


def has_session_bus() -> bool:
    """Without an address Qt would start a bus of its own, a child that nobody ends."""
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    folder = os.environ.get("XDG_RUNTIME_DIR")
    return bool(folder) and (Path(folder or "") / "bus").exists()
