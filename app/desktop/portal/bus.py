"""A connection to the session bus for portals: calls, requests that answer later, signals. For one thread at a time.

Requests: https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Request.html
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
CALL_SECONDS = 2.0
PERSON_SECONDS = 120.0
"""How long a dialog of the desktop may stand open."""


@dataclass(frozen=True, slots=True)
class Signal:
    path: str
    member: str
    body: tuple[Any, ...]


class PortalBus:
    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        self._numbers = itertools.count(1)
        self._waiting: list[Signal] = []
        self._send(message_bus.AddMatch(MatchRule(type="signal", path_namespace="/org/freedesktop/portal/desktop")))

    @classmethod
    def open(cls, environment: Mapping[str, str]) -> PortalBus | None:
        """None where there is no session bus."""
        address = environment.get("DBUS_SESSION_BUS_ADDRESS")
        if not address:
            return None
        try:
            return cls(open_dbus_connection(bus=address))
        except (OSError, TimeoutError, RuntimeError, ValueError, KeyError):
            return None

    def file_number(self) -> int:
        return int(self._connection.sock.fileno())

    def version(self, interface: str) -> int:
        """0 where the desktop does not have this portal."""
        where = DBusAddress(PATH, NAME, "org.freedesktop.DBus.Properties")
        reply = self._send(new_method_call(where, "Get", "ss", (f"org.freedesktop.portal.{interface}", "version")))
        return 0 if reply is None else int(reply[0][1])

    def call(self, interface: str, member: str, signature: str, body: tuple[Any, ...]) -> tuple[Any, ...] | None:
        """The reply's values; None where the desktop refused or did not answer in time."""
        where = DBusAddress(PATH, NAME, f"org.freedesktop.portal.{interface}")
        return self._send(new_method_call(where, member, signature, body))

    def token(self) -> str:
        return f"alcove_{os.getpid()}_{next(self._numbers)}"

    def response(self, request: str, seconds: float = PERSON_SECONDS) -> dict[str, Any] | None:
        """What a request came to; waits for the person. None where it was refused, or nobody answered."""
        deadline = time.monotonic() + seconds
        while True:
            for signal in [one for one in self._waiting if one.path == request and one.member == "Response"]:
                self._waiting.remove(signal)
                code, results = signal.body
                return {name: value[1] for name, value in results.items()} if code == 0 else None
            left = deadline - time.monotonic()
            if left <= 0 or not self._receive(left):
                return None

    def signals(self) -> list[Signal]:
        """Those that came since, without waiting."""
        while self._receive(0):
            pass
        found, self._waiting = self._waiting, []
        return found

    def close_session(self, session: str) -> None:
        self._send(new_method_call(DBusAddress(session, NAME, "org.freedesktop.portal.Session"), "Close"))

    def close(self) -> None:
        self._connection.close()

    def _send(self, message: Message) -> tuple[Any, ...] | None:
        serial = next(self._connection.outgoing_serial)
        deadline = time.monotonic() + CALL_SECONDS
        try:
            self._connection.send(message, serial=serial)
            while True:
                came = self._connection.receive(timeout=max(0.0, deadline - time.monotonic()))
                if came.header.fields.get(HeaderFields.reply_serial) == serial:
                    return None if came.header.message_type is MessageType.error else tuple(came.body)
                self._keep(came)
        except (OSError, TimeoutError):
            return None

    def _receive(self, seconds: float) -> bool:
        try:
            self._keep(self._connection.receive(timeout=seconds))
        except (OSError, TimeoutError):
            return False
        return True

    def _keep(self, message: Message) -> None:
        if message.header.message_type is MessageType.signal:
            fields = message.header.fields
            path, member = str(fields.get(HeaderFields.path)), str(fields.get(HeaderFields.member))
            self._waiting.append(Signal(path, member, tuple(message.body)))
