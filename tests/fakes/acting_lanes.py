"""Lanes whose workers are :mod:`tests.fakes.acting`, and a listener that keeps their events. For process tests."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.jobs.job import Job, JobEnded, JobEvent
from app.protocol.tasks import LaneName

LIMIT_SECONDS = 120.0
"""Generous: only a broken program reaches it."""


def acting_command(*how: str) -> Callable[[LaneName], list[str]]:
    return lambda lane: [sys.executable, "-P", "-s", "-m", "tests.fakes.acting", lane.value, *how]


class Listener:
    """Give it as ``on_event``; ``ended`` waits for the ending of its job."""

    def __init__(self) -> None:
        self.events: list[JobEvent] = []
        self.threads: set[str] = set()
        self._changed = threading.Condition()

    def __call__(self, job: Job, event: JobEvent) -> None:
        with self._changed:
            self.events.append(event)
            self.threads.add(threading.current_thread().name)
            self._changed.notify_all()

    def wait_for(self, kind: type[JobEvent]) -> Any:
        with self._changed:
            found = self._changed.wait_for(lambda: [e for e in self.events if isinstance(e, kind)], LIMIT_SECONDS)
        assert found, f"no {kind.__name__} in {self.events}"
        return found[0]

    def ended(self) -> JobEnded:
        ended: JobEnded = self.wait_for(JobEnded)
        return ended


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that only waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def until(condition: Callable[[], bool]) -> None:
    """Poll with a bound."""
    pause = threading.Event()
    for _ in range(int(LIMIT_SECONDS / 0.02)):
        if condition():
            return
        pause.wait(0.02)
    raise AssertionError("it never came true")
