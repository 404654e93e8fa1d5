"""Every handler of keys and insertion does the same things by the calls of its own system; those are replaced here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.desktop.clipboard.handlers import macos as macos_clipboard
from app.desktop.clipboard.main import private_mark
from app.desktop.hotkeys.handlers.macos import PRESSED, RELEASED, MacosHotkeys
from app.desktop.hotkeys.handlers.windows import WM_HOTKEY, WindowsHotkeys
from app.desktop.hotkeys.main import check, open_hotkeys, read
from app.desktop.hotkeys.models import Hotkey, HotkeyEvent, HotkeyHandler, HotkeyRefusal
from app.desktop.insertion.handlers.macos import MacosKeys
from app.desktop.insertion.handlers.windows import WindowsKeys
from app.desktop.insertion.main import TERMINALS, method_for, open_keys
from app.desktop.insertion.models import InsertMethod, InsertRefusal
from app.desktop.macos.keys import KEYCODES
from app.desktop.windows.calls import KEY_UNICODE, KEY_UP, Input

KEY = Hotkey(("ctrl", "alt"), "space")


class WindowsSystem:
    """``taken``: keys that other programs have; ``down``: keys that are held; ``refuses``: SendInput takes nothing."""

    def __init__(self) -> None:
        self.registered: dict[int, tuple[int, int]] = {}
        self.taken: set[tuple[int, int]] = set()
        self.down: set[int] = set()
        self.sent: list[tuple[int, int, int]] = []
        self.refuses = False

    def register_hotkey(self, number: int, modifiers: int, key: int) -> bool:
        if (modifiers, key) in self.taken:
            return False
        self.registered[number] = (modifiers, key)
        return True

    def unregister_hotkey(self, number: int) -> None:
        del self.registered[number]

    def is_down(self, key: int) -> bool:
        return key in self.down

    def send(self, keys: list[tuple[int, int, int]]) -> int:
        self.sent += keys
        return 0 if self.refuses else len(keys)

    def foreground_program(self) -> str:
        return r"C:\Program Files\Editor\EDITOR.EXE"


class MacSystem:
    def __init__(self) -> None:
        self.registered: dict[int, tuple[int, int, int]] = {}
        self.taken: set[tuple[int, int]] = set()
        self.pressed: list[tuple[int, int, tuple[int, ...], bool]] = []
        self.trusted = True
        self.tell: Callable[[int, int], None] = lambda _kind, _number: None

    def listen(self, callback: Callable[[int, int], None]) -> bool:
        self.tell = callback
        return True

    def register(self, number: int, keycode: int, modifiers: int) -> Any:
        if (keycode, modifiers) in self.taken:
            return None
        self.registered[number] = (number, keycode, modifiers)
        return number

    def unregister(self, reference: Any) -> None:
        del self.registered[reference]

    def is_trusted(self) -> bool:
        return self.trusted

    def key(self, keycode: int, flags: int, units: tuple[int, ...], *, down: bool) -> bool:
        self.pressed.append((keycode, flags, units, down))
        return True


class Windows:
    def __init__(self) -> None:
        self.system = WindowsSystem()
        self.handler = WindowsHotkeys(self.system)

    def take(self) -> None:
        self.system.taken.add((0x4003, 0x20))

    def press(self) -> None:
        self.system.down.add(0x20)
        assert self.handler.take(WM_HOTKEY, next(iter(self.system.registered)))

    def release(self) -> None:
        self.system.down.clear()


class Macos:
    def __init__(self) -> None:
        self.system = MacSystem()
        self.handler = MacosHotkeys(self.system)

    def take(self) -> None:
        self.system.taken.add((49, 0x1800))

    def press(self) -> None:
        self.system.tell(PRESSED, next(iter(self.system.registered)))

    def release(self) -> None:
        self.system.tell(RELEASED, next(iter(self.system.registered)))


@pytest.fixture(params=[Windows, Macos])
def desk(request: pytest.FixtureRequest) -> Any:
    return request.param()


def test_a_key_is_armed_heard_and_let_go_of(desk: Any) -> None:
    handler: HotkeyHandler = desk.handler
    woken: list[bool] = []
    handler.on_wake(lambda: woken.append(True))
    assert handler.arm("dictate", KEY) is None
    assert len(desk.system.registered) == 1
    desk.press()
    assert woken == [True]
    assert handler.events() == [HotkeyEvent("dictate", is_down=True)]
    assert handler.events() == []
    desk.release()
    assert handler.events() == [HotkeyEvent("dictate", is_down=False)]
    assert handler.poll_milliseconds() is None
    handler.close()
    assert desk.system.registered == {}


def test_a_taken_key_is_told_and_nothing_stays_behind(desk: Any) -> None:
    desk.take()
    assert desk.handler.arm("dictate", KEY) is HotkeyRefusal.TAKEN
    assert check(desk.handler, "Ctrl+Alt+Space") is HotkeyRefusal.TAKEN
    assert check(desk.handler, "Ctrl+Alt+F9") is None
    assert desk.system.registered == {}


def test_another_key_takes_the_place_of_the_first(desk: Any) -> None:
    desk.handler.arm("dictate", KEY)
    desk.handler.arm("cancel", Hotkey((), "esc"))
    assert desk.handler.arm("dictate", Hotkey(("super",), "d")) is None
    assert len(desk.system.registered) == 2
    desk.handler.disarm("cancel")
    desk.handler.disarm("cancel")
    assert len(desk.system.registered) == 1


def test_a_key_that_the_system_does_not_have(desk: Any) -> None:
    assert desk.handler.arm("dictate", Hotkey(("ctrl",), "ß")) is HotkeyRefusal.NO_SUCH_KEY


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("Ctrl+Alt+Space", KEY),
        ("alt + ctrl + SPACE", KEY),
        ("Meta+D", Hotkey(("super",), "d")),
        ("F9", Hotkey((), "f9")),
        ("Shift+F9", Hotkey(("shift",), "f9")),
        ("Ctrl++", Hotkey(("ctrl",), "+")),
        ("A", HotkeyRefusal.NEEDS_MODIFIER),
        ("Shift+A", HotkeyRefusal.NEEDS_MODIFIER),
        ("Space", HotkeyRefusal.NEEDS_MODIFIER),
        ("", HotkeyRefusal.UNREADABLE),
        ("Ctrl", HotkeyRefusal.UNREADABLE),
        ("Ctrl+", HotkeyRefusal.UNREADABLE),
        ("Hyper+A", HotkeyRefusal.UNREADABLE),
    ],
)
def test_what_a_person_writes_as_a_key(text: str, read_as: object) -> None:
    assert read(text) == read_as


def test_a_key_is_written_as_it_is_read() -> None:
    for text in ("Ctrl+Alt+Space", "Super+D", "Shift+F9"):
        hotkey = read(text)
        assert isinstance(hotkey, Hotkey)
        assert read(str(hotkey)) == hotkey
        assert str(hotkey) == text


def test_windows_pastes_with_the_held_keys_let_go_of() -> None:
    system = WindowsSystem()
    system.down = {0x11, 0x12}
    keys = WindowsKeys(system)
    assert keys.target().program == "editor"
    assert keys.paste(terminal=False) is None
    released = [(0x11, 0, KEY_UP), (0x12, 0, KEY_UP)]
    assert system.sent == [*released, (0x11, 0, 0), (0x56, 0, 0), (0x56, 0, KEY_UP), (0x11, 0, KEY_UP)]
    system.refuses = True
    assert keys.paste(terminal=True) is InsertRefusal.DENIED


def test_windows_types_every_script() -> None:
    system = WindowsSystem()
    assert list(WindowsKeys(system).type_text("a你𠮷\n"))[-1] == 10
    units = [0x61, 0x4F60, 0xD842, 0xDFB7]
    typed = [(0, unit, KEY_UNICODE | up) for unit in units for up in (0, KEY_UP)]
    assert system.sent == [*typed, (0x0D, 0, 0), (0x0D, 0, KEY_UP)]


def test_the_structure_of_windows_has_its_size() -> None:
    import ctypes

    assert ctypes.sizeof(Input) == 40  # sizeof(INPUT) on 64-bit Windows


def test_macos_pastes_only_where_it_is_trusted() -> None:
    system = MacSystem()
    keys = MacosKeys(system)
    assert keys.paste(terminal=False) is None
    assert system.pressed == [(KEYCODES["v"], 0x100000, (), True), (KEYCODES["v"], 0x100000, (), False)]
    system.trusted = False
    assert keys.prepare() is keys.paste(terminal=False) is InsertRefusal.DENIED
    assert list(keys.type_text("a")) == [InsertRefusal.DENIED]


def test_macos_types_in_pieces_and_never_cuts_a_character() -> None:
    system = MacSystem()
    text = "x" * 19 + "𠮷" + "y" * 30
    steps = list(MacosKeys(system).type_text(text))
    assert all(isinstance(step, int) for step in steps)
    written = [units for _key, _flags, units, down in system.pressed if down]
    assert all(len(units) <= 20 for units in written)
    raw = b"".join(unit.to_bytes(2, "little") for units in written for unit in units)
    assert raw.decode("utf-16-le") == text
    assert not any(0xD800 <= units[-1] < 0xDC00 for units in written)


def test_what_cannot_be_reached_here_is_none_and_harms_nothing() -> None:
    assert open_hotkeys({}, "linux") is None
    assert open_keys({}, "linux") is None
    assert open_hotkeys({"DISPLAY": ":987"}, "linux") is None
    assert open_keys({"WAYLAND_DISPLAY": "wayland-0"}, "linux") is None
    assert open_hotkeys({"WAYLAND_DISPLAY": "w", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}, "linux") is None
    assert open_hotkeys({}, "darwin") is None  # no Carbon here
    handler = open_hotkeys({}, "win32")  # no user32 here: every call is refused
    assert handler is not None
    assert handler.arm("dictate", KEY) is HotkeyRefusal.TAKEN


@pytest.mark.parametrize(
    ("program", "chosen", "default", "platform", "method"),
    [
        ("editor", {}, "paste", "linux", InsertMethod.PASTE),
        ("konsole", {}, "paste", "linux", InsertMethod.TERMINAL_PASTE),
        ("konsole", {"konsole": "paste"}, "paste", "linux", InsertMethod.PASTE),
        ("konsole", {}, "type", "linux", InsertMethod.TYPE),
        ("windowsterminal", {}, "paste", "win32", InsertMethod.PASTE),
        ("editor", {"editor": "clipboard"}, "paste", "linux", InsertMethod.CLIPBOARD),
        ("editor", {"editor": "rubbish"}, "paste", "linux", InsertMethod.PASTE),
        ("", {}, "rubbish", "linux", InsertMethod.PASTE),
    ],
)
def test_each_program_has_its_way(
    program: str, chosen: dict[str, str], default: str, platform: str, method: InsertMethod
) -> None:
    assert method_for(program, chosen, default, platform) is method


def test_terminals_are_named_as_windows_classes_are_compared() -> None:
    assert all(name == name.lower() for name in TERMINALS)


def test_private_texts_are_marked_on_every_system() -> None:
    assert private_mark("linux").formats == {"x-kde-passwordManagerHint": b"secret"}
    windows = private_mark("win32").formats
    assert {name.split('"')[1] for name in windows} == {
        "ExcludeClipboardContentFromMonitorProcessing",
        "CanIncludeInClipboardHistory",
        "CanUploadToCloudClipboard",
    }
    assert set(windows.values()) == {b"\0\0\0\0"}


class Pasteboard:
    """The Objective-C runtime, as far as marking goes."""

    def __init__(self) -> None:
        self.marked: list[str] = []
        self._texts: list[str] = []

    def named_class(self, name: str) -> str:
        return name

    def text(self, value: str) -> str:
        return value

    def send(self, receiver: str, selector: str, *arguments: Any) -> Any:
        if selector == "setString:forType:":
            assert receiver == "the pasteboard"
            self.marked.append(arguments[1])
        return "the pasteboard" if selector == "generalPasteboard" else arguments and arguments[0]


def test_macos_marks_what_lies_in_the_pasteboard() -> None:
    pasteboard = Pasteboard()
    assert macos_clipboard.mark_pasteboard(pasteboard)
    assert {"org.nspasteboard.ConcealedType", "org.nspasteboard.TransientType"} <= set(pasteboard.marked)
