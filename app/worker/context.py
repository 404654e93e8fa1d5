"""What a handler may do besides returning its result: tell how far it is, send a piece, stop when asked to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from app.domain.errors import JobCancelled
from app.protocol.channel import MessageWriter
from app.protocol.codec import encode
from app.protocol.messages import Partial, Progress


class Cancellation:
    """Whether a job was asked to stop, and what shall be called as soon as it is. From any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_set = False
        self._interrupt: Callable[[], None] | None = None

    @property
    def is_set(self) -> bool:
        return self._is_set

    def set(self) -> None:
        with self._lock:
            self._is_set = True
            if self._interrupt is not None:
                self._interrupt()

    @contextmanager
    def interrupting(self, interrupt: Callable[[], None]) -> Iterator[None]:
        with self._lock:
            self._interrupt = interrupt
            if self._is_set:
                interrupt()
        try:
            yield
        finally:
            with self._lock:
                self._interrupt = None


class JobContext:
    """Belongs to one job; its methods may be called from any thread of the worker."""

    def __init__(self, job: str, out: MessageWriter, cancelled: Cancellation) -> None:
        self._job, self._out, self._cancelled = job, out, cancelled

    def progress(self, done: int, total: int | None = None, stage: str = "") -> None:
        """``total`` is None while unknown; ``stage`` is a code, never a sentence."""
        self._out.send(Progress(self._job, done, total, stage))

    def partial(self, value: Any, tail: bytes = b"") -> None:
        """Send a piece of the result: a dataclass of the task's partial type, and its binary tail."""
        self._out.send(Partial(self._job, encode(value)), tail)

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled.is_set

    def stop_if_cancelled(self) -> None:
        """Raises :class:`JobCancelled` once the job was asked to stop. Call it at least every 0.1 s or so of work."""
        if self._cancelled.is_set:
            raise JobCancelled

    @contextmanager
    def interrupting(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """While this is open, a stop also calls ``interrupt``, from the thread that listens; at once if it came before.

        For work inside a library that cannot ask. It must not block, and is never called after the end.
        """
        with self._cancelled.interrupting(interrupt):
            yield


Handler = Callable[[JobContext, Any, bytes], Any]
"""Gets the context, the decoded task and the request's tail; returns the task's result, or (result, tail).

Raises AppError for what a person should read, JobCancelled when it stopped; anything else counts as our mistake.
"""
