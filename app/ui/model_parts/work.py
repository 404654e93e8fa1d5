"""Work on one model that takes a while (checking, trying, copying): how far it is, told at most ten times a second."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import JobCancelled
from app.jobs.background import BackgroundTask
from app.jobs.stop_signal import StopSignal
from app.ui.bridge import Calls

REPAINT_MS = 100
T = TypeVar("T")
Tell = Callable[[int, int], None]
"""(done, total) in bytes; may be called on any thread, however often."""


class WorkKind(enum.Enum):
    CHECKING = "checking"
    TRYING = "trying"
    COPYING = "copying"
    REMOVING = "removing"
    LOOKING = "looking"


@dataclass(eq=False, slots=True)
class Work:
    """``total`` 0: how much there is, is not known."""

    key: str
    kind: WorkKind
    done: int = 0
    total: int = 0
    task: BackgroundTask | None = field(default=None, repr=False)

    def tell(self, done: int, total: int) -> None:
        self.done, self.total = done, total


class WorkInProgress(QObject):
    """One work a key at a time. Signals: ``changed(key)``, also when it ended."""

    changed = Signal(str)

    def __init__(self, calls: Calls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._works: dict[str, Work] = {}
        self._told: dict[str, int] = {}
        self._clock = QTimer(self)
        self._clock.setInterval(REPAINT_MS)
        self._clock.timeout.connect(self._look)

    def of(self, key: str) -> Work | None:
        return self._works.get(key)

    def start(
        self,
        key: str,
        kind: WorkKind,
        work: Callable[[StopSignal, Tell], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Nothing where something is done with ``key`` already. A work that was stopped calls neither ending."""
        if key in self._works:
            return
        made = self._works[key] = Work(key, kind)

        def ended(call: Callable[[], None]) -> None:
            self._works.pop(key, None)
            if not self._works:
                self._clock.stop()
            call()
            self.changed.emit(key)

        def failing(error: BaseException) -> None:
            ended(lambda: None if isinstance(error, JobCancelled) else failed(error))

        made.task = self._calls.run(
            lambda stop: work(stop, made.tell), lambda value: ended(lambda: done(value)), failing
        )
        self._clock.start()
        self.changed.emit(key)

    def stop(self, key: str) -> None:
        work = self._works.get(key)
        if work is not None and work.task is not None:
            work.task.stop()

    def _look(self) -> None:
        for key, work in list(self._works.items()):
            if self._told.get(key) != work.done:
                self._told[key] = work.done
                self.changed.emit(key)
