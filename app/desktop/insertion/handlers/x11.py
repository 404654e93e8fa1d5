"""Presses keys on X11 by the XTEST extension; characters that no key carries are put on a free key for the moment."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from app.desktop.insertion.models import InsertRefusal, Target
from app.desktop.x11.connection import XConnection
from app.desktop.x11.keyboard import Keyboard
from app.desktop.x11.keysyms import CONTROL, SHIFT, keysym_of_character

LAYOUT_SETTLES_MS = 60
"""Programs ask the server for the layout after they heard that it changed; keys must not come before that."""
PIECE = 40
"""Characters that are typed in one go; slow programs lose keys that come faster than they read."""
PIECE_PAUSE_MS = 10
_NO_SYMBOL = 0


class X11Keys:
    can_type = True
    asks_person = False

    def __init__(self, connection: XConnection) -> None:
        self._x = connection

    def prepare(self) -> InsertRefusal | None:
        return None if self._x.is_alive and self._x.can_press_keys() else InsertRefusal.NOT_HERE

    def target(self) -> Target:
        if not self._x.is_alive:
            return Target()
        instance, named = self._x.focused_class()
        return Target((named or instance).lower())

    def paste(self, *, terminal: bool) -> InsertRefusal | None:
        return self._with_control("v", shift=terminal)

    def copy(self) -> InsertRefusal | None:
        return self._with_control("c", shift=False)

    def _with_control(self, letter: str, *, shift: bool) -> InsertRefusal | None:
        if self.prepare() is not None:
            return InsertRefusal.NOT_HERE
        keyboard = Keyboard(self._x)
        codes = [keyboard.keycode(CONTROL), keyboard.keycode(SHIFT) if shift else None, keyboard.any_keycode(letter)]
        if codes[0] is None or codes[2] is None:
            return InsertRefusal.NO_SUCH_KEY
        self._let_go(keyboard)
        keys = [code for code in codes if code is not None]
        pressed = [self._x.press(code, down=True) for code in keys]
        pressed += [self._x.press(code, down=False) for code in reversed(keys)]
        return None if all(pressed) else InsertRefusal.FAILED

    def type_text(self, text: str) -> Iterator[int | InsertRefusal]:
        if self.prepare() is not None:
            yield InsertRefusal.NOT_HERE
            return
        keyboard = Keyboard(self._x)
        self._let_go(keyboard)
        borrowed: set[int] = set()
        try:
            for piece in _pieces(text, keyboard, PIECE):
                lent = self._lend(piece, keyboard)
                if lent is None:
                    yield InsertRefusal.NO_SUCH_KEY
                    return
                borrowed |= set(lent.values())
                if lent:
                    yield LAYOUT_SETTLES_MS
                for character in piece:
                    self._type(character, keyboard, lent)
                yield LAYOUT_SETTLES_MS if lent else PIECE_PAUSE_MS
        finally:
            for code in borrowed:
                self._x.change_key(code, (_NO_SYMBOL, _NO_SYMBOL))

    def close(self) -> None:
        self._x.close()

    def _lend(self, piece: str, keyboard: Keyboard) -> dict[int, int] | None:
        """Free keys for the characters of ``piece`` that no key carries: keysym → key code; None where too few are."""
        missing = list(dict.fromkeys(s for s in map(keysym_of_character, piece) if keyboard.keycode(s) is None))
        spare = keyboard.spare()
        if len(missing) > len(spare):
            return None
        lent = dict(zip(missing, spare, strict=False))
        for keysym, code in lent.items():
            if not self._x.change_key(code, (keysym, keysym)):
                return None
        return lent

    def _type(self, character: str, keyboard: Keyboard, lent: dict[int, int]) -> None:
        keysym = keysym_of_character(character)
        code = lent.get(keysym) or keyboard.keycode(keysym)
        if code is None:
            return
        shift = keyboard.keycode(SHIFT) if keysym not in lent and keyboard.needs_shift(keysym) else None
        with self._held(shift):
            self._x.press(code, down=True)
            self._x.press(code, down=False)

    @contextlib.contextmanager
    def _held(self, code: int | None) -> Iterator[None]:
        if code is not None:
            self._x.press(code, down=True)
        yield
        if code is not None:
            self._x.press(code, down=False)

    def _let_go(self, keyboard: Keyboard) -> None:
        """Who still holds the keys of the hotkey would make Ctrl+Alt+V of Ctrl+V."""
        for code in self._x.keys_down() & keyboard.modifier_codes():
            self._x.press(code, down=False)


def _pieces(text: str, keyboard: Keyboard, most: int) -> Iterator[str]:
    """Cut so that each piece needs no more borrowed keys than there are."""
    room = max(1, len(keyboard.spare()))
    piece, borrowed = "", set[int]()
    for character in text:
        keysym = keysym_of_character(character)
        needs = {keysym} if keyboard.keycode(keysym) is None else set[int]()
        if piece and (len(borrowed | needs) > room or len(piece) >= most):
            yield piece
            piece, borrowed = "", set()
        piece, borrowed = piece + character, borrowed | needs
    if piece:
        yield piece
