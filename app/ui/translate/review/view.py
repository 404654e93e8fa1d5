"""The review of one document: its segments above, the one that is looked at below. Knows no service."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.translate.document_translation import DocumentSegment, TranslationJob
from app.ui.theme.theme import Theme
from app.ui.translate.documents.words import pair_words
from app.ui.translate.review.editor import SegmentEditor
from app.ui.translate.review.model import ReviewRows, Shown
from app.ui.translate.review.painter import SegmentPainter
from app.ui.widgets.buttons import IconButton, button
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.notice import Notice
from app.ui.widgets.text import ElidedLabel


class ReviewView(QWidget):
    """Signals: ``closed()``, ``accepted(ordinal, text)``, ``write_asked()``, ``shown_changed(Shown)``."""

    closed = Signal()
    accepted = Signal(int, str)
    write_asked = Signal()
    shown_changed = Signal(object)

    def __init__(self, theme: Theme, rows: ReviewRows) -> None:
        super().__init__()
        self._theme, self._rows = theme, rows
        self._job: TranslationJob | None = None
        self._back = IconButton(theme, "chevron-left", "ink", 18)
        self._title, self._pair = ElidedLabel("strong"), ElidedLabel("small")
        self._write = button("primary")
        self.notice, self.editor = Notice(theme), SegmentEditor(theme)
        self._chips = {shown: button("chip") for shown in Shown}
        self._group = QButtonGroup(self)
        for shown, chip in self._chips.items():
            self._group.addButton(chip)
            chip.clicked.connect(lambda _on=False, shown=shown: self.shown_changed.emit(shown))
        self.list = _List()
        self.list.setModel(rows)
        self.list.setItemDelegate(SegmentPainter(theme, self.list))
        self.empty = EmptyState(theme, "check")
        self._body = QStackedWidget()
        self._body.addWidget(self.list)
        self._body.addWidget(self.empty)
        self._lay_out()
        self._back.clicked.connect(self.closed)
        self._write.clicked.connect(self.write_asked)
        self.list.selectionModel().currentChanged.connect(lambda now, _before: self._look(now))
        self.list.enter_pressed.connect(self.editor.setFocus)
        self.editor.accepted.connect(self._accept)
        self.editor.skipped.connect(lambda: self._step(1))
        self.editor.went_back.connect(lambda: self._step(-1))
        self._retranslate()

    @property
    def job(self) -> TranslationJob | None:
        return self._job

    def show_job(self, job: TranslationJob, segments: Sequence[DocumentSegment], shown: Shown) -> None:
        self._job = job
        self._rows.show_segments(segments, shown)
        self._chips[shown].setChecked(True)
        filled = bool(self._rows.rowCount())
        self._body.setCurrentWidget(self.list if filled else self.empty)
        self.editor.show_segment(None)
        if filled:
            self.list.setCurrentIndex(self._rows.index(0))
        self.setFocusProxy(self.editor if filled else self._back)
        self._retranslate()

    def show_counts(self) -> None:
        """After a segment was accepted."""
        self._retranslate()

    def say_written(self, name: str) -> None:
        self.notice.say(self.tr("Written: {name}").format(name=name), tone="calm")

    def escape(self) -> bool:
        self.closed.emit()
        return True

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _look(self, index: QModelIndex) -> None:
        self.editor.show_segment(self._rows.at(index.row()))

    def _accept(self, text: str) -> None:
        segment = self.editor.segment
        if segment is None:
            return
        at = self.list.currentIndex().row()
        self.accepted.emit(segment.ordinal, text)
        following = self._rows.next_after(at)
        if following >= 0:
            self._go_to(following)
        else:
            self._write.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, step: int) -> None:
        self._go_to(self.list.currentIndex().row() + step)

    def _go_to(self, row: int) -> None:
        if 0 <= row < self._rows.rowCount():
            self.list.setCurrentIndex(self._rows.index(row))
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        names, head, chips = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._pair)
        head.setSpacing(8)
        head.addWidget(self._back)
        head.addLayout(names, 1)
        head.addWidget(self._write)
        chips.setSpacing(6)
        for chip in self._chips.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addLayout(chips)
        column.addWidget(self._body, 1)
        column.addWidget(self.editor)

    def _retranslate(self) -> None:
        self._back.set_words(self.tr("Back to the documents"))
        self._write.setText(self.tr("Write the file again"))
        self._write.setToolTip(self.tr("With what you corrected; no model is asked"))
        self._chips[Shown.TO_LOOK_AT].setText(self.tr("%n to look at", "", self._rows.to_look_at))
        self._chips[Shown.ALL].setText(self.tr("All %n", "", self._rows.count))
        self.list.setAccessibleName(self.tr("Parts of the document; Enter goes to the translation"))
        self.empty.say(
            self.tr("Nothing needs a look"), self.tr("No part is marked. All of them can be read under “All”.")
        )
        if self._job is not None:
            self._title.setText(self._job.path.name)
            self._pair.setText(pair_words(self._job))


class _List(QListView):
    enter_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter_pressed.emit()
        else:
            super().keyPressEvent(event)
