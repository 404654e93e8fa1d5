"""All lanes of the program: the one door through which work reaches a worker. Holds no result and knows no engine."""

from __future__ import annotations

import contextlib
import dataclasses
import queue
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.errors import JobCancelled
from app.jobs import launch as launching
from app.jobs.child import Launch
from app.jobs.door import ClosedDoor, Door
from app.jobs.job import Job, JobEnded, JobEvent, JobPartial, JobProgress, JobState, Priority
from app.jobs.lane import Lane
from app.jobs.memory import LaneMemory, Measures, MemoryBudget
from app.jobs.stop_signal import StopSignal
from app.jobs.terms import Neighbours, Patience
from app.jobs.urgency import Urgency
from app.protocol.tasks import LaneName

_WAKE_SECONDS = 0.5
"""How often a blocked :meth:`Lanes.run` looks up, so that Ctrl-C reaches it on Windows too."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """``value`` is of the task's result type."""

    value: Any
    tail: bytes = b""


class Lanes:
    """Lanes start their children on demand and give the memory back when idle. Thread-safe.

    ``launch`` gives the argv for a lane, ``environment`` the whole environment of its child (by default the allow-list
    of :mod:`app.seal.environment`), ``logs`` the folder for what workers print (None: thrown away), ``measures`` what
    models need and what is free: without them every model is taken to fit. ``door`` starts the fetcher; without one
    nothing can be downloaded. ``completed`` gives each task as it goes to its lane.
    """

    def __init__(
        self,
        launch: Callable[[LaneName], Sequence[str]] = launching.worker_command,
        *,
        environment: Mapping[str, str] | None = None,
        logs: Path | None = None,
        door: Door | None = None,
        measures: Measures = Measures(),  # noqa: B008 - frozen, and without state
        completed: Callable[[Any], Any] = lambda task: task,
        grace_seconds: float = 2.0,
        start_seconds: float = 120.0,
        leave_seconds: float = 2.0,
        idle_seconds: float = 300.0,
    ) -> None:
        self._command, self._environment, self._logs, self._door = launch, environment, logs, door
        self._patience = Patience(grace=grace_seconds, start=start_seconds, leave=leave_seconds, idle=idle_seconds)
        self._lock = threading.Lock()
        self._lanes: dict[LaneName, Lane] = {}
        self._closed = False
        self._completed = completed
        self._budget = MemoryBudget(measures, self._now)
        self._urgency = Urgency(self._wake_others)

    def submit(
        self,
        lane: LaneName,
        task: Any,
        *,
        priority: Priority = Priority.BACKGROUND,
        time_limit: float | None = None,
        tail: bytes = b"",
        on_event: Callable[[Job, JobEvent], None],
    ) -> Job:
        """Queue ``task`` and return at once; raises JobCancelled after :meth:`close`.

        ``on_event`` is called on the lane's threads with decoded values, exactly one JobEnded last.
        """
        given = self._bounded(lane, self._completed(task))
        job = Job(lane, given, on_event, tail=tail, priority=priority, time_limit=time_limit)
        if not self._lane(lane).submit(job):
            raise JobCancelled
        return job

    def run(
        self,
        lane: LaneName,
        task: Any,
        *,
        priority: Priority = Priority.INTERACTIVE,
        time_limit: float | None = None,
        tail: bytes = b"",
        stop: StopSignal | None = None,
        on_partial: Callable[[Any, bytes], None] | None = None,
        on_progress: Callable[[JobProgress], None] | None = None,
    ) -> Outcome:
        """Do ``task`` and wait for it; the callbacks run on the calling thread. Raises AppError or JobCancelled.

        If ``stop`` is set, or a callback raises, the job is cancelled and has ended before this returns. A job that
        ends well although it was asked to stop gives its outcome. Never call it from an ``on_event``: it would wait for
        itself.
        """
        streaming = self.stream(lane, task, priority=priority, time_limit=time_limit, tail=tail, stop=stop)
        with contextlib.closing(streaming):
            while True:
                try:
                    event = next(streaming)
                except StopIteration as ended:
                    return Outcome(ended.value.value, ended.value.tail)
                if isinstance(event, JobPartial) and on_partial is not None:
                    on_partial(event.value, event.tail)
                elif isinstance(event, JobProgress) and on_progress is not None:
                    on_progress(event)

    def stream(
        self,
        lane: LaneName,
        task: Any,
        *,
        priority: Priority = Priority.INTERACTIVE,
        time_limit: float | None = None,
        tail: bytes = b"",
        stop: StopSignal | None = None,
    ) -> Generator[JobPartial | JobProgress, None, Outcome]:
        """:meth:`run`, piece by piece while the worker goes on; what the generator returns is the outcome.

        Closing it, like ``stop``, cancels the job, which has ended before that returns.
        """
        stop = stop or StopSignal()
        stop.raise_if_set()
        events: queue.SimpleQueue[JobEvent] = queue.SimpleQueue()
        job = self.submit(
            lane,
            task,
            priority=priority,
            time_limit=time_limit,
            tail=tail,
            on_event=lambda _job, event: events.put(event),
        )
        forget = stop.add_callback(lambda: self.cancel(job))
        ended: JobEnded | None = None
        try:
            while ended is None:
                event = _next(events)
                if isinstance(event, JobEnded):
                    ended = event
                else:
                    yield event
        finally:
            forget()
            if ended is None:  # whoever reads it left, or Ctrl-C: nobody wants the rest any more
                self.cancel(job)
                while not isinstance(_next(events), JobEnded):
                    pass
        return _outcome(ended)

    def cancel(self, job: Job) -> None:
        """Ask the job to stop; its worker is killed if it has not after the grace time. Harmless when it has ended."""
        self._lane(job.lane).cancel(job)

    def park(self, lane: LaneName) -> None:
        """Close the lane's child as soon as it has no job, to give its memory back. The next job starts a new one."""
        self._lane(lane).park()

    def set_idle(self, seconds: float) -> None:
        """How long a child without work keeps its model; counts for children that wait already, too."""
        self._patience = dataclasses.replace(self._patience, idle=seconds)
        for lane in self._now().values():
            lane.wake()

    def free_memory(self) -> None:
        """Let every child go that has no job, and the others after the job that they have."""
        for lane in self._now().values():
            lane.park()

    def memory(self) -> tuple[LaneMemory, ...]:
        """What each running child holds, reckoned and measured."""
        return self._budget.report()

    def free_for(self, lane: LaneName) -> int | None:
        """Bytes that a model in ``lane`` may take now; None where the machine does not tell."""
        return self._budget.free_for(lane)

    def person_waits(self) -> AbstractContextManager[None]:
        """Meanwhile no background job begins in any lane: for a person's wish that takes several jobs."""
        return self._urgency.person_waits()

    def cache_bytes(self, lane: LaneName, model: Path) -> int | None:
        """The most that the caches of the model in that folder may take now; None where nobody knows."""
        return self._budget.cache_bytes(lane, model)

    def close(self) -> None:
        """End every job as cancelled and every child, killing what does not leave in time. Waits for that."""
        with self._lock:
            self._closed = True
            lanes = list(self._lanes.values())
        for lane in lanes:
            lane.begin_closing()
        for lane in lanes:
            lane.wait_closed()

    def _bounded(self, lane: LaneName, task: Any) -> Any:
        """A task whose caches nobody bounded yet gets the bound of this moment."""
        if getattr(task, "cache_bytes", 0) is not None or not isinstance(model := getattr(task, "model", None), Path):
            return task
        return dataclasses.replace(task, cache_bytes=self._budget.cache_bytes(lane, model))

    def _lane(self, name: LaneName) -> Lane:
        with self._lock:
            if name not in self._lanes:
                neighbours = Neighbours(
                    admit=lambda job: self._budget.admit(name, job.task),
                    is_held=lambda: self._urgency.elsewhere(name),
                    came=self._urgency.came,
                    ended=self._urgency.ended,
                    gone=lambda: self._budget.forget(name),
                )
                self._lanes[name] = Lane(name.value, lambda: self._launch(name), lambda: self._patience, neighbours)
                if self._closed:
                    self._lanes[name].begin_closing()
            return self._lanes[name]

    def _now(self) -> dict[LaneName, Lane]:
        with self._lock:
            return dict(self._lanes)

    def _wake_others(self, but: LaneName | None) -> None:
        for name, lane in self._now().items():
            if name is not but:
                lane.wake()

    def _launch(self, name: LaneName) -> Launch:
        environment = launching.environment(lane=name) if self._environment is None else self._environment
        log = None if self._logs is None else self._logs / f"worker-{name.value}.log"
        if name is LaneName.FETCHER:
            return Launch(("alcove-fetcher",), {}, launching.code_root(), log, self._door or ClosedDoor())
        return Launch(tuple(self._command(name)), environment, launching.code_root(), log)


def _next(events: queue.SimpleQueue[JobEvent]) -> JobEvent:
    while True:
        try:
            return events.get(timeout=_WAKE_SECONDS)
        except queue.Empty:
            continue


def _outcome(ended: JobEnded) -> Outcome:
    if ended.state is JobState.CANCELLED:
        raise JobCancelled
    if ended.error is not None:
        raise ended.error
    return Outcome(ended.value, ended.tail)
