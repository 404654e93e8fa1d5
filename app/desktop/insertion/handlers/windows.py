"""Presses keys on Windows by SendInput. A program that runs with more rights than Alcove takes none of them.

https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-sendinput
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PureWindowsPath
from typing import Any

from app.desktop.insertion.models import InsertRefusal, Target
from app.desktop.windows.calls import KEY_UNICODE, KEY_UP, WindowsCalls

_CONTROL, _SHIFT, _C, _V, _RETURN = 0x11, 0x10, 0x43, 0x56, 0x0D
_HELD = (0x10, 0x11, 0x12, 0x5B, 0x5C)  # Shift, Ctrl, Alt, the two Windows keys
PIECE, PIECE_PAUSE_MS = 40, 10


class WindowsKeys:
    can_type = True
    asks_person = False

    def __init__(self, calls: Any | None = None) -> None:
        self._calls = calls or WindowsCalls()

    def prepare(self) -> InsertRefusal | None:
        return None

    def target(self) -> Target:
        return Target(PureWindowsPath(self._calls.foreground_program()).stem.lower())

    def paste(self, *, terminal: bool) -> InsertRefusal | None:
        return self._press([_CONTROL, *([_SHIFT] if terminal else []), _V])

    def copy(self) -> InsertRefusal | None:
        return self._press([_CONTROL, _C])

    def _press(self, keys: list[int]) -> InsertRefusal | None:
        pressed = [(key, 0, KEY_UP) for key in _HELD if self._calls.is_down(key)]
        pressed += [(key, 0, 0) for key in keys] + [(key, 0, KEY_UP) for key in reversed(keys)]
        return None if self._calls.send(pressed) == len(pressed) else InsertRefusal.DENIED

    def type_text(self, text: str) -> Iterator[int | InsertRefusal]:
        held = [(key, 0, KEY_UP) for key in _HELD if self._calls.is_down(key)]
        if held:
            self._calls.send(held)
        for start in range(0, len(text), PIECE):
            pressed = [key for character in text[start : start + PIECE] for key in _typed(character)]
            if self._calls.send(pressed) != len(pressed):
                yield InsertRefusal.DENIED
                return
            yield PIECE_PAUSE_MS

    def close(self) -> None:
        return


def _typed(character: str) -> list[tuple[int, int, int]]:
    """A character outside the first plane takes two units, each pressed and released."""
    if character == "\n":
        return [(_RETURN, 0, 0), (_RETURN, 0, KEY_UP)]
    raw = character.encode("utf-16-le", "surrogatepass")
    units = [int.from_bytes(raw[n : n + 2], "little") for n in range(0, len(raw), 2)]
    return [(0, unit, KEY_UNICODE | up) for unit in units for up in (0, KEY_UP)]
