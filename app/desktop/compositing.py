"""Whether windows may be partly transparent here. Where they may not, empty corners come out black."""

from __future__ import annotations

from collections.abc import Mapping

from app.desktop.x11.connection import XConnection

_COMPOSITOR = b"_NET_WM_CM_S0"
"""Owned by the program that draws all windows together, where one runs (Extended Window Manager Hints)."""


def blends_windows(environment: Mapping[str, str]) -> bool:
    """``environment`` as the window's own desktop has it. Only X11 without a compositor does not; asks its server."""
    display = environment.get("DISPLAY", "")
    if not display or environment.get("WAYLAND_DISPLAY"):
        return True
    connection = XConnection.open(display)
    if connection is None:
        return True
    try:
        return connection.is_owned(_COMPOSITOR)
    finally:
        connection.close()
