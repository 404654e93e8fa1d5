"""Joins the review to the journal of a document: what is accepted is kept and learnt; the file is written again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.domain.translate.document_translation import DocumentSegment, TranslationJob
from app.domain.translate.placeholders import checked
from app.ui.bridge import Calls
from app.ui.translate.needs import DocumentJournal, TranslatingDocuments
from app.ui.translate.review.model import ReviewRows, Shown
from app.ui.translate.review.view import ReviewView


class ReviewController(QObject):
    """Signals: ``opened()``, ``closed()``, ``written()``."""

    opened = Signal()
    closed = Signal()
    written = Signal()

    def __init__(
        self,
        view: ReviewView,
        rows: ReviewRows,
        documents: TranslatingDocuments,
        journal: DocumentJournal,
        calls: Calls,
    ) -> None:
        super().__init__(view)
        self._view, self._rows, self._documents, self._journal = view, rows, documents, journal
        self._calls = calls
        self._shown: Shown | None = None
        view.closed.connect(self.closed)
        view.accepted.connect(self._accept)
        view.write_asked.connect(self._write)
        view.shown_changed.connect(self._show_only)

    def open(self, job: TranslationJob) -> None:
        """Those that need a look first; all of them where none does."""
        self._shown = None
        self._view.notice.clear()
        self._load(job)

    def _load(self, job: TranslationJob) -> None:
        self._calls.run(
            lambda _stop: self._journal.segments(job.id),
            lambda segments: self._show(job, segments),
            self._view.notice.show_error,
        )

    def _show(self, job: TranslationJob, segments: Sequence[DocumentSegment]) -> None:
        shown = self._shown
        if shown is None:
            self._rows.show_segments(segments, Shown.TO_LOOK_AT)
            shown = Shown.TO_LOOK_AT if self._rows.to_look_at else Shown.ALL
        self._view.show_job(job, segments, shown)
        self.opened.emit()

    def _show_only(self, shown: Shown) -> None:
        self._shown = shown
        if self._view.job is not None:
            self._load(self._view.job)

    def _accept(self, ordinal: int, text: str) -> None:
        job, segment = self._view.job, self._view.editor.segment
        if job is None or segment is None:
            return
        whole = checked(segment.source, text).text  # formatting that a person took out by mistake is put back
        self._rows.change(self._rows.alike(ordinal), whole)
        self._view.show_counts()

        self._calls.run(
            lambda _stop: self._documents.correct(job.id, ordinal, whole),
            lambda _count: None,
            self._view.notice.show_error,
        )

    def _write(self) -> None:
        job = self._view.job
        if job is None:
            return
        self._calls.run(
            lambda stop: self._documents.export(job.id, overwrite=True, stop=stop),
            lambda path: self._written(path.name),
            self._view.notice.show_error,
        )

    def _written(self, name: str) -> None:
        self._view.say_written(name)
        self.written.emit()
