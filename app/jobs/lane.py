"""A lane runs its jobs one after another, the most urgent first, in one child process that it may kill at any moment.

A supervising thread decides (start, send, kill, let go) and never touches a pipe; the child's reading thread delivers
events. Callbacks run outside the lock, one at a time for a job, and nothing follows a job's ending.
"""

from __future__ import annotations

import enum
import heapq
import itertools
import logging
import math
import threading
import time
from collections.abc import Callable

from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.jobs.child import Child, Exit, Launch
from app.jobs.decoding import job_event
from app.jobs.job import Job, JobEnded, JobEvent, JobState, Priority
from app.jobs.terms import Neighbours, Patience
from app.protocol.codec import encode
from app.protocol.messages import PROTOCOL_VERSION, Cancel, Event, Ready, Run

log = logging.getLogger(__name__)


class _Phase(enum.Enum):
    STARTING = enum.auto()
    READY = enum.auto()
    GOING = enum.auto()
    """Told to leave, or killed: gets no further job."""


class Lane:
    """``launch`` is asked for the command each time a child is needed, ``patience`` each time something begins."""

    def __init__(
        self,
        name: str,
        launch: Callable[[], Launch],
        patience: Callable[[], Patience],
        neighbours: Neighbours = Neighbours(),  # noqa: B008 - frozen, and without state
    ) -> None:
        self._name, self._launch, self._patience_now, self._neighbours = name, launch, patience, neighbours
        self._changed = threading.Condition()
        self._numbers = itertools.count()
        self._waiting: list[tuple[int, int, Job]] = []
        self._dropped: list[Job] = []  # cancelled before they ran: the supervisor still owes them their ending
        self._current: Job | None = None
        self._child: Child | None = None
        self._phase = _Phase.STARTING
        self._verdict: AppError | None = None  # why the child is being killed, where that is no crash
        self._deadline = math.inf  # monotonic; when the supervisor has to act on the child it has
        self._parking = self._closing = False
        self._last_used = -math.inf
        self._thread: threading.Thread | None = None

    @property
    def _patience(self) -> Patience:
        return self._patience_now()

    @property
    def pid(self) -> int | None:
        """The child's, where there is one."""
        with self._changed:
            return None if self._child is None else self._child.pid

    @property
    def is_idle(self) -> bool:
        """A child that waits for work; no job waits for it either."""
        with self._changed:
            return self._phase is _Phase.READY and self._current is None and not self._waiting

    @property
    def last_used(self) -> float:
        """Monotonic seconds of the last job's end."""
        return self._last_used

    # from any thread; none of these blocks ----------------------------------------------------------------------------
    def submit(self, job: Job) -> bool:
        """Queue it; False if the lane is closed."""
        with self._changed:
            if self._closing:
                return False
            self._neighbours.came(job)
            heapq.heappush(self._waiting, (job.priority, next(self._numbers), job))
            if self._thread is None:
                # It lives as long as the lane: a child is tied to the thread that started it (PR_SET_PDEATHSIG).
                self._thread = threading.Thread(target=self._supervise, name=f"lane-{self._name}", daemon=True)
                self._thread.start()
            self._changed.notify_all()
        return True

    def wake(self) -> None:
        """Look again at what may run: a neighbour changed, or the patience did."""
        with self._changed:
            if self._phase is _Phase.READY and self._current is None and self._child is not None:
                self._deadline = self._last_used + self._patience.idle
            self._changed.notify_all()

    def cancel(self, job: Job) -> None:
        with self._changed:
            if job is self._current and job.state is JobState.RUNNING and self._child is not None:
                job.state = JobState.STOPPING
                self._child.send(lambda: Cancel(job.id))
                self._deadline = min(self._deadline, time.monotonic() + self._patience.grace)
            elif job.state is JobState.QUEUED:
                self._drop(job)
            self._changed.notify_all()

    def park(self) -> None:
        """Let the child go as soon as it has no job, before the next one starts."""
        with self._changed:
            self._parking = self._child is not None
            self._changed.notify_all()

    def wait_gone(self, seconds: float) -> bool:
        """Wait until there is no child; says whether that came in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._child is None, seconds)

    def begin_closing(self) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify_all()

    def wait_closed(self) -> None:
        """Wait for the end that :meth:`begin_closing` began. A callback that never returns cannot hold it up."""
        thread = self._thread
        if thread is None or thread is threading.current_thread():
            return
        thread.join(2 * self._patience.leave + 1.0)
        with self._changed:
            child = self._child
        if child is not None:
            child.kill()

    def _drop(self, job: Job) -> None:
        waiting = [entry for entry in self._waiting if entry[2] is not job]
        if len(waiting) < len(self._waiting):
            heapq.heapify(waiting)
            self._waiting = waiting
            job.state = JobState.STOPPING
            self._dropped.append(job)

    # the supervising thread -------------------------------------------------------------------------------------------
    def _supervise(self) -> None:
        while (step := self._next_step()) is not None:
            step()
        self._shut_down()

    def _next_step(self) -> Callable[[], None] | None:
        """Wait until there is something to do outside the lock; None once the lane closes."""
        with self._changed:
            while not self._closing:
                if self._dropped:
                    return self._end_dropped
                child, now = self._child, time.monotonic()
                if child is None:
                    if self._may_run():
                        return self._start_child if self._waiting[0][2].is_admitted else self._admit_next
                    self._changed.wait()
                    continue
                is_idle = self._phase is _Phase.READY and self._current is None
                if now >= self._deadline:
                    self._run_out(child)
                elif is_idle and self._parking:
                    self._let_go(child)
                elif is_idle and self._may_run():
                    if not self._waiting[0][2].is_admitted:
                        return self._admit_next
                    self._send_next(child)
                else:
                    self._changed.wait(None if self._deadline == math.inf else self._deadline - now)
            return None

    def _may_run(self) -> bool:
        """Is there a next job, and does nobody wait for something more urgent elsewhere?"""
        if not self._waiting:
            return False
        return self._waiting[0][2].priority is Priority.INTERACTIVE or not self._neighbours.is_held()

    def _admit_next(self) -> None:
        with self._changed:
            job = self._waiting[0][2] if self._waiting else None
        refusal = self._neighbours.admit(job) if job is not None else None
        if job is None:
            return
        with self._changed:
            if job.state is not JobState.QUEUED:  # cancelled meanwhile
                return
            job.is_admitted = refusal is None
            if refusal is not None:
                self._waiting = [entry for entry in self._waiting if entry[2] is not job]
                heapq.heapify(self._waiting)
        if refusal is not None:
            self._end(job, JobEnded(JobState.FAILED, error=refusal))

    def _start_child(self) -> None:
        launch = self._launch()
        try:
            child = Child(launch, f"lane-{self._name}", self._on_event, self._on_exit)
        except (OSError, ValueError) as error:
            log.warning("cannot start the %s worker: %s", self._name, error)
            with self._changed:
                job = heapq.heappop(self._waiting)[2] if self._waiting else None
            if job is not None:
                failure = AppError(ErrorCode.WORKER_CANNOT_START, lane=self._name, command=str(launch.command[0]))
                self._neighbours.gone()
                self._end(job, JobEnded(JobState.FAILED, error=failure))
            return
        with self._changed:
            self._child, self._phase, self._verdict, self._parking = child, _Phase.STARTING, None, False
            self._deadline = time.monotonic() + self._patience.start
        child.begin()

    def _send_next(self, child: Child) -> None:
        job = heapq.heappop(self._waiting)[2]
        self._current, job.state = job, JobState.RUNNING
        self._deadline = math.inf if job.time_limit is None else time.monotonic() + job.time_limit
        child.send(lambda: Run(job.id, job.task.name, encode(job.task)), job.tail)

    def _run_out(self, child: Child) -> None:
        """A deadline has passed: what it was for follows from what the child is doing."""
        job = self._current
        if self._phase is _Phase.READY and job is None:
            self._let_go(child)
            return
        if self._phase is _Phase.STARTING:
            self._verdict = AppError(ErrorCode.WORKER_CANNOT_START, lane=self._name, seconds=self._patience.start)
        elif job is not None:
            self._phase = _Phase.GOING
            if job.state is JobState.RUNNING:
                self._verdict = AppError(ErrorCode.WORKER_TIMEOUT, lane=self._name, seconds=job.time_limit)
        log.warning("killing the %s worker (%s)", self._name, job.state.value if job else "idle")
        self._deadline = math.inf
        child.kill()

    def _let_go(self, child: Child) -> None:
        self._phase = _Phase.GOING
        self._deadline = time.monotonic() + self._patience.leave
        child.leave()

    def _end_dropped(self) -> None:
        with self._changed:
            dropped, self._dropped = self._dropped, []
        for job in dropped:
            self._end(job, JobEnded(JobState.CANCELLED))

    def _shut_down(self) -> None:
        with self._changed:
            for job in sorted(self._waiting):
                self._drop(job[2])
            child, job_now = self._child, self._current
            if job_now is not None:
                job_now.state = JobState.STOPPING
            self._phase = _Phase.GOING
        if child is not None:
            child.leave()
            if not child.wait(self._patience.leave):
                child.kill()
                child.wait(self._patience.leave)
        self._end_dropped()

    # the child's reading thread ---------------------------------------------------------------------------------------
    def _on_event(self, event: Event, tail: bytes) -> None:
        if isinstance(event, Ready):
            self._on_ready(event)
            return
        with self._changed:
            job = self._current
        if job is None or job.id != event.job:
            return
        told = job_event(job.task, event, tail)
        if isinstance(told, JobEnded):
            with self._changed:
                self._current = None
                self._last_used = time.monotonic()
                self._deadline = self._last_used + self._patience.idle
            self._end(job, told)
            with self._changed:
                self._changed.notify_all()
        else:
            self._tell(job, told)

    def _on_ready(self, ready: Ready) -> None:
        with self._changed:
            if self._phase is not _Phase.STARTING or self._verdict is not None or self._child is None:
                return
            if ready.protocol != PROTOCOL_VERSION:
                self._verdict = AppError(ErrorCode.WORKER_PROTOCOL, expected=PROTOCOL_VERSION, got=ready.protocol)
                self._child.kill()
            else:
                self._phase = _Phase.READY
                self._last_used = time.monotonic()
                self._deadline = self._last_used + self._patience.idle
            self._changed.notify_all()

    def _on_exit(self, left: Exit) -> None:
        with self._changed:
            job, self._current = self._current, None
            if job is None and self._phase is _Phase.STARTING and self._waiting:
                # It never came up: fail one job, else a worker that cannot start would be started for ever.
                job = heapq.heappop(self._waiting)[2]
        self._neighbours.gone()
        if job is not None:
            self._end(job, self._ending(job, left))
        with self._changed:
            for entry in self._waiting:
                entry[2].is_admitted = False  # the place in memory went with the child
            self._child, self._deadline, self._parking = None, math.inf, False
            self._changed.notify_all()

    def _ending(self, job: Job, left: Exit) -> JobEnded:
        if job.state is JobState.STOPPING:
            return JobEnded(JobState.CANCELLED)
        if self._verdict is not None:
            error = self._verdict
        elif left.broke_protocol:
            error = AppError(ErrorCode.WORKER_PROTOCOL, lane=self._name)
        elif self._phase is _Phase.STARTING:
            error = AppError(ErrorCode.WORKER_CANNOT_START, lane=self._name, exit=left.code)
        else:
            error = AppError(ErrorCode.WORKER_CRASHED, lane=self._name, exit=left.code)
        return JobEnded(JobState.FAILED, error=error)

    def _end(self, job: Job, ended: JobEnded) -> None:
        job.ended, job.state = ended, ended.state
        self._tell(job, ended)
        self._neighbours.ended(job)

    def _tell(self, job: Job, event: JobEvent) -> None:
        try:
            job.on_event(job, event)
        except JobCancelled:
            self.cancel(job)
        except Exception:  # the border to the caller: its mistake must not stop the lane for everyone else
            log.exception("a callback of %s failed", job.task.name)
            self.cancel(job)
