"""A request to stop, passed down through blocking code and seen from any thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.domain.errors import JobCancelled


class StopSignal:
    """Set once, never cleared. Thread-safe; callbacks run on the thread that stops, outside of any lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._event = threading.Event()
        self._callbacks: list[Callable[[], None]] = []

    def stop(self) -> None:
        with self._lock:
            if self._event.is_set():
                return
            self._event.set()
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    @property
    def is_set(self) -> bool:
        return self._event.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it is set, at most ``seconds``; says whether it is."""
        return self._event.wait(seconds)

    def raise_if_set(self) -> None:
        """Raises :class:`JobCancelled` once :meth:`stop` was called."""
        if self._event.is_set():
            raise JobCancelled

    def add_callback(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call ``callback`` once when stopped (at once if it is already). Returns what takes the callback back."""
        with self._lock:
            if not self._event.is_set():
                self._callbacks.append(callback)
                return lambda: self._forget(callback)
        callback()
        return lambda: None

    def _forget(self, callback: Callable[[], None]) -> None:
        with self._lock:
            if callback in self._callbacks:
                self._callbacks.remove(callback)
