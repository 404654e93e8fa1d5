"""A side panel over what is kept: a field to search in, a list to open from and delete in. Its words come from whoever
inherits it; it knows no service."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QMenu, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.notice import Notice
from app.ui.widgets.text import label

_TYPING_PAUSE_MS = 120
Index = QModelIndex | QPersistentModelIndex


class KeptList(QListView):
    """Signals: ``chosen(QModelIndex)`` by a click or Enter, ``delete_asked(QModelIndex)``. ``renames``: F2 edits."""

    chosen = Signal(QModelIndex)
    delete_asked = Signal(QModelIndex)

    def __init__(self, *, renames: bool = False) -> None:
        super().__init__()
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed if renames else triggers.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.clicked.connect(self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if self.state() == QAbstractItemView.State.EditingState or not index.isValid():
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(index)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_asked.emit(index)
        else:
            super().keyPressEvent(event)


class KeptPanel(QWidget):
    """Signals: ``search_changed()``, a moment after the typing. ``menu`` opens over a row; fill it."""

    search_changed = Signal()

    def __init__(self, theme: Theme, model: QAbstractItemModel, *, renames: bool = False) -> None:
        super().__init__()
        self._search, self.list, self.notice = QLineEdit(), KeptList(renames=renames), Notice(theme)
        self._nothing, self.menu = label("muted", wrap=True), QMenu(self)
        self.list.setModel(model)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.search_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 12)
        column.setSpacing(8)
        for widget in (self._search, self.notice, self._nothing):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        self._nothing.hide()
        self._search.textChanged.connect(lambda _text: self._pause.start())
        self._search.returnPressed.connect(self.list.setFocus)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.setFocusProxy(self._search)

    @property
    def search_text(self) -> str:
        return self._search.text().strip()

    def show_some(self, *, some: bool) -> None:
        """The list, or the line that says why there is none."""
        self.list.setVisible(some)
        self._nothing.setVisible(not some)
        self.retranslate()

    def say(self, search: str, search_name: str, list_name: str, nothing: str) -> None:
        """The words of the parts: what stands in the empty field, and what they are called."""
        self._search.setPlaceholderText(search)
        self._search.setAccessibleName(search_name)
        self.list.setAccessibleName(list_name)
        self._nothing.setText(nothing)

    def retranslate(self) -> None:
        """Say all words anew."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _show_menu(self, place: QPoint) -> None:
        if self.list.indexAt(place).isValid():
            self.menu.popup(self.list.viewport().mapToGlobal(place))
