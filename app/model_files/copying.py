"""Reads a model's file once, for its hash and, if wanted, for a copy; notices when the file is not what it seemed."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from app.model_files.installing import writing
from app.model_files.verify import PIECE_BYTES


class FileChangedError(Exception):
    """The file was written to while it was read."""


class NotPlainError(Exception):
    """It is a link, a pipe or a device now."""


def copy_file(source: Path, target: Path, on_bytes: Callable[[int], None], *, mode: int = 0o600) -> tuple[int, str]:
    """(size, SHA-256 in hex) of what now stands, whole and on the disk, at ``target``, which must not exist.

    ``on_bytes`` is told what was read since the last call; what it raises ends the copy. Raises OSError where the
    source cannot be read, AppError DISK_FULL or HOME_UNWRITABLE where the target cannot be written.
    """
    with _opened(source) as stream:
        with writing(target.parent):
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(handle, "wb", buffering=0) as out:

            def write(piece: bytes) -> None:
                view = memoryview(piece)
                with writing(target.parent):
                    while view:
                        view = view[out.write(view) :]

            result = _read(stream, write, on_bytes)
            with writing(target.parent):
                os.fsync(out.fileno())
    return result


def hash_file(source: Path, on_bytes: Callable[[int], None]) -> tuple[int, str]:
    """(size, SHA-256 in hex). Raises OSError."""
    with _opened(source) as stream:
        return _read(stream, lambda _piece: None, on_bytes)


def _opened(source: Path) -> BinaryIO:
    """Without following a link, and without waiting for a pipe's other end."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if source.is_symlink():
        raise NotPlainError
    handle = os.open(source, flags)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NotPlainError
    return os.fdopen(handle, "rb", buffering=0)


def _read(stream: BinaryIO, take: Callable[[bytes], None], on_bytes: Callable[[int], None]) -> tuple[int, str]:
    before, state, size = os.fstat(stream.fileno()), hashlib.sha256(), 0
    while piece := stream.read(PIECE_BYTES):
        state.update(piece)
        take(piece)
        size += len(piece)
        if size > before.st_size:
            raise FileChangedError
        on_bytes(len(piece))
    after = os.fstat(stream.fileno())
    if size != before.st_size or (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise FileChangedError
    return size, state.hexdigest()
