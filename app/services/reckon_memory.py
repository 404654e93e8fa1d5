"""What a task's model will take in memory, from its manifest, and what is free: the figures the lanes are run by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.domain.errors import AppError
from app.domain.manifest import MANIFEST_NAME, Manifest
from app.domain.model_memory import need_of
from app.jobs.memory import Measures, ModelNeed
from app.machine.main import memory
from app.machine.processes import resident_bytes


class ReckonMemory:
    """Reads each manifest once, and again when it changed. Called from the lanes' threads."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[int, ModelNeed]] = {}

    def measures(self) -> Measures:
        return Measures(self.need, _available, resident_bytes)

    def need(self, task: Any) -> ModelNeed | None:
        """None for a task without a model, and where no manifest can be read: the engine says what is wrong with it."""
        folder = getattr(task, "model", None)
        if not isinstance(folder, Path):
            return None
        try:
            stamp = (folder / MANIFEST_NAME).stat().st_mtime_ns
            known = self._known.get(folder)
            if known is None or known[0] != stamp:
                known = stamp, ModelNeed(folder, need_of(Manifest.read(folder)).total)
                self._known[folder] = known
        except (OSError, AppError):
            return None
        return known[1]


def _available() -> int | None:
    return memory().free_bytes or None
