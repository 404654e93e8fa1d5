"""Plain blocking code on a thread of its own, with one ending. Knows nothing of Qt: the caller posts the results on."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from app.jobs.stop_signal import StopSignal

T = TypeVar("T")


class BackgroundTask:
    """A piece of work under way."""

    def __init__(self, signal: StopSignal, thread: threading.Thread) -> None:
        self._signal, self._thread = signal, thread

    def stop(self) -> None:
        """Ask the work to stop; it ends with JobCancelled, or through ``on_done`` if it was faster."""
        self._signal.stop()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end including its callback; says whether it came within ``seconds``."""
        self._thread.join(seconds)
        return not self._thread.is_alive()


class Background:
    """Starts work, remembers what is still running, and can ask all of it to stop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[BackgroundTask] = set()
        self._numbers = itertools.count(1)

    def start(
        self,
        work: Callable[[StopSignal], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[BaseException], None],
        *,
        name: str = "background",
    ) -> BackgroundTask:
        """Run ``work`` on a daemon thread; exactly one of the callbacks follows, on that thread."""
        signal = StopSignal()
        call = _Call(work, on_done, on_failed)
        thread = threading.Thread(target=lambda: self._run(call, task, signal), daemon=True)
        thread.name = f"{name}-{next(self._numbers)}"
        task = BackgroundTask(signal, thread)
        with self._lock:
            self._running.add(task)
        thread.start()
        return task

    def close(self, seconds: float = 5.0) -> bool:
        """Ask everything to stop and wait at most ``seconds`` for each; says whether all of it ended."""
        with self._lock:
            running = list(self._running)
        for task in running:
            task.stop()
        ended = [task.wait(seconds) for task in running]
        return all(ended)

    def _run(self, call: _Call[T], task: BackgroundTask, signal: StopSignal) -> None:
        try:
            call.run(signal)
        finally:
            with self._lock:
                self._running.discard(task)


class _Call(Generic[T]):
    def __init__(
        self, work: Callable[[StopSignal], T], on_done: Callable[[T], None], on_failed: Callable[[BaseException], None]
    ) -> None:
        self._work, self._on_done, self._on_failed = work, on_done, on_failed

    def run(self, signal: StopSignal) -> None:
        try:
            result = self._work(signal)
        except BaseException as error:  # noqa: BLE001 - the border of the thread: what fell out is handed over whole
            self._on_failed(error)
            return
        self._on_done(result)
