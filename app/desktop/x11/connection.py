"""A connection of our own to the X server: grabs, key presses, the window that has the focus. For one thread.

It is apart from Qt's connection, so that nothing here can disturb the window's own events.
"""

from __future__ import annotations

import ctypes
import struct
from dataclasses import dataclass
from typing import Any

from app.desktop.x11.library import Cookie, Extension, Piece, ProtocolRequest, free, load

KEY_PRESS, KEY_RELEASE, MAPPING_NOTIFY = 2, 3, 34
_ASYNC = 1
_CHECKED = 1
_HEADER = 32
_ANY_TYPE, _MOST_PROPERTY = 0, 256
_FAKE_INPUT = 2
_FAR_UP = 32
"""Windows lie in windows; so many steps to the root are more than any desktop has."""


@dataclass(frozen=True, slots=True)
class XEvent:
    """``kind`` is the X event code; ``detail`` the key code, ``state`` the modifiers that were down, ``time`` in ms."""

    kind: int
    detail: int
    state: int = 0
    time: int = 0


class XConnection:
    """Close it; afterwards nothing of it may be called. Every method is safe when the server has gone away."""

    def __init__(self, xcb: Any, connection: Any) -> None:
        self._xcb, self._c = xcb, connection
        setup = xcb.xcb_get_setup(connection)
        self.first_keycode, self.last_keycode = ctypes.string_at(setup + 34, 2)
        self.root: int = struct.unpack("=I", ctypes.string_at(xcb.xcb_setup_roots_iterator(setup).data, 4))[0]
        self._xtest = Extension(b"XTEST", 0)

    @classmethod
    def open(cls, display: str) -> XConnection | None:
        """None where the library is missing or no server answers."""
        xcb = load()
        if xcb is None:
            return None
        connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
        if xcb.xcb_connection_has_error(connection):
            xcb.xcb_disconnect(connection)
            return None
        return cls(xcb, connection)

    def close(self) -> None:
        """The server then lets go of every grab of this connection."""
        if self._c is not None:
            self._xcb.xcb_disconnect(self._c)
            self._c = None

    @property
    def is_alive(self) -> bool:
        return self._c is not None and not self._xcb.xcb_connection_has_error(self._c)

    def file_number(self) -> int:
        """Becomes readable when events wait."""
        return int(self._xcb.xcb_get_file_descriptor(self._c))

    def flush(self) -> None:
        self._xcb.xcb_flush(self._c)

    def events(self) -> list[XEvent]:
        """What has arrived; never waits."""
        found = []
        while pointer := self._xcb.xcb_poll_for_event(self._c):
            raw = ctypes.string_at(pointer, 32)
            free(pointer)
            kind = raw[0] & 0x7F
            if kind in (KEY_PRESS, KEY_RELEASE):
                time, state = struct.unpack_from("=I", raw, 4)[0], struct.unpack_from("=H", raw, 28)[0]
                found.append(XEvent(kind, raw[1], state, time))
            elif kind == MAPPING_NOTIFY:
                found.append(XEvent(kind, 0))
        return found

    def grab_key(self, keycode: int, modifiers: int) -> bool:
        """False where another program has it."""
        cookie = self._xcb.xcb_grab_key_checked(self._c, 1, self.root, modifiers, keycode, _ASYNC, _ASYNC)
        return self._succeeded(cookie)

    def ungrab_key(self, keycode: int, modifiers: int) -> None:
        """Once it returns, another program may take the key: the server has answered."""
        self._succeeded(self._xcb.xcb_ungrab_key_checked(self._c, keycode, self.root, modifiers))

    def keyboard(self) -> dict[int, list[int]]:
        """Key code → its keysyms, those without and with Shift first."""
        count = self.last_keycode - self.first_keycode + 1
        raw = self._reply("xcb_get_keyboard_mapping", self.first_keycode, count)
        if raw is None:
            return {}
        width = raw[1]
        symbols = struct.unpack_from(f"={width * count}I", raw, _HEADER)
        return {self.first_keycode + n: list(symbols[n * width : (n + 1) * width]) for n in range(count)}

    def modifier_keys(self) -> list[list[int]]:
        """The key codes of each of the eight modifiers: Shift, Lock, Control, Mod1 … Mod5."""
        raw = self._reply("xcb_get_modifier_mapping")
        if raw is None:
            return [[] for _ in range(8)]
        width = raw[1]
        return [[code for code in raw[_HEADER + n * width : _HEADER + (n + 1) * width] if code] for n in range(8)]

    def keys_down(self) -> set[int]:
        """The key codes that are held now."""
        raw = self._reply("xcb_query_keymap")
        return set() if raw is None else {8 * n + bit for n in range(32) for bit in range(8) if raw[8 + n] >> bit & 1}

    def change_key(self, keycode: int, keysyms: tuple[int, ...]) -> bool:
        """Put other characters on a key, for every program."""
        array = (ctypes.c_uint32 * len(keysyms))(*keysyms)
        cookie = self._xcb.xcb_change_keyboard_mapping_checked(self._c, 1, keycode, len(keysyms), array)
        return self._succeeded(cookie)

    def can_press_keys(self) -> bool:
        """Whether the server has the XTEST extension and lets us use it."""
        raw = self._reply("xcb_query_extension", 5, b"XTEST")
        return raw is not None and bool(raw[8])

    def press(self, keycode: int, *, down: bool) -> bool:
        """As if the key had been pressed or released on the keyboard."""
        body = struct.pack("=4xBB2xII8xhh7xB", KEY_PRESS if down else KEY_RELEASE, keycode, 0, 0, 0, 0, 0)
        buffer = ctypes.create_string_buffer(body, len(body))
        pieces = (Piece * 3)()  # libxcb writes into the two before the first
        pieces[2].base, pieces[2].length = ctypes.addressof(buffer), len(body)
        request = ProtocolRequest(1, ctypes.pointer(self._xtest), _FAKE_INPUT, 1)
        first = ctypes.cast(ctypes.byref(pieces, 2 * ctypes.sizeof(Piece)), ctypes.POINTER(Piece))
        sequence = self._xcb.xcb_send_request(self._c, _CHECKED, first, ctypes.byref(request))
        return bool(sequence) and self._succeeded(Cookie(sequence))

    def focused_class(self) -> tuple[str, str]:
        """WM_CLASS (instance and class) of the window with the focus; empty texts where there is none."""
        window = self._active_window() or self._focused_window()
        for _ in range(_FAR_UP):
            if window in (0, self.root):
                break
            if named := self._property(window, b"WM_CLASS"):
                instance, _, rest = named.partition(b"\0")
                return instance.decode(errors="replace"), rest.split(b"\0")[0].decode(errors="replace")
            raw = self._reply("xcb_query_tree", window)
            window = 0 if raw is None else struct.unpack_from("=I", raw, 12)[0]
        return "", ""

    def _active_window(self) -> int:
        value = self._property(self.root, b"_NET_ACTIVE_WINDOW")
        return struct.unpack("=I", value[:4])[0] if len(value) >= 4 else 0

    def _focused_window(self) -> int:
        raw = self._reply("xcb_get_input_focus")
        focus = 0 if raw is None else struct.unpack_from("=I", raw, 8)[0]
        return 0 if focus == 1 else focus  # 1: wherever the pointer is

    def is_owned(self, selection: bytes) -> bool:
        """Whether some program says that it is the one of that name."""
        atom = self._atom(selection)
        raw = self._reply("xcb_get_selection_owner", atom) if atom else None
        return raw is not None and struct.unpack_from("=I", raw, 8)[0] != 0

    def _atom(self, name: bytes) -> int:
        """0 where nobody has used the name yet."""
        raw = self._reply("xcb_intern_atom", 1, len(name), name)
        return 0 if raw is None else int(struct.unpack_from("=I", raw, 8)[0])

    def _property(self, window: int, name: bytes) -> bytes:
        atom = self._atom(name)
        raw = self._reply("xcb_get_property", 0, window, atom, _ANY_TYPE, 0, _MOST_PROPERTY) if atom else None
        if raw is None:
            return b""
        return raw[_HEADER : _HEADER + struct.unpack_from("=I", raw, 16)[0] * (raw[1] // 8)]

    def _reply(self, name: str, *arguments: Any) -> bytes | None:
        if self._c is None:
            return None
        cookie = getattr(self._xcb, name)(self._c, *arguments)
        error = ctypes.c_void_p()
        pointer = getattr(self._xcb, f"{name}_reply")(self._c, cookie, ctypes.byref(error))
        if error.value:
            free(error.value)
        if not pointer:
            return None
        length = struct.unpack("=I", ctypes.string_at(pointer + 4, 4))[0]
        raw = ctypes.string_at(pointer, max(_HEADER, _HEADER + 4 * length))
        free(pointer)
        return raw

    def _succeeded(self, cookie: Cookie) -> bool:
        error = self._xcb.xcb_request_check(self._c, cookie)
        if error:
            free(error)
        return not error and self.is_alive
