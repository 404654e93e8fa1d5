"""The handler of global keys on this desktop, and the check of a key before it is armed."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from app.desktop.hotkeys.models import Hotkey, HotkeyHandler, HotkeyRefusal


def open_hotkeys(environment: Mapping[str, str], platform: str = sys.platform) -> HotkeyHandler | None:
    """None where this desktop has no way; then a desktop's own shortcut can call ``alcove dictate --toggle``."""
    if platform == "win32":
        from app.desktop.hotkeys.handlers.windows import WindowsHotkeys

        return WindowsHotkeys()
    if platform == "darwin":
        from app.desktop.hotkeys.handlers.macos import MacosHotkeys

        return MacosHotkeys.open()
    if environment.get("WAYLAND_DISPLAY"):
        from app.desktop.hotkeys.handlers.portal import PortalHotkeys

        return PortalHotkeys.open(environment)
    from app.desktop.hotkeys.handlers.x11 import X11Hotkeys
    from app.desktop.x11.connection import XConnection

    connection = XConnection.open(environment["DISPLAY"]) if environment.get("DISPLAY") else None
    return None if connection is None else X11Hotkeys(connection)


def read(text: str) -> Hotkey | HotkeyRefusal:
    """A key as a person, or the settings, wrote it; or why it cannot serve everywhere."""
    hotkey = Hotkey.parse(text)
    if hotkey is None:
        return HotkeyRefusal.UNREADABLE
    return HotkeyRefusal.NEEDS_MODIFIER if hotkey.swallows_typing else hotkey


def check(handler: HotkeyHandler, text: str) -> HotkeyRefusal | None:
    """Whether ``text`` could be armed now: takes the key for a moment and lets go of it again."""
    hotkey = read(text)
    if isinstance(hotkey, HotkeyRefusal):
        return hotkey
    refusal = handler.arm("check", hotkey)
    handler.disarm("check")
    return refusal
