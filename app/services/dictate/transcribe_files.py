"""Write recordings down one after another, journalled as they go: a kill or a stop costs seconds, not hours."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from app.domain.dictate.dictation import CANCELLED, Dictation, NewDictation, SpokenKind, SpokenState
from app.domain.dictate.transcribing import (
    RecordingBegun,
    RecordingEvent,
    RecordingFailed,
    RecordingProgress,
    RecordingWritten,
    SegmentWritten,
)
from app.domain.dictate.transcript import Transcript, TranscriptSegment, main_language
from app.domain.errors import AppError, ErrorCode, FileRefused, JobCancelled
from app.domain.library.document import Refusal
from app.domain.models.manifest import ModelRole
from app.jobs.job import JobProgress, Priority
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel, ModelFiles
from app.protocol.tasks import FileTranscribed, LaneName, SpeechOptions, SpeechPiece, TranscribeFile
from app.services.devices import Devices
from app.services.give_way import GiveWay
from app.storage.store import Store

log = logging.getLogger(__name__)

SAVED_EVERY_SECONDS = 5.0
OnEvent = Callable[[RecordingEvent], None]
_REFUSED_AS = {
    ErrorCode.WORKER_CRASHED: Refusal.CRASHED,
    ErrorCode.WORKER_PROTOCOL: Refusal.CRASHED,
    ErrorCode.BUG: Refusal.CRASHED,
}


class TranscribeFiles:
    """Blocking; callable from any thread. ``give_way``: a dictation goes before, and the recording goes on after it.

    ``written`` makes of what was heard what a person reads: it is asked once, for the whole.
    ``remembered`` is called with each row that is whole, so that Ask and find reach it.
    """

    def __init__(
        self,
        store: Store,
        devices: Devices,
        models: ModelFiles,
        give_way: GiveWay,
        remembered: Callable[[Dictation, StopSignal], object] = lambda _row, _stop: None,
        written: Callable[[Transcript, StopSignal], Transcript] = lambda heard, _stop: heard,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store, self._devices, self._models, self._give_way = store, devices, models, give_way
        self._remembered, self._written, self._clock = remembered, written, clock

    def model(self) -> InstalledModel:
        """Raises SPEECH_MODEL_MISSING."""
        model = self._models.best(ModelRole.SPEECH)
        if model is None:
            raise AppError(ErrorCode.SPEECH_MODEL_MISSING)
        return model

    def all(
        self,
        paths: Iterable[Path],
        options: SpeechOptions,
        *,
        split_channels: bool = False,
        again: bool = False,
        stop: StopSignal | None = None,
        on_event: OnEvent = lambda _event: None,
    ) -> list[RecordingWritten | RecordingFailed]:
        """Each of ``paths`` ends as written or as failed. Raises SPEECH_MODEL_MISSING, JobCancelled, and what would
        befall every file: STORE and HOME errors."""
        self.model()
        wanted, ended = list(paths), list[RecordingWritten | RecordingFailed]()
        for number, path in enumerate(wanted, 1):
            try:
                one = self.one(
                    path,
                    options,
                    split_channels=split_channels,
                    again=again,
                    stop=stop,
                    on_event=lambda event, n=number: on_event(_numbered(event, n, len(wanted))),  # type: ignore[misc]
                )
                ended.append(one)
            except AppError as error:
                if not _is_of_the_file(error):
                    raise
                ended.append(RecordingFailed(path, error))
                on_event(ended[-1])
        return ended

    def one(
        self,
        path: Path,
        options: SpeechOptions,
        *,
        split_channels: bool = False,
        again: bool = False,
        as_given: bool = False,
        keeps_failure: bool = False,
        with_model: InstalledModel | None = None,
        stop: StopSignal | None = None,
        on_event: OnEvent = lambda _event: None,
    ) -> RecordingWritten:
        """The text of one recording, kept in the history. It goes on where an earlier run was stopped, unless
        ``again``. ``as_given``: a link is not followed; ``with_model`` takes another one than the best. Raises
        FileRefused, AppError, JobCancelled; what was written until then is kept, and with ``keeps_failure`` a row that
        says why there is nothing."""
        model, stop = with_model or self.model(), stop or StopSignal()
        path = path if as_given else real(path)
        work = _Work(self._store, model, path, self._clock, keeps_failure=keeps_failure)
        work.take_up(split_channels, again=again)
        on_event(RecordingBegun(path, gone_on=work.reached))
        for segment in work.segments:
            on_event(SegmentWritten(path, segment))
        try:
            told = self._heard(work, options, split_channels, stop, on_event)
        except JobCancelled:
            work.fail(CANCELLED)
            raise
        except AppError as error:
            refused = _as_refusal(error)
            work.fail(str(refused.details.get("refusal", refused.code.value)))
            raise refused from error
        row = work.end(told, lambda heard: self._written(heard, stop))
        if row is None or not work.segments:
            raise FileRefused(Refusal.NO_SPEECH)
        self._remembered(row, stop)
        done = RecordingWritten(path, work.result or work.transcript, row.id, told.seconds, told.provider, told.clipped)
        on_event(done)
        return done

    def unfinished(self) -> list[Dictation]:
        """Files that a kill interrupted."""
        return self._store.dictations.under_way()

    def _heard(
        self, work: _Work, options: SpeechOptions, split: bool, stop: StopSignal, on_event: OnEvent
    ) -> FileTranscribed:
        def on_partial(piece: SpeechPiece, _tail: bytes) -> None:
            work.take(piece)
            for segment in piece.segments:
                on_event(SegmentWritten(work.path, segment))

        def on_progress(progress: JobProgress) -> None:
            on_event(RecordingProgress(work.path, progress.done, progress.total))

        while True:
            self._give_way.wait(stop)
            task = TranscribeFile(work.model.folder, work.path, options, split, work.reached)
            since = work.reached
            with self._give_way.working(stop) as mine:
                try:
                    told = self._devices.run(
                        LaneName.SPEECH,
                        task,
                        model_id=work.model.id,
                        priority=Priority.BACKGROUND,
                        stop=mine,
                        on_partial=on_partial,
                        on_progress=on_progress,
                        on_moved=lambda _moved, since=since: work.back_to(since),  # type: ignore[misc]
                    ).value
                except JobCancelled:
                    if stop.is_set or not mine.is_set:
                        raise
                    work.back_to(work.reached)
                    continue
            assert isinstance(told, FileTranscribed)
            return told


class _Work:
    """One recording on its way: its segments, and its row in the history."""

    def __init__(
        self, store: Store, model: InstalledModel, path: Path, clock: Callable[[], float], *, keeps_failure: bool
    ) -> None:
        self._keeps_failure = keeps_failure
        self._dictations, self.model, self.path, self._clock = store.dictations, model, path, clock
        self.segments: list[TranscriptSegment] = []
        self.reached = self._duration = 0.0
        self.language = ""
        self._saved_at = clock()
        self.result: Transcript | None = None
        """As a person reads it, once all was heard."""
        self._row: Dictation | None = None
        self._had_text = False
        """The row holds the text of an earlier run, which stays until there is a whole new one."""

    @property
    def transcript(self) -> Transcript:
        ordered = sorted(self.segments, key=lambda segment: (segment.start, segment.channel or 0))
        told = tuple(replace(one, language="") if one.language == self.language else one for one in ordered)
        return Transcript(self.language, self._duration or self.reached, told, self.model.id)

    def take_up(self, split: bool, *, again: bool) -> None:
        """Go on with what an earlier run has written, if the file and the model are those of then."""
        row = self._dictations.of_path(self.path)
        stopped = row is not None and (row.state is SpokenState.UNDER_WAY or row.problem == CANCELLED)
        self._had_text = row is not None and row.state is SpokenState.WRITTEN
        if row is None or again or not stopped or row.model != self.model.id or self._is_newer_than(row):
            self._row = row
            return
        self._row, known = row, self._dictations.transcript(row.id)
        if known is None or any((segment.channel is not None) is not split for segment in known.segments):
            return
        self.segments, self.reached, self.language = list(known.segments), known.duration, known.language

    def _is_newer_than(self, row: Dictation) -> bool:
        try:
            changed = datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
        except (OSError, OverflowError, ValueError):
            return True
        return changed > row.spoken_at

    def take(self, piece: SpeechPiece) -> None:
        self.segments += piece.segments
        self.reached = max(self.reached, piece.reached)
        is_worth_it = bool(self.segments) and not self._had_text
        if is_worth_it and self._clock() - self._saved_at >= SAVED_EVERY_SECONDS:
            self._save(SpokenState.UNDER_WAY)

    def back_to(self, seconds: float) -> None:
        """What was heard behind it is heard again."""
        self.segments = [segment for segment in self.segments if segment.start < seconds]
        self.reached = min(self.reached, seconds)

    def end(self, told: FileTranscribed, written: Callable[[Transcript], Transcript]) -> Dictation | None:
        self.language = main_language(self.segments) or told.language or self.language
        self._duration = told.duration
        self.reached = max(self.reached, told.duration)
        if self.segments:
            self.result = written(self.transcript)
            return self._save(SpokenState.WRITTEN)
        self.fail(Refusal.NO_SPEECH.value)
        return self._row

    def fail(self, problem: str) -> None:
        """What is not final is dropped; a row without any text is none that a person looks for, but to learn why."""
        self.back_to(self.reached)
        is_worth_it = self.segments or self._row is not None or (self._keeps_failure and problem != CANCELLED)
        if not self._had_text and is_worth_it:
            self._save(SpokenState.FAILED, problem)

    def _save(self, state: SpokenState, problem: str | None = None) -> Dictation:
        self._saved_at = self._clock()
        whole = self.transcript
        if state is not SpokenState.WRITTEN:
            final = tuple(segment for segment in whole.segments if segment.start < self.reached)
            whole = replace(whole, segments=final)
        heard = whole.text
        whole = self.result or whole
        text = whole.text
        if self._row is None:
            new = NewDictation(SpokenKind.FILE, text, heard, path=self.path, model=self.model.id, state=state)
            self._row = self._dictations.add(new)
        self._row = self._dictations.write_down(
            self._row.id,
            text=text,
            raw_text=heard,
            transcript=whole,
            language=whole.language,
            model=self.model.id,
            seconds=whole.duration,
            state=state,
            problem=problem,
        )
        return self._row


def real(path: Path) -> Path:
    """Where the recording lies: what a link leads to is what the person chose."""
    return Path(os.path.realpath(path))


def _numbered(event: RecordingEvent, number: int, total: int) -> RecordingEvent:
    return replace(event, number=number, total=total) if isinstance(event, RecordingBegun) else event


def _is_of_the_file(error: AppError) -> bool:
    return error.code in (ErrorCode.READING, ErrorCode.WORKER_CRASHED, ErrorCode.WORKER_TIMEOUT, ErrorCode.BUG)


def _as_refusal(error: AppError) -> AppError:
    refusal = _REFUSED_AS.get(error.code)
    return error if refusal is None else FileRefused(refusal, **error.details)
