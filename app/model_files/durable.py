"""Writes that outlive a power cut: a file is there whole or not at all, and a folder's names are on the disk."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sys
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Raises OSError; then the old file is still there."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Bring what was written to ``path`` to the disk. Windows flushes only through a handle that may write."""
    handle = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Bring the names in ``folder`` to the disk, where the system lets one."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def discard(folder: Path, leaving: Path) -> bool:
    """Take ``folder`` away at once, under another name in ``leaving``, then delete it; what cannot be, later.

    False where the system does not let it go, because a program has its files open.
    """
    try:
        leaving.mkdir(mode=0o700, parents=True, exist_ok=True)
        away = leaving / f"{folder.name}-{secrets.token_hex(4)}"
        folder.rename(away)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    sync_folder(folder.parent)
    shutil.rmtree(away, ignore_errors=True)
    return True


def bytes_below(folder: Path) -> int:
    """Bytes of the plain files below ``folder``; links are not followed, what cannot be read counts nothing."""
    total = 0
    for place, _, names in os.walk(folder, onerror=None, followlinks=False):
        for name in names:
            with contextlib.suppress(OSError):
                path = Path(place, name)
                total += 0 if path.is_symlink() else path.lstat().st_size
    return total
