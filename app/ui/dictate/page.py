"""The Dictate page: layout only. It shows what it is given and says what a person wants; it knows no service."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.dictate.live_card import LiveCard
from app.ui.dictate.model import Index, SpokenRow, SpokenRows, SpokenState
from app.ui.dictate.row_painter import SpokenPainter
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import IconButton, button
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.notice import Notice
from app.ui.widgets.row_list import row_list
from app.ui.widgets.text import ElidedLabel, label

QUIET_MS = 150
"""A search starts when the person has not typed for so long."""
ROOMY = 500
WIDEST = 920


class DictatePage(QWidget):
    """Signals, all intentions: ``files_wanted()``, ``words_wanted()``, ``choices_wanted()``, ``models_wanted()``,
    ``search_changed(text)``, ``opened(SpokenRow)``, ``deleted(list[SpokenRow])``, ``stop_wanted(SpokenRow)``,
    ``again_wanted(SpokenRow)``, ``undo_wanted()``; and ``reworded()`` after the language changed. Speaking stands in
    ``live``.
    """

    files_wanted = Signal()
    words_wanted = Signal()
    choices_wanted = Signal()
    models_wanted = Signal()
    search_changed = Signal(str)
    opened = Signal(object)
    deleted = Signal(list)
    stop_wanted = Signal(object)
    again_wanted = Signal(object)
    undo_wanted = Signal()
    reworded = Signal()

    def __init__(self, theme: Theme, rows: SpokenRows) -> None:
        super().__init__()
        self._theme, self._rows = theme, rows
        self._title = ElidedLabel("title", Qt.TextElideMode.ElideRight)
        self._choices = IconButton(theme, "sliders", "ink", 20)
        self._words, self._files = button(), button("primary")
        self.live, self.notice, self._why = LiveCard(theme), Notice(theme), Notice(theme)
        self._failed: SpokenRow | None = None
        self._search, self._sign = QLineEdit(), QAction(self)
        self._search.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self._search.setClearButtonEnabled(True)
        self._search.setMaxLength(400)
        self.view, self._nothing = self._list_view(), label("muted", wrap=True)
        self._get_model = button("primary")
        self.empty = EmptyState(theme, "dictate", (self._get_model,))
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._has_history = False
        self._whole = QStackedWidget()
        self._lay_out()
        self._connect(theme)
        self.setFocusProxy(self.live)
        self._retranslate()
        self.show_rows(searching=False)

    @property
    def search_text(self) -> str:
        return self._search.text().strip()

    def show_ready(self, ready: bool, *, listens: bool = True) -> None:
        """Whether there is a speech model; without one the page says what to get, and shows what was spoken before.

        ``listens``: whether there is a microphone to speak into.
        """
        self._get_model.setVisible(not ready)
        self.live.setVisible(ready and listens)
        self._files.setEnabled(ready)
        self._words.setEnabled(True)
        self._whole.setCurrentIndex(0 if ready or self._has_history else 1)
        self.setFocusProxy(self.live if ready else self._get_model)

    def say_what_to_get(self, title: str, text: str) -> None:
        self.empty.say(title, text)

    def show_rows(self, *, searching: bool) -> None:
        """After the rows changed."""
        if (failed := self._failed) is not None and not self._why.isHidden():
            self._say_why(next((row for row in self._rows.rows if row.key == failed.key), None))
        filled = bool(self._rows.rowCount())
        self._has_history = self._has_history or filled
        self.view.setVisible(filled)
        self._nothing.setVisible(not filled)
        self._search.setVisible(filled or searching)
        self._nothing.setText(
            self.tr("Nothing you said holds these words.")
            if searching
            else self.tr("What you dictate and the recordings you add are kept here, on this computer.")
        )

    def selected(self) -> list[SpokenRow]:
        rows = [self._rows.row(index) for index in self.view.selectionModel().selectedRows()]
        return [row for row in rows if row is not None]

    def escape(self) -> bool:
        """One step back: the search text, the selection. False when nothing was left."""
        if self._search.text():
            self._search.clear()
            return True
        if self.view.selectionModel().hasSelection():
            self.view.clearSelection()
            return True
        return False

    def focus_search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.view:
            if event.key() == Qt.Key.Key_Delete and (rows := self.selected()):
                self._take_off(rows)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open(self.view.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._words.setVisible(self.width() >= ROOMY)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.reworded.emit()
        super().changeEvent(event)

    def _list_view(self) -> QListView:
        view = row_list(self._rows, self)
        view.setItemDelegate(SpokenPainter(self._theme, view))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open_menu)
        return view

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        for made in (self._choices, self._words, self._files):
            head.addWidget(made)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.live)
        column.addWidget(self.notice)
        column.addWidget(self._why)
        column.addWidget(self._search)
        column.addWidget(self._nothing)
        column.addWidget(self.view, 1)
        column.addStretch(0)
        self._whole.addWidget(page)
        self._whole.addWidget(self.empty)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._whole)

    def _connect(self, theme: Theme) -> None:
        self._files.clicked.connect(self.files_wanted)
        self._words.clicked.connect(self.words_wanted)
        self._choices.clicked.connect(self.choices_wanted)
        self._get_model.clicked.connect(self.models_wanted)
        self._search.textChanged.connect(lambda _text: self._quiet.start())
        self._quiet.timeout.connect(lambda: self.search_changed.emit(self.search_text))
        self.view.clicked.connect(self._open)
        self.notice.action_chosen.connect(self.undo_wanted)
        self._why.action_chosen.connect(self._again)
        theme.changed.connect(self._paint_sign)
        self._paint_sign()

    def _open(self, index: Index) -> None:
        if (row := self._rows.row(index)) is None:
            return
        if row.state is SpokenState.FAILED and not row.has_text:
            self._failed = None
            self._say_why(row)
        else:
            self.opened.emit(row)

    def _say_why(self, row: SpokenRow | None) -> None:
        """All of the reason, which may be longer than its row; None: it is not listed any more."""
        if row is None or row.state is not SpokenState.FAILED:
            self._failed = None
            self._why.clear()
        elif row != self._failed:
            self._failed = row
            self._why.say(row.title, row.under, action=self.tr("Try again"))

    def _again(self) -> None:
        row, self._failed = self._failed, None
        self._why.clear()
        if row is not None:
            self.again_wanted.emit(row)

    def _take_off(self, rows: list[SpokenRow]) -> None:
        """What is kept is deleted; what is still being written down is stopped, and kept as far as it is."""
        for row in rows:
            if isinstance(row.key, str):
                self.stop_wanted.emit(row)
        if kept := [row for row in rows if isinstance(row.key, int)]:
            self.deleted.emit(kept)

    def _open_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        row = self._rows.row(index)
        if row is None:
            return
        menu = QMenu(self)
        if isinstance(row.key, str):
            menu.addAction(self.tr("Stop")).triggered.connect(lambda: self._take_off([row]))
        else:
            menu.addAction(self.tr("Open")).triggered.connect(lambda: self._open(index))
            if row.state is SpokenState.FAILED and row.path:
                words = self.tr("Go on writing it down") if row.has_text else self.tr("Try again")
                menu.addAction(words).triggered.connect(lambda: self.again_wanted.emit(row))
            menu.addAction(self.tr("Delete")).triggered.connect(lambda: self._take_off(self.selected() or [row]))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(place))

    def _paint_sign(self) -> None:
        self._sign.setIcon(self._theme.icon("search", "muted", 16))

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Dictate"))
        self._files.setText(self.tr("Add recordings"))
        self._words.setText(self.tr("Words"))
        self._words.setToolTip(self.tr("Names and terms that dictation knows"))
        self._choices.set_words(self.tr("How dictation works"))
        self._get_model.setText(self.tr("Get a speech model"))
        words = self.tr("Search what you said")
        self._search.setPlaceholderText(words)
        self._search.setAccessibleName(words)
        self.view.setAccessibleName(self.tr("What was spoken; Enter opens, Delete deletes"))
        self.show_rows(searching=bool(self.search_text))
