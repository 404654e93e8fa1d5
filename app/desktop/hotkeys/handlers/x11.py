"""Global keys on X11: passive grabs of the root window, once for each state of CapsLock and NumLock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.desktop.hotkeys.models import Hotkey, HotkeyEvent, HotkeyRefusal
from app.desktop.x11.connection import KEY_PRESS, KEY_RELEASE, MAPPING_NOTIFY, XConnection, XEvent
from app.desktop.x11.keyboard import Keyboard
from app.desktop.x11.keysyms import ALT, CONTROL, SHIFT, SUPER, keysym_of_key

_MODIFIER_KEYS = {"ctrl": CONTROL, "alt": ALT, "shift": SHIFT, "super": SUPER}


@dataclass(frozen=True, slots=True)
class _Armed:
    hotkey: Hotkey
    keycode: int
    modifiers: int
    states: tuple[int, ...]


class X11Hotkeys:
    """Where the layout changes, the grabs move to the keys that carry the names then."""

    tells_release = True

    def __init__(self, connection: XConnection) -> None:
        self._x = connection
        self._keyboard = Keyboard(connection)
        self._armed: dict[str, _Armed] = {}
        self._down: dict[str, int] = {}

    def arm(self, name: str, hotkey: Hotkey) -> HotkeyRefusal | None:
        self.disarm(name)
        if not self._x.is_alive:
            return HotkeyRefusal.NOT_HERE
        keysym = keysym_of_key(hotkey.key)
        if keysym is None:
            return HotkeyRefusal.UNREADABLE
        keycode = self._keyboard.keycode(keysym)
        if keycode is None:
            return HotkeyRefusal.NO_SUCH_KEY
        modifiers = sum(self._keyboard.bit(_MODIFIER_KEYS[modifier]) for modifier in hotkey.modifiers)
        if any(one.keycode == keycode and one.modifiers == modifiers for one in self._armed.values()):
            return HotkeyRefusal.TAKEN
        states = self._keyboard.with_locks(modifiers)
        for n, state in enumerate(states):
            if not self._x.grab_key(keycode, state):
                for taken in states[:n]:
                    self._x.ungrab_key(keycode, taken)
                return HotkeyRefusal.TAKEN
        self._armed[name] = _Armed(hotkey, keycode, modifiers, tuple(states))
        return None

    def disarm(self, name: str) -> None:
        armed = self._armed.pop(name, None)
        self._down.pop(name, None)
        if armed is not None and self._x.is_alive:
            for state in armed.states:
                self._x.ungrab_key(armed.keycode, state)

    def file_number(self) -> int | None:
        return self._x.file_number() if self._x.is_alive else None

    def poll_milliseconds(self) -> int | None:
        return None

    def on_wake(self, wake: Callable[[], None]) -> None:
        """The connection's own file tells."""

    def refusal(self) -> HotkeyRefusal | None:
        return None

    def events(self) -> list[HotkeyEvent]:
        found: list[HotkeyEvent] = []
        while self._x.is_alive and (came := self._x.events()):  # again: a question to the server may bring more
            for event in came:
                if event.kind == MAPPING_NOTIFY:
                    self._grab_anew()
                elif event.kind == KEY_PRESS:
                    found += self._pressed(event)
                elif event.kind == KEY_RELEASE:
                    found += self._released(event)
        return found

    def close(self) -> None:
        for name in list(self._armed):
            self.disarm(name)
        self._x.close()

    def _pressed(self, event: XEvent) -> list[HotkeyEvent]:
        state = self._keyboard.without_locks(event.state)
        held = bool(self._down)  # while one key is held all others come here, with its modifiers
        for name, armed in self._armed.items():
            fits = armed.modifiers == state or (held and not armed.modifiers)
            if armed.keycode == event.detail and fits:
                if name in self._down:  # the keyboard repeats a key that is held
                    return []
                self._down[name] = event.detail
                return [HotkeyEvent(name, is_down=True)]
        return []

    def _released(self, event: XEvent) -> list[HotkeyEvent]:
        """The modifiers may have been let go before the key; a repeat says 'released' although it is held."""
        names = [name for name, code in self._down.items() if code == event.detail]
        if not names or event.detail in self._x.keys_down():
            return []
        for name in names:
            del self._down[name]
        return [HotkeyEvent(name, is_down=False) for name in names]

    def _grab_anew(self) -> None:
        keyboard = Keyboard(self._x)
        moved = {}
        for name, armed in self._armed.items():
            keysym = keysym_of_key(armed.hotkey.key)
            if keysym is None or keyboard.keycode(keysym) != armed.keycode or keyboard.symbols(armed.keycode) == ():
                moved[name] = armed.hotkey
        for name in moved:
            self.disarm(name)
        self._keyboard = keyboard
        for name, hotkey in moved.items():
            self.arm(name, hotkey)
