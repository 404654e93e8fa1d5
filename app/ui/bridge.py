"""The only place where another thread reaches the window: post() runs a callable on the Qt thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.jobs.background import BackgroundTask
from app.jobs.stop_signal import StopSignal

log = logging.getLogger(__name__)
T = TypeVar("T")


class Starter(Protocol):
    """What :class:`app.jobs.background.Background` offers."""

    def start(
        self, work: Callable[[StopSignal], T], on_done: Callable[[T], None], on_failed: Callable[[BaseException], None]
    ) -> BackgroundTask: ...


class MainThread(QObject):
    """Make it on the Qt thread. Calls run in the order in which each thread posted them."""

    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """May be called on any thread; ``call`` runs on the Qt thread soon."""
        self._posted.emit(call)

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception:  # the bridge is a border: one failed call must not take the event loop or other calls along
            log.exception("a call on the Qt thread failed")


class Calls:
    """Blocking work on a background thread, with its ending on the Qt thread."""

    def __init__(self, background: Starter, main_thread: MainThread) -> None:
        self._background, self._main = background, main_thread

    def run(
        self, work: Callable[[StopSignal], T], done: Callable[[T], None], failed: Callable[[BaseException], None]
    ) -> BackgroundTask:
        """Exactly one of ``done`` and ``failed`` is called, on the Qt thread; neither after the task was stopped."""
        return self._background.start(
            work,
            lambda value: self._main.post(lambda: done(value)),
            lambda error: self._main.post(lambda: failed(error)),
        )

    def post(self, call: Callable[[], None]) -> None:
        self._main.post(call)
