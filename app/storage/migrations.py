"""Brings a file to the newest schema, one transaction a step, after a copy; a newer file is never touched."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import apsw

from app.domain.errors import AppError, ErrorCode
from app.storage import schema_speech, schema_translation
from app.storage.connection import unlock, value
from app.storage.keyword_table import create_keyword_table
from app.storage.schema import APPLICATION_ID, TABLES

Migration = Callable[[apsw.Connection], None]
"""One step, run inside the transaction that also records it; it must not commit."""

_HEADER = b"SQLite format 3\x00"
_COPY_PAGES = 512


def _first_tables(connection: apsw.Connection) -> None:
    for statement in TABLES:
        connection.execute(statement)
    create_keyword_table(connection)
    connection.pragma("application_id", APPLICATION_ID)


def _tables(statements: Sequence[str]) -> Migration:
    def step(connection: apsw.Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    return step


MIGRATIONS: tuple[Migration, ...] = (
    _first_tables,
    _tables(schema_speech.TABLES),
    _tables(schema_translation.TABLES),
)
"""Step n (from 0) brings schema n to schema n + 1. Never changed once released; a new one is added at the end."""


def look(path: Path, newest: int = len(MIGRATIONS)) -> int | None:
    """The schema number of the file, without changing a byte of it; None where there is none yet.

    Raises AppError STORE_NEWER or STORE_DAMAGED, and apsw.Error or OSError where the file cannot be read.
    """
    if not path.exists() or path.stat().st_size == 0:
        return None
    with path.open("rb") as file:
        if file.read(len(_HEADER)) != _HEADER:
            raise AppError(ErrorCode.STORE_DAMAGED, path=str(path), cause="not a database")
    # A log that is not empty holds newer pages and must be read; without one, "immutable" leaves no trace at all.
    log = path.with_name(path.name + "-wal")
    mode = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    connection = apsw.Connection(f"file:{quote(os.fsencode(path))}?{mode}", flags=flags)
    try:
        unlock(connection)
        connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        found = int(value(connection, "PRAGMA user_version"))
        owner = int(value(connection, "PRAGMA application_id"))
        tables = int(value(connection, "SELECT count(*) FROM sqlite_schema"))
    finally:
        connection.close()
    if tables and owner != APPLICATION_ID:
        raise AppError(ErrorCode.STORE_DAMAGED, path=str(path), cause="a database of another program")
    if found > newest:
        raise AppError(ErrorCode.STORE_NEWER, path=str(path), found=found, known=newest)
    return found


def migrate(connection: apsw.Connection, path: Path, steps: Sequence[Migration] = MIGRATIONS) -> None:
    """Apply the missing ``steps``. Two programs may do this at once: each step looks again inside its transaction."""
    before = int(value(connection, "PRAGMA user_version"))
    if before >= len(steps):
        return
    if before > 0:
        copy_before(connection, path, before)
    for number in range(before, len(steps)):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if int(value(connection, "PRAGMA user_version")) == number:
                steps[number](connection)
                connection.pragma("user_version", number + 1)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def copy_path(path: Path, version: int) -> Path:
    return path.with_name(f"{path.name}.schema{version}.copy")


def copy_before(connection: apsw.Connection, path: Path, version: int) -> Path:
    """A whole copy of the file as it is, made by SQLite so that what still stands in the log is in it."""
    target = copy_path(path, version)
    unfinished = target.with_name(target.name + ".part")
    unfinished.unlink(missing_ok=True)
    copy = apsw.Connection(str(unfinished))
    try:
        with copy.backup("main", connection, "main") as backup:
            while not backup.done:
                backup.step(_COPY_PAGES)
        copy.pragma("journal_mode", "DELETE")
    finally:
        copy.close()
    unfinished.replace(target)
    return target


def remove_copies(path: Path) -> None:
    """Delete what :func:`copy_before` left: a copy must not keep what the person asked to forget."""
    for copy in path.parent.glob(f"{path.name}.schema*.copy*"):
        with suppress(FileNotFoundError):
            copy.unlink()
