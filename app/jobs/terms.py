"""The terms a lane works under: how long it waits, and what it owes to those it shares the machine with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.errors import AppError
from app.jobs.job import Job


@dataclass(frozen=True, slots=True)
class Patience:
    """How long, in seconds, a lane waits: for a cancelled job, a start, a leave-taking, and with nothing to do."""

    grace: float = 2.0
    start: float = 120.0
    leave: float = 2.0
    idle: float = 300.0


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The other lanes, as one lane sees them. All but ``admit`` return at once; none may call back into the lane.

    ``admit`` makes room for a job's model before a child loads it, or says why not; it may wait seconds for others to
    leave. ``is_held``: a person waits in another lane, and background jobs wait here for that.
    """

    admit: Callable[[Job], AppError | None] = lambda _job: None
    is_held: Callable[[], bool] = lambda: False
    came: Callable[[Job], None] = lambda _job: None
    ended: Callable[[Job], None] = lambda _job: None
    gone: Callable[[], None] = lambda: None
    """The lane's child has left, and its memory with it."""
