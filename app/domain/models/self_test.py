"""What a self-test of a model on this computer gives, as plain values, and how it is written down."""

from __future__ import annotations

import enum
import json
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from typing import Any, Self

from app.domain.errors import AppError, ErrorCode


class TryCheck(enum.StrEnum):
    """What can be checked of a model that runs."""

    FINITE = "finite"
    """It gives numbers, no infinities."""
    REPEATABLE = "repeatable"
    """The same text gives the same twice."""
    ANSWERS = "answers"
    """A question through its own template gives at least one token."""
    UNIT_LENGTH = "unit_length"
    DISTINCT = "distinct"
    """Texts that have nothing in common have different vectors."""
    SILENT = "silent"
    """Silence gives no words."""
    EXPECTED = "expected"
    """It gives what its manifest expects."""


class SelfTestState(enum.StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_POSSIBLE = "not_possible"
    """This version has no engine for models of this role."""


class SelfTestStep(enum.StrEnum):
    TRYING = "trying"
    MOVED_TO_CPU = "moved_to_cpu"
    """The graphics card failed: once more on the processor."""


_MODELS_FAULT = frozenset(
    {ErrorCode.MODEL_BROKEN, ErrorCode.MODEL_UNSUPPORTED, ErrorCode.WORKER_CRASHED, ErrorCode.BUG}
)


@dataclass(frozen=True, slots=True)
class SelfTestResult:
    """``key`` names what the result holds for: the model as it is made, and the version of the program.

    Speeds are tokens, passages and seconds of sound a second, 0 where they do not apply. ``provider`` is what really
    ran, ``moved_from`` a graphics card that failed before it. Bytes are what the worker held, and what was reckoned for
    what it did. ``error`` is a code, ``details`` its plain values.
    """

    model: str
    key: str
    state: SelfTestState
    tested_at: datetime
    provider: str = ""
    moved_from: str = ""
    load_seconds: float = 0.0
    prompt_speed: float = 0.0
    decode_speed: float = 0.0
    passage_speed: float = 0.0
    sound_speed: float = 0.0
    resident_bytes: int | None = None
    reckoned_bytes: int | None = None
    checks: tuple[TryCheck, ...] = ()
    failed_checks: tuple[TryCheck, ...] = ()
    error: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def condemns(self) -> bool:
        """Whether it is the model's own fault, so that it must not become a default. Memory that was short is not."""
        if self.state is not SelfTestState.FAILED:
            return False
        return bool(self.failed_checks) or self.error in {code.value for code in _MODELS_FAULT}

    @property
    def failure(self) -> AppError | None:
        return AppError(ErrorCode(self.error), **self.details) if self.error else None

    def plain(self) -> dict[str, Any]:
        """As JSON knows it."""
        return {**asdict(self), "tested_at": self.tested_at.isoformat(timespec="seconds")}

    def to_text(self) -> str:
        return json.dumps(self.plain(), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """None for what another version wrote otherwise: then the model counts as never tested."""
        try:
            raw = json.loads(text)
            known = {name: raw[name] for name in (one.name for one in fields(cls)) if name in raw}
            checks = {name: tuple(TryCheck(c) for c in known.get(name, ())) for name in ("checks", "failed_checks")}
            state, at = SelfTestState(known["state"]), datetime.fromisoformat(known["tested_at"]).astimezone(UTC)
            made = cls(**{**known, **checks, "state": state, "tested_at": at})
            _ = made.failure
        except (ValueError, TypeError, KeyError):
            return None
        return made
