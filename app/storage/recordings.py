"""Sound that waits for its text, in an encrypted file of its own beside the store; knows nothing of what is said in it.

Apart from the store, since an hour is 115 MB that come and go (decision 0016). A row is written every second, so that
a kill loses less than the second that was being spoken.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import apsw

from app.domain.dictate.dictating import BYTES_A_SECOND, Recording
from app.storage.connection import BUSY_MILLISECONDS, rows, value
from app.storage.faults import StoreClosedError, converted
from app.storage.rows import moment, to_micros, utc_now

CIPHER = "chacha20"
"""ChaCha20-Poly1305 over every page, of SQLite3 Multiple Ciphers."""
PAGE_BYTES = 32_768
"""A second of sound fills one; what was dropped is cut off the file page by page."""
_TABLES = (
    """CREATE TABLE IF NOT EXISTS recordings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        started_at INTEGER NOT NULL,
        process INTEGER NOT NULL,
        program TEXT NOT NULL,
        language TEXT NOT NULL,
        has_ended INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    # In the order in which they came.
    """CREATE TABLE IF NOT EXISTS sound (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        recording_id INTEGER NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
        samples BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX IF NOT EXISTS sound_by_recording ON sound (recording_id)",
)


class Recordings:
    """Blocking; any thread. The file is opened at the first use; two programs may have it open at once."""

    def __init__(self, path: Path, key: Callable[[], str], *, clock: Callable[[], datetime] = utc_now) -> None:
        """``key``: 64 hexadecimal digits, asked for once."""
        self.path = path
        self._key, self._clock = key, clock
        self._lock = threading.Lock()
        self._opened: apsw.Connection | None = None
        self._is_closed = False

    def begin(self, process: int, program: str = "", language: str = "") -> int:
        """A new recording of the running ``process``; returns its id. Raises AppError as the store does."""
        sql = "INSERT INTO recordings (started_at, process, program, language) VALUES (?, ?, ?, ?) RETURNING id"
        with self._connection() as connection:
            return int(value(connection, sql, (to_micros(self._clock()), process, program, language)))

    def append(self, recording_id: int, samples: bytes) -> None:
        """The next piece of it; survives a kill of this program once it returned."""
        sql = "INSERT INTO sound (recording_id, samples) VALUES (?, ?)"
        with self._connection() as connection:
            connection.execute(sql, (recording_id, samples))

    def end(self, recording_id: int) -> None:
        """Nothing more comes. Survives a power cut once it returned."""
        with self._connection() as connection:
            connection.execute("UPDATE recordings SET has_ended = 1 WHERE id = ?", (recording_id,))
            connection.execute("PRAGMA wal_checkpoint(FULL)").fetchall()

    def sound(self, recording_id: int) -> bytes:
        """All of it: int16, mono, 16,000 samples a second. Empty where there is no such recording."""
        sql = "SELECT samples FROM sound WHERE recording_id = ? ORDER BY id"
        with self._connection() as connection:
            return b"".join(row[0] for row in rows(connection, sql, (recording_id,)))

    def all(self) -> list[Recording]:
        """Oldest first. Opens nothing where there is no file."""
        if not self.path.exists():
            return []
        sql = """SELECT id, started_at, process, program, language, has_ended,
                 (SELECT coalesce(sum(length(samples)), 0) FROM sound WHERE recording_id = recordings.id)
                 FROM recordings ORDER BY id"""
        with self._connection() as connection:
            found = rows(connection, sql)
        return [
            Recording(number, moment(started), length / BYTES_A_SECOND, program, language, bool(ended), process)
            for number, started, process, program, language, ended, length in found
        ]

    def take_over(self, recording_id: int, process: int) -> None:
        """``process`` sees to it from now on."""
        with self._connection() as connection:
            connection.execute("UPDATE recordings SET process = ? WHERE id = ?", (process, recording_id))

    def drop(self, recording_id: int) -> None:
        """Leave no trace of it; the room goes back to the disk."""
        with self._connection() as connection:
            connection.execute("DELETE FROM recordings WHERE id = ?", (recording_id,))
            connection.execute("PRAGMA incremental_vacuum").fetchall()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    @contextmanager
    def _connection(self) -> Iterator[apsw.Connection]:
        with self._lock, converted(self.path, self._opened):
            if self._is_closed:
                raise StoreClosedError("the recordings are closed")
            if self._opened is None:
                self._opened = self._open()
            yield self._opened

    def _open(self) -> apsw.Connection:
        try:
            return self._unlocked()
        except apsw.NotADBError:  # made beside another store, whose key is not here: nobody can read it any more
            self.path.replace(self.path.with_name(f"{self.path.name}.unreadable"))
            for ending in ("-wal", "-shm"):
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
            return self._unlocked()

    def _unlocked(self) -> apsw.Connection:
        connection = apsw.Connection(str(self.path))
        try:
            self.path.chmod(0o600)
            connection.pragma("cipher", CIPHER)
            connection.pragma("key", f"raw:{self._key()}")
            connection.set_busy_timeout(BUSY_MILLISECONDS)
            connection.pragma("page_size", PAGE_BYTES)
            connection.pragma("auto_vacuum", "INCREMENTAL")
            connection.pragma("journal_mode", "WAL")
            connection.pragma("synchronous", "NORMAL")  # a kill loses nothing; ``end`` sees to a power cut
            connection.pragma("foreign_keys", "ON")
            connection.pragma("temp_store", "MEMORY")
            for statement in _TABLES:
                connection.execute(statement)
        except BaseException:
            connection.close()
            raise
        return connection
