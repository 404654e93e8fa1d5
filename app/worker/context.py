"""What a handler may do besides returning its result: tell how far it is, send a piece, stop when asked to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from app.domain.errors import JobCancelled
from app.protocol.channel import MessageWriter
from app.protocol.codec import encode
from app.protocol.messages import Partial, Progress


class JobContext:
    """Belongs to one job; its methods may be called from any thread of the worker."""

    def __init__(self, job: str, out: MessageWriter, cancelled: threading.Event) -> None:
        self._job, self._out, self._cancelled = job, out, cancelled

    def progress(self, done: int, total: int | None = None, stage: str = "") -> None:
        """``total`` is None while unknown; ``stage`` is a code, never a sentence."""
        self._out.send(Progress(self._job, done, total, stage))

    def partial(self, value: Any, tail: bytes = b"") -> None:
        """Send a piece of the result: a dataclass of the task's partial type, and its binary tail."""
        self._out.send(Partial(self._job, encode(value)), tail)

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()

    def stop_if_cancelled(self) -> None:
        """Raises :class:`JobCancelled` once the job was asked to stop. Call it at least every 0.1 s or so of work."""
        if self._cancelled.is_set():
            raise JobCancelled


Handler = Callable[[JobContext, Any, bytes], Any]
"""Gets the context, the decoded task and the request's tail; returns the task's result, or (result, tail).

Raises AppError for what a person should read, JobCancelled when it stopped; anything else counts as our mistake.
"""
