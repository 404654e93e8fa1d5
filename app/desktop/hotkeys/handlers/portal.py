"""Global keys on Wayland by the portal GlobalShortcuts (KDE, GNOME from 48). The desktop asks the person once.

https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.GlobalShortcuts.html
A session can bind its keys once only, so only the key that begins a dictation is bound, not the one that cancels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.desktop.hotkeys.models import Hotkey, HotkeyEvent, HotkeyRefusal
from app.desktop.portal.bus import PortalBus, Signal

MAIN = "dictate"
_INTERFACE = "GlobalShortcuts"
_MODIFIERS = {"ctrl": "CTRL", "alt": "ALT", "shift": "SHIFT", "super": "LOGO"}
_PATIENCE_FOR_SESSION = 2.0


class PortalHotkeys:
    tells_release = True

    def __init__(self, bus: PortalBus, description: str = "Dictate") -> None:
        self._bus, self._description = bus, description
        self._session = ""
        self._binding = ""
        self._down: set[str] = set()
        self._refused: HotkeyRefusal | None = None

    @classmethod
    def open(cls, environment: Mapping[str, str]) -> PortalHotkeys | None:
        """None where the desktop has no such portal."""
        bus = PortalBus.open(environment)
        if bus is None:
            return None
        if not bus.version(_INTERFACE):
            bus.close()
            return None
        return cls(bus)

    def arm(self, name: str, hotkey: Hotkey) -> HotkeyRefusal | None:
        """Returns before the person has answered; a refusal then shows in :meth:`refusal`."""
        if name != MAIN:
            return HotkeyRefusal.NOT_HERE
        self.disarm(name)
        bus = self._bus
        options = {"handle_token": ("s", bus.token()), "session_handle_token": ("s", bus.token())}
        request = bus.call(_INTERFACE, "CreateSession", "a{sv}", (options,))
        made = bus.response(str(request[0]), _PATIENCE_FOR_SESSION) if request else None
        if made is None:
            return HotkeyRefusal.NOT_HERE
        self._session = str(made["session_handle"])
        details = {"description": ("s", self._description), "preferred_trigger": ("s", trigger(hotkey))}
        body = (self._session, [(name, details)], "", {"handle_token": ("s", bus.token())})
        request = bus.call(_INTERFACE, "BindShortcuts", "oa(sa{sv})sa{sv}", body)
        if request is None:
            return HotkeyRefusal.DENIED
        self._binding, self._refused = str(request[0]), None
        return None

    def refusal(self) -> HotkeyRefusal | None:
        """What the person, or the desktop, answered since."""
        return self._refused

    def disarm(self, name: str) -> None:
        if name == MAIN and self._session:
            self._bus.close_session(self._session)
            self._session = ""
            self._down.clear()

    def file_number(self) -> int | None:
        return self._bus.file_number()

    def poll_milliseconds(self) -> int | None:
        return None

    def on_wake(self, wake: Callable[[], None]) -> None:
        """The bus's own file tells."""

    def events(self) -> list[HotkeyEvent]:
        return [event for signal in self._bus.signals() for event in self._event(signal)]

    def close(self) -> None:
        self.disarm(MAIN)
        self._bus.close()

    def _event(self, signal: Signal) -> list[HotkeyEvent]:
        if signal.path == self._binding and signal.member == "Response":
            self._refused = None if signal.body[0] == 0 else HotkeyRefusal.DENIED
        elif signal.member in ("Activated", "Deactivated") and signal.body[0] == self._session:
            name, is_down = str(signal.body[1]), signal.member == "Activated"
            if is_down == (name in self._down):
                return []
            (self._down.add if is_down else self._down.discard)(name)
            return [HotkeyEvent(name, is_down)]
        return []


def trigger(hotkey: Hotkey) -> str:
    """As the shortcuts specification writes keys: CTRL+ALT+space, by the names of XKB."""
    key = hotkey.key if len(hotkey.key) == 1 or hotkey.key == "space" else hotkey.key.capitalize()
    return "+".join([*(_MODIFIERS[name] for name in hotkey.modifiers), key])
