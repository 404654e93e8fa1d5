"""The one folder a download writes: below the fetcher's own, without links, and for one download at a time."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from app.domain.errors import AppError, ErrorCode
from app.domain.models.downloads import NameRefused, safe_name

_LOCK_NAME = ".writing"
_LOCK_SECONDS, _LOCK_LOOK_SECONDS = 5.0, 0.1
"""A fetcher whose parent was killed leaves within moments; its successor waits for that."""
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


def checked_staging(root: Path, staging: Path) -> Path:
    """``staging`` made, and really below ``root``; raises DOWNLOAD_REFUSED."""
    if staging == root or root not in staging.parents or ".." in staging.parts:
        raise AppError(ErrorCode.DOWNLOAD_REFUSED, problem="folder", path=str(staging))
    staging.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_links(root, staging)
    return staging


def checked_target(staging: Path, name: str) -> Path:
    """Where the file ``name`` goes, its folders made; raises DOWNLOAD_REFUSED for a name that leads out."""
    try:
        target = staging / safe_name(name)
    except NameRefused:
        raise AppError(ErrorCode.DOWNLOAD_REFUSED, problem="name", file=name) from None
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_links(staging, target.parent)
    return target


def _refuse_links(above: Path, folder: Path) -> None:
    if folder.resolve() != above.resolve() / folder.relative_to(above):
        raise AppError(ErrorCode.DOWNLOAD_REFUSED, problem="link", path=str(folder))


def disk_error(error: OSError, staging: Path, missing_bytes: int | None) -> AppError:
    """What the disk said, as a person is told; ``missing_bytes``: what is still to come."""
    if error.errno not in _FULL:
        return AppError(ErrorCode.HOME_UNWRITABLE, path=str(staging))
    return AppError(ErrorCode.DISK_FULL, path=str(staging), needs=missing_bytes, has=free_bytes(staging))


def free_bytes(folder: Path) -> int | None:
    """None where the system does not say."""
    try:
        if sys.platform == "win32":
            import shutil

            return shutil.disk_usage(folder).free
        found = os.statvfs(folder)
    except OSError:
        return None
    return found.f_bavail * found.f_frsize


class StagingLock:
    """Held while files are written, let go by the system when the process ends however. Use it in ``with``."""

    def __init__(self, staging: Path, wait: Callable[[float], None]) -> None:
        self._path, self._wait = staging / _LOCK_NAME, wait
        self._fd = -1

    def __enter__(self) -> StagingLock:
        """Raises DOWNLOAD_RUNNING when another process holds it for longer than a moment."""
        self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        for _ in range(int(_LOCK_SECONDS / _LOCK_LOOK_SECONDS)):
            if _lock(self._fd):
                return self
            try:
                self._wait(_LOCK_LOOK_SECONDS)
            except BaseException:
                os.close(self._fd)
                raise
        os.close(self._fd)
        raise AppError(ErrorCode.DOWNLOAD_RUNNING, name=self._path.parent.name)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._fd)


def _lock(fd: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
