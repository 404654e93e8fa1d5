"""Marks a folder as being worked in, for as long as its process lives: the system lets go when the process ends."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

LOCK_ENDING = ".lock"
"""Beside the folder, not in it: Windows renames no folder in which a file is open."""


class FolderLock:
    """Take it with :meth:`take`; :meth:`release` may be called twice."""

    def __init__(self, handle: int, path: Path) -> None:
        self._handle: int | None = handle
        self._path = path

    @classmethod
    def take(cls, folder: Path) -> FolderLock | None:
        """None where another process, or another part of this one, works in ``folder``. Raises OSError."""
        path = folder.with_name(folder.name + LOCK_ENDING)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            _lock(handle)
        except OSError:
            os.close(handle)
            return None
        return cls(handle, path)

    def release(self) -> None:
        if self._handle is not None:
            if sys.platform != "win32":  # there an open file cannot be deleted, here nobody can take it in between
                self._path.unlink(missing_ok=True)
            os.close(self._handle)
            self._handle = None
            if sys.platform == "win32":
                self._path.unlink(missing_ok=True)


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        windows: Any = importlib.import_module("msvcrt")
        windows.locking(handle, windows.LK_NBLCK, 1)
    else:
        posix: Any = importlib.import_module("fcntl")
        posix.flock(handle, posix.LOCK_EX | posix.LOCK_NB)
