"""A file that comes in pieces and appears whole: written beside its place under another name, then moved there."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.domain.errors import AppError, ErrorCode
from app.model_files.durable import sync_folder

_NO_ROOM = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))


def part_of(target: Path) -> Path:
    """Where the file grows. The same for the same target, so that what a kill left is replaced by the next try."""
    return target.with_name(f".{target.name}.part")


@contextmanager
def written_file(target: Path, *, overwrite: bool) -> Iterator[IO[bytes]]:
    """A stream to write to; ``target`` is there, whole and on the disk, when the block ends well, and only then.

    Raises TARGET_EXISTS (a file of that name came meanwhile), TARGET_UNWRITABLE, DISK_FULL.
    """
    part = part_of(target)
    with _as_errors(target):
        try:
            with part.open("wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            if overwrite:
                part.replace(target)
            else:
                _move_new(part, target)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise
        sync_folder(target.parent)


def _move_new(part: Path, target: Path) -> None:
    """Rename, but never onto a file that is there; where links are unknown (FAT), by looking first."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        part.replace(target)
    else:
        part.unlink()


@contextmanager
def _as_errors(target: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise AppError(ErrorCode.TARGET_EXISTS, path=str(target)) from error
    except OSError as error:
        code = ErrorCode.NO_ROOM if error.errno in _NO_ROOM else ErrorCode.TARGET_UNWRITABLE
        raise AppError(code, path=str(target), cause=error.strerror or type(error).__name__) from error


def free_name(path: Path, target_language: str, suffix: str = "") -> Path:
    """``report.zh.docx`` beside ``report.docx``, or ``report.zh 2.docx`` where that is taken."""
    ending = suffix or path.suffix
    stem = path.name[: len(path.name) - len(path.suffix)] if path.suffix else path.name
    number = 1
    while True:
        name = f"{stem}.{target_language}{'' if number == 1 else f' {number}'}{ending}"
        candidate = path.with_name(name)
        if not os.path.lexists(candidate):
            return candidate
        number += 1


def is_same_file(one: Path, other: Path) -> bool:
    """Whether both names mean one file, also by a link."""
    try:
        return one.samefile(other)
    except OSError:
        return os.path.abspath(one) == os.path.abspath(other)  # noqa: PTH100 - resolve() would follow links
