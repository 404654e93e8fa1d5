"""Whether a window could be shown here. Qt would end the process without a word for the person if not."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sys
from collections.abc import Mapping


def has_screen(environment: Mapping[str, str] | None = None) -> bool:
    """True on Windows and macOS; elsewhere where a display is named and, for X11, really answers."""
    variables = os.environ if environment is None else environment
    if not sys.platform.startswith(("linux", "freebsd")) or variables.get("QT_QPA_PLATFORM"):
        return True
    if variables.get("WAYLAND_DISPLAY"):
        return True
    return bool(variables.get("DISPLAY")) and _x11_answers(variables["DISPLAY"])


def _x11_answers(display: str) -> bool:
    library = ctypes.util.find_library("xcb")
    if library is None:  # then Qt says which library it lacks
        return True
    xcb = ctypes.CDLL(library)
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)
