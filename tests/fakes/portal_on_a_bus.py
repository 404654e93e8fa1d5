"""A desktop portal on the session bus for tests: GlobalShortcuts and RemoteDesktop, as far as Alcove asks them.

``python portal_on_a_bus.py``: says 'ready', then every call as a JSON line. Takes commands on its standard input:
``press``, ``release`` (of the bound key), ``refuse`` (the person says no from now on), ``allow``.
"""

from __future__ import annotations

import json
import selectors
import sys
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, message_bus, new_error, new_method_return, new_signal
from jeepney.io.blocking import open_dbus_connection

NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SESSION = "/org/freedesktop/portal/desktop/session/test/one"


def say(what: object) -> None:
    sys.stdout.write(json.dumps(what, default=str) + "\n")
    sys.stdout.flush()


class Portal:
    def __init__(self) -> None:
        self.bus = open_dbus_connection(bus="SESSION")
        self.bus.send_and_get_reply(message_bus.RequestName(NAME))
        self.refuses = False
        self.numbers = 0

    def take(self, message: Any) -> None:
        if message.header.message_type is not MessageType.method_call:
            return
        fields = message.header.fields
        interface, member = fields[HeaderFields.interface].split(".")[-1], fields[HeaderFields.member]
        if member == "Get":
            self.bus.send(new_method_return(message, "v", (("u", 1),)))
            return
        say([interface, member, message.body])
        if member.startswith("Notify") and self.refuses:
            self.bus.send(new_error(message, "org.freedesktop.DBus.Error.AccessDenied"))
        elif member in ("CreateSession", "BindShortcuts", "SelectDevices", "Start"):
            self.numbers += 1
            request = f"{PATH}/request/test/{self.numbers}"
            self.bus.send(new_method_return(message, "o", (request,)))
            refused = self.refuses and member in ("BindShortcuts", "Start")
            self.signal(request, "Request", "Response", "ua{sv}", (1 if refused else 0, results(member)))
        else:
            self.bus.send(new_method_return(message))

    def signal(self, path: str, interface: str, member: str, signature: str, body: tuple[Any, ...]) -> None:
        where = DBusAddress(path, NAME, f"org.freedesktop.portal.{interface}")
        self.bus.send(new_signal(where, member, signature, body))

    def command(self, asked: str) -> None:
        if asked in ("press", "release"):
            member = "Activated" if asked == "press" else "Deactivated"
            self.signal(PATH, "GlobalShortcuts", member, "osta{sv}", (SESSION, "dictate", 1, {}))
        else:
            self.refuses = asked == "refuse"
        say(["did", asked])


def results(member: str) -> dict[str, Any]:
    if member == "CreateSession":
        return {"session_handle": ("s", SESSION)}
    return {"devices": ("u", 1), "restore_token": ("s", "token-1")} if member == "Start" else {}


def main() -> int:
    portal = Portal()
    watched = selectors.DefaultSelector()
    watched.register(portal.bus.sock, selectors.EVENT_READ)
    watched.register(sys.stdin, selectors.EVENT_READ)
    say(["ready"])
    while True:
        for key, _events in watched.select(120) or [(None, 0)]:
            if key is None:
                return 1
            if key.fileobj is sys.stdin:
                asked = sys.stdin.readline().strip()
                if not asked:
                    return 0
                portal.command(asked)
            else:
                try:
                    while True:
                        portal.take(portal.bus.receive(timeout=0))
                except TimeoutError:
                    pass


if __name__ == "__main__":
    sys.exit(main())
