"""Presses Ctrl+V on Wayland by the portal RemoteDesktop. The desktop asks the person once; a token keeps the answer.

https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.RemoteDesktop.html
Single characters come at three or four a second there, so nothing is typed. Who has the focus is not told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.desktop.insertion.models import InsertRefusal, Permit, Target
from app.desktop.portal.bus import PortalBus
from app.desktop.x11.keysyms import CONTROL, SHIFT

_INTERFACE = "RemoteDesktop"
_KEYBOARD, _UNTIL_REVOKED = 1, 2
_C, _V = ord("c"), ord("v")


class PortalKeys:
    can_type = False
    asks_person = True

    def __init__(self, bus: PortalBus, permit: Permit) -> None:
        self._bus, self._permit = bus, permit
        self._session = ""

    @classmethod
    def open(cls, environment: Mapping[str, str], permit: Permit) -> PortalKeys | None:
        """None where the desktop has no such portal."""
        bus = PortalBus.open(environment)
        if bus is None:
            return None
        if not bus.version(_INTERFACE):
            bus.close()
            return None
        return cls(bus, permit)

    def prepare(self) -> InsertRefusal | None:
        if self._session:
            return None
        bus = self._bus
        options = {"handle_token": ("s", bus.token()), "session_handle_token": ("s", bus.token())}
        request = bus.call(_INTERFACE, "CreateSession", "a{sv}", (options,))
        made = bus.response(str(request[0])) if request else None
        if made is None:
            return InsertRefusal.NOT_HERE
        session = str(made["session_handle"])
        wanted = {
            "handle_token": ("s", bus.token()),
            "types": ("u", _KEYBOARD),
            "persist_mode": ("u", _UNTIL_REVOKED),
        }
        if token := self._permit.given():
            wanted["restore_token"] = ("s", token)
        request = bus.call(_INTERFACE, "SelectDevices", "oa{sv}", (session, wanted))
        if request is None or bus.response(str(request[0])) is None:
            return InsertRefusal.DENIED
        request = bus.call(_INTERFACE, "Start", "osa{sv}", (session, "", {"handle_token": ("s", bus.token())}))
        started = bus.response(str(request[0])) if request else None
        if started is None or not int(started.get("devices", 0)) & _KEYBOARD:
            return InsertRefusal.DENIED
        if token := str(started.get("restore_token", "")):
            self._permit.keep(token)
        self._session = session
        return None

    def target(self) -> Target:
        return Target()

    def paste(self, *, terminal: bool) -> InsertRefusal | None:
        return self._press([CONTROL, *([SHIFT] if terminal else []), _V])

    def copy(self) -> InsertRefusal | None:
        return self._press([CONTROL, _C])

    def _press(self, keys: list[int]) -> InsertRefusal | None:
        if not self._session:
            return InsertRefusal.DENIED
        for keysym, state in [(key, 1) for key in keys] + [(key, 0) for key in reversed(keys)]:
            body: tuple[Any, ...] = (self._session, {}, keysym, state)
            if self._bus.call(_INTERFACE, "NotifyKeyboardKeysym", "oa{sv}iu", body) is None:
                self._session = ""  # the person has taken the permission back
                return InsertRefusal.DENIED
        return None

    def type_text(self, text: str) -> Iterator[int | InsertRefusal]:
        del text
        yield InsertRefusal.NOT_HERE

    def close(self) -> None:
        if self._session:
            self._bus.close_session(self._session)
        self._bus.close()
