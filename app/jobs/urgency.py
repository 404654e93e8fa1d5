"""Where a person waits: while one does, background work of the other lanes leaves the machine to that lane."""

from __future__ import annotations

import collections
import contextlib
import threading
from collections.abc import Callable, Iterator

from app.jobs.job import Job, Priority
from app.protocol.tasks import LaneName


class Urgency:
    """Counts the interactive jobs of each lane, from their coming to their end, and who waits for several. Thread-safe.

    ``on_calm`` is told the lane that no longer has one, None where it was work of several jobs: what waited elsewhere
    may look again. It is called without any lock of this object, on the thread that ended the job or the wait.
    """

    def __init__(self, on_calm: Callable[[LaneName | None], None]) -> None:
        self._on_calm = on_calm
        self._lock = threading.Lock()
        self._counts: collections.Counter[LaneName | None] = collections.Counter()

    def came(self, job: Job) -> None:
        if job.priority is Priority.INTERACTIVE:
            self._begin(job.lane)

    def ended(self, job: Job) -> None:
        if job.priority is Priority.INTERACTIVE:
            self._end(job.lane)

    @contextlib.contextmanager
    def person_waits(self) -> Iterator[None]:
        """For work of several jobs: no background work slips in between two of them, in any lane."""
        self._begin(None)
        try:
            yield
        finally:
            self._end(None)

    def elsewhere(self, lane: LaneName) -> bool:
        """Does a person wait for a job of another lane than ``lane``?"""
        with self._lock:
            return any(count > 0 for name, count in self._counts.items() if name is not lane)

    def _begin(self, lane: LaneName | None) -> None:
        with self._lock:
            self._counts[lane] += 1

    def _end(self, lane: LaneName | None) -> None:
        with self._lock:
            self._counts[lane] -= 1
            is_calm = self._counts[lane] == 0
        if is_calm:
            self._on_calm(lane)
