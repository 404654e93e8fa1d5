"""Runs a model's job where it runs best, and once more on the CPU where a graphics card fails. Remembers what failed.

A card can run out of memory, be unplugged or lose its driver at any moment: none of that may cost a person the answer.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.domain.errors import AppError, ErrorCode
from app.jobs.job import JobProgress, Priority
from app.jobs.lanes import Lanes, Outcome
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import LaneName
from app.settings.file import ValuesFile
from app.settings.schema import Settings, State

log = logging.getLogger(__name__)

DEVICE_STAGE = "device:"
"""A worker says on which device it is about to load, before it touches the driver: 'device:auto', 'device:cuda'."""
CPU = "cpu"
_FAULTS = frozenset({ErrorCode.OUT_OF_MEMORY, ErrorCode.DEVICE_FAILED, ErrorCode.WORKER_CRASHED})


@dataclass(frozen=True, slots=True)
class MovedToCpu:
    """The job is done again from its beginning: pieces that came until now are void."""

    device: str
    code: ErrorCode


class Devices:
    """Thread-safe as its parts are."""

    def __init__(self, lanes: Lanes, settings: ValuesFile[Settings], state: ValuesFile[State]) -> None:
        self._lanes, self._settings, self._state = lanes, settings, state

    def run(
        self,
        lane: LaneName,
        task: Any,
        *,
        model_id: str,
        priority: Priority = Priority.INTERACTIVE,
        stop: StopSignal | None = None,
        tail: bytes = b"",
        on_partial: Callable[[Any, bytes], None] | None = None,
        on_progress: Callable[[JobProgress], None] = lambda _progress: None,
        on_moved: Callable[[MovedToCpu], None] = lambda _moved: None,
    ) -> Outcome:
        """As :meth:`Lanes.run`, for a task with a ``provider``. Raises what it raises; a card's fault only once the
        CPU failed too."""
        provider = task.provider if task.provider != "auto" else self.provider_for(model_id)
        tried: list[str] = []

        def watch(progress: JobProgress) -> None:
            if progress.stage.startswith(DEVICE_STAGE):
                tried.append(progress.stage.removeprefix(DEVICE_STAGE))
            else:
                on_progress(progress)

        placed = dataclasses.replace(task, provider=provider)
        try:
            return self._lanes.run(
                lane, placed, priority=priority, stop=stop, tail=tail, on_partial=on_partial, on_progress=watch
            )
        except AppError as error:
            device = tried[-1] if tried else provider
            if device == CPU or error.code not in _FAULTS:
                raise
            log.warning("%s failed on %s (%s): once more on the CPU", model_id, device, error.code)
            self._remember(model_id, device, error.code)
            on_moved(MovedToCpu(device, error.code))
        return self._lanes.run(
            lane,
            dataclasses.replace(task, provider=CPU),
            priority=priority,
            stop=stop,
            tail=tail,
            on_partial=on_partial,
            on_progress=watch,
        )

    def provider_for(self, model_id: str) -> str:
        """'cpu' where the person wants that, or where a card failed with this model; else 'auto'."""
        if not self._settings.values.use_gpu or model_id in self._state.values.failed_devices:
            return CPU
        return "auto"

    def try_again(self, model_id: str | None = None) -> None:
        """Forget that a card failed with this model (None: with any)."""
        failed = dict(self._state.values.failed_devices)
        self._state.change(failed_devices={k: v for k, v in failed.items() if model_id is not None and k != model_id})

    def _remember(self, model_id: str, device: str, code: ErrorCode) -> None:
        failed = {**self._state.values.failed_devices, model_id: f"{device}:{code.value}"}
        self._state.change(failed_devices=failed)
