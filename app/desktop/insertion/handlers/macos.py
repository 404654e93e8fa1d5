"""Presses Cmd+V on macOS by CGEventPost, which the person must allow under Privacy & Security, Accessibility.

CoreGraphics/CGEvent.h, HIServices/AXUIElement.h. Text is typed as Unicode on an event without a key.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from app.desktop.insertion.models import InsertRefusal, Target
from app.desktop.macos.keys import KEYCODES

_SERVICES = "/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices"
_COMMAND_FLAG, _HID_TAP = 0x100000, 0
PIECE, PIECE_PAUSE_MS = 20, 10  # an event carries at most 20 UTF-16 units


class QuartzCalls:
    def __init__(self, services: Any) -> None:
        self._services = services
        services.CGEventCreateKeyboardEvent.restype = ctypes.c_void_p
        services.CGEventCreateKeyboardEvent.argtypes = (ctypes.c_void_p, ctypes.c_uint16, ctypes.c_bool)
        services.AXIsProcessTrusted.restype = ctypes.c_bool

    def is_trusted(self) -> bool:
        return bool(self._services.AXIsProcessTrusted())

    def key(self, keycode: int, flags: int, units: tuple[int, ...], *, down: bool) -> bool:
        """One event: ``units`` are UTF-16 and take the place of what the key would write."""
        event = self._services.CGEventCreateKeyboardEvent(None, keycode, down)
        if not event:
            return False
        pointer = ctypes.c_void_p(event)
        self._services.CGEventSetFlags(pointer, ctypes.c_uint64(flags))
        if units:
            array = (ctypes.c_uint16 * len(units))(*units)
            self._services.CGEventKeyboardSetUnicodeString(pointer, ctypes.c_ulong(len(units)), array)
        self._services.CGEventPost(ctypes.c_uint32(_HID_TAP), pointer)
        self._services.CFRelease(pointer)
        return True


class MacosKeys:
    can_type = True
    asks_person = False

    def __init__(self, calls: Any | None = None) -> None:
        self._calls: Any = calls or _quartz()

    def prepare(self) -> InsertRefusal | None:
        if self._calls is None:
            return InsertRefusal.NOT_HERE
        return None if self._calls.is_trusted() else InsertRefusal.DENIED

    def target(self) -> Target:
        return Target()

    def paste(self, *, terminal: bool) -> InsertRefusal | None:
        del terminal  # Cmd+V pastes everywhere
        return self._with_command("v")

    def copy(self) -> InsertRefusal | None:
        return self._with_command("c")

    def _with_command(self, letter: str) -> InsertRefusal | None:
        if (refusal := self.prepare()) is not None:
            return refusal
        pressed = [self._calls.key(KEYCODES[letter], _COMMAND_FLAG, (), down=down) for down in (True, False)]
        return None if all(pressed) else InsertRefusal.FAILED

    def type_text(self, text: str) -> Iterator[int | InsertRefusal]:
        if (refusal := self.prepare()) is not None:
            yield refusal
            return
        raw = text.encode("utf-16-le", "surrogatepass")
        units = tuple(int.from_bytes(raw[n : n + 2], "little") for n in range(0, len(raw), 2))
        start = 0
        while start < len(units):
            end = min(start + PIECE, len(units))
            if end < len(units) and 0xD800 <= units[end - 1] < 0xDC00:  # never between the halves of a character
                end -= 1
            pressed = [self._calls.key(0, 0, units[start:end], down=down) for down in (True, False)]
            if not all(pressed):
                yield InsertRefusal.FAILED
                return
            yield PIECE_PAUSE_MS
            start = end

    def close(self) -> None:
        return


def _quartz() -> QuartzCalls | None:
    try:
        return QuartzCalls(ctypes.CDLL(_SERVICES))
    except (OSError, AttributeError):
        return None
