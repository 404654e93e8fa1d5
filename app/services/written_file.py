"""A file that comes in pieces and appears whole: written beside its place under another name, then moved there."""

from __future__ import annotations

import contextlib
import errno
import filecmp
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.domain.errors import AppError, ErrorCode
from app.model_files.durable import sync_folder

_NO_ROOM = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))


@contextmanager
def written_file(target: Path, *, overwrite: bool, owner: int = 0) -> Iterator[IO[bytes]]:
    """A stream to write to; ``target`` is there, whole and on the disk, when the block ends well, and only then.

    ``owner`` tells writers to one target apart; what a kill left of one is replaced by its next try. A file that is
    there already and holds the same is no obstacle. Raises TARGET_EXISTS, TARGET_UNWRITABLE, NO_ROOM.
    """
    part = target.with_name(f".{target.name}.{owner}.part")
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
        if not _hold_the_same(part, target):
            raise
    except OSError:
        if target.exists() and not _hold_the_same(part, target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        part.replace(target)
        return
    part.unlink()


def _hold_the_same(one: Path, other: Path) -> bool:
    """A kill between the renaming and the journal leaves a whole file that the next try writes once more."""
    return other.is_file() and filecmp.cmp(one, other, shallow=False)


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
    return numbered(path.with_name(f"{path.stem}.{target_language}{suffix or path.suffix}"))


def numbered(path: Path) -> Path:
    """``path``, or where that is taken the first of ``name 2``, ``name 3`` … that is not."""
    number, candidate = 1, path
    while os.path.lexists(candidate):
        number += 1
        candidate = path.with_name(f"{path.stem} {number}{path.suffix}")
    return candidate


def is_same_file(one: Path, other: Path) -> bool:
    """Whether both names mean one file, also by a link."""
    try:
        return one.samefile(other)
    except OSError:
        return os.path.abspath(one) == os.path.abspath(other)  # noqa: PTH100 - resolve() would follow links
