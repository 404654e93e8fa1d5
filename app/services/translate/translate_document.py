"""Translate a document: read into segments, journalled, translated, written beside it; pause, cancel, go on later."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.translate.document_translation import (
    DocumentChoices,
    DocumentSegment,
    TranslationEnded,
    TranslationJob,
    TranslationJobState,
    TranslationStage,
)
from app.domain.translate.placeholders import checked
from app.domain.translate.translation import ANY_LANGUAGE, TranslateOptions
from app.domain.translate.translation_memory import Unit
from app.jobs.background import Background
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.services.translate.document_files import DocumentFiles
from app.services.translate.document_run import DocumentRun, OnEvent
from app.services.translate.translate_segments import Translates, TranslateSegments
from app.services.written_file import free_name, is_same_file, numbered
from app.storage.store import Store

log = logging.getLogger(__name__)

Detect = Callable[[Sequence[str]], str]
"""The language of some segments, as a code."""


@dataclass(frozen=True, slots=True)
class DocumentOrder:
    """What to translate and where to. ``target_path`` None: beside the original. ``source``: '' to find out."""

    path: Path
    choices: DocumentChoices
    source: str = ANY_LANGUAGE
    target_path: Path | None = None
    overwrite: bool = False


class TranslateDocument:
    """``translator`` does the words, ``detect`` finds out languages. Several runs may go on at once."""

    def __init__(
        self,
        store: Store,
        lanes: Lanes,
        background: Background,
        translator: Translates,
        detect: Detect,
        on_written: Callable[[TranslationJob, Path], None] = lambda _job, _path: None,
    ) -> None:
        """``on_written`` is told of each translated file, on the run's thread."""
        self._documents, self._on_written = store.documents, on_written
        self._jobs, self._memory = store.translation_jobs, store.translation_memory
        self._files = DocumentFiles(store, lanes)
        self._background, self._translator, self._detect = background, translator, detect

    def start(
        self, order: DocumentOrder, options: TranslateOptions | None = None, *, on_event: OnEvent = lambda _event: None
    ) -> DocumentRun:
        """Returns at once. Raises TARGET_EXISTS and TARGET_IS_ORIGINAL before anything is done."""
        if order.target_path is not None:
            if is_same_file(order.target_path, order.path):
                raise AppError(ErrorCode.TARGET_IS_ORIGINAL, path=str(order.path))
            if order.target_path.exists() and not order.overwrite:
                raise AppError(ErrorCode.TARGET_EXISTS, path=str(order.target_path))
        return self._begin(lambda run: self._journal(order, run), options, on_event, overwrite=order.overwrite)

    def resume(
        self,
        job_id: int,
        options: TranslateOptions | None = None,
        *,
        overwrite: bool = False,
        on_event: OnEvent = lambda _event: None,
    ) -> DocumentRun:
        """Go on where a kill, a pause, a cancel or a failure left it. Nothing is translated a second time."""
        job = self._jobs.get(job_id)
        return self._begin(lambda _run: job, options, on_event, overwrite=overwrite)

    def unfinished(self) -> list[TranslationJob]:
        """What a kill, a closing or a pause left, the oldest first."""
        return self._jobs.unfinished()

    def review(self, job_id: int) -> list[DocumentSegment]:
        """The segments of a job, the doubtful ones first. Raises TRANSLATION_JOB_UNKNOWN."""
        self._jobs.get(job_id)
        return self._jobs.doubtful(job_id)

    def correct(self, job_id: int, ordinal: int, text: str, *, everywhere: bool = True) -> int:
        """Take the person's words for a segment, here and in the memory; the file changes with the next export.

        ``everywhere``: also for what reads the same in this document. Returns how many segments changed.
        """
        job = self._jobs.get(job_id)
        segment = next((one for one in self._jobs.segments(job_id) if one.ordinal == ordinal), None)
        if segment is None or not text.strip():
            return 0
        mended = checked(segment.source, text).text
        self._memory.learn([Unit(segment.source, mended)], job.source_language, job.choices.target)
        return self._jobs.correct(job_id, ordinal, mended, everywhere=everywhere)

    def export(
        self, job_id: int, target_path: Path | None = None, *, overwrite: bool = False, stop: StopSignal | None = None
    ) -> Path:
        """Write the file again, with the corrections made since; no engine is asked. Blocking."""
        job = self._jobs.get(job_id)
        target = target_path or job.target_path
        if is_same_file(target, job.path):
            raise AppError(ErrorCode.TARGET_IS_ORIGINAL, path=str(target))
        written = self._files.write(job, target, overwrite=overwrite, stop=stop)
        self._jobs.set_state(job.id, job.state, problem=job.problem, target_path=written)
        return written

    def _begin(
        self,
        journal: Callable[[DocumentRun], TranslationJob],
        options: TranslateOptions | None,
        on_event: OnEvent,
        *,
        overwrite: bool,
    ) -> DocumentRun:
        run = DocumentRun(on_event)
        chosen = options or TranslateOptions(person_waits=False)

        def work(_stop: StopSignal) -> None:
            forget = _stop.add_callback(run.suspend)
            job: TranslationJob | None = None
            try:
                job = self._jobs.set_state(journal(run).id, TranslationJobState.RUNNING)
                run.job_id = job.id
                TranslateSegments(self._jobs, self._translator, run, self._with_terms(job, chosen)).translate(job)
                run.tell(TranslationStage.WRITING, job.segments, job.segments)
                written = self._written(job, run, overwrite=overwrite)
                job = self._jobs.set_state(job.id, TranslationJobState.DONE, target_path=written)
                self._on_written(job, written)
                run.end(TranslationEnded(job, written))
            except JobCancelled:
                if job is not None and run.stop_signal.is_set and not run.is_suspended:  # else the program closes
                    job = self._jobs.set_state(job.id, TranslationJobState.CANCELLED)
                run.end(TranslationEnded(job, cancelled=True))
            except AppError as error:
                if job is not None:
                    job = self._jobs.set_state(job.id, TranslationJobState.FAILED, problem=error.code.value)
                run.end(TranslationEnded(job, error=error))
            finally:
                forget()

        def failed(error: BaseException) -> None:
            log.error("translating a document", exc_info=error)
            run.end(TranslationEnded(None, error=AppError(ErrorCode.BUG)))

        self._background.start(work, lambda _none: None, failed, name="translate-document")
        return run

    def _with_terms(self, job: TranslationJob, options: TranslateOptions) -> TranslateOptions:
        """The glossary of the collection that the original is in counts, where no other one was chosen."""
        if options.collection_id is not None:
            return options
        original = self._documents.by_path(job.path)
        return options if original is None else replace(options, collection_id=original.collection_id)

    def _written(self, job: TranslationJob, run: DocumentRun, *, overwrite: bool) -> Path:
        """Under another name where a file took the job's meanwhile: hours of work end in a file."""
        try:
            return self._files.write(job, job.target_path, overwrite=overwrite, stop=run.stop_signal)
        except AppError as error:
            if error.code is not ErrorCode.TARGET_EXISTS:
                raise
        return self._files.write(job, numbered(job.target_path), overwrite=False, stop=run.stop_signal)

    def _journal(self, order: DocumentOrder, run: DocumentRun) -> TranslationJob:
        run.tell(TranslationStage.READING, 0, None)
        facts, segments = self._files.read(
            order.path,
            order.choices,
            stop=run.stop_signal,
            on_count=lambda count: run.tell(TranslationStage.READING, count, None),
        )
        source = order.source or self._detect(segments)
        if source == order.choices.target:
            raise AppError(ErrorCode.SAME_LANGUAGE, target=source)
        target = order.target_path or free_name(order.path, order.choices.target, facts.suffix)
        return self._jobs.start(
            order.path,
            target,
            source_hash=facts.content_hash,
            source_language=source,
            choices=order.choices,
            document_format=facts.format,
            fingerprint=facts.fingerprint,
            segments=segments,
        )
