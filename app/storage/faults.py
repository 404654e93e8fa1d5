"""Turns what SQLite and the file system report into the program's own errors; it recovers nothing."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from app.domain.errors import AppError, ErrorCode

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC})


class StoreClosedError(RuntimeError):
    """Work reached the store after it was closed; its caller outlived the program's window."""


def app_error(error: apsw.Error | OSError, path: Path, system_errno: int = 0) -> AppError | None:
    """The error for a person, or None where ``error`` is a defect of the program and must stay what it is.

    ``system_errno`` is the connection's last one; SQLite says only "disk I/O error" for a quota or a file-size limit.
    """
    name = str(path)
    if isinstance(error, OSError):
        code = ErrorCode.DISK_FULL if error.errno in NO_ROOM else ErrorCode.STORE_UNWRITABLE
        return AppError(code, path=name, cause=error.strerror or type(error).__name__)
    if isinstance(error, apsw.FullError):
        return AppError(ErrorCode.DISK_FULL, path=name)
    if isinstance(error, apsw.BusyError | apsw.LockedError):
        return AppError(ErrorCode.STORE_BUSY, path=name)
    if isinstance(error, apsw.NotADBError | apsw.CorruptError | apsw.FormatError):
        return AppError(ErrorCode.STORE_DAMAGED, path=name, cause=str(error))
    if isinstance(error, apsw.IOError):
        code = ErrorCode.DISK_FULL if system_errno in NO_ROOM else ErrorCode.STORE_UNWRITABLE
        return AppError(code, path=name, cause=str(error), errno=system_errno)
    if isinstance(error, apsw.CantOpenError | apsw.ReadOnlyError | apsw.PermissionsError):
        return AppError(ErrorCode.STORE_UNWRITABLE, path=name, cause=str(error))
    if isinstance(error, apsw.NoMemError):
        return AppError(ErrorCode.OUT_OF_MEMORY, path=name)
    return None


@contextmanager
def converted(path: Path, connection: apsw.Connection | None = None) -> Iterator[None]:
    """Raise AppError for what the world did; let the program's own defects through unchanged."""
    try:
        yield
    except apsw.InterruptError as error:
        raise StoreClosedError("the store was closed while this ran") from error
    except UnicodeDecodeError as error:  # the program writes nothing but UTF-8: the pages under it have changed
        raise AppError(ErrorCode.STORE_DAMAGED, path=str(path), cause="a text that is no text") from error
    except (apsw.Error, OSError) as error:
        expected = app_error(error, path, connection.system_errno if connection is not None else 0)
        if expected is None:
            raise
        raise expected from error
