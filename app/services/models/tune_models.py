"""Has a model measured on this computer once it was used and nobody waits: never before an answer, never beside one."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from app.domain.errors import JobCancelled
from app.jobs.background import Background
from app.jobs.job import Priority
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel
from app.protocol.tasks import LaneName, ModelTuned, TuneModel
from app.services.models.run_settings import KnownSettings

log = logging.getLogger(__name__)

QUIET_SECONDS = 10.0
"""After an answer a person reads; what comes next soon would only interrupt the measurement."""
LEAST_BYTES = 64 << 20
"""Smaller models are fast with any settings."""
CPU = "cpu"


class TuneModels:
    """The first answers of a model use the usual settings; ``known`` has the measured ones afterwards. Thread-safe."""

    def __init__(
        self, lanes: Lanes, background: Background, known: KnownSettings, *, quiet_seconds: float = QUIET_SECONDS
    ) -> None:
        self._lanes, self._background, self._known, self._quiet = lanes, background, known, quiet_seconds
        self._lock = threading.Lock()
        self._waiting: StopSignal | None = None

    def used(self, model: InstalledModel, provider: str = CPU) -> None:
        """An answer of ``model`` ended, made by ``provider``. Returns at once; starts to wait for quiet anew."""
        if provider != CPU or model.manifest.bytes < LEAST_BYTES or self._known.of(model.folder) is not None:
            return
        with self._lock:
            if self._waiting is not None:
                self._waiting.stop()
            mine = self._waiting = StopSignal()
        self._background.start(
            lambda stop: self._measure_when_quiet(model.folder, mine, stop),
            on_done=lambda _done: None,
            on_failed=_tell,
            name="tuning",
        )

    def measure(self, folder: Path, stop: StopSignal) -> ModelTuned:
        """Now, and remember it. Raises AppError, and JobCancelled: ``stop`` was set, which who wants the lane does
        too."""
        with self._known.measuring(stop):
            tuned: ModelTuned = self._lanes.run(
                LaneName.LLM, TuneModel(folder), priority=Priority.BACKGROUND, stop=stop
            ).value
        self._known.keep(folder, tuned.settings)
        return tuned

    def _measure_when_quiet(self, folder: Path, mine: StopSignal, stop: StopSignal) -> None:
        forget = stop.add_callback(mine.stop)
        try:
            with self._known.measuring(mine):
                disturbed = mine.wait(self._quiet)
            if not disturbed:
                self.measure(folder, mine)
        finally:
            forget()


def _tell(error: BaseException) -> None:
    """Nobody waits for it: the usual settings serve, and the next answer asks again."""
    if not isinstance(error, JobCancelled):
        log.warning("a model could not be measured: %s", error)
