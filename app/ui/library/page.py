"""The Library page: layout only. It shows what it is given and says what a person wants; it knows no service."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.domain.ask.search import Hit
from app.domain.library.document import Collection, Document, DocumentState
from app.ui.library.collections_column import CollectionsColumn
from app.ui.library.collections_model import CollectionRows
from app.ui.library.detail_bar import DetailBar
from app.ui.library.find_line import FindLine
from app.ui.library.model import Index, LibraryRows
from app.ui.library.row_painter import RowPainter
from app.ui.theme.theme import Theme
from app.ui.translation import translate
from app.ui.widgets.buttons import IconButton, button
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.notice import Notice
from app.ui.widgets.row_list import row_list
from app.ui.widgets.text import ElidedLabel
from app.wording import collection_name

ROOM_FOR_COLLECTIONS = 760


class LibraryPage(QWidget):
    """Signals, all intentions: ``files_wanted``, ``folder_wanted``, ``document_shown(Document)``, ``hit_shown(Hit)``,
    ``opened(Document)``, ``reread(list)``, ``moved(list, collection_id)``, ``removed(list)``,
    ``ask_about(collection_id)``, ``ask_about_documents(list)``, ``collection_deleted(collection_id)``.

    Search, filter and sorting stand in ``find_line``, the collections in ``column``.
    """

    files_wanted = Signal()
    folder_wanted = Signal()
    document_shown = Signal(object)
    hit_shown = Signal(object)
    opened = Signal(object)
    reread = Signal(list)
    moved = Signal(list, int)
    removed = Signal(list)
    ask_about = Signal(object)
    ask_about_documents = Signal(list)
    collection_deleted = Signal(int)

    def __init__(self, theme: Theme, rows: LibraryRows, collections: CollectionRows) -> None:
        super().__init__()
        self._theme, self._rows, self._collections = theme, rows, collections
        self._tools_shown = True
        self.column = CollectionsColumn(theme, collections)
        self.find_line, self.notice, self.details = FindLine(theme), Notice(theme), DetailBar(theme)
        self._title = ElidedLabel("title", Qt.TextElideMode.ElideRight)
        self._more = IconButton(theme, "more", "ink", 20)
        self._add_files, self._add_folder = button("primary"), button()
        self._empty_files, self._empty_folder = button("primary"), button()
        self.empty = EmptyState(theme, "library", (self._empty_files, self._empty_folder))
        self.view = self._list_view()
        self._body = QStackedWidget()
        self._body.addWidget(self.view)
        self._body.addWidget(self.empty)
        self._lay_out()
        self.setFocusProxy(self.view)
        self._connect()
        self._retranslate()

    def show_collection(self, collection: Collection | None) -> None:
        """The name above the list; None: all documents."""
        self._title.setText(self.tr("Library") if collection is None else collection_name(collection, translate))
        self.column.show_chosen(None if collection is None else collection.id)

    def show_rows(self, *, searching: bool) -> None:
        """After the rows changed. Rows of one height are laid out much faster; only a search mixes heights."""
        self.view.setUniformItemSizes(not searching)
        filled = bool(self._rows.rowCount())
        self._body.setCurrentWidget(self.view if filled else self.empty)
        self.setFocusProxy(self.view if filled else self._empty_files)
        self._show_selection()

    def say_empty(self, title: str, text: str, *, can_add: bool) -> None:
        self.empty.say(title, text)
        self._empty_files.setVisible(can_add)
        self._empty_folder.setVisible(can_add)

    def show_tools(self, shown: bool) -> None:
        """Search, filters and the buttons for adding: pointless while the whole library is empty."""
        for widget in (self.find_line, self._add_files):
            widget.setVisible(shown)
        self._tools_shown = shown
        self._add_folder.setVisible(shown and self.width() >= ROOM_FOR_COLLECTIONS)

    def selected(self) -> list[Document]:
        rows = [self._rows.row(index) for index in self.view.selectionModel().selectedRows()]
        return [row for row in rows if isinstance(row, Document)]

    def escape(self) -> bool:
        """One step back: the question, the new name, the search text, the selection. False when nothing was left."""
        if self.details.cancel_question() or self.column.cancel_new() or self.find_line.clear_text():
            return True
        if self.view.selectionModel().hasSelection():
            self.view.clearSelection()
            return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.view:
            if event.key() == Qt.Key.Key_Delete and self.selected():
                self.details.ask_to_remove()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._activate(self.view.currentIndex(), event.modifiers())
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= ROOM_FOR_COLLECTIONS
        self.column.setVisible(roomy)
        self._add_folder.setVisible(roomy and self._tools_shown)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _list_view(self) -> QListView:
        view = row_list(self._rows, self)
        view.setItemDelegate(RowPainter(self._theme, view))
        return view

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        for widget in (self._more, self._add_folder, self._add_files):
            head.addWidget(widget)
        main = QVBoxLayout()
        main.setContentsMargins(24, 24, 24, 16)
        main.setSpacing(12)
        main.addLayout(head)
        main.addWidget(self.find_line)
        main.addWidget(self.notice)
        main.addWidget(self._body, 1)
        main.addWidget(self.details)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.column)
        whole.addLayout(main, 1)

    def _connect(self) -> None:
        for made in (self._add_files, self._empty_files):
            made.clicked.connect(self.files_wanted)
        for made in (self._add_folder, self._empty_folder):
            made.clicked.connect(self.folder_wanted)
        self._more.clicked.connect(self._open_menu)
        self.view.doubleClicked.connect(lambda index: self._activate(index, Qt.KeyboardModifier.NoModifier))
        self.view.clicked.connect(self._clicked)
        self.view.selectionModel().selectionChanged.connect(self._show_selection)
        self.find_line.down_pressed.connect(self._into_list)
        self.column.deletion_asked.connect(self._ask_to_delete)
        details = self.details
        details.show_asked.connect(lambda: self._for_one(self.document_shown))
        details.ask_asked.connect(self._ask_about_selected)
        details.open_asked.connect(lambda: self._for_one(self.opened))
        details.reread_asked.connect(lambda: self.reread.emit(self.selected()))
        details.move_asked.connect(lambda collection: self.moved.emit(self.selected(), collection))
        details.removal_confirmed.connect(lambda: self.removed.emit(self.selected()))

    def _ask_about_selected(self) -> None:
        if readable := [d for d in self.selected() if d.state is DocumentState.INDEXED]:
            self.ask_about_documents.emit(readable)

    def _for_one(self, signal: object) -> None:
        if len(found := self.selected()) == 1:
            signal.emit(found[0])  # type: ignore[attr-defined]

    def _clicked(self, index: Index) -> None:
        if isinstance(row := self._rows.row(index), Hit):
            self.hit_shown.emit(row)

    def _activate(self, index: Index, modifiers: Qt.KeyboardModifier) -> None:
        if not index.isValid():
            return
        row = self._rows.row(index)
        if isinstance(row, Hit):
            self.hit_shown.emit(row)
        elif isinstance(row, Document):
            beside = row.state is DocumentState.INDEXED and not modifiers & Qt.KeyboardModifier.ControlModifier
            (self.document_shown if beside else self.opened).emit(row)

    def _into_list(self) -> None:
        if self._rows.rowCount():
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
            first = next((n for n, row in enumerate(self._rows.rows) if isinstance(row, Document | Hit)), 0)
            self.view.selectionModel().setCurrentIndex(
                self._rows.index(first), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def _show_selection(self) -> None:
        self.details.show_documents(self.selected())

    def _open_menu(self) -> None:
        menu, chosen = QMenu(self), self.column.current
        if not self.column.isVisible():
            for row in range(self._collections.rowCount()):
                index = self._collections.index(row)
                action = menu.addAction(str(index.data()).replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(row == self.column.view.currentIndex().row())
                action.triggered.connect(lambda _checked=False, at=index: self.column.view.setCurrentIndex(at))
            menu.addSeparator()
            menu.addAction(self.tr("Add a folder")).triggered.connect(self.folder_wanted)
            menu.addSeparator()
        words = self.tr("Ask about this collection") if chosen else self.tr("Ask about all documents")
        menu.addAction(words).triggered.connect(lambda: self.ask_about.emit(chosen.id if chosen else None))
        menu.addAction(self.tr("New collection")).triggered.connect(self.column.begin_new)
        if chosen is not None and self.column.isVisible():
            menu.addAction(self.tr("Rename")).triggered.connect(self.column.rename_current)
            if not chosen.is_default:
                menu.addAction(self.tr("Delete collection")).triggered.connect(lambda: self._ask_to_delete(chosen))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _ask_to_delete(self, collection: Collection) -> None:
        if collection.is_default:
            self.notice.say(self.tr("This collection stays"), self.tr("New documents need a place to go to."))
            return
        self.view.clearSelection()
        self.details.ask(
            self.tr("Delete the collection “{0}”?").format(collection_name(collection, translate)),
            self.tr("Its documents stay in the library."),
            self.tr("Delete collection"),
            lambda: self.collection_deleted.emit(collection.id),
        )

    def _retranslate(self) -> None:
        self.show_collection(self.column.current)
        files, folder = self.tr("Add files"), self.tr("Add a folder")
        for made, words in (
            (self._add_files, files),
            (self._empty_files, files),
            (self._add_folder, folder),
            (self._empty_folder, folder),
        ):
            made.setText(words)
        self._more.set_words(self.tr("More for this collection"))
        self.view.setAccessibleName(self.tr("Documents"))
