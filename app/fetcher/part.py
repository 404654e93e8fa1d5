"""A file that is still arriving: written and hashed by a thread of its own, and renamed only once it is known right.

What stands in the ``.part`` is always a beginning of the file, whatever moment the process is killed at.
"""

from __future__ import annotations

import hashlib
import os
import queue
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from app.domain.downloads import PART_ENDING

_READ_BYTES = 1024 * 1024
_MOST_WAITING = 16
"""Chunks of at most 1 MB between the network and the disk: more than that, and the network waits."""
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


class Part:
    """Use it in ``with``. ``size`` counts what was handed over, written or not yet; OSError of the disk is raised by
    the next call after it."""

    def __init__(self, target: Path, new_digest: Callable[[], Digest]) -> None:
        self.path = target.with_name(target.name + PART_ENDING)
        self._target, self._new_digest = target, new_digest
        self.digest = new_digest()
        self.size = 0
        self._fd = -1
        self._queue: queue.Queue[memoryview | None] = queue.Queue(_MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._error: OSError | None = None

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
        self._drain()
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
        if self._error is not None:
            self.settle()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="part", daemon=True)
            self._thread.start()
        self.size += len(chunk)
        self._queue.put(chunk)

    def settle(self) -> None:
        """Wait until everything is written and hashed; raises the OSError that writing met."""
        self._drain()
        if self._error is not None:
            error, self._error = self._error, None
            raise error

    def finish(self) -> None:
        """Sync it, give it its name, and sync that; the caller has compared the digest."""
        self.settle()
        os.fsync(self._fd)
        os.close(self._fd)
        self._fd = -1
        self.path.replace(self._target)
        sync_folder(self._target.parent)

    def _drain(self) -> None:
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    def _work(self) -> None:
        while (chunk := self._queue.get()) is not None:
            if self._error is not None:
                continue  # let go of what waits, so that nobody blocks
            try:
                rest = chunk
                while rest:
                    rest = rest[os.write(self._fd, rest) :]
            except OSError as error:
                self._error = error
                continue
            self.digest.update(chunk)


def sync_folder(folder: Path) -> None:
    """So that a name in it survives a power cut; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
