"""What happens while the vectors of all passages are made anew with another model, as plain values."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.domain.errors import AppError


class RebuildOutcome(enum.StrEnum):
    DONE = "done"
    """Searches use the model's vectors from now on."""
    STOPPED = "stopped"
    """The vectors made so far are kept, and the old ones serve."""
    FAILED = "failed"


class RebuildWait(enum.StrEnum):
    """Why it does not go on at the moment."""

    NONE = ""
    PAUSED = "paused"
    ADDING = "adding"
    """Documents are being added, which goes first."""
    ELSEWHERE = "elsewhere"
    """Another running Alcove does it."""


@dataclass(frozen=True, slots=True)
class RebuildProgress:
    """``name``: the model's. ``seconds_left`` is None while nobody can tell. ``old``: what serves until then, or ''."""

    name: str
    done: int
    total: int
    seconds_left: float | None = None
    wait: RebuildWait = RebuildWait.NONE
    old: str = ""


@dataclass(frozen=True, slots=True)
class RebuildEnded:
    """``left_out``: passages that the model could not read; they are found by their words."""

    outcome: RebuildOutcome
    name: str
    total: int = 0
    seconds: float = 0.0
    left_out: int = 0
    error: AppError | None = None


RebuildEvent = RebuildProgress | RebuildEnded
