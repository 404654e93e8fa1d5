"""The documents tab: the list of documents, or the review of one of them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from app.ui.theme.theme import Theme
from app.ui.translate.documents.jobs_model import Jobs
from app.ui.translate.documents.view import DocumentsView
from app.ui.translate.review.model import ReviewRows
from app.ui.translate.review.view import ReviewView


class DocumentsTab(QStackedWidget):
    """Signals: ``review_closed()``."""

    review_closed = Signal()

    def __init__(self, theme: Theme, jobs: Jobs, segments: ReviewRows) -> None:
        super().__init__()
        self.list, self.review = DocumentsView(theme, jobs), ReviewView(theme, segments)
        self.addWidget(self.list)
        self.addWidget(self.review)
        self.review.closed.connect(self.show_list)
        self.show_list()

    @property
    def is_reviewing(self) -> bool:
        return self.currentWidget() is self.review

    def show_list(self) -> None:
        was = self.is_reviewing
        self._show(self.list)
        if was:
            self.list.setFocus()
            self.review_closed.emit()

    def show_review(self) -> None:
        self._show(self.review)
        self.review.setFocus()

    def escape(self) -> bool:
        """Back from a review, then away with what was only chosen. False where there was nothing to leave."""
        if self.is_reviewing:
            self.show_list()
            return True
        if not self.list.setup.isHidden():
            self.list.setup.cancelled.emit()
            return True
        return False

    def _show(self, widget: DocumentsView | ReviewView) -> None:
        self.setCurrentWidget(widget)
        self.setFocusProxy(widget)
