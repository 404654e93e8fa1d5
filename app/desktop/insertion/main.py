"""Which way text goes into which program, and the handler that presses the keys on this desktop."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from app.desktop.insertion.models import InsertMethod, KeyPresser, Permit

TERMINALS = frozenset({
    "alacritty", "com.mitchellh.ghostty", "deepin-terminal", "foot", "footclient", "ghostty", "gnome-terminal",
    "gnome-terminal-server", "guake", "io.elementary.terminal", "kgx", "kitty", "konsole", "lxterminal",
    "mate-terminal", "org.gnome.console", "org.gnome.ptyxis", "org.gnome.terminal", "org.kde.konsole",
    "org.wezfurlong.wezterm", "ptyxis", "qterminal", "rio", "sakura", "st-256color", "terminator", "terminology",
    "tilix", "tilda", "urxvt", "wezterm", "xfce4-terminal", "xterm", "yakuake",
})  # fmt: skip
"""Window classes of programs that take Ctrl+V for themselves. On Windows and macOS terminals paste as others do."""


def method_for(program: str, chosen: Mapping[str, str], default: str, platform: str = sys.platform) -> InsertMethod:
    """The person's choice for ``program`` (in lower case), else the usual one; what cannot be read is a paste."""
    wanted = chosen.get(program, default)
    method = InsertMethod(wanted) if wanted in list(InsertMethod) else InsertMethod.PASTE
    has_own_paste = platform not in ("win32", "darwin") and program in TERMINALS
    if method is InsertMethod.PASTE and program not in chosen and has_own_paste:
        return InsertMethod.TERMINAL_PASTE
    return method


def open_keys(
    environment: Mapping[str, str], platform: str = sys.platform, permit: Permit | None = None
) -> KeyPresser | None:
    """``permit``: where a permission that the person gave once is kept.

    None where this desktop has no way at all; the handler's ``prepare`` says whether its way is open."""
    if platform == "win32":
        from app.desktop.insertion.handlers.windows import WindowsKeys

        return WindowsKeys()
    if platform == "darwin":
        from app.desktop.insertion.handlers.macos import MacosKeys

        return MacosKeys()
    if environment.get("WAYLAND_DISPLAY"):
        from app.desktop.insertion.handlers.portal import PortalKeys

        return PortalKeys.open(environment, permit or Permit())
    from app.desktop.insertion.handlers.x11 import X11Keys
    from app.desktop.x11.connection import XConnection

    connection = XConnection.open(environment["DISPLAY"]) if environment.get("DISPLAY") else None
    return None if connection is None else X11Keys(connection)
