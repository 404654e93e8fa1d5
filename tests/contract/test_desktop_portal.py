"""Global keys and Ctrl+V on Wayland: what the portals are asked, over a real bus, in a sealed process, and their no."""

from __future__ import annotations

import os
import select
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from app.desktop.hotkeys.handlers.portal import PortalHotkeys, trigger
from app.desktop.hotkeys.models import Hotkey, HotkeyEvent, HotkeyRefusal
from app.desktop.insertion.handlers.portal import PortalKeys
from app.desktop.insertion.models import InsertRefusal, Permit
from tests.fakes.child_program import ROOT, ChildProgram

pytestmark = pytest.mark.skipif(not shutil.which("dbus-daemon"), reason="needs dbus-daemon")
KEY = Hotkey(("ctrl", "alt"), "space")


@pytest.fixture(scope="module")
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    address = f"unix:path={tmp_path_factory.mktemp('bus') / 'socket'}"
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}", "--print-address=1"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert daemon.stdout is not None
    daemon.stdout.readline()
    yield {"DBUS_SESSION_BUS_ADDRESS": address, "WAYLAND_DISPLAY": "wayland-0"}
    daemon.terminate()
    daemon.wait(60)
    daemon.stdout.close()


@pytest.fixture
def portal(bus: Mapping[str, str]) -> Iterator[ChildProgram]:
    with ChildProgram("portal_on_a_bus.py", environment=bus) as made:
        assert made.told() == ["ready"]
        yield made


def events(keys: PortalHotkeys, count: int = 1) -> list[HotkeyEvent]:
    found: list[HotkeyEvent] = []
    for _ in range(60):
        if len(found) >= count:
            break
        select.select([keys.file_number()], [], [], 1)
        found += keys.events()
    return found


def test_a_key_is_bound_and_heard(bus: Mapping[str, str], portal: ChildProgram) -> None:
    keys = PortalHotkeys.open(bus)
    assert keys is not None
    assert keys.arm("dictate", KEY) is None
    assert portal.told()[1] == "CreateSession"
    _interface, member, body = portal.told()
    assert member == "BindShortcuts"
    [[name, details]] = body[1]
    assert (name, details["preferred_trigger"]) == ("dictate", ["s", "CTRL+ALT+space"])
    portal.ask("press")
    assert events(keys) == [HotkeyEvent("dictate", is_down=True)]
    portal.ask("release")
    assert events(keys) == [HotkeyEvent("dictate", is_down=False)]
    assert keys.refusal() is None
    assert keys.arm("cancel", Hotkey((), "esc")) is HotkeyRefusal.NOT_HERE
    keys.close()
    assert portal.told()[1] == "Close"


def test_a_no_of_the_person_is_told(bus: Mapping[str, str], portal: ChildProgram) -> None:
    portal.ask("refuse")
    keys = PortalHotkeys.open(bus)
    assert keys is not None
    assert keys.arm("dictate", KEY) is None  # the answer comes later
    for _ in range(60):
        if keys.refusal() is not None:
            break
        select.select([keys.file_number()], [], [], 1)
        keys.events()
    assert keys.refusal() is HotkeyRefusal.DENIED
    keys.close()


def test_ctrl_v_is_pressed_with_a_permission_that_is_kept(bus: Mapping[str, str], portal: ChildProgram) -> None:
    kept: list[str] = []
    keys = PortalKeys.open(bus, Permit(lambda: "token-0", kept.append))
    assert keys is not None
    assert keys.paste(terminal=False) is InsertRefusal.DENIED  # nobody was asked yet
    assert keys.prepare() is None
    assert kept == ["token-1"]
    said = [portal.told() for _ in range(3)]
    assert [one[1] for one in said] == ["CreateSession", "SelectDevices", "Start"]
    assert said[1][2][1]["restore_token"] == ["s", "token-0"]
    assert keys.paste(terminal=True) is None
    pressed = [portal.told()[2][2:] for _ in range(6)]
    control, shift, v = 0xFFE3, 0xFFE1, ord("v")
    assert pressed == [[control, 1], [shift, 1], [v, 1], [v, 0], [shift, 0], [control, 0]]
    portal.ask("refuse")
    assert keys.paste(terminal=False) is InsertRefusal.DENIED
    keys.close()


def test_a_person_who_says_no_is_not_asked_for_keys(bus: Mapping[str, str], portal: ChildProgram) -> None:
    portal.ask("refuse")
    keys = PortalKeys.open(bus, Permit())
    assert keys is not None
    assert keys.prepare() is InsertRefusal.DENIED
    keys.close()


def test_a_desktop_without_portals_is_told_apart(bus: Mapping[str, str]) -> None:
    assert PortalHotkeys.open(bus) is None
    assert PortalKeys.open(bus, Permit()) is None


def test_the_bus_is_reached_from_a_sealed_window_and_the_network_is_not(
    bus: Mapping[str, str], portal: ChildProgram
) -> None:
    code = (
        "import os, sys; from app.seal.main import probe, seal_process; from app.seal.models import ProcessRole; "
        "sealed = seal_process(ProcessRole.WINDOW).sealed and all(one.refused for one in probe(ProcessRole.WINDOW)); "
        "from app.desktop.hotkeys.handlers.portal import PortalHotkeys; "
        "sys.exit(0 if sealed and PortalHotkeys.open(os.environ) else 1)"
    )
    if not hasattr(socket, "AF_UNIX"):
        pytest.skip("no local sockets")
    environment = os.environ | dict(bus) | {"PYTHONPATH": str(ROOT)}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False, timeout=60).returncode == 0


@pytest.mark.parametrize(
    ("text", "written"),
    [("Ctrl+Alt+Space", "CTRL+ALT+space"), ("Super+D", "LOGO+d"), ("F9", "F9"), ("Shift+Pause", "SHIFT+Pause")],
)
def test_keys_as_the_portal_wants_them(text: str, written: str) -> None:
    hotkey = Hotkey.parse(text)
    assert hotkey is not None
    assert trigger(hotkey) == written


def test_a_path_is_no_place_for_a_socket_that_is_gone(tmp_path: Path) -> None:
    assert PortalHotkeys.open({"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path / 'none'}"}) is None
