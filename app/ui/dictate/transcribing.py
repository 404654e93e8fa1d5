"""Recordings that are being written down: one after another, each told as a row, each can be stopped. No layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app.domain.dictate.dictation import Dictation
from app.domain.dictate.transcribing import RecordingBegun, RecordingEvent, RecordingProgress, RecordingWritten
from app.domain.errors import JobCancelled
from app.jobs.background import BackgroundTask
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import SpeechOptions
from app.ui.bridge import Calls
from app.ui.dictate.model import SpokenRow, SpokenState
from app.ui.dictate.times import clock


class WritingDown(Protocol):
    """What of :class:`app.services.dictate.transcribe_files.TranscribeFiles` is needed here."""

    def one(
        self,
        path: Path,
        options: SpeechOptions,
        *,
        keeps_failure: bool = ...,
        stop: StopSignal | None = ...,
        on_event: Callable[[RecordingEvent], None] = ...,
    ) -> RecordingWritten: ...

    def unfinished(self) -> list[Dictation]: ...


@dataclass(frozen=True, slots=True)
class _Recording:
    path: Path
    done: float = 0.0
    total: float | None = None
    is_running: bool = False
    options: SpeechOptions = field(default_factory=SpeechOptions)


class Transcribing(QObject):
    """Signals: ``rows_changed(list[SpokenRow])``, ``written(dictation id, path)``, ``failed(error)`` of one that is
    kept as such in the history, ``ended()`` when nothing waits."""

    rows_changed = Signal(list)
    written = Signal(int, object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, writing: WritingDown, options: Callable[[], SpeechOptions], calls: Calls) -> None:
        super().__init__()
        self._writing, self._options, self._calls = writing, options, calls
        self._waiting: list[_Recording] = []
        self._task: BackgroundTask | None = None
        self._running: Path | None = None

    @property
    def is_running(self) -> bool:
        return self._task is not None

    def add(self, paths: Sequence[Path]) -> None:
        """Write them down after what waits already."""
        known = {one.path for one in self._waiting}
        fresh = [path for path in dict.fromkeys(paths) if path not in known]
        self._waiting += [_Recording(path, options=self._options()) for path in fresh]
        self._next()

    def go_on_after_a_kill(self) -> None:
        """What an earlier run had begun; at leisure."""
        self._calls.run(
            lambda _stop: [row.path for row in self._writing.unfinished() if row.path is not None],
            self.add,
            lambda _error: None,  # the page says it when the history cannot be read
        )

    def stop(self, key: int | str) -> None:
        """Take a recording off: what was written of it until now is kept."""
        if self._running is not None and str(self._running) == key and self._task is not None:
            self._task.stop()
        else:
            self._waiting = [one for one in self._waiting if str(one.path) != key]
            self._tell()

    def suspend(self) -> None:
        """The window closes: what is not done goes on at the next start."""
        self._waiting = []
        if self._task is not None:
            self._task.stop()

    def _next(self) -> None:
        if self._task is None:
            if self._waiting:
                self._begin(self._waiting[0])
            else:
                self.ended.emit()
        self._tell()

    def _begin(self, recording: _Recording) -> None:
        path = self._running = recording.path
        self._change(path, is_running=True)
        self._task = self._calls.run(
            lambda stop: self._writing.one(path, recording.options, keeps_failure=True, stop=stop, on_event=self._post),
            self._done,
            lambda error: self._broke_off(path, error),
        )

    def _post(self, event: RecordingEvent) -> None:
        """On a background thread."""
        self._calls.post(lambda: self._happened(event))

    def _happened(self, event: RecordingEvent) -> None:
        if isinstance(event, RecordingBegun):
            self._change(event.path, done=event.gone_on)
        elif isinstance(event, RecordingProgress):
            self._change(event.path, done=event.done, total=event.total)
        else:
            return
        self._tell()

    def _done(self, written: RecordingWritten) -> None:
        self._task, path = None, self._running
        self._waiting = [one for one in self._waiting if one.path != path]
        if written.dictation_id is not None:
            self.written.emit(written.dictation_id, written.path)
        self._next()

    def _broke_off(self, path: Path, error: BaseException) -> None:
        """Its row in the history says why."""
        self._task = None
        self._waiting = [one for one in self._waiting if one.path != path]
        if not isinstance(error, JobCancelled):
            self.failed.emit(error)
        self._next()

    def _change(self, path: Path, **values: object) -> None:
        self._waiting = [replace(one, **values) if one.path == path else one for one in self._waiting]  # type: ignore[arg-type]

    def _tell(self) -> None:
        self.rows_changed.emit([self._row(one) for one in self._waiting])

    def _row(self, one: _Recording) -> SpokenRow:
        key, name = str(one.path), one.path.name
        if not one.is_running:
            return SpokenRow(key, True, name, self.tr("Waits for its turn"), None, path=key)
        share = min(1.0, one.done / one.total) if one.total else None
        words = self.tr("{0} of {1} heard") if one.total else self.tr("{0} heard")
        under = words.format(clock(one.done), clock(one.total or 0.0))
        return SpokenRow(key, True, name, under, None, state=SpokenState.WORKING, done=share, path=key)
