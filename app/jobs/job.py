"""One unit of long work in a lane, and the events it gives: progress, pieces, then exactly one ending."""

from __future__ import annotations

import enum
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.domain.errors import AppError
from app.protocol.tasks import LaneName


class Priority(enum.IntEnum):
    """Lower goes first; within one priority the order of submitting holds."""

    INTERACTIVE = 0
    """A person waits for it."""
    BACKGROUND = 10


class JobState(enum.Enum):
    QUEUED = "queued"
    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class JobProgress:
    """``total`` is None while it is not known; ``stage`` is a code, never a sentence."""

    done: int
    total: int | None
    stage: str


@dataclass(frozen=True, slots=True)
class JobPartial:
    """A piece of the result: the task's partial type, and its binary tail."""

    value: Any
    tail: bytes


@dataclass(frozen=True, slots=True)
class JobEnded:
    """``value`` is the task's result type if and only if ``state`` is DONE; ``error`` is set only if it is FAILED."""

    state: JobState
    value: Any = None
    tail: bytes = b""
    error: AppError | None = None


JobEvent = JobProgress | JobPartial | JobEnded


@dataclass(eq=False, slots=True)
class Job:
    """``task`` is a dataclass of :mod:`app.protocol.tasks`. ``time_limit`` counts seconds of running, not of waiting.

    ``on_event`` runs on the lane's threads, one call at a time. ``state`` and ``ended`` are written by the lane only.
    """

    lane: LaneName
    task: Any
    on_event: Callable[[Job, JobEvent], None]
    tail: bytes = b""
    priority: Priority = Priority.BACKGROUND
    time_limit: float | None = None
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    state: JobState = JobState.QUEUED
    is_admitted: bool = False
    """Its model has its place in memory."""
    ended: JobEnded | None = None
