"""Global keys on macOS: Carbon's RegisterEventHotKey, which needs no permission and tells of press and release.

CarbonEvents.h: event class 'keyb', kinds 5 (pressed) and 6 (released).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from app.desktop.hotkeys.models import Hotkey, HotkeyEvent, HotkeyRefusal
from app.desktop.macos.keys import KEYCODES

_CARBON = "/System/Library/Frameworks/Carbon.framework/Carbon"
_MODIFIERS = {"super": 0x100, "shift": 0x200, "alt": 0x800, "ctrl": 0x1000}
_OURS = int.from_bytes(b"alcv", "big")
_KEYBOARD = int.from_bytes(b"keyb", "big")
_DIRECT_OBJECT, _HOT_KEY_ID = int.from_bytes(b"----", "big"), int.from_bytes(b"hkid", "big")
PRESSED, RELEASED = 5, 6


class HotKeyId(ctypes.Structure):
    _fields_ = (("signature", ctypes.c_uint32), ("number", ctypes.c_uint32))


class _EventType(ctypes.Structure):
    _fields_ = (("event_class", ctypes.c_uint32), ("kind", ctypes.c_uint32))


class CarbonCalls:
    """The functions of Carbon; ``listen`` has ``callback`` told kind and number of each key."""

    def __init__(self, carbon: Any) -> None:
        self._carbon = carbon
        carbon.GetApplicationEventTarget.restype = ctypes.c_void_p
        self._kept: list[Any] = []  # ctypes frees a callback that nobody holds

    def listen(self, callback: Callable[[int, int], None]) -> bool:
        kind = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)

        def handle(_next: int, event: int, _data: int) -> int:
            found = HotKeyId()
            self._carbon.GetEventParameter(
                ctypes.c_void_p(event),
                _DIRECT_OBJECT,
                _HOT_KEY_ID,
                None,
                ctypes.sizeof(found),
                None,
                ctypes.byref(found),
            )
            callback(int(self._carbon.GetEventKind(ctypes.c_void_p(event))), int(found.number))
            return 0

        handler = kind(handle)
        types = (_EventType * 2)(_EventType(_KEYBOARD, PRESSED), _EventType(_KEYBOARD, RELEASED))
        self._kept += [handler, types]
        target = ctypes.c_void_p(self._carbon.GetApplicationEventTarget())
        return not self._carbon.InstallEventHandler(target, handler, 2, types, None, None)

    def register(self, number: int, keycode: int, modifiers: int) -> Any | None:
        reference = ctypes.c_void_p()
        target = ctypes.c_void_p(self._carbon.GetApplicationEventTarget())
        failed = self._carbon.RegisterEventHotKey(
            keycode, modifiers, HotKeyId(_OURS, number), target, 0, ctypes.byref(reference)
        )
        return None if failed else reference

    def unregister(self, reference: Any) -> None:
        self._carbon.UnregisterEventHotKey(reference)


class MacosHotkeys:
    tells_release = True

    def __init__(self, calls: Any) -> None:
        self._calls = calls
        self._armed: dict[str, tuple[int, Any]] = {}
        self._told: list[HotkeyEvent] = []
        self._wake: Callable[[], None] = lambda: None
        self._listens = calls.listen(self._take)

    @classmethod
    def open(cls) -> MacosHotkeys | None:
        try:
            return cls(CarbonCalls(ctypes.CDLL(_CARBON)))
        except (OSError, AttributeError):
            return None

    def arm(self, name: str, hotkey: Hotkey) -> HotkeyRefusal | None:
        self.disarm(name)
        if hotkey.key not in KEYCODES:
            return HotkeyRefusal.NO_SUCH_KEY
        if not self._listens:
            return HotkeyRefusal.NOT_HERE
        number = next(n for n in range(1, 100) if n not in {used for used, _ in self._armed.values()})
        modifiers = sum(_MODIFIERS[modifier] for modifier in hotkey.modifiers)
        reference = self._calls.register(number, KEYCODES[hotkey.key], modifiers)
        if reference is None:
            return HotkeyRefusal.TAKEN
        self._armed[name] = (number, reference)
        return None

    def disarm(self, name: str) -> None:
        if name in self._armed:
            self._calls.unregister(self._armed.pop(name)[1])

    def file_number(self) -> int | None:
        return None

    def poll_milliseconds(self) -> int | None:
        return None

    def on_wake(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    def refusal(self) -> HotkeyRefusal | None:
        return None

    def events(self) -> list[HotkeyEvent]:
        told, self._told = self._told, []
        return told

    def close(self) -> None:
        for name in list(self._armed):
            self.disarm(name)

    def _take(self, kind: int, number: int) -> None:
        names = [name for name, (known, _) in self._armed.items() if known == number]
        self._told += [HotkeyEvent(name, is_down=kind == PRESSED) for name in names]
        if names:
            self._wake()
