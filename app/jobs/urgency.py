"""Where a person waits: while one does, background work of the other lanes leaves the machine to that lane."""

from __future__ import annotations

import collections
import threading
from collections.abc import Callable

from app.jobs.job import Job, Priority
from app.protocol.tasks import LaneName


class Urgency:
    """Counts the interactive jobs of each lane, from their coming to their end. Thread-safe.

    ``on_calm`` is told the lane that no longer has one: what waited elsewhere may look again. It is called without any
    lock of this object, on the thread that ended the job.
    """

    def __init__(self, on_calm: Callable[[LaneName], None]) -> None:
        self._on_calm = on_calm
        self._lock = threading.Lock()
        self._counts: collections.Counter[LaneName] = collections.Counter()

    def came(self, job: Job) -> None:
        if job.priority is Priority.INTERACTIVE:
            with self._lock:
                self._counts[job.lane] += 1

    def ended(self, job: Job) -> None:
        if job.priority is not Priority.INTERACTIVE:
            return
        with self._lock:
            self._counts[job.lane] -= 1
            is_calm = self._counts[job.lane] == 0
        if is_calm:
            self._on_calm(job.lane)

    def elsewhere(self, lane: LaneName) -> bool:
        """Does a person wait for a job of another lane than ``lane``?"""
        with self._lock:
            return any(count > 0 for name, count in self._counts.items() if name is not lane)
