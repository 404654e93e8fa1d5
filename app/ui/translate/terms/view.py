"""The terms tab: search, the list, what is being edited below it. Knows no service."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.library.document import Collection
from app.ui.theme.theme import Theme
from app.ui.translate.terms.editor import TermEditor
from app.ui.translate.terms.model import TermRows
from app.ui.translate.terms.painter import TermPainter
from app.ui.translate.terms.suggestions import Suggestions
from app.ui.translation import translate
from app.ui.widgets.buttons import button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.notice import Notice
from app.wording import collection_name

QUIET_MS, NARROW = 120, 720


class TermsView(QWidget):
    """Signals: ``new_asked()``, ``import_asked()``, ``export_asked()``, ``collection_changed()``."""

    new_asked = Signal()
    import_asked = Signal()
    export_asked = Signal()
    collection_changed = Signal()

    def __init__(self, theme: Theme, rows: TermRows) -> None:
        super().__init__()
        self._theme, self._rows = theme, rows
        self._collections: tuple[Collection, ...] = ()
        self.search, self._scope = QLineEdit(), ChoiceBox()
        self.search.setClearButtonEnabled(True)
        self._sign = QAction(self)
        self.search.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self._import, self._export, self._new = button(), button(), button("primary")
        self._first, self._first_import = button("primary"), button()
        self.notice, self.torn = Notice(theme), Notice(theme)
        self.editor, self.suggestions = TermEditor(), Suggestions()
        self.empty = EmptyState(theme, "book", (self._first, self._first_import))
        self.list = _List()
        self.list.setModel(rows)
        self.list.setItemDelegate(TermPainter(theme, self.list))
        self._body = QStackedWidget()
        self._body.addWidget(self.list)
        self._body.addWidget(self.empty)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._narrow)
        self._lay_out()
        self._connect()
        self._paint_sign()
        self._retranslate()
        self.show_rows()

    @property
    def collection_id(self) -> int | None:
        """Whose terms are shown; None: those that hold everywhere."""
        chosen = self._scope.currentData()
        return int(chosen) if chosen is not None else None

    def show_collections(self, collections: Sequence[Collection]) -> None:
        chosen = self.collection_id
        self._collections = tuple(collections)
        self._fill_scope()
        at = self._scope.findData(chosen)
        self._scope.setCurrentIndex(max(at, 0))

    def show_rows(self) -> None:
        """After the rows changed."""
        filled = bool(self._rows.count)
        self._body.setCurrentWidget(self.list if filled else self.empty)
        self.search.setEnabled(filled)
        self._new.setVisible(filled)
        self.setFocusProxy(self.list if filled else self._first)
        torn = self._rows.conflicts
        if torn:
            names = ", ".join(torn[:3]) + (" …" if len(torn) > 3 else "")
            self.torn.say(
                self.tr("Some terms have two translations"),
                self.tr("{names}: the first counts until one of them is changed or deleted.").format(names=names),
            )
        else:
            self.torn.clear()

    def close_editor(self) -> bool:
        """False where nothing was edited."""
        was = not self.editor.isHidden()
        self.editor.hide()
        if was:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        return was

    def say_imported(self, changed: int, entries: int, left_out: int, torn: Sequence[str]) -> None:
        text = self.tr("%n term(s) read", "", entries)
        if left_out:
            text += " · " + self.tr("%n left out: another language, or no text", "", left_out)
        if torn:
            named = self.tr("with two translations: {names}").format(names=", ".join(torn[:5]))
            text += f" · {named}"
        self.notice.say(self.tr("%n new or changed", "", changed), text, tone="amber" if torn else "calm")

    def say_learnt(self, changed: int, entries: int, left_out: int) -> None:
        """A memory was read: whole sentences, which are used before any model is asked."""
        text = self.tr("%n sentence(s) read", "", entries)
        if left_out:
            text += " · " + self.tr("%n left out: another language, or no text", "", left_out)
        self.notice.say(self.tr("%n new in the memory", "", changed), text, tone="calm")

    def say_exported(self, name: str) -> None:
        self.notice.say(self.tr("Written: {name}").format(name=name), tone="calm")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self._tools.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            chosen = self._scope.currentIndex()
            self._fill_scope()
            self._scope.setCurrentIndex(max(chosen, 0))
            self._retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        ends = QHBoxLayout()
        ends.setSpacing(8)
        for widget in (self._scope, self._import, self._export, self._new):
            ends.addWidget(widget)
        self._tools = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._tools.setSpacing(8)
        self._tools.addWidget(self.search, 1)
        self._tools.addLayout(ends)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._tools)
        column.addWidget(self.notice)
        column.addWidget(self.torn)
        column.addWidget(self.suggestions)
        column.addWidget(self._body, 1)
        column.addWidget(self.editor)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._quiet.start())
        self.search.returnPressed.connect(self.list.setFocus)
        self._scope.activated.connect(lambda _at: self.collection_changed.emit())
        for made in (self._new, self._first):
            made.clicked.connect(self.new_asked)
        for made in (self._import, self._first_import):
            made.clicked.connect(self.import_asked)
        self._export.clicked.connect(self.export_asked)
        self.list.chosen.connect(self._edit)
        self.list.clicked.connect(lambda _index: self._edit())
        self.list.delete_pressed.connect(self._delete)
        self.editor.cancelled.connect(self.close_editor)
        self._theme.changed.connect(self._paint_sign)

    def _edit(self) -> None:
        stored = self._rows.at(self.list.currentIndex().row())
        if stored is not None:
            self.editor.edit(stored)

    def _delete(self) -> None:
        stored = self._rows.at(self.list.currentIndex().row())
        if stored is not None:
            self.editor.deleted.emit(stored.id)

    def _narrow(self) -> None:
        self._rows.narrow(self.search.text())

    def _fill_scope(self) -> None:
        self._scope.clear()
        self._scope.addItem(self.tr("Everywhere"), None)
        for collection in self._collections:
            self._scope.addItem(collection_name(collection, translate), collection.id)
        self._scope.setVisible(self._scope.count() > 1)

    def _paint_sign(self) -> None:
        self._sign.setIcon(self._theme.icon("search", "muted", 16))

    def _retranslate(self) -> None:
        if not self._scope.count():
            self._fill_scope()
        self.search.setPlaceholderText(self.tr("Search terms"))
        self.search.setAccessibleName(self.tr("Search terms"))
        self._scope.setAccessibleName(self.tr("For which documents these terms hold"))
        for made in (self._import, self._first_import):
            made.setText(self.tr("Import…"))
            made.setToolTip(self.tr("Terms from a table (CSV) or a TBX file; sentences from a TMX file"))
        self._export.setText(self.tr("Export…"))
        self._export.setToolTip(self.tr("Terms as a table (CSV) or TBX; what was learnt as TMX"))
        for made in (self._new, self._first):
            made.setText(self.tr("New term"))
        self.list.setAccessibleName(self.tr("Terms; Enter changes one, Delete deletes it"))
        self.empty.say(
            self.tr("Your own words"),
            self.tr(
                "Say once how a name or a technical term is translated, or that it never is. Every translation keeps "
                "to it, and says where it could not."
            ),
        )


class _List(QListView):
    chosen = Signal()
    delete_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)
