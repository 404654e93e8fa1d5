"""What was measured on this computer about running a model, remembered and given to every task. Measures nothing."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import threading
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from app import __version__
from app.domain.models.manifest import MANIFEST_NAME
from app.jobs.stop_signal import StopSignal
from app.machine.models import Machine
from app.protocol.tasks import CountTokens, Generate, RunSettings, TryChatModel
from app.settings.file import ValuesFile
from app.settings.schema import State


class KnownSettings:
    """Settings count for one model folder on one computer with one version of what runs it: with anything else they
    are not known any more. Thread-safe as ``state`` is."""

    def __init__(self, state: ValuesFile[State], machine: Callable[[], Machine]) -> None:
        self._state, self._machine = state, functools.cache(machine)
        self._lock = threading.Lock()
        self._measuring: list[StopSignal] = []

    def completed(self, task: Any) -> Any:
        """``task`` as it goes to its lane: with the settings of its model. A measurement steps aside for it."""
        if not isinstance(task, Generate | CountTokens | TryChatModel):
            return task
        with self._lock:
            measuring = tuple(self._measuring)
        for signal in measuring:
            signal.stop()
        if task.settings is not None or (settings := self.of(task.model)) is None:
            return task
        return dataclasses.replace(task, settings=settings)

    @contextlib.contextmanager
    def measuring(self, signal: StopSignal) -> Iterator[None]:
        """While a measurement runs or waits; ``signal`` is set as soon as somebody wants the lane. Several may overlap:
        one that was put off ends beside the next."""
        with self._lock:
            self._measuring.append(signal)
        try:
            yield
        finally:
            with self._lock:
                self._measuring.remove(signal)

    def of(self, folder: Path) -> RunSettings | None:
        threads, _, rest = self._state.values.run_settings.get(folder.name, "").partition(" ")
        spins, _, measured_on = rest.partition(" ")
        if not threads.isdecimal() or not 0 < int(threads) <= 1024 or measured_on != self._here(folder):
            return None
        return RunSettings(int(threads), spins == "spinning")

    def keep(self, folder: Path, settings: RunSettings) -> None:
        text = f"{settings.threads} {'spinning' if settings.spins else 'waiting'} {self._here(folder)}"
        self._state.change(run_settings={**self._state.values.run_settings, folder.name: text})

    def _here(self, folder: Path) -> str:
        """Names what a measurement depends on."""
        processor = self._machine().processor
        try:
            changed = (folder / MANIFEST_NAME).stat().st_mtime_ns
        except OSError:
            changed = 0
        cores = f"{processor.name or 'processor'} {processor.cores}/{processor.usable}"
        return f"{cores}; {__version__}, onnxruntime {_runtime_version()}; {changed}"


def _runtime_version() -> str:
    for name in ("onnxruntime", "onnxruntime-gpu"):
        with contextlib.suppress(metadata.PackageNotFoundError):
            return metadata.version(name)
    return ""
