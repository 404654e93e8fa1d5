"""Opens a connection with every pragma set and read back, and with vec0 loaded; it knows no table."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import apsw

from app.storage.faults import NO_ROOM

MINIMUM_SQLITE = (3, 54, 0)
"""Older ones have exploitable FTS5 defects (CVE-2026-119374, CVE-2026-119373)."""

PAGE_BYTES = 8192
"""Five float vectors of dimension 384 fill 94 % of such a page, two fill 75 % of one of 4096. New files only."""

BUSY_MILLISECONDS = 5000
WAL_LIMIT_BYTES = 32 * 1024 * 1024
"""What a write-ahead log is cut back to after a checkpoint that emptied it."""

SETTINGS: tuple[tuple[str, str | int, str | int], ...] = (
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("secure_delete", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("mmap_size", 0, 0),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("journal_size_limit", WAL_LIMIT_BYTES, WAL_LIMIT_BYTES),
)
"""Pragma, what is asked for, what must be read back. Reasons: shared TRUST.md, section 5."""


class StoreSetupError(RuntimeError):
    """The SQLite at hand is not the one that the program was built for."""


def open_connection(path: Path, *, cache_bytes: int, writer: bool) -> apsw.Connection:
    """A connection ready for work; one that is no ``writer`` refuses to write. Raises apsw.Error as SQLite does.

    The file is made where it is missing. It may be used from any thread, by one at a time.
    """
    check_library()
    flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
    connection = apsw.Connection(str(path), flags=flags)
    try:
        unlock(connection)
        connection.set_busy_timeout(BUSY_MILLISECONDS)
        _harden(connection)
        _set(connection, "page_size", PAGE_BYTES)
        _expect(connection, "journal_mode", "WAL", "wal")
        for name, wanted, read_back in SETTINGS:
            _expect(connection, name, wanted, read_back)
        _expect(connection, "cache_size", -(cache_bytes // 1024), -(cache_bytes // 1024))
        load_vectors(connection)
        if not writer:
            _expect(connection, "query_only", "ON", 1)
    except apsw.IOError as error:
        code = connection.system_errno
        connection.close()
        if code in NO_ROOM:
            raise apsw.FullError(str(error)) from error
        raise
    except BaseException:
        connection.close()
        raise
    return connection


def unlock(connection: apsw.Connection) -> None:
    """The one place where the key pragma goes when the file is encrypted: before anything else is read."""


def check_library() -> None:
    version = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    if version < MINIMUM_SQLITE:
        raise StoreSetupError(f"SQLite {apsw.sqlite_lib_version()} is older than 3.54.0")


def load_vectors(connection: apsw.Connection) -> None:
    """Load sqlite-vec's own library; loading is off again before anything else runs."""
    connection.enable_load_extension(True)
    try:
        connection.load_extension(str(vector_library()))
    finally:
        connection.enable_load_extension(False)


def vector_library() -> Path:
    """Where sqlite-vec's library lies, found without importing its package, which would import numpy."""
    found = importlib.util.find_spec("sqlite_vec")
    if found is None or not found.submodule_search_locations:
        raise StoreSetupError("sqlite-vec is not installed")
    return Path(found.submodule_search_locations[0]) / "vec0"


Bindings = Sequence[Any] | Mapping[str, Any]


def rows(connection: apsw.Connection, sql: str, bindings: Bindings = ()) -> list[tuple[Any, ...]]:
    return connection.execute(sql, bindings).fetchall()


def value(connection: apsw.Connection, sql: str, bindings: Bindings = ()) -> Any:
    """The first column of the first row, or None where there is no row."""
    # Every row is fetched: a statement that is left open would hold a lock against a checkpoint.
    found = rows(connection, sql, bindings)
    return found[0][0] if found else None


def _harden(connection: apsw.Connection) -> None:
    for option, state in (
        (apsw.SQLITE_DBCONFIG_DEFENSIVE, 1),
        (apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
        (apsw.SQLITE_DBCONFIG_DQS_DDL, 0),
        (apsw.SQLITE_DBCONFIG_DQS_DML, 0),
        (apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0),
        (apsw.SQLITE_DBCONFIG_ENABLE_VIEW, 0),
    ):
        if connection.config(option, state) != state:
            raise StoreSetupError(f"SQLite refused configuration {option}")


def _set(connection: apsw.Connection, name: str, wanted: str | int) -> Any:
    return value(connection, f"PRAGMA {name} = {wanted}")


def _expect(connection: apsw.Connection, name: str, wanted: str | int, read_back: str | int) -> None:
    """SQLite ignores what it does not know or cannot do, so every pragma is read back."""
    _set(connection, name, wanted)
    found = value(connection, f"PRAGMA {name}")
    if found != read_back:
        raise StoreSetupError(f"PRAGMA {name} is {found!r}, not {read_back!r}")
