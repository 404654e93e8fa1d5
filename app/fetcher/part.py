"""A file that is still arriving: written and hashed behind the network's back, and renamed once it is known right.

What stands in the ``.part`` is always a beginning of the file, whatever moment the process is killed at.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import queue
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from app.domain.models.downloads import PART_ENDING

_READ_BYTES = 1024 * 1024
_MOST_WAITING = 16
"""Chunks of at most 1 MB between the network and the disk: more than that, and the network waits."""
_SYNC_BYTES = 4 * 1024 * 1024
_SYNC_FILE_RANGE_WRITE = 2
_FLAGS = (
    os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)


class Digest:
    """SHA-256, and git's name of the file where its ``size`` is known. hashlib lets go of the GIL meanwhile."""

    def __init__(self, size: int | None, *, as_git_blob: bool) -> None:
        self._sha256 = hashlib.sha256()
        self._blob = None
        if as_git_blob and size is not None:
            self._blob = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)

    def update(self, data: bytes | memoryview) -> None:
        self._sha256.update(data)
        if self._blob is not None:
            self._blob.update(data)

    @property
    def sha256(self) -> str:
        return self._sha256.hexdigest()

    @property
    def blob_sha1(self) -> str | None:
        return None if self._blob is None else self._blob.hexdigest()


def digest_of(path: Path, digest: Digest, stop: Callable[[], None], told: Callable[[int], None]) -> int:
    """Hash the file at ``path``; returns its size. ``told`` gets the bytes hashed so far. Raises OSError."""
    done = 0
    with path.open("rb", buffering=0) as stream:
        while chunk := stream.read(_READ_BYTES):
            stop()
            digest.update(chunk)
            done += len(chunk)
            told(done)
    return done


class _Behind:
    """A thread that does ``work`` with one chunk after another. What OSError it meets ends the work, not the taking."""

    def __init__(self, work: Callable[[memoryview], object], name: str) -> None:
        self._work = work
        self.error: OSError | None = None
        self._queue: queue.Queue[memoryview | None] = queue.Queue(_MOST_WAITING)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def add(self, chunk: memoryview) -> None:
        """Blocks while too much waits."""
        self._queue.put(chunk)

    def end(self) -> None:
        """Wait until all is done."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (chunk := self._queue.get()) is not None:
            if self.error is None:
                try:
                    self._work(chunk)
                except OSError as error:
                    self.error = error


class Part:
    """Use it in ``with``. ``size`` counts what was handed over, written or not yet; OSError of the disk is raised by
    the next call after it."""

    def __init__(self, target: Path, new_digest: Callable[[], Digest]) -> None:
        self.path = target.with_name(target.name + PART_ENDING)
        self._target, self._new_digest = target, new_digest
        self.digest = new_digest()
        self.size = 0
        self._fd = -1
        self._unsynced, self._begin_sync = 0, _sync_beginner()
        self._writing: _Behind | None = None
        self._hashing: _Behind | None = None

    def __enter__(self) -> Part:
        self._fd = os.open(self.path, _FLAGS, 0o600)
        status = os.fstat(self._fd)
        if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
            os.close(self._fd)
            raise OSError(f"{self.path.name} is no file of its own")
        self.size = status.st_size
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):  # whoever leaves for another reason has it already
            self.settle()
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
        if self.size == 0:
            self.path.unlink(missing_ok=True)

    def take_up(self, stop: Callable[[], None], told: Callable[[int], None]) -> None:
        """Hash what an earlier download left, and go on behind it."""
        self.digest = self._new_digest()
        self.size = digest_of(self.path, self.digest, stop, told)
        os.lseek(self._fd, self.size, os.SEEK_SET)

    def restart(self) -> None:
        """Throw away what is there."""
        self.settle()
        os.ftruncate(self._fd, 0)
        os.lseek(self._fd, 0, os.SEEK_SET)
        self.digest, self.size = self._new_digest(), 0

    def add(self, chunk: memoryview) -> None:
        """Append it; blocks while the disk is slower than the network."""
        if self._writing is None or self._hashing is None:
            # One writes, one hashes: both let go of the GIL, and neither waits for the other.
            self._writing, self._hashing = _Behind(self._write, "write"), _Behind(self.digest.update, "hash")
        if self._writing.error is not None:
            self.settle()
        self.size += len(chunk)
        self._writing.add(chunk)
        self._hashing.add(chunk)

    def settle(self) -> None:
        """Wait until everything is written and hashed; raises the OSError that writing met."""
        writing, self._writing = self._writing, None
        hashing, self._hashing = self._hashing, None
        for behind in (writing, hashing):
            if behind is not None:
                behind.end()
        if writing is not None and writing.error is not None:
            raise writing.error

    def finish(self) -> None:
        """Sync it, give it its name, and sync that; the caller has compared the digest."""
        self.settle()
        os.fsync(self._fd)
        os.close(self._fd)
        self._fd = -1
        self.path.replace(self._target)
        sync_folder(self._target.parent)

    def _write(self, chunk: memoryview) -> None:
        while chunk:
            written = os.write(self._fd, chunk)
            chunk = chunk[written:]
            self._unsynced += written
        if self._unsynced >= _SYNC_BYTES:
            self._begin_sync(self._fd, self._unsynced)
            self._unsynced = 0


def _sync_beginner() -> Callable[[int, int], None]:
    """What lets the disk begin with the last bytes of a file, so that the sync at its end finds little left to do."""
    if sys.platform != "linux":
        return lambda _fd, _count: None
    begin = ctypes.CDLL(None).sync_file_range
    begin.argtypes = (ctypes.c_int, ctypes.c_int64, ctypes.c_int64, ctypes.c_uint)

    def begin_last(fd: int, count: int) -> None:
        begin(fd, os.lseek(fd, 0, os.SEEK_CUR) - count, count, _SYNC_FILE_RANGE_WRITE)

    return begin_last


def sync_folder(folder: Path) -> None:
    """So that a name in it survives a power cut; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
