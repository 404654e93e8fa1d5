"""The mark of this system by which a text in the clipboard is called private."""

from __future__ import annotations

import sys

from app.desktop.clipboard.handlers import linux, macos, windows
from app.desktop.clipboard.models import PrivateMark


def private_mark(platform: str = sys.platform) -> PrivateMark:
    """What is put beside a private text."""
    if platform == "win32":
        return windows.MARK
    return macos.MARK if platform == "darwin" else linux.MARK


def after_writing(platform: str = sys.platform) -> bool:
    """Call it right after a private text was written: some systems can only be told then. Says whether it is marked."""
    return macos.mark_pasteboard() if platform == "darwin" else True
