"""Rebuilds the vectors when the default embedding model is another one than they were made with. Searches go on.

The new vectors grow beside the old ones, which serve until the last is made; a stop or a kill loses nothing of either.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.library.rebuilding import RebuildEnded, RebuildEvent, RebuildOutcome, RebuildProgress, RebuildWait
from app.domain.library.stored import FLOAT_BYTES
from app.jobs.background import Background
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.machine.main import free_disk
from app.model_files.folder_lock import FolderLock
from app.model_files.model_files import ModelFiles
from app.services.give_way import GiveWay
from app.services.library.rebuild_work import RebuildWork
from app.services.models.search_models import SearchModels
from app.storage.store import Store

log = logging.getLogger(__name__)

LOCK_NAME = "rebuild"
LOOK_SECONDS = 0.5
"""How often one that another program was faster than looks how far that is."""
BYTES_BESIDE = 64
"""Of a row beside its vector and its code."""
LEFT_FREE = 256 << 20
"""Of the disk: a full one takes more than searches from a person."""

OnEvent = Callable[[RebuildEvent], None]


class RebuildRun:
    """Its events come on a background thread; ``wait`` is for callers without a window."""

    def __init__(self, on_event: OnEvent) -> None:
        self._on_event = on_event
        self._stop = StopSignal()
        self._running = threading.Event()
        self._running.set()
        self._stop.add_callback(self._running.set)
        self._ended = threading.Event()
        self._last: RebuildProgress | None = None
        self._is_held: Callable[[], bool] = lambda: False
        self.outcome: RebuildEnded | None = None

    def pause(self) -> None:
        """No further piece begins. What is there stays."""
        self._running.clear()
        if self._last is not None:
            self.tell(self._last)

    def resume(self) -> None:
        self._running.set()
        if self._last is not None:
            self.tell(self._last)

    def cancel(self) -> None:
        """End now. The vectors made so far are kept, the old ones serve; a later run goes on."""
        self._stop.stop()

    suspend = cancel

    @property
    def has_ended(self) -> bool:
        return self._ended.is_set()

    def wait(self, seconds: float | None = None) -> RebuildEnded | None:
        """Block until the end; None where it did not come in time."""
        self._ended.wait(seconds)
        return self.outcome

    def ready(self) -> None:
        """Before each piece: blocks while paused. Raises JobCancelled."""
        if self._last is not None and self._is_held():
            self.tell(self._last)
        self._running.wait()
        self._stop.raise_if_set()

    def tell(self, progress: RebuildProgress) -> None:
        self._last = progress
        wait = progress.wait
        if not self._running.is_set() and not self._stop.is_set:
            wait = RebuildWait.PAUSED
        elif wait is RebuildWait.NONE and self._is_held():
            wait = RebuildWait.ADDING
        self._on_event(replace(progress, wait=wait))

    def end(self, ended: RebuildEnded) -> None:
        self.outcome = ended
        self._on_event(ended)
        self._ended.set()


class RebuildVectors:
    """``home`` is where the store lies: its disk must have room for both sets of vectors."""

    def __init__(
        self, store: Store, lanes: Lanes, models: ModelFiles, background: Background, give_way: GiveWay, home: Path
    ) -> None:
        self._store, self._lanes, self._models = store, lanes, models
        self._background, self._give_way, self._home = background, give_way, home

    def needed(self) -> RebuildProgress | None:
        """How far it is, None where searches use the default model's vectors of every passage and no others are
        left."""
        models = SearchModels.of(self._store, self._models)
        if models.wanted is None:
            return None
        found = self._store.vector_sets.of(models.wanted.manifest.identity)
        if found.is_complete and not models.is_changing and not found.has_others:
            return None
        if found.serving is None and not found.passages:
            return None  # an empty library
        old = models.serving.manifest.name if models.serving is not None and models.is_changing else ""
        return RebuildProgress(models.wanted.manifest.name, found.embedded, found.passages, old=old)

    def start(self, *, on_event: OnEvent = lambda _event: None) -> RebuildRun | None:
        """Begin, or go on; None where nothing is to be done. Returns at once, after a short look at the store."""
        if self.needed() is None:
            return None
        run = RebuildRun(on_event)
        run._is_held = lambda: self._give_way.is_held

        def work(closing: StopSignal) -> None:
            closing.add_callback(run.cancel)
            doing = RebuildWork(self._store, self._lanes, self._models, self._give_way, run._stop, run.ready, run.tell)
            run.end(self._worked(run, doing))

        def broke(error: BaseException) -> None:
            log.error("rebuilding vectors", exc_info=error)
            name = run._last.name if run._last is not None else ""
            run.end(RebuildEnded(RebuildOutcome.FAILED, name, error=AppError(ErrorCode.BUG)))

        self._background.start(work, lambda _none: None, broke, name="rebuilding")
        return run

    def _worked(self, run: RebuildRun, doing: RebuildWork) -> RebuildEnded:
        began, outcome, error, lock = time.monotonic(), RebuildOutcome.DONE, None, None
        try:
            lock = self._lock(run, doing)
            self._check_disk()
            doing.run()
        except JobCancelled:
            outcome = RebuildOutcome.STOPPED
        except AppError as failure:
            log.warning("the vectors are not rebuilt: %s", failure.code)
            outcome, error = RebuildOutcome.FAILED, failure
        finally:
            if lock is not None:
                lock.release()
        now = doing.progress
        return RebuildEnded(outcome, now.name, now.total, time.monotonic() - began, doing.left_out, error)

    def _lock(self, run: RebuildRun, doing: RebuildWork) -> FolderLock | None:
        """Waits while another program does it, showing how far that is. Without a lock two only repeat each other."""
        while True:
            try:
                lock = FolderLock.take(self._home / LOCK_NAME)
            except OSError:
                return None
            if lock is not None:
                return lock
            if (progress := self.needed()) is None:
                return None
            doing.progress = progress
            run.tell(replace(progress, wait=RebuildWait.ELSEWHERE))
            if run._stop.wait(LOOK_SECONDS):
                raise JobCancelled

    def _check_disk(self) -> None:
        """Raises NO_ROOM."""
        models = SearchModels.of(self._store, self._models)
        facts = models.wanted.manifest.embedding if models.wanted is not None else None
        if models.wanted is None or facts is None:
            return
        found = self._store.vector_sets.of(models.wanted.manifest.identity)
        row = facts.dimension * FLOAT_BYTES + facts.dimension // 8 + BYTES_BESIDE
        needs = LEFT_FREE + max(0, found.passages - found.embedded) * row * 5 // 4
        free = free_disk(self._home)
        if free is not None and free < needs:
            raise AppError(ErrorCode.NO_ROOM, needs=needs, has=free)
