"""What a task's model will take in memory, from its manifest, and what is free: the figures the lanes are run by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.domain.errors import AppError
from app.domain.manifest import MANIFEST_NAME, Manifest
from app.domain.model_memory import PROCESS_BYTES, need_of
from app.jobs.memory import Measures, ModelNeed
from app.machine.main import memory
from app.machine.processes import resident_bytes
from app.protocol.tasks import EmbedPassages


class ReckonMemory:
    """Reads each manifest once, and again when it changed. Called from the lanes' threads."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[int, ModelNeed]] = {}

    def measures(self) -> Measures:
        return Measures(self.need, _available, resident_bytes)

    def need(self, task: Any) -> ModelNeed | None:
        """None for a task without a model, and where no manifest can be read: the engine says what is wrong with it."""
        folder = getattr(task, "model", None)
        if not isinstance(folder, Path) or (need := self._of(folder)) is None:
            return None
        beside = task.beside if isinstance(task, EmbedPassages) else None
        if beside is None or beside == folder or (other := self._of(beside)) is None:
            return need
        return ModelNeed(folder, need.bytes + other.bytes - PROCESS_BYTES)

    def _of(self, folder: Path) -> ModelNeed | None:
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
