"""Reads a document's segments and writes its translation, both through the reading lane; knows no engine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import Refusal
from app.domain.translate.document_translation import DocumentChoices, TranslationJob
from app.jobs.job import JobProgress
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import (
    ExtractSegments,
    FilePiece,
    LaneName,
    SegmentBatch,
    SegmentsExtracted,
    TranslationWritten,
    WriteTranslation,
)
from app.services.written_file import written_file
from app.storage.store import Store

SECONDS_TO_READ = 300.0
SECONDS_TO_WRITE = 600.0


class DocumentFiles:
    """Blocking; callable from any thread."""

    def __init__(self, store: Store, lanes: Lanes) -> None:
        self._jobs, self._lanes = store.translation_jobs, lanes

    def read(
        self,
        path: Path,
        choices: DocumentChoices,
        *,
        stop: StopSignal | None = None,
        on_count: Callable[[int], None] = lambda _count: None,
    ) -> tuple[SegmentsExtracted, list[str]]:
        """Raises AppError READING (with ``refusal``) where the file cannot be translated; JobCancelled."""
        segments: list[str] = []

        def keep(batch: SegmentBatch, _tail: bytes) -> None:
            segments.extend(batch.segments)

        def count(progress: JobProgress) -> None:
            on_count(progress.done)

        outcome = self._lanes.run(
            LaneName.READING,
            ExtractSegments(path, choices),
            time_limit=SECONDS_TO_READ,
            stop=stop,
            on_partial=keep,
            on_progress=count,
        )
        assert isinstance(outcome.value, SegmentsExtracted)
        return outcome.value, segments

    def write(self, job: TranslationJob, target: Path, *, overwrite: bool, stop: StopSignal | None = None) -> Path:
        """Write ``target`` with the translations that the journal holds; whole, or not at all. Returns it.

        Raises ORIGINAL_CHANGED where it is no longer what was read, READING, TARGET_EXISTS, TARGET_UNWRITABLE, NO_ROOM,
        JobCancelled.
        """
        texts = [segment.target for segment in self._jobs.segments(job.id)]
        task = WriteTranslation(job.path, job.choices, job.source_hash, job.fingerprint)
        digest = hashlib.sha256()
        with written_file(target, overwrite=overwrite, owner=job.id) as stream:

            def append(_piece: FilePiece, tail: bytes) -> None:
                digest.update(tail)
                stream.write(tail)

            with _original_changed(job.path):
                outcome = self._lanes.run(
                    LaneName.READING,
                    task,
                    time_limit=SECONDS_TO_WRITE,
                    tail=json.dumps(texts, ensure_ascii=False).encode("utf-8", "replace"),
                    stop=stop,
                    on_partial=append,
                )
            assert isinstance(outcome.value, TranslationWritten)
            if outcome.value.content_hash != digest.hexdigest():
                raise AppError(ErrorCode.WORKER_PROTOCOL, lane=LaneName.READING.value)
        return target


@contextmanager
def _original_changed(path: Path) -> Iterator[None]:
    try:
        yield
    except AppError as error:
        if error.code is ErrorCode.READING and error.details.get("refusal") == Refusal.CHANGED.value:
            raise AppError(ErrorCode.ORIGINAL_CHANGED, path=str(path)) from error
        raise
