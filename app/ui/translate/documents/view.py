"""The documents tab: what was just chosen above, what is under way and done below. Knows no service."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.translate.documents.job_bar import Does, JobBar
from app.ui.translate.documents.job_painter import JobPainter
from app.ui.translate.documents.jobs_model import JobRow, Jobs
from app.ui.translate.documents.setup_card import SetupCard
from app.ui.widgets.buttons import button
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.notice import Notice
from app.ui.widgets.text import label


class DocumentsView(QWidget):
    """Signals: ``files_asked()``, ``asked(Does, JobRow)``."""

    files_asked = Signal()
    asked = Signal(object, object)

    def __init__(self, theme: Theme, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self.notice, self.setup, self.bar = Notice(theme), SetupCard(theme), JobBar(theme)
        self._choose, self._more = button("primary"), button()
        self.empty = EmptyState(theme, "file", (self._choose,))
        self._head = label("muted")
        self.view = QListView()
        self.view.setModel(jobs)
        self.view.setItemDelegate(JobPainter(theme, self.view))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.installEventFilter(self)
        self._body = QStackedWidget()
        self._body.addWidget(self.view)
        self._body.addWidget(self.empty)
        self._lay_out()
        self._choose.clicked.connect(self.files_asked)
        self._more.clicked.connect(self.files_asked)
        self.view.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_bar())
        self.view.doubleClicked.connect(lambda _index: self._open())
        self.bar.asked.connect(self._ask)
        self.setup.cancelled.connect(lambda: self.setup.show_files(()))
        self._retranslate()
        self.show_rows()

    @property
    def chosen(self) -> JobRow | None:
        rows = self.view.selectionModel().selectedRows()
        return self._jobs.row(rows[0].row()) if rows else None

    def choose(self, job_id: int) -> None:
        at = self._jobs.row_of(job_id)
        if at >= 0:
            self.view.setCurrentIndex(self._jobs.index(at))

    def show_rows(self) -> None:
        """After the rows changed."""
        filled = bool(self._jobs.rowCount())
        self._body.setCurrentWidget(self.view if filled else self.empty)
        self._body.setVisible(filled or self.setup.isHidden())
        self._more.setVisible(filled and self.setup.isHidden())
        self._head.setVisible(filled)
        self.setFocusProxy(self.view if filled else self._choose)
        self._show_bar()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open()
                return True
            if event.key() == Qt.Key.Key_Delete and Does.FORGET in self.bar.possible():
                self._ask(Does.FORGET)
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _show_bar(self) -> None:
        self.bar.show_row(self.chosen)

    def _open(self) -> None:
        for does in (Does.OPEN, Does.REVIEW, Does.AGAIN):
            if does in self.bar.possible():
                self._ask(does)
                return

    def _ask(self, does: object) -> None:
        if (row := self.chosen) is not None:
            self.asked.emit(does, row)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._head, 1)
        head.addWidget(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.notice)
        column.addWidget(self.setup)
        column.addLayout(head)
        column.addWidget(self._body, 1)
        column.addWidget(self.bar)
        column.addStretch(0)

    def _retranslate(self) -> None:
        self._choose.setText(self.tr("Choose documents"))
        self._more.setText(self.tr("More documents"))
        self._head.setText(self.tr("Documents under way and done"))
        self.view.setAccessibleName(self.tr("Documents; Enter opens the translation"))
        self.empty.say(
            self.tr("Translate whole documents"),
            self.tr(
                "Drop Word, PowerPoint, Excel, OpenDocument, PDF, web pages, e-books, Markdown, subtitles, tables or "
                "plain text here. Each keeps its layout, and the original is only read."
            ),
        )
