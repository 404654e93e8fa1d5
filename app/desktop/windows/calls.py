"""The calls of user32 that keys and insertion need, by ctypes; each gives nothing where the system refuses.

Structures: INPUT and KEYBDINPUT of winuser.h. A handler is given this object, so that a test can give another.
"""

from __future__ import annotations

import ctypes
from typing import Any

INPUT_KEYBOARD = 1
KEY_UP, KEY_UNICODE = 0x2, 0x4
_QUERY_LIMITED = 0x1000
_MOST_PATH = 1024


class KeyboardInput(ctypes.Structure):
    _fields_ = (
        ("key", ctypes.c_uint16),
        ("scan", ctypes.c_uint16),
        ("flags", ctypes.c_uint32),
        ("time", ctypes.c_uint32),
        ("extra", ctypes.c_size_t),
    )


class _Union(ctypes.Union):
    # MOUSEINPUT is the largest member: 32 bytes on 64-bit Windows, 24 on 32-bit.
    _fields_ = (
        ("keyboard", KeyboardInput),
        ("room", ctypes.c_byte * (32 if ctypes.sizeof(ctypes.c_size_t) == 8 else 24)),
    )


class Input(ctypes.Structure):
    _fields_ = (("kind", ctypes.c_uint32), ("union", _Union))


class WindowsCalls:
    def __init__(self) -> None:
        windll: Any = getattr(ctypes, "windll", None)
        self._user: Any = windll and windll.user32
        self._kernel: Any = windll and windll.kernel32

    def register_hotkey(self, number: int, modifiers: int, key: int) -> bool:
        return bool(self._user and self._user.RegisterHotKey(None, number, modifiers, key))

    def unregister_hotkey(self, number: int) -> None:
        if self._user:
            self._user.UnregisterHotKey(None, number)

    def is_down(self, key: int) -> bool:
        return bool(self._user and self._user.GetAsyncKeyState(key) & 0x8000)

    def send(self, keys: list[tuple[int, int, int]]) -> int:
        """``keys``: virtual key, scan code or UTF-16 unit, flags. How many the system took."""
        if not self._user:
            return 0
        inputs = (Input * len(keys))()
        for made, (key, scan, flags) in zip(inputs, keys, strict=True):
            made.kind = INPUT_KEYBOARD
            made.union.keyboard = KeyboardInput(key, scan, flags, 0, 0)
        return int(self._user.SendInput(len(keys), inputs, ctypes.sizeof(Input)))

    def foreground_program(self) -> str:
        """The path of the program whose window has the focus."""
        if not self._user:
            return ""
        process = ctypes.c_uint32(0)
        self._user.GetForegroundWindow.restype = ctypes.c_void_p
        self._user.GetWindowThreadProcessId(ctypes.c_void_p(self._user.GetForegroundWindow()), ctypes.byref(process))
        self._kernel.OpenProcess.restype = ctypes.c_void_p
        handle = self._kernel.OpenProcess(_QUERY_LIMITED, False, process.value)
        if not handle:
            return ""
        buffer, size = ctypes.create_unicode_buffer(_MOST_PATH), ctypes.c_uint32(_MOST_PATH)
        took = self._kernel.QueryFullProcessImageNameW(ctypes.c_void_p(handle), 0, buffer, ctypes.byref(size))
        self._kernel.CloseHandle(ctypes.c_void_p(handle))
        return buffer.value if took else ""
