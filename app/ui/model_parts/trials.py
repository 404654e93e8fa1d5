"""Tries models out one after another in the background, as soon as they are here; says what came of each."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app.domain.models.self_test import SelfTestResult
from app.jobs.background import BackgroundTask
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel
from app.ui.bridge import Calls
from app.ui.translation import translate
from app.wording.self_tests import self_test_words


class Trying(Protocol):
    """What :class:`app.services.models.self_test.SelfTest` offers."""

    def run(self, model_id: str, stop: StopSignal | None = None) -> SelfTestResult: ...
    def remembered(self, model: InstalledModel) -> SelfTestResult | None: ...


class Trials(QObject):
    """Two models at once would disturb each other's figures, so one waits for the other.

    Signals: ``changed(id)`` when one begins, waits or ended; ``ended(id)`` after its result is known.
    """

    changed = Signal(str)
    ended = Signal(str)

    def __init__(self, trying: Trying, calls: Calls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._trying, self._calls = trying, calls
        self._waiting: list[str] = []
        self._running: tuple[str, BackgroundTask] | None = None
        self._results: dict[str, SelfTestResult] = {}

    def start(self, identifier: str) -> None:
        """Try it now, or after the one that is being tried."""
        if not self.is_trying(identifier):
            self._waiting.append(identifier)
            self._next()
            self.changed.emit(identifier)

    def stop(self, identifier: str) -> None:
        if identifier in self._waiting:
            self._waiting.remove(identifier)
            self.changed.emit(identifier)
        elif self._running is not None and self._running[0] == identifier:
            self._running[1].stop()

    def is_trying(self, identifier: str) -> bool:
        return identifier in self._waiting or (self._running is not None and self._running[0] == identifier)

    def result(self, identifier: str) -> SelfTestResult | None:
        """Of a trial in this run of the window."""
        return self._results.get(identifier)

    def remembered(self, model: InstalledModel) -> SelfTestResult | None:
        """Of any trial that still holds; looks at no file of the model."""
        return self._trying.remembered(model)

    def _next(self) -> None:
        if self._running is not None or not self._waiting:
            return
        identifier = self._waiting.pop(0)
        task = self._calls.run(
            lambda stop: self._trying.run(identifier, stop),
            lambda result: self._end(identifier, result),
            lambda error: self._end(identifier, error),
        )
        self._running = identifier, task
        self.changed.emit(identifier)

    def _end(self, identifier: str, result: SelfTestResult | BaseException) -> None:
        self._running = None
        if isinstance(result, SelfTestResult):
            self._results[identifier] = result
        self._next()
        self.changed.emit(identifier)
        self.ended.emit(identifier)


def trial_words(result: SelfTestResult | None) -> str:
    """'' where it was never tried."""
    return "" if result is None else self_test_words(result, translate)
