"""Global keys on a real X server: with every lock on, held and repeated, taken by others, and let go of at the end."""

from __future__ import annotations

import select
import time
from collections.abc import Iterator

import pytest

from app.desktop.compositing import blends_windows
from app.desktop.hotkeys.handlers.x11 import X11Hotkeys
from app.desktop.hotkeys.models import Hotkey, HotkeyEvent, HotkeyRefusal
from app.desktop.insertion.handlers.x11 import X11Keys
from app.desktop.x11.connection import XConnection
from app.desktop.x11.keyboard import Keyboard
from app.desktop.x11.keysyms import keysym_of_character, keysym_of_key
from tests.fakes.acting_lanes import until
from tests.fakes.screen import Screen, missing_screen

pytestmark = missing_screen
KEY = Hotkey(("ctrl", "alt"), "space")
DOWN, UP = HotkeyEvent("dictate", is_down=True), HotkeyEvent("dictate", is_down=False)


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with Screen() as made:
        yield made


def connected(screen: Screen) -> XConnection:
    made = XConnection.open(screen.display)
    assert made is not None
    return made


@pytest.fixture
def keys(screen: Screen) -> Iterator[X11Hotkeys]:
    made = X11Hotkeys(connected(screen))
    yield made
    made.close()


def heard(keys: X11Hotkeys, count: int, seconds: float = 60.0) -> list[HotkeyEvent]:
    """What is heard until there are ``count`` of them, or ``seconds`` are over."""
    found: list[HotkeyEvent] = []
    deadline = time.monotonic() + seconds
    while len(found) < count and (left := deadline - time.monotonic()) > 0:
        number = keys.file_number()
        assert number is not None
        select.select([number], [], [], left)
        found += keys.events()
    return found


def test_without_a_compositor_nothing_is_seen_through_a_window(screen: Screen) -> None:
    environment = {"DISPLAY": screen.display}
    assert not blends_windows(environment)
    assert blends_windows({**environment, "WAYLAND_DISPLAY": "wayland-0"})
    assert blends_windows({"DISPLAY": ":4711"})
    assert blends_windows({})


@pytest.mark.parametrize("locks", [(), ("Caps_Lock",), ("Num_Lock",), ("Caps_Lock", "Num_Lock")])
def test_a_press_is_heard_whatever_lock_is_on(screen: Screen, keys: X11Hotkeys, locks: tuple[str, ...]) -> None:
    for lock in locks:
        screen.hands("key", lock)
    try:
        assert keys.arm("dictate", KEY) is None
        screen.hands("key", "--delay", "30", "ctrl+alt+space")
        assert heard(keys, 2) == [DOWN, UP]
    finally:
        for lock in locks:
            screen.hands("key", lock)


def test_other_keys_are_left_to_the_others(screen: Screen, keys: X11Hotkeys) -> None:
    keys.arm("dictate", KEY)
    screen.hands("key", "space", "key", "ctrl+space", "key", "alt+space", "key", "shift+ctrl+alt+space")
    assert heard(keys, 1, 0.5) == []


def test_a_key_that_is_held_repeats_and_is_one_press(screen: Screen, keys: X11Hotkeys) -> None:
    keys.arm("dictate", KEY)
    screen.hands("keydown", "ctrl", "keydown", "alt", "keydown", "space")
    assert heard(keys, 1) == [DOWN]
    assert heard(keys, 1, 1.2) == []  # the server repeats after 0.66 s, 25 times a second
    screen.hands("keyup", "ctrl", "keyup", "alt")
    assert heard(keys, 1, 0.3) == []
    screen.hands("keyup", "space")
    assert heard(keys, 1) == [UP]


def test_escape_is_heard_while_the_main_key_is_held(screen: Screen, keys: X11Hotkeys) -> None:
    keys.arm("dictate", KEY)
    keys.arm("cancel", Hotkey((), "esc"))
    screen.hands("keydown", "ctrl", "keydown", "alt", "keydown", "space")
    screen.hands("key", "Escape")
    assert heard(keys, 3)[:2] == [DOWN, HotkeyEvent("cancel", is_down=True)]
    screen.hands("keyup", "space", "keyup", "alt", "keyup", "ctrl")
    while UP not in heard(keys, 1):
        pass


def test_a_key_belongs_to_one_program_until_that_lets_go(screen: Screen, keys: X11Hotkeys) -> None:
    other = X11Hotkeys(connected(screen))
    assert other.arm("dictate", KEY) is None
    assert keys.arm("dictate", KEY) is HotkeyRefusal.TAKEN
    assert keys.arm("dictate", Hotkey((), "f9")) is None
    other.disarm("dictate")
    assert keys.arm("dictate", KEY) is None
    assert other.arm("dictate", KEY) is HotkeyRefusal.TAKEN
    assert other.arm("dictate", Hotkey((), "f9")) is None  # let go of when the other key took its place
    keys.close()
    until(lambda: other.arm("dictate", KEY) is None)  # the server learns of it when it comes to it
    other.close()


def test_a_program_that_died_holds_no_key(screen: Screen, keys: X11Hotkeys) -> None:
    other = connected(screen)
    assert X11Hotkeys(other).arm("dictate", KEY) is None
    other.close()
    until(lambda: keys.arm("dictate", KEY) is None)


def test_keys_that_are_not_on_the_keyboard(keys: X11Hotkeys) -> None:
    assert keys.arm("dictate", Hotkey(("ctrl",), "nonsense")) is HotkeyRefusal.UNREADABLE
    assert keys.arm("dictate", Hotkey(("ctrl",), "好")) is HotkeyRefusal.NO_SUCH_KEY


def test_borrowed_keys_are_given_back(screen: Screen) -> None:
    connection = connected(screen)
    before = Keyboard(connection).spare()
    assert before
    steps = list(X11Keys(connection).type_text("你好, 世界"))
    assert all(isinstance(step, int) for step in steps)
    assert Keyboard(connection).spare() == before
    connection.close()


def test_the_layout_may_change_while_a_key_is_armed(screen: Screen, keys: X11Hotkeys) -> None:
    connection = connected(screen)
    layout = Keyboard(connection)
    space = layout.keycode(0x20)
    [spare, *_] = layout.spare()
    assert space is not None
    assert keys.arm("dictate", KEY) is None
    connection.change_key(space, (0, 0))
    connection.change_key(spare, (0x20, 0x20))
    try:
        heard(keys, 1, 0.5)
        screen.hands("key", "--delay", "30", "ctrl+alt+space")
        assert heard(keys, 2) == [DOWN, UP]
    finally:
        connection.change_key(space, (0x20, 0x20))
        connection.change_key(spare, (0, 0))
        connection.close()


def test_a_server_that_is_gone_takes_nothing_along() -> None:
    with Screen() as gone:
        keys, presser = X11Hotkeys(connected(gone)), X11Keys(connected(gone))
        keys.arm("dictate", KEY)
    for _ in range(2):
        assert keys.events() == []
    assert keys.arm("dictate", KEY) is HotkeyRefusal.NOT_HERE
    assert presser.target().program == ""
    assert presser.paste(terminal=False) is not None
    keys.close()
    presser.close()
    assert XConnection.open(":987") is None


def test_keysyms_of_keys_and_characters() -> None:
    assert keysym_of_key("Space") == 0x20
    assert keysym_of_key("F9") == 0xFFC6
    assert keysym_of_key("D") == ord("d")
    assert keysym_of_key("Hyper") is None
    assert keysym_of_character("é") == 0xE9
    assert keysym_of_character("你") == 0x01004F60
    assert keysym_of_character("\n") == 0xFF0D
