"""What a task's model will take in memory, from its manifest, and what is free: the figures the lanes are run by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.domain.errors import AppError
from app.domain.models.manifest import MANIFEST_NAME, Manifest
from app.domain.models.model_memory import LEAST_TOKENS, PROCESS_BYTES, USUAL_TOKENS, cache_bytes_within, need_of
from app.jobs.memory import Measures, ModelNeed
from app.machine.main import memory
from app.machine.processes import own_bytes, resident_bytes
from app.protocol.tasks import EmbedPassages, Generate


class ReckonMemory:
    """Reads each manifest once, and again when it changed. Called from the lanes' threads."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[int, Manifest]] = {}

    def measures(self) -> Measures:
        return Measures(self.need, _available, resident_bytes, own_bytes, self.cache)

    def need(self, task: Any) -> ModelNeed | None:
        """None for a task without a model, and where no manifest can be read: the engine says what is wrong with it."""
        folder = getattr(task, "model", None)
        if not isinstance(folder, Path) or (manifest := self._manifest(folder)) is None:
            return None
        need = need_of(manifest, USUAL_TOKENS if isinstance(task, Generate) else LEAST_TOKENS)
        bytes_ = need.total
        if isinstance(task, Generate) and task.cache_bytes is not None:
            bytes_ -= max(0, need.cache - task.cache_bytes)
        beside = task.beside if isinstance(task, EmbedPassages) else None
        if beside is not None and beside != folder and (other := self._manifest(beside)) is not None:
            bytes_ += need_of(other).total - PROCESS_BYTES
        return ModelNeed(folder, bytes_)

    def cache(self, folder: Path, free: int, most: int) -> int | None:
        """The most that the caches of the model may take; as :func:`cache_bytes_within`."""
        manifest = self._manifest(folder)
        return None if manifest is None else cache_bytes_within(manifest, free, most)

    def _manifest(self, folder: Path) -> Manifest | None:
        try:
            stamp = (folder / MANIFEST_NAME).stat().st_mtime_ns
            known = self._known.get(folder)
            if known is None or known[0] != stamp:
                known = stamp, Manifest.read(folder)
                self._known[folder] = known
        except (OSError, AppError):
            return None
        return known[1]


def _available() -> int | None:
    return memory().free_bytes or None
