"""Global keys on Windows: RegisterHotKey tells of the press by a message; the release is looked for by the clock.

https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-registerhotkey
The window's native event filter hands WM_HOTKEY to :meth:`WindowsHotkeys.take`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.desktop.hotkeys.models import Hotkey, HotkeyEvent, HotkeyRefusal
from app.desktop.windows.calls import WindowsCalls

WM_HOTKEY = 0x0312
_MODIFIERS = {"alt": 0x1, "ctrl": 0x2, "shift": 0x4, "super": 0x8}
_NO_REPEAT = 0x4000
_LOOK_MS = 30
KEYS = {
    "space": 0x20, "esc": 0x1B, "escape": 0x1B, "tab": 0x09, "return": 0x0D, "enter": 0x0D, "insert": 0x2D,
    "ins": 0x2D, "delete": 0x2E, "del": 0x2E, "home": 0x24, "end": 0x23, "pgup": 0x21, "pgdown": 0x22, "left": 0x25,
    "up": 0x26, "right": 0x27, "down": 0x28, "pause": 0x13, "scrolllock": 0x91, "print": 0x2C, "menu": 0x5D,
    "backspace": 0x08, ";": 0xBA, "=": 0xBB, ",": 0xBC, "-": 0xBD, ".": 0xBE, "/": 0xBF, "`": 0xC0,
    **{f"f{n}": 0x6F + n for n in range(1, 25)},
}  # fmt: skip
"""Virtual key codes (winuser.h); letters and digits are their own ASCII codes."""


class WindowsHotkeys:
    tells_release = True

    def __init__(self, calls: Any | None = None) -> None:
        self._calls = calls or WindowsCalls()
        self._numbers: dict[str, int] = {}
        self._keys: dict[str, int] = {}
        self._down: set[str] = set()
        self._told: list[HotkeyEvent] = []
        self._wake: Callable[[], None] = lambda: None

    def arm(self, name: str, hotkey: Hotkey) -> HotkeyRefusal | None:
        self.disarm(name)
        key = virtual_key(hotkey.key)
        if key is None:
            return HotkeyRefusal.NO_SUCH_KEY
        number = next(n for n in range(1, 100) if n not in self._numbers.values())
        modifiers = sum(_MODIFIERS[modifier] for modifier in hotkey.modifiers) | _NO_REPEAT
        if not self._calls.register_hotkey(number, modifiers, key):
            return HotkeyRefusal.TAKEN
        self._numbers[name], self._keys[name] = number, key
        return None

    def disarm(self, name: str) -> None:
        if name in self._numbers:
            self._calls.unregister_hotkey(self._numbers.pop(name))
            self._keys.pop(name)
            self._down.discard(name)

    def take(self, message: int, number: int) -> bool:
        """A message of the thread; says whether it was one of these keys."""
        names = [name for name, known in self._numbers.items() if message == WM_HOTKEY and known == number]
        for name in names:
            self._down.add(name)
            self._told.append(HotkeyEvent(name, is_down=True))
        if names:
            self._wake()
        return bool(names)

    def file_number(self) -> int | None:
        return None

    def poll_milliseconds(self) -> int | None:
        return _LOOK_MS if self._down else None

    def on_wake(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    def refusal(self) -> HotkeyRefusal | None:
        return None

    def events(self) -> list[HotkeyEvent]:
        told, self._told = self._told, []
        for name in sorted(self._down):
            if not self._calls.is_down(self._keys[name]):
                self._down.discard(name)
                told.append(HotkeyEvent(name, is_down=False))
        return told

    def close(self) -> None:
        for name in list(self._numbers):
            self.disarm(name)


def virtual_key(name: str) -> int | None:
    if len(name) == 1 and name.isascii() and name.isalnum():
        return ord(name.upper())
    return KEYS.get(name)
