"""Tries an installed model as the product runs it, and remembers what came of it: does it work here, and how fast."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.domain.errors import AppError, ErrorCode
from app.domain.models.manifest import ModelRole
from app.domain.models.self_test import SelfTestResult, SelfTestState, SelfTestStep
from app.jobs.job import Priority
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel, ModelFiles
from app.protocol.tasks import (
    LaneName,
    ModelTried,
    TryChatModel,
    TryEmbeddingModel,
    TrySpeechModel,
    TryTranslationModel,
)
from app.services.devices import Devices, MovedToCpu
from app.services.models.known_trials import KnownTrials, key_of
from app.storage.rows import utc_now

log = logging.getLogger(__name__)

OnEvent = Callable[[SelfTestStep], None]


class SelfTest:
    """Blocking; callable from any thread."""

    def __init__(
        self,
        lanes: Lanes,
        devices: Devices,
        models: ModelFiles,
        known: KnownTrials,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._lanes, self._devices, self._models, self._known, self._clock = lanes, devices, models, known, clock

    def run(
        self, model_id: str, stop: StopSignal | None = None, on_event: OnEvent = lambda _step: None
    ) -> SelfTestResult:
        """Takes seconds. A model that fails gives a result that says why; nothing is remembered of one that was
        stopped. Raises MODEL_MISSING, JobCancelled."""
        model = self._models.by_id(model_id)
        if model is None:
            raise AppError(ErrorCode.MODEL_MISSING, model=model_id)
        moved: list[MovedToCpu] = []

        def on_moved(event: MovedToCpu) -> None:
            moved.append(event)
            on_event(SelfTestStep.MOVED_TO_CPU)

        on_event(SelfTestStep.TRYING)
        try:
            tried = self._tried(model, stop or StopSignal(), on_moved)
        except AppError as error:
            log.warning("%s failed its self-test: %s", model.id, error.code)
            result = self._result(model, SelfTestState.FAILED, error=error.code.value, details=error.details)
        else:
            if tried is None:
                return self._result(model, SelfTestState.NOT_POSSIBLE)
            result = self._result(
                model,
                SelfTestState.FAILED if tried.failed else SelfTestState.PASSED,
                provider=tried.provider,
                moved_from=moved[0].device if moved else "",
                load_seconds=tried.load_seconds,
                prompt_speed=tried.prompt_speed,
                decode_speed=tried.decode_speed,
                passage_speed=tried.passage_speed,
                sound_speed=tried.sound_speed,
                resident_bytes=tried.resident_bytes,
                reckoned_bytes=tried.reckoned_bytes,
                checks=tried.checks,
                failed_checks=tried.failed,
            )
        self._known.keep(result)
        return result

    def remembered(self, model: InstalledModel) -> SelfTestResult | None:
        """None where it was never tried as it is now, by this version of the program."""
        return self._known.of(model)

    def _tried(
        self, model: InstalledModel, stop: StopSignal, on_moved: Callable[[MovedToCpu], None]
    ) -> ModelTried | None:
        """In a process that holds nothing else, so that what it takes is the model's own."""
        chosen: dict[ModelRole, tuple[LaneName, Any]] = {
            ModelRole.CHAT: (LaneName.LLM, TryChatModel(model.folder)),
            ModelRole.EMBEDDING: (LaneName.EMBEDDING, TryEmbeddingModel(model.folder)),
            ModelRole.SPEECH: (LaneName.SPEECH, TrySpeechModel(model.folder)),
            ModelRole.TRANSLATION: (LaneName.TRANSLATION, TryTranslationModel(model.folder)),
        }
        if model.manifest.role not in chosen:
            return None
        lane, task = chosen[model.manifest.role]
        self._lanes.park(lane)
        made = self._devices.run(
            lane, task, model_id=model.id, priority=Priority.INTERACTIVE, stop=stop, on_moved=on_moved
        ).value
        assert isinstance(made, ModelTried)
        return made

    def _result(self, model: InstalledModel, state: SelfTestState, **facts: Any) -> SelfTestResult:
        return SelfTestResult(model.id, key_of(model.manifest), state, self._clock().replace(microsecond=0), **facts)
