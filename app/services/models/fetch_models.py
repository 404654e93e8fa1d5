"""Downloads a model of the catalogue into the home: planned, fetched by the fetcher, checked, put in its place whole.

Plain blocking code in :meth:`FetchModels.fetch`; :meth:`FetchModels.start` runs it in the background, to be paused,
resumed and cancelled. Shows nothing, asks nothing: whoever calls it has shown the licence.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from app.domain.errors import AppError, ErrorCode
from app.domain.models.catalogue import CatalogueEntry
from app.domain.models.downloads import AddressRefused
from app.domain.models.manifest import MANIFEST_NAME, ManifestError
from app.jobs.background import Background
from app.jobs.job import Priority
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.durable import write_whole
from app.model_files.folder_lock import FolderLock
from app.model_files.installing import writing
from app.model_files.model_files import InstalledModel, ModelFiles
from app.protocol.tasks import (
    Fetched,
    FetchFiles,
    FetchListing,
    FetchNews,
    FetchStage,
    HubListing,
    LaneName,
)
from app.services.models.fetch_journal import bytes_there, read_journal, write_journal
from app.services.models.fetch_plan import FetchPlan, Sources, needs_listing, plan_for
from app.services.models.fetch_run import FetchEvent, FetchRun

SPARE_BYTES = 64 * 1024 * 1024
"""Left free beside the model: for the library, which needs room to write, too."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A download that began and has not ended. ``total`` is None where a size is not known."""

    id: str
    revision: str
    done: int
    total: int | None


class FetchModels:
    """``sources`` is asked at each start, so that a changed setting counts from then on. Thread-safe."""

    def __init__(
        self, lanes: Lanes, background: Background, models: ModelFiles, sources: Callable[[], Sources]
    ) -> None:
        self._lanes, self._background, self._models, self._sources = lanes, background, models, sources
        self._lock = threading.Lock()
        self._runs: dict[str, FetchRun] = {}

    def start(self, entry: CatalogueEntry, on_event: Callable[[FetchEvent], None]) -> FetchRun:
        """Begin, or go on with, the download of ``entry`` in the background; ``on_event`` runs on its thread.

        A download of the same id that runs in this program already is given back, and ``on_event`` hears it, too.
        """
        with self._lock:
            run = self._runs.get(entry.id)
            if run is not None and run.is_running:
                run.listen(on_event)
                return run
            run = FetchRun(
                entry.id,
                self._background,
                lambda stop, tell: self.fetch(entry, stop, tell),
                lambda: self.discard(entry.id),
            )
            self._runs[entry.id] = run
        run.listen(on_event)
        run.resume()
        return run

    def unfinished(self) -> tuple[Unfinished, ...]:
        """Downloads that a pause, a cut or the end of the program left, to be offered again."""
        found = []
        for identifier in self._models.incomplete():
            staging = self._models.installing.incoming(identifier)
            if (plan := read_journal(staging)) is not None:
                found.append(Unfinished(identifier, plan.revision, bytes_there(staging, plan), plan.bytes))
        return tuple(found)

    def discard(self, identifier: str) -> None:
        """Throw away what came of an unfinished download. Raises DOWNLOAD_RUNNING while one works there."""
        with self._alone(identifier) as staging:
            self._models.installing.discard(staging)

    def fetch(
        self,
        entry: CatalogueEntry,
        stop: StopSignal | None = None,
        on_event: Callable[[FetchPlan | FetchNews], None] = lambda _event: None,
    ) -> InstalledModel:
        """Download ``entry`` and install it. Raises AppError: a DOWNLOAD code, NO_ROOM (``needs``, ``has``), DISK_FULL,
        HOME_UNWRITABLE, MODEL_BROKEN; JobCancelled when ``stop`` is set. What came before any of them stays.
        """
        stop = stop or StopSignal()
        try:
            sources = self._sources()
        except AddressRefused as error:
            raise AppError(ErrorCode.DOWNLOAD_REFUSED, problem=error.problem, host=error.host) from error
        try:
            with self._alone(entry.id) as staging:
                plan = self._planned(entry, staging, sources, stop, on_event)
                on_event(plan)
                self._check_room(staging, plan)
                with writing(self._models.installing.models):
                    staging.mkdir(mode=0o700, exist_ok=True)
                    write_journal(staging, plan)
                fetched = self._fetched(plan, staging, sources, stop, on_event)
                on_event(FetchNews(FetchStage.INSTALLING, "", "", done=plan.bytes or 0, total=plan.bytes))
                return self._installed(entry, plan, staging, fetched)
        finally:
            self._lanes.park(LaneName.FETCHER)  # it runs only while something is fetched

    @contextmanager
    def _alone(self, identifier: str) -> Iterator[Path]:
        """The staging folder of ``identifier``, for this download alone in all programs on this home."""
        staging = self._models.installing.incoming(identifier)
        with writing(self._models.installing.models):
            staging.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FolderLock.take(staging)
        if lock is None:
            raise AppError(ErrorCode.DOWNLOAD_RUNNING, name=identifier)
        try:
            yield staging
        finally:
            lock.release()

    def _planned(
        self,
        entry: CatalogueEntry,
        staging: Path,
        sources: Sources,
        stop: StopSignal,
        on_event: Callable[[FetchPlan | FetchNews], None],
    ) -> FetchPlan:
        """As the journal has it if that is still what the catalogue asks for; else anew, and what is there of another
        revision is thrown away."""
        kept = read_journal(staging)
        if kept is not None and _is_of(kept, entry):
            return kept
        if kept is not None and kept.revision != entry.revision:
            self._models.installing.discard(staging)
        listing: HubListing | None = None
        if needs_listing(entry):
            try:
                listing = self._listing(entry, sources, stop, on_event)
            except AppError:
                if not entry.exact:
                    raise
        return plan_for(entry, listing)

    def _listing(
        self,
        entry: CatalogueEntry,
        sources: Sources,
        stop: StopSignal,
        on_event: Callable[[FetchPlan | FetchNews], None],
    ) -> HubListing:
        host = urlsplit(sources.hubs[0]).hostname or "" if sources.hubs else ""
        on_event(FetchNews(FetchStage.LISTING, "", host))
        task = FetchListing(entry.repository, sources.hubs, entry.revision, sources.terms)
        listing = self._lanes.run(LaneName.FETCHER, task, priority=Priority.BACKGROUND, stop=stop).value
        assert isinstance(listing, HubListing)
        return listing

    def _check_room(self, staging: Path, plan: FetchPlan) -> None:
        missing = sum(file.size or 0 for file in plan.files) - bytes_there(staging, plan)
        try:
            free = shutil.disk_usage(staging.parent).free
        except OSError:
            return  # a file system that does not say: the disk itself will
        if missing > 0 and free < missing + SPARE_BYTES:
            raise AppError(ErrorCode.NO_ROOM, needs=missing + SPARE_BYTES, has=free, path=str(staging.parent.parent))

    def _fetched(
        self,
        plan: FetchPlan,
        staging: Path,
        sources: Sources,
        stop: StopSignal,
        on_event: Callable[[FetchPlan | FetchNews], None],
    ) -> Fetched:
        task = FetchFiles(staging, plan.wanted(sources.places), plan.revision, sources.terms)
        # Not INTERACTIVE: that would hold up the indexing of documents for as long as a download takes.
        outcome = self._lanes.run(
            LaneName.FETCHER,
            task,
            priority=Priority.BACKGROUND,
            stop=stop,
            on_partial=lambda news, _tail: on_event(news),
        )
        assert isinstance(outcome.value, Fetched)
        return outcome.value

    def _installed(self, entry: CatalogueEntry, plan: FetchPlan, staging: Path, fetched: Fetched) -> InstalledModel:
        came = {file.name: file for file in fetched.files}
        for planned in plan.files:
            file = came.get(planned.name)
            if file is None or planned.size not in (None, file.size) or planned.sha256 not in (None, file.sha256):
                raise AppError(ErrorCode.DOWNLOAD_WRONG_FILE, file=planned.name, problem="hash")
        files = [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in fetched.files]
        try:
            values = entry.manifest_json(files, plan.revision)
        except ManifestError as error:
            raise AppError(ErrorCode.MODEL_BROKEN, model=entry.id, problem=str(error)) from error
        with writing(self._models.installing.models):
            write_whole(staging / MANIFEST_NAME, json.dumps(values, ensure_ascii=False, indent=2).encode())
        return self._models.install(staging)


def _is_of(kept: FetchPlan, entry: CatalogueEntry) -> bool:
    """Nothing that the catalogue asks for is another than what the journal has."""
    if (kept.id, kept.repository) != (entry.id, entry.repository) or entry.revision not in (None, kept.revision):
        return False
    files = {file.name: file for file in kept.files}
    for file in entry.files:
        planned = files.pop(file.name, None)
        if planned is None:
            if file.optional:
                continue
            return False
        same = file.path == planned.path and file.size in (None, planned.size)
        if not same or file.sha256 not in (None, planned.sha256):
            return False
    return not files
