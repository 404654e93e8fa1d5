"""What goes over the pipes between the program and a conversion: the job, stages, figures, the end. Plain JSON lines.

The program's side of it is ``app/services/models/conversion_lines.py``.
"""

from __future__ import annotations

import enum
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any


class Stage(enum.StrEnum):
    READING = "reading"
    EXPORTING = "exporting"
    QUANTIZING = "quantizing"
    COMPARING = "comparing"


@dataclass(frozen=True)
class Job:
    """``checkpoint``: links to the files that may be read. ``out`` gets the model, ``scratch`` everything else."""

    role: str
    kind: str
    precision: str
    checkpoint: Path
    out: Path
    scratch: Path
    pooling: str = "mean"

    @classmethod
    def read(cls, values: dict[str, Any]) -> Job:
        folders = {name: Path(values[name]) for name in ("checkpoint", "out", "scratch")}
        return cls(**{**values, **folders})


@dataclass(frozen=True)
class Check:
    """``of`` is 'export' (the graph before it was quantized) or 'model' (what is installed).

    It passes where ``value`` is at least ``limit``, or at most where ``at_most``. ``samples``: how many were compared.
    """

    name: str
    of: str
    value: float
    limit: float
    at_most: bool
    samples: int

    @property
    def passed(self) -> bool:
        # Written so that a NaN fails.
        return self.value <= self.limit if self.at_most else self.value >= self.limit


class Failed(Exception):  # noqa: N818 - it reads as what happened
    """``reason``: 'tools', 'memory', 'disk', 'unsupported' or 'broke'."""

    def __init__(self, reason: str, problem: str) -> None:
        super().__init__(problem)
        self.reason, self.problem = reason, problem


class Teller:
    """One line for each thing told. Whatever else is printed goes to the standard error."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream, self._stage = stream, Stage.READING
        self.passed = True

    @classmethod
    def claim(cls) -> Teller:
        """Takes the standard output for itself: what a library prints must not be taken for a line of ours."""
        stream = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
        os.dup2(2, 1)
        sys.stdout = sys.stderr
        return cls(stream)

    def stage(self, stage: Stage, share: float = 0.0) -> None:
        """``share`` of this stage that is done, 0 to 1."""
        self._stage = stage
        self._tell({"stage": stage.value, "share": round(share, 3)})

    def check(self, check: Check) -> None:
        self.passed = self.passed and check.passed
        value = check.value if check.value == check.value else None  # JSON has no NaN
        self._tell({"check": {**asdict(check), "value": value, "passed": check.passed}})

    def failed(self, failure: Failed) -> int:
        self._tell({"failed": failure.reason, "stage": self._stage.value, "problem": failure.problem[:500]})
        return 1

    def done(self, files: list[str], network: str) -> None:
        self._tell({"done": {"files": files, "passed": self.passed, "network": network}})

    def _tell(self, values: dict[str, Any]) -> None:
        self._stream.write(json.dumps(values) + "\n")
        self._stream.flush()
