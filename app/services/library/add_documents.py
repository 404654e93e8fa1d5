"""Add files and folders to the library: journal first, then read, embed, store; pause, cancel, go on after a kill."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.library.document import Document, Refusal
from app.domain.library.indexing import (
    FileEnded,
    FileOutcome,
    FileStarted,
    IndexingEnded,
    IndexingEvent,
    IndexingSummary,
)
from app.jobs.background import Background
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import ModelFiles
from app.services.dictate.hear_recordings import HearRecordings
from app.services.give_way import GiveWay
from app.services.library.embed_missing import embed_missing
from app.services.library.indexing_pipeline import IndexingPipeline
from app.services.library.walk_folder import Found, walk
from app.services.models.search_models import SearchModels
from app.storage.store import Store

log = logging.getLogger(__name__)
PATHS_JOURNALLED_TOGETHER = 500

OnEvent = Callable[[IndexingEvent], None]


class IndexingRun:
    """One run of adding. Its events come on a background thread; ``wait`` is for callers without a window."""

    pipeline: IndexingPipeline

    def __init__(self, stop: StopSignal, on_event: OnEvent) -> None:
        self._stop, self._on_event = stop, on_event
        self._counts = IndexingSummary()
        self._ended = threading.Event()
        self.keeps_journal = False
        self.error: AppError | None = None

    def pause(self) -> None:
        self.pipeline.pause()

    def resume(self) -> None:
        self.pipeline.resume()

    def cancel(self) -> None:
        """End now. What was reported stays; what had not ended leaves the library as it was before."""
        self._stop.stop()

    def suspend(self) -> None:
        """End now, because the program closes: the journal stays, and the next start goes on."""
        self.keeps_journal = True
        self._stop.stop()

    @property
    def has_ended(self) -> bool:
        return self._ended.is_set()

    def wait(self, seconds: float | None = None) -> IndexingSummary:
        """Block until the end. A failure that ended it early stands in ``error``."""
        self._ended.wait(seconds)
        return self.summary

    @property
    def summary(self) -> IndexingSummary:
        line = self.pipeline
        return replace(self._counts, passages=line.passages, seconds=line.seconds, keyword_only=line.keyword_only)

    def count(self, event: IndexingEvent) -> None:
        """Pass an event on, and keep the books."""
        if isinstance(event, FileEnded):
            name = event.outcome.value
            self._counts = replace(self._counts, **{name: getattr(self._counts, name) + 1})
        self._on_event(event)

    def end(self, error: AppError | None, *, cancelled: bool = False) -> None:
        self.error = error
        self._counts = replace(self._counts, cancelled=cancelled)
        self._on_event(IndexingEnded(self.summary, error))
        self._ended.set()

    def end_with_a_bug(self, error: BaseException) -> None:
        log.error("adding documents", exc_info=error)
        self.end(AppError(ErrorCode.BUG))


class AddDocuments:
    """``home`` is Alcove's own folder, which a dropped parent folder must not drag in; ``give_way`` holds what can
    wait until documents are added."""

    def __init__(
        self,
        store: Store,
        lanes: Lanes,
        models: ModelFiles,
        background: Background,
        home: Path,
        give_way: GiveWay | None = None,
        recordings: HearRecordings | None = None,
    ) -> None:
        self._store, self._lanes, self._models = store, lanes, models
        self._background, self._home, self._give_way = background, home, give_way or GiveWay()
        self._recordings = recordings

    def start(
        self, paths: list[Path], collection_id: int | None = None, *, on_event: OnEvent = lambda _event: None
    ) -> IndexingRun:
        """Add ``paths``, files or folders, to a collection (None: the default one). Returns at once."""
        return self._begin(on_event, lambda pipeline, stop: self._journal(paths, collection_id, pipeline, stop))

    def resume(self, *, on_event: OnEvent = lambda _event: None) -> IndexingRun | None:
        """Go on with what a kill or a closing left in the journal; None where there is nothing."""
        waiting = self._store.documents.waiting()
        return self._begin(on_event, lambda _pipeline, _stop: waiting) if waiting else None

    def _begin(
        self, on_event: OnEvent, documents: Callable[[IndexingPipeline, StopSignal], list[Document]]
    ) -> IndexingRun:
        stop = StopSignal()
        run = IndexingRun(stop, on_event)
        choose = lambda: SearchModels.of(self._store, self._models).for_documents  # noqa: E731
        pipeline = IndexingPipeline(self._store, self._lanes, choose, stop, run.count, hears=self._hears())
        run.pipeline = pipeline

        def work(_stop: StopSignal) -> None:
            found: list[Document] = []
            try:
                with self._give_way.held():
                    found = documents(pipeline, stop)
                    pipeline.total = len(found) + pipeline.done
                    pipeline.run(found)
                    serving = SearchModels.of(self._store, self._models).serving
                    if serving is not None and not pipeline.keyword_only:
                        embed_missing(self._store, self._lanes, serving, stop)
                self._hear(pipeline, stop, run)
            except JobCancelled:
                if not run.keeps_journal:
                    self._store.documents.unjournal([d.id for d in found if d.id not in pipeline.ended_ids])
                run.end(None, cancelled=True)
            except AppError as error:
                run.end(error)
            else:
                run.end(None)

        self._background.start(work, lambda _none: None, run.end_with_a_bug)
        return run

    def _hears(self) -> bool:
        return self._recordings is not None and self._recordings.can_hear()

    def _hear(self, pipeline: IndexingPipeline, stop: StopSignal, run: IndexingRun) -> None:
        """Recordings come last: each can take as long as all documents together."""
        for document in pipeline.recordings:
            assert self._recordings is not None
            run.count(FileStarted(document.path))
            pipeline.report(self._recordings.hear(document, stop))

    def _journal(
        self, paths: list[Path], collection_id: int | None, pipeline: IndexingPipeline, stop: StopSignal
    ) -> list[Document]:
        """Walk, write every file into the journal, and answer at once for what cannot even be opened."""
        to_read: list[Path] = []
        refused: dict[Path, Refusal] = {}
        for found in walk(paths, leave_out=self._home, check=stop.raise_if_set):
            path, refusal = _storable(found)
            if refusal is Refusal.MISSING:
                pipeline.report(FileEnded(path, FileOutcome.REFUSED, refusal))
            elif refusal is not None:
                refused[path] = refusal
            else:
                to_read.append(path)
        documents = self._in_journal([*dict.fromkeys(to_read), *refused], collection_id)
        for document in documents:
            if (refusal := refused.get(document.path)) is not None:
                row = self._store.documents.refuse(document.id, refusal, keep_passages=True)
                pipeline.report(FileEnded(document.path, FileOutcome.REFUSED, refusal, 0, row.id))
        return [document for document in documents if document.path not in refused]

    def _in_journal(self, paths: list[Path], collection_id: int | None) -> list[Document]:
        parts = (
            paths[begin : begin + PATHS_JOURNALLED_TOGETHER]
            for begin in range(0, len(paths), PATHS_JOURNALLED_TOGETHER)
        )
        return [document for part in parts for document in self._store.documents.journal(part, collection_id)]


def _storable(found: Found) -> tuple[Path, Refusal | None]:
    """A file name that is no text on this system (bytes that are not UTF-8) cannot be kept; its readable form can."""
    try:
        str(found.path).encode()
    except UnicodeEncodeError:
        return Path(os.fsencode(found.path).decode("utf-8", "replace")), Refusal.UNREADABLE
    return found.path, found.refusal
