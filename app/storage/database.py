"""One writer thread with a queue of functions, and a pool of reader connections; it knows no table."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

import apsw

from app.storage.connection import open_connection
from app.storage.faults import StoreClosedError, converted

T = TypeVar("T")
Work = Callable[[apsw.Connection], T]

BUSY_ATTEMPTS = 4
"""Each waits for the other program's writer as long as the connection's busy time-out says."""

IDLE_READERS = 3
"""Kept open with their warm page caches; more are opened while more threads read at once."""

READERS_LEAVE_SECONDS = 10.0
INTERRUPT_SECONDS = 0.02


class Database:
    """Every method may be called from any thread. Writes run one after another, in the order they were asked for."""

    def __init__(self, path: Path, *, cache_bytes: int, prepare: Work[None]) -> None:
        """``prepare`` runs once on the writer's connection, outside a transaction, before anything else.

        Raises AppError STORE_UNWRITABLE, STORE_DAMAGED, STORE_BUSY or DISK_FULL.
        """
        self.path = path
        self._cache_bytes = cache_bytes
        self._idle: list[apsw.Connection] = []
        self._reading: set[apsw.Connection] = set()
        self._closed = False
        self._readers_changed = threading.Condition()
        self._queue: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = queue.SimpleQueue()
        with converted(path):
            self._writer = patiently(lambda: open_connection(path, cache_bytes=cache_bytes, writer=True))
        try:
            with converted(path, self._writer):
                patiently(lambda: prepare(self._writer))
        except BaseException:
            self._writer.close()
            raise
        self._thread = threading.Thread(target=self._serve, name="store-writer", daemon=True)
        self._thread.start()

    def write(self, work: Work[T]) -> T:
        """Run ``work`` in one transaction on the writer thread and return its result once that is on the disk.

        Whatever it raises undoes the whole transaction and is raised here; SQL errors as AppError.
        """
        return self._submit(lambda: self._in_transaction(work))

    def write_alone(self, work: Work[T]) -> T:
        """Run ``work`` on the writer's connection outside any transaction: for checkpoints."""
        return self._submit(lambda: work(self._writer))

    def read(self, work: Work[T]) -> T:
        """Run ``work`` on a reader connection of this thread's own for the time, with one state of the file in view."""
        with self._reader() as connection, converted(self.path, connection):
            connection.execute("BEGIN")
            try:
                return work(connection)
            finally:
                # An interrupt or a damaged page may have ended the transaction already.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def close(self) -> None:
        """Finish the writes that were asked for, interrupt the reads, close every connection. Twice does no harm."""
        with self._readers_changed:
            if self._closed:
                return
            self._closed = True
            self._queue.put(None)
            # Again and again: an interrupt that comes between two statements of a reader has no effect on the next one.
            deadline = time.monotonic() + READERS_LEAVE_SECONDS
            while self._reading and time.monotonic() < deadline:
                for connection in self._reading:
                    connection.interrupt()
                self._readers_changed.wait(INTERRUPT_SECONDS)
            for connection in self._idle:
                connection.close()
            self._idle.clear()
        self._thread.join()
        self._writer.close()

    def _submit(self, run: Callable[[], T]) -> T:
        if threading.current_thread() is self._thread:
            raise RuntimeError("a write inside a write would wait for itself")
        future: Future[T] = Future()
        with self._readers_changed:
            if self._closed:
                raise StoreClosedError("the store is closed")
            self._queue.put((run, future))
        return future.result()

    def _serve(self) -> None:
        while (item := self._queue.get()) is not None:
            run, future = item
            try:
                with converted(self.path, self._writer):
                    result = run()
                future.set_result(result)
                del result
            except BaseException as error:  # noqa: BLE001 - it belongs to the thread that waits for this result
                future.set_exception(error)
            del item, run, future

    def _in_transaction(self, work: Work[T]) -> T:
        connection = self._writer
        patiently(lambda: connection.execute("BEGIN IMMEDIATE"))
        try:
            result = work(connection)
            connection.execute("COMMIT")
        except BaseException:
            # SQLite undoes the transaction by itself after some failures, a full disk among them.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return result

    @contextlib.contextmanager
    def _reader(self) -> Iterator[apsw.Connection]:
        with self._readers_changed:
            if self._closed:
                raise StoreClosedError("the store is closed")
            connection = self._idle.pop() if self._idle else None
            if connection is None:
                with converted(self.path):
                    connection = open_connection(self.path, cache_bytes=self._cache_bytes, writer=False)
            self._reading.add(connection)
        try:
            yield connection
        finally:
            with self._readers_changed:
                self._reading.discard(connection)
                if self._closed or len(self._idle) >= IDLE_READERS:
                    connection.close()
                else:
                    self._idle.append(connection)
                self._readers_changed.notify_all()


def patiently(run: Callable[[], T], attempts: int = BUSY_ATTEMPTS) -> T:
    """``run`` again while another program holds the file. SQLite waits by itself for most locks, not for all."""
    for _ in range(attempts - 1):
        try:
            return run()
        except (apsw.BusyError, apsw.LockedError):
            time.sleep(0.02)
    return run()
