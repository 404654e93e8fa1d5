"""Bounds what a library does that nothing can interrupt: on a thread of its own, given up when time is over, or left at
a stop.

A thread cannot be ended. A worker that has given one up says how the job ended and then leaves (loop); its lane starts
another worker when it is needed. One that was left at a stop is short: it runs out, and what it gives is thrown away.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

from app.domain.errors import JobCancelled

_GIVEN_UP = "given up"


class Stoppable(Protocol):
    """What is used of a job's context here."""

    def stop_if_cancelled(self) -> None: ...

    def interrupting(self, interrupt: Callable[[], None]) -> AbstractContextManager[None]: ...


def until_stopped(job: Stoppable, work: Callable[[], Any]) -> Any:
    """What ``work`` returns; raises what it raises, and JobCancelled as soon as the job is asked to stop.

    ``work`` has to let go of the interpreter's lock while it is long, and touches nothing that is used after a stop.
    """
    job.stop_if_cancelled()
    outcomes: queue.SimpleQueue[tuple[Any, BaseException | None] | None] = queue.SimpleQueue()

    def run() -> None:
        outcomes.put(_outcome(work))

    with job.interrupting(lambda: outcomes.put(None)):
        threading.Thread(target=run, name="left at a stop", daemon=True).start()
        outcome = outcomes.get()
    if outcome is None:
        raise JobCancelled
    return _given(*outcome)


def within(seconds: float, work: Callable[[], Any]) -> Any:
    """What ``work`` returns; raises what it raises, and TimeoutError when it is not done in time.

    ``work`` has to let go of the interpreter's lock while it is long.
    """
    outcome: list[tuple[Any, BaseException | None]] = []

    def run() -> None:
        outcome.append(_outcome(work))

    thread = threading.Thread(target=run, name="bounded", daemon=True)
    thread.start()
    thread.join(seconds)
    if not outcome:
        thread.name = _GIVEN_UP
        raise TimeoutError
    return _given(*outcome[0])


def _outcome(work: Callable[[], Any]) -> tuple[Any, BaseException | None]:
    try:
        return work(), None
    except BaseException as error:  # noqa: BLE001 - handed to the thread that waits; a Rust panic is no Exception
        return None, error


def _given(value: Any, error: BaseException | None) -> Any:
    if error is not None:
        raise error
    return value


def is_spent() -> bool:
    """Whether this process still carries work that was given up."""
    return any(thread.name == _GIVEN_UP for thread in threading.enumerate())
