"""The envelope of every frame: requests to a worker and events from it. What is asked for stands in ``tasks``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PROTOCOL_VERSION = 1


# window -> worker -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Run:
    """Do ``task`` (its registered name) with ``arguments`` (the encoded task). A binary tail may follow."""

    job: str
    task: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cancel:
    job: str


# worker -> window -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Ready:
    """Sent once, first; nothing is sent to a worker before it. ``seal`` is the encoded state of its network seal."""

    pid: int
    lane: str
    protocol: int
    seal: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """``total`` is None while it is not known. ``stage`` is a code, never a sentence."""

    job: str
    done: int
    total: int | None = None
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Partial:
    """A piece of the result, in order. ``value`` is the encoded partial type of the task."""

    job: str
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """The ending of a job that worked. ``value`` is the encoded result type of the task; a binary tail may follow."""

    job: str
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Failed:
    """The ending of a job that did not. ``code`` is an ErrorCode value; ``details`` fill its sentence."""

    job: str
    code: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cancelled:
    job: str


Request = Run | Cancel
Event = Ready | Progress | Partial | Done | Failed | Cancelled
Ending = Done | Failed | Cancelled

REQUESTS: dict[str, type[Run] | type[Cancel]] = {"run": Run, "cancel": Cancel}
EVENTS: dict[str, type] = {
    "ready": Ready,
    "progress": Progress,
    "partial": Partial,
    "done": Done,
    "failed": Failed,
    "cancelled": Cancelled,
}
