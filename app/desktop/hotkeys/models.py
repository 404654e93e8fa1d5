"""A global key as a value, what can stand in its way, and what every handler offers."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

_MODIFIERS = {
    "ctrl": "ctrl", "control": "ctrl", "alt": "alt", "option": "alt", "shift": "shift",
    "super": "super", "meta": "super", "win": "super", "cmd": "super",
}  # fmt: skip
_ORDER = ("ctrl", "alt", "shift", "super")
_ALONE = frozenset({f"f{n}" for n in range(1, 36)} | {"pause", "scrolllock", "insert", "menu", "print"})
"""Keys that no text needs: they may be taken without a modifier."""


class HotkeyRefusal(enum.StrEnum):
    """Codes; the sentences stand in ``wording``."""

    UNREADABLE = "unreadable"
    """The text names no key."""
    NEEDS_MODIFIER = "needs_modifier"
    """Alone it would swallow a key that people type with."""
    TAKEN = "taken"
    """Another program, or the desktop, has it."""
    NO_SUCH_KEY = "no_such_key"
    """The keyboard as it is laid out has no such key."""
    NOT_HERE = "not_here"
    """This desktop lets no program have global keys."""
    DENIED = "denied"
    """The desktop asked the person, or its rules, and the answer was no."""


@dataclass(frozen=True, slots=True)
class Hotkey:
    """``modifiers``: of ctrl, alt, shift, super, in that order; ``key``: one key's name in lower case."""

    modifiers: tuple[str, ...]
    key: str

    @classmethod
    def parse(cls, text: str) -> Hotkey | None:
        """'Ctrl+Alt+Space' as Qt writes it; None where it names no single key."""
        parts = [part.strip().lower() for part in text.replace("++", "+plus").split("+")]
        if not parts or not parts[-1] or any(part not in _MODIFIERS for part in parts[:-1]) or parts[-1] in _MODIFIERS:
            return None
        named = {_MODIFIERS[part] for part in parts[:-1]}
        return cls(tuple(name for name in _ORDER if name in named), "+" if parts[-1] == "plus" else parts[-1])

    def __str__(self) -> str:
        key = self.key.upper() if len(self.key) == 1 else self.key.capitalize()
        return "+".join([*(name.capitalize() for name in self.modifiers), key])

    @property
    def swallows_typing(self) -> bool:
        """Shift alone is how capitals are typed."""
        return not set(self.modifiers) - {"shift"} and self.key not in _ALONE


@dataclass(frozen=True, slots=True)
class HotkeyEvent:
    """``name`` is the one that the key was armed with."""

    name: str
    is_down: bool


class HotkeyHandler(Protocol):
    """For the Qt thread. Holding the key down gives one event, letting go another."""

    tells_release: bool
    """False where the system only says that the key was pressed: holding to talk cannot work there."""

    def arm(self, name: str, hotkey: Hotkey) -> HotkeyRefusal | None:
        """Take ``hotkey`` for all programs, in the place of what ``name`` had; says what stood in the way."""

    def disarm(self, name: str) -> None: ...

    def file_number(self) -> int | None:
        """Becomes readable when there is something for :meth:`events`; None where there is no such thing."""

    def poll_milliseconds(self) -> int | None:
        """How soon :meth:`events` should be asked again by the clock; None while it need not be."""

    def on_wake(self, wake: Callable[[], None]) -> None:
        """``wake`` is called where neither a file nor the clock says that there is something for :meth:`events`."""

    def events(self) -> list[HotkeyEvent]:
        """What happened since; never waits."""

    def refusal(self) -> HotkeyRefusal | None:
        """What became of the last key where the answer comes later than :meth:`arm` returns."""

    def close(self) -> None:
        """Let go of every key."""
