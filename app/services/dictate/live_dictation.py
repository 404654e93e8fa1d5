"""Begins live dictations with the speech model that the person chose, and has it ready before the first word. No Qt."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace

from app.domain.dictate.dictating import DictationText
from app.domain.dictate.live_window import WindowRules
from app.domain.errors import AppError, ErrorCode
from app.domain.models.manifest import ModelRole
from app.jobs.job import Priority
from app.jobs.lanes import Lanes
from app.model_files.model_files import InstalledModel, ModelFiles
from app.protocol.tasks import LaneName, SpeechOptions, WarmSpeech
from app.services.devices import Devices
from app.services.dictate.live_session import LiveSession, Told
from app.services.give_way import GiveWay

PAUSE_SECONDS = 1.6
"""So much silence after something was said ends a hands-free dictation."""


class LiveDictation:
    """Begins dictations with the speech model that the person chose. ``options``: how speech is heard, asked anew."""

    def __init__(
        self,
        lanes: Lanes,
        devices: Devices,
        models: ModelFiles,
        give_way: GiveWay,
        options: Callable[[], SpeechOptions] = SpeechOptions,
        *,
        rules: WindowRules = WindowRules(),  # noqa: B008 - frozen
        pause_seconds: Callable[[], float] = lambda: PAUSE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lanes, self._devices, self._models, self._give_way = lanes, devices, models, give_way
        self._options = options
        self._rules, self._pause, self._clock = rules, pause_seconds, clock

    def model(self) -> InstalledModel:
        """Raises SPEECH_MODEL_MISSING."""
        model = self._models.best(ModelRole.SPEECH)
        if model is None:
            raise AppError(ErrorCode.SPEECH_MODEL_MISSING)
        return model

    def warm(self) -> None:
        """Have the model loaded by the time the first words come; returns at once. Raises SPEECH_MODEL_MISSING."""
        model = self.model()
        task = WarmSpeech(model.folder, self._devices.provider_for(model.id))
        self._lanes.submit(LaneName.SPEECH, task, priority=Priority.INTERACTIVE, on_event=lambda _job, _event: None)

    def begin(
        self, language: str, on_text: Callable[[DictationText], None], on_pause: Callable[[], None]
    ) -> LiveSession:
        """``language``: a code, '' lets the model find out. Raises SPEECH_MODEL_MISSING."""
        model, options = self.model(), self._options()
        self.warm()
        if language:
            options = replace(options, language=language)
        over = contextlib.ExitStack()
        over.enter_context(self._give_way.person_waits())  # recordings that are written down go on afterwards
        told = Told(on_text, on_pause, self._pause(), over.close)
        return LiveSession(self._lanes, self._devices, model, options, told, self._rules, self._clock)
