"""Joins the documents tab to the services: files become jobs, jobs become rows, and a restart goes on with both."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.translate.document_translation import (
    DocumentChoices,
    DocumentFormat,
    TranslationEnded,
    TranslationEvent,
    TranslationJob,
    TranslationJobState,
    TranslationProgress,
    TranslationStage,
)
from app.jobs.stop_signal import StopSignal
from app.services.library.walk_folder import walk
from app.services.translate.translate_document import DocumentOrder
from app.ui.bridge import Calls
from app.ui.own_program import Opened, Opening, open_in_own_program
from app.ui.translate.documents.columns import columns_of
from app.ui.translate.documents.job_bar import Does
from app.ui.translate.documents.jobs_model import JobRow, Jobs
from app.ui.translate.documents.view import DocumentsView
from app.ui.translate.documents.words import ENDINGS
from app.ui.translate.needs import DocumentJournal, DocumentRunning, TranslatingDocuments
from app.ui.translate.values import Offer
from app.ui.translation import translate
from app.wording import sentence_for

REPAINT_MS = 100
MOST_FOUND = 500
"""Documents of a folder that are taken at once."""


@dataclass(frozen=True, slots=True)
class Progress:
    """``documents`` under way have ``done`` of ``parts``; 0 documents: all came to their end."""

    documents: int
    done: int
    parts: int
    paused: bool = False


@dataclass(slots=True)
class _Run:
    """``events`` are filled on background threads."""

    key: int
    path: Path
    choices: DocumentChoices
    handle: DocumentRunning | None = None
    job_id: int | None = None
    latest: TranslationProgress | None = None
    events: list[TranslationEvent] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, event: TranslationEvent) -> None:
        with self.lock:
            self.events.append(event)


class DocumentsController(QObject):
    """Signals: ``folder_wanted()``, ``files_wanted()``, ``review_wanted(TranslationJob)``, ``ended(TranslationJob)``
    when a file was written, ``library_wanted(path, collection_id | None)``: it is to be found there, too;
    ``progressed(Progress)`` while documents are under way, and once after the last.
    """

    folder_wanted = Signal()
    files_wanted = Signal()
    review_wanted = Signal(object)
    ended = Signal(object)
    library_wanted = Signal(object, object)
    progressed = Signal(object)

    def __init__(
        self,
        view: DocumentsView,
        jobs: Jobs,
        documents: TranslatingDocuments,
        journal: DocumentJournal,
        calls: Calls,
        desktop: Opening,
        collection_of: Callable[[Path], int | None] = lambda _path: None,
    ) -> None:
        """``collection_of`` blocks: in which collection of the library a file is."""
        super().__init__(view)
        self._view, self._jobs, self._documents, self._journal = view, jobs, documents, journal
        self._calls, self._desktop, self._collection_of = calls, desktop, collection_of
        self._runs: dict[int, _Run] = {}
        self._known: tuple[TranslationJob, ...] = ()
        self._refused: tuple[str, ...] = ()
        self._count, self._request = 0, 0
        self._clock = QTimer(self)
        self._clock.setInterval(REPAINT_MS)
        self._clock.timeout.connect(self._drain)
        view.files_asked.connect(self.files_wanted)
        view.setup.folder_asked.connect(self.folder_wanted)
        view.setup.confirmed.connect(self._begin)
        view.setup.cancelled.connect(view.show_rows)
        view.asked.connect(self._do)
        self.refresh()

    @property
    def is_working(self) -> bool:
        return bool(self._runs)

    def offer(self, offer: Offer, source: str, target: str) -> None:
        self._view.setup.offer(offer.sources, offer.targets, source, target)

    def prefer(self, target: str) -> None:
        """The language that the text tab translates into, while nothing is being set up."""
        if self._view.setup.isHidden():
            self._view.setup.choose("", target)

    def take(self, paths: Sequence[Path]) -> None:
        """Files that were dropped or chosen: how they are to be translated is asked first."""
        folders = [path for path in paths if path.is_dir()]
        if folders:
            self._calls.run(
                lambda stop: _documents_below(folders, stop),
                lambda found: self._take_found(found, folders[0].name),
                self._view.notice.show_error,
            )
        files = [path for path in paths if path.suffix.lower() in ENDINGS and path not in folders]
        others = [path for path in paths if path not in files and path not in folders]
        if others:
            names = ", ".join(path.name for path in others[:3]) + (" …" if len(others) > 3 else "")
            self._view.notice.say(
                self.tr("Not every file can be translated"),
                self.tr("{names}: neither text nor a document that Alcove can write again.").format(names=names),
            )
        if not files:
            return
        already = self._view.setup.paths if not self._view.setup.isHidden() else ()
        chosen = list(dict.fromkeys((*already, *files)))
        only = chosen[0] if len(chosen) == 1 and ENDINGS[chosen[0].suffix.lower()] is DocumentFormat.CSV else None
        self._view.setup.show_files(chosen)
        self._view.show_rows()
        if only is not None:
            self._calls.run(
                lambda _stop: columns_of(only),
                lambda columns: self._show_columns(only, columns),
                lambda _error: None,  # it is translated whole, or refused with a reason when it is read
            )

    def _take_found(self, files: Sequence[Path], folder: str) -> None:
        if files:
            self.take(files)
        else:
            self._view.notice.say(self.tr("Nothing in “{0}” can be translated").format(folder))

    def save_into(self, folder: Path) -> None:
        self._view.setup.show_folder(folder)

    def go_on_after_a_restart(self) -> None:
        """What was under way when the program ended goes on; what a person paused stays paused."""
        self._calls.run(
            lambda _stop: self._journal.unfinished(),
            self._go_on_with,
            self._view.notice.show_error,
        )

    def pause_all(self) -> None:
        for run in self._runs.values():
            if run.handle is not None:
                run.handle.pause()

    def go_on_all(self) -> None:
        for run in self._runs.values():
            if run.handle is not None:
                run.handle.resume()

    def cancel_all(self) -> None:
        for run in self._runs.values():
            if run.handle is not None:
                run.handle.cancel()

    def suspend(self) -> None:
        """The window closes: what runs goes on at the next start."""
        for run in self._runs.values():
            if run.handle is not None:
                run.handle.suspend()

    def refresh(self) -> None:
        self._request += 1
        request = self._request
        self._calls.run(
            lambda _stop: self._journal.list(),
            lambda found: self._show(request, found),
            self._view.notice.show_error,
        )

    # beginning --------------------------------------------------------------------------------------------------------
    def _begin(self) -> None:
        setup = self._view.setup
        choices, source, folder = setup.choices(), setup.source, setup.folder
        if not choices.target:
            return
        for path in setup.paths:
            target = None if folder is None else _free(folder / _translated_name(path, choices.target))
            run = self._new_run(path, choices)
            order = DocumentOrder(path, choices, source, target)
            self._start(run, partial(self._documents.start, order, on_event=run.put))
        setup.show_files(())
        self._view.notice.clear()
        self._show_rows()

    def _go_on_with(self, unfinished: Sequence[TranslationJob]) -> None:
        for job in unfinished:
            if job.state is TranslationJobState.RUNNING:
                self._go_on(job)

    def _go_on(self, job: TranslationJob) -> None:
        if any(run.job_id == job.id for run in self._runs.values()):
            return
        run = self._new_run(job.path, job.choices)
        run.job_id = job.id
        self._start(run, partial(self._documents.resume, job.id, on_event=run.put))

    def _new_run(self, path: Path, choices: DocumentChoices) -> _Run:
        self._count += 1
        run = self._runs[self._count] = _Run(self._count, path, choices)
        self._clock.start()
        return run

    def _start(self, run: _Run, start: Callable[[], DocumentRunning]) -> None:
        def begun(handle: DocumentRunning) -> None:
            run.handle = handle

        def failed(error: BaseException) -> None:
            self._runs.pop(run.key, None)
            self._refuse(run.path, error)
            self._show_rows()

        self._calls.run(lambda _stop: start(), begun, failed)

    # events -----------------------------------------------------------------------------------------------------------
    def _drain(self) -> None:
        changed = False
        for run in list(self._runs.values()):
            with run.lock:
                events, run.events = run.events, []
            for event in events:
                changed = True
                if isinstance(event, TranslationProgress):
                    run.latest = event
                else:
                    self._end(run, event)
            if run.handle is not None and run.job_id is None and run.handle.job_id is not None:
                run.job_id = run.handle.job_id
                self.refresh()
        if changed:
            self._show_rows()
            self.progressed.emit(self._progress())
        if not self._runs:
            self._clock.stop()

    def _progress(self) -> Progress:
        latest = [run.latest for run in self._runs.values()]
        known = [one for one in latest if one is not None and one.total]
        paused = bool(latest) and all(one is not None and one.is_paused for one in latest)
        return Progress(len(latest), sum(one.done for one in known), sum(one.total or 0 for one in known), paused)

    def _end(self, run: _Run, ending: TranslationEnded) -> None:
        self._runs.pop(run.key, None)
        if ending.error is not None and ending.job is None:
            self._refuse(run.path, ending.error)
        if ending.job is not None and ending.path is not None:
            self.ended.emit(ending.job)
        self.refresh()

    def _refuse(self, path: Path, error: BaseException) -> None:
        """Each says which file it is: of several that were dropped at once, some may be refused."""
        if self._view.notice.isHidden():
            self._refused = ()
        self._refused += (f"{path.name}: {sentence_for(error, translate)}",)
        title = self.tr("%n document(s) could not be translated", "", len(self._refused))
        self._view.notice.say(title, "\n".join(self._refused), tone="red")

    # showing ----------------------------------------------------------------------------------------------------------
    def _show(self, request: int, found: Sequence[TranslationJob]) -> None:
        if request == self._request:
            self._known = tuple(found)
            self._show_rows()

    def _show_rows(self) -> None:
        running = {run.job_id: run for run in self._runs.values() if run.job_id is not None}
        known = {job.id for job in self._known}
        fresh = [run for run in self._runs.values() if run.job_id is None or run.job_id not in known]
        rows = [JobRow(_being_read(run)) for run in reversed(fresh)]
        for job in sorted(self._known, key=lambda job: -job.id):
            run = running.get(job.id)
            rows.append(JobRow(job) if run is None else _with_progress(job, run))
        chosen = self._view.chosen
        self._jobs.show_rows(rows)
        if chosen is not None:
            self._view.choose(chosen.job.id)
        self._view.show_rows()

    def _show_columns(self, path: Path, columns: Sequence[str]) -> None:
        if self._view.setup.paths == (path,):
            self._view.setup.show_files((path,), columns)

    # what can be done with one ----------------------------------------------------------------------------------------
    def _do(self, does: Does, row: JobRow) -> None:
        job = row.job
        run = next((r for r in self._runs.values() if job.id in (r.job_id, -r.key)), None)
        match does:
            case Does.PAUSE if run is not None and run.handle is not None:
                run.handle.pause()
            case Does.GO_ON if run is not None and run.handle is not None:
                run.handle.resume()
            case Does.GO_ON | Does.AGAIN:
                self._go_on(job)
            case Does.CANCEL if run is not None and run.handle is not None:
                run.handle.cancel()
            case Does.CANCEL:
                state = TranslationJobState.CANCELLED
                self._change(lambda: self._journal.set_state(job.id, state))
            case Does.FORGET:
                self._change(lambda: self._journal.delete(job.id))
            case Does.REVIEW:
                self.review_wanted.emit(job)
            case Does.LIBRARY:
                self._calls.run(
                    lambda _stop: self._collection_of(job.path),
                    lambda collection_id: self.library_wanted.emit(job.target_path, collection_id),
                    self._view.notice.show_error,
                )
            case Does.OPEN:
                open_in_own_program(job.target_path, self._desktop, lambda how: self._say_opened(how, job.target_path))
            case Does.FOLDER:
                self._desktop.show_in_folder(job.target_path, lambda took: self._say_shown(took, job.target_path))

    def _change(self, change: Callable[[], object]) -> None:
        self._calls.run(
            lambda _stop: change(),
            lambda _done: self.refresh(),
            self._view.notice.show_error,
        )

    def _say_opened(self, how: Opened, path: Path) -> None:
        if how is Opened.MISSING:
            self._view.notice.say(self.tr("The file is not there any more"), str(path))
        elif how is Opened.NOTHING:
            self._say_shown(False, path)

    def _say_shown(self, took: bool, path: Path) -> None:
        if not took:
            self._view.notice.say(self.tr("No program took it on. It lies here:"), str(path))


def _documents_below(folders: list[Path], stop: StopSignal) -> list[Path]:
    found = (one.path for one in walk(folders, check=stop.raise_if_set) if one.refusal is None)
    return list(itertools.islice((path for path in found if path.suffix.lower() in ENDINGS), MOST_FOUND))


def _being_read(run: _Run) -> TranslationJob:
    now = datetime.now(UTC)
    return TranslationJob(
        -run.key, run.path, run.path, "", "", run.choices, TranslationJobState.RUNNING, now, now,
        DocumentFormat.TEXT, "",
    )  # fmt: skip


def _with_progress(job: TranslationJob, run: _Run) -> JobRow:
    latest = run.latest
    if latest is None or latest.total is None:
        return JobRow(replace(job, state=TranslationJobState.RUNNING))
    state = TranslationJobState.PAUSED if latest.is_paused else TranslationJobState.RUNNING
    return JobRow(
        replace(job, state=state, done=latest.done, segments=latest.total), latest.stage is TranslationStage.WRITING
    )


def _translated_name(path: Path, target: str) -> str:
    suffix = ".docx" if path.suffix.lower() == ".pdf" else path.suffix
    return f"{path.stem}.{target}{suffix}"


def _free(path: Path) -> Path:
    """A name that nothing has yet."""
    made, n = path, 2
    while made.exists():
        made, n = path.with_name(f"{path.stem} ({n}){path.suffix}"), n + 1
    return made
