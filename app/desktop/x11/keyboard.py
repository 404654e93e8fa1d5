"""Which key carries what on the keyboard as it is laid out now, and what locks may be on while it is pressed."""

from __future__ import annotations

from itertools import combinations

from app.desktop.x11.connection import XConnection
from app.desktop.x11.keysyms import ALT, CONTROL, NUM_LOCK, SHIFT, SUPER

SHIFT_BIT, LOCK_BIT, CONTROL_BIT = 1, 2, 4


class Keyboard:
    """A look at the layout; make a new one when the server says that it changed."""

    def __init__(self, connection: XConnection) -> None:
        self._keys = connection.keyboard()
        self._modifiers = connection.modifier_keys()

    def keycode(self, keysym: int) -> int | None:
        """The key that gives ``keysym`` without Shift, else with it."""
        for column in (0, 1):
            for code, symbols in self._keys.items():
                if len(symbols) > column and symbols[column] == keysym:
                    return code
        return None

    def any_keycode(self, letter: str) -> int | None:
        """The key of a Latin letter: on the layout in use, else on another one that the same key has."""
        keysym = ord(letter)
        elsewhere = (code for code, symbols in self._keys.items() if keysym in symbols)
        return self.keycode(keysym) or next(elsewhere, None)

    def needs_shift(self, keysym: int) -> bool:
        return not any(symbols and symbols[0] == keysym for symbols in self._keys.values())

    def symbols(self, keycode: int) -> tuple[int, ...]:
        return tuple(self._keys.get(keycode, ()))

    def spare(self) -> list[int]:
        """Keys that carry nothing."""
        return [code for code, symbols in self._keys.items() if not any(symbols)]

    def bit(self, keysym: int) -> int:
        """The modifier bit of a modifier key (Alt is Mod1 nearly everywhere, but that is only a custom)."""
        for position, codes in enumerate(self._modifiers):
            if any(keysym in self._keys.get(code, ()) for code in codes):
                return 1 << position
        return {SHIFT: 1, CONTROL: 4, ALT: 8, SUPER: 64}.get(keysym, 0)

    def modifier_codes(self) -> set[int]:
        """All keys that change what others mean, but for the locks."""
        locks = {1} | {n for n in range(8) if self.bit(NUM_LOCK) == 1 << n}
        return {code for n, codes in enumerate(self._modifiers) if n not in locks for code in codes}

    def with_locks(self, modifiers: int) -> list[int]:
        """``modifiers`` alone and with each mix of CapsLock and NumLock: a grab holds for one exact state only."""
        locks = {LOCK_BIT, self.bit(NUM_LOCK)} - {0}
        mixes = [sum(mix) for count in range(len(locks) + 1) for mix in combinations(sorted(locks), count)]
        return [modifiers | mix for mix in mixes]

    def without_locks(self, state: int) -> int:
        """Of an event's state the keys alone: no locks, no mouse buttons."""
        return state & 0xFF & ~(LOCK_BIT | self.bit(NUM_LOCK))
