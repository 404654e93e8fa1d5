"""A download as a person steers it: running, paused, resumed, cancelled; its events to everybody who listens."""

from __future__ import annotations

import enum
import threading
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.errors import AppError, JobCancelled
from app.jobs.background import Background, BackgroundTask
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel
from app.protocol.tasks import FetchNews
from app.services.models.fetch_plan import FetchPlan


class FetchState(enum.Enum):
    RUNNING = "running"
    PAUSED = "paused"
    """What came is kept."""
    DONE = "done"
    FAILED = "failed"
    """What came is kept, too: :meth:`FetchRun.resume` tries again."""
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class FetchChanged:
    """``error`` is set if and only if it is FAILED, ``model`` if and only if it is DONE."""

    state: FetchState
    error: BaseException | None = None
    model: InstalledModel | None = None


FetchEvent = FetchPlan | FetchNews | FetchChanged
_Work = Callable[[StopSignal, Callable[[FetchPlan | FetchNews], None]], InstalledModel]


class FetchRun:
    """Thread-safe; none of its methods but :meth:`wait` blocks. Events come on the download's thread."""

    def __init__(self, identifier: str, background: Background, work: _Work, discard: Callable[[], None]) -> None:
        self.id = identifier
        self._background, self._work, self._discard = background, work, discard
        self._changed = threading.Condition()
        self._listeners: list[Callable[[FetchEvent], None]] = []
        self._task: BackgroundTask | None = None
        self._wish = FetchState.PAUSED  # what a stop leads to
        self._keeps_parts = True
        self.ended: FetchChanged | None = FetchChanged(FetchState.PAUSED)
        self.plan: FetchPlan | None = None
        self.news: FetchNews | None = None

    @property
    def state(self) -> FetchState:
        ended = self.ended
        return FetchState.RUNNING if ended is None else ended.state

    @property
    def is_running(self) -> bool:
        return self.ended is None

    def listen(self, on_event: Callable[[FetchEvent], None]) -> None:
        """From now on; an event that raises stops the download."""
        with self._changed:
            self._listeners.append(on_event)

    def resume(self) -> None:
        """Go on after a pause, a failure or a cancel; nothing where it runs or is done."""
        with self._changed:
            if self.is_running or self.state is FetchState.DONE:
                return
            self.ended, self._wish, self._keeps_parts = None, FetchState.PAUSED, True
            self._tell(FetchChanged(FetchState.RUNNING))
            self._task = self._background.start(
                lambda stop: self._work(stop, self._heard), self._done, self._failed, name=f"fetch-{self.id}"
            )

    def pause(self) -> None:
        """Ask it to stop; what came is kept."""
        self._stop(FetchState.PAUSED, keeps_parts=True)

    def cancel(self, *, keep_parts: bool = False) -> None:
        """Ask it to stop for good; what came is thrown away unless ``keep_parts``. Works on a paused one, too."""
        self._stop(FetchState.CANCELLED, keeps_parts=keep_parts)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it neither runs nor tells any more; says whether that came in time."""
        with self._changed:
            return self._changed.wait_for(lambda: not self.is_running, seconds)

    def _stop(self, wish: FetchState, *, keeps_parts: bool) -> None:
        with self._changed:
            if self.state is FetchState.DONE:
                return
            self._wish, self._keeps_parts = wish, keeps_parts
            if self.is_running and self._task is not None:
                self._task.stop()
                return
            if wish is FetchState.CANCELLED and self.state is not FetchState.CANCELLED:
                self.ended = None
                self._task = self._background.start(
                    lambda _stop: self._give_up(), lambda _: None, self._end_failed, name=f"fetch-{self.id}"
                )

    def _heard(self, event: FetchPlan | FetchNews) -> None:
        if isinstance(event, FetchPlan):
            self.plan = event
        else:
            self.news = event
        self._tell(event)

    def _done(self, model: InstalledModel) -> None:
        self._end(FetchChanged(FetchState.DONE, model=model))

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, JobCancelled):
            self._end(FetchChanged(FetchState.FAILED, error=error))
        elif self._wish is FetchState.CANCELLED:
            self._give_up()
        else:
            self._end(FetchChanged(FetchState.PAUSED))

    def _give_up(self) -> None:
        try:
            if not self._keeps_parts:
                self._discard()
        except AppError as error:
            self._end(FetchChanged(FetchState.FAILED, error=error))
        else:
            self._end(FetchChanged(FetchState.CANCELLED))

    def _end_failed(self, error: BaseException) -> None:
        self._end(FetchChanged(FetchState.FAILED, error=error))

    def _end(self, ended: FetchChanged) -> None:
        try:
            self._tell(ended)
        finally:
            with self._changed:
                self.ended = ended
                self._changed.notify_all()

    def _tell(self, event: FetchEvent) -> None:
        with self._changed:
            listeners = list(self._listeners)
        for listener in listeners:
            listener(event)
