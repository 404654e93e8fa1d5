"""Listens to the desktop's global keys on the Qt thread, without asking by the clock where the system can tell."""

from __future__ import annotations

import ctypes
import sys

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, QSocketNotifier, QTimer
from PySide6.QtCore import Signal as QtSignal

from app.desktop.hotkeys.main import check, read
from app.desktop.hotkeys.models import Hotkey, HotkeyHandler, HotkeyRefusal

MAIN, CANCEL = "dictate", "cancel"


class GlobalKeys(QObject):
    """Signals: ``pressed(str)`` and ``released(str)`` with the name that a key was armed with;
    ``refused(HotkeyRefusal)`` of the main key, where the desktop answers later."""

    pressed = QtSignal(str)
    released = QtSignal(str)
    refused = QtSignal(HotkeyRefusal)

    def __init__(self, handler: HotkeyHandler | None) -> None:
        super().__init__()
        self._handler = handler
        self._refused: HotkeyRefusal | None = None
        self._armed: dict[str, Hotkey] = {}
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._read)
        self._notifier: QSocketNotifier | None = None
        self._messages: _ThreadMessages | None = None
        if handler is None:
            return
        handler.on_wake(lambda: QTimer.singleShot(0, self, self._read))
        if (number := handler.file_number()) is not None:
            self._notifier = QSocketNotifier(number, QSocketNotifier.Type.Read, self)
            self._notifier.activated.connect(self._read)
        if sys.platform == "win32" and (application := QCoreApplication.instance()) is not None:
            self._messages = _ThreadMessages(handler)
            application.installNativeEventFilter(self._messages)

    @property
    def tells_release(self) -> bool:
        return self._handler is not None and self._handler.tells_release

    def arm(self, name: str, text: str) -> HotkeyRefusal | None:
        """Take the key that ``text`` names, in the place of an earlier one; says what stood in the way, and then the
        earlier one stays."""
        if self._handler is None:
            return HotkeyRefusal.NOT_HERE
        hotkey = read(text) if name != CANCEL else Hotkey.parse(text) or HotkeyRefusal.UNREADABLE
        if isinstance(hotkey, HotkeyRefusal):
            return hotkey
        refusal = self._handler.arm(name, hotkey)
        if refusal is None:
            self._armed[name] = hotkey
        elif (before := self._armed.pop(name, None)) is not None and self._handler.arm(name, before) is None:
            self._armed[name] = before
        self._read()
        return refusal

    def disarm(self, name: str) -> None:
        self._armed.pop(name, None)
        if self._handler is not None:
            self._handler.disarm(name)
            self._read()

    def check(self, text: str) -> HotkeyRefusal | None:
        """Whether ``text`` could be armed; for the field in which a person chooses a key."""
        return HotkeyRefusal.NOT_HERE if self._handler is None else check(self._handler, text)

    def close(self) -> None:
        """Let go of every key."""
        self._clock.stop()
        if self._notifier is not None:
            self._notifier.setEnabled(False)
        if self._messages is not None and (application := QCoreApplication.instance()) is not None:
            application.removeNativeEventFilter(self._messages)
        if self._handler is not None:
            self._handler.close()
            self._handler = None

    def _read(self) -> None:
        handler = self._handler
        if handler is None:
            return
        for event in handler.events():
            (self.pressed if event.is_down else self.released).emit(event.name)
        if self._handler is None:  # somebody who heard of it closed the keys
            return
        if handler.file_number() is None and self._notifier is not None:  # the desktop has gone
            self._notifier.setEnabled(False)
        if (refusal := handler.refusal()) is not self._refused:
            self._refused = refusal
            if refusal is not None:
                self.refused.emit(refusal)
        if (milliseconds := handler.poll_milliseconds()) is not None:
            self._clock.start(milliseconds)


class _ThreadMessages(QAbstractNativeEventFilter):
    """Windows: WM_HOTKEY belongs to the thread, not to a window, and only a native filter sees it."""

    def __init__(self, handler: HotkeyHandler) -> None:
        super().__init__()
        self._handler = handler

    def nativeEventFilter(self, _kind: QByteArray | bytes | bytearray | memoryview[int], message: int) -> object:
        from ctypes import wintypes

        found = wintypes.MSG.from_address(int(message))
        take = getattr(self._handler, "take", None)
        taken = bool(take and take(int(found.message), ctypes.c_int(found.wParam or 0).value))
        return taken, 0
