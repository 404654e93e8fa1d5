"""The list of kept conversations: look through, search, open, rename, delete; knows no service."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.ask.conversation import Conversation
from app.ui.ask.history_model import WHEN, HistoryModel
from app.ui.theme.theme import Theme
from app.ui.widgets.notice import Notice
from app.ui.widgets.text import label

_TYPING_PAUSE_MS = 120


class HistoryPanel(QWidget):
    """Signals: ``search_changed(text)``, ``opened(Conversation)``, ``renamed(Conversation, title)``,
    ``deleted(Conversation)``, ``undo_asked()`` after a deletion was announced.
    """

    search_changed = Signal(str)
    opened = Signal(object)
    renamed = Signal(object, str)
    deleted = Signal(object)
    undo_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._model, self._search, self._list = HistoryModel(), QLineEdit(), _List()
        self._nothing = label("muted", wrap=True)
        self.notice = Notice(theme)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_Row(theme, self._list))
        self._menu = QMenu(self)
        self._actions = [self._menu.addAction("") for _ in range(3)]
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._lay_out()
        self._pause.timeout.connect(lambda: self.search_changed.emit(self._search.text()))
        self._search.textChanged.connect(lambda: self._pause.start())
        self._search.returnPressed.connect(self._list.setFocus)
        self._list.chosen.connect(self._open)
        self._list.delete_asked.connect(self._delete)
        self._list.customContextMenuRequested.connect(self._show_menu)
        self._list.itemDelegate().renamed.connect(self._rename)  # type: ignore[attr-defined]
        self._actions[0].triggered.connect(lambda: self._open(self._list.currentIndex()))
        self._actions[1].triggered.connect(lambda: self._list.edit(self._list.currentIndex()))
        self._actions[2].triggered.connect(lambda: self._delete(self._list.currentIndex()))
        self.notice.action_chosen.connect(self.undo_asked)
        self._retranslate()
        self.setFocusProxy(self._search)

    @property
    def heading(self) -> str:
        return self.tr("Earlier conversations")

    @property
    def search_text(self) -> str:
        return self._search.text()

    @property
    def model(self) -> HistoryModel:
        return self._model

    @property
    def list(self) -> QListView:
        return self._list

    def show_conversations(self, conversations: Sequence[Conversation], current: int | None) -> None:
        """``current`` is the id of the conversation on the page."""
        self._model.show_conversations(conversations)
        if current is not None and (row := self._model.row_of(current)) >= 0:
            self._list.setCurrentIndex(self._model.index(row))
        self._list.setVisible(bool(conversations))
        self._nothing.setVisible(not conversations)
        self._retranslate()

    def say_deleted(self, title: str) -> None:
        """Deleting waits a little: a slip can be taken back."""
        self.notice.say(self.tr("Deleted: {title}").format(title=title), tone="calm", action=self.tr("Undo"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if (conversation := self._model.at(index.row())) is not None:
            self.opened.emit(conversation)

    def _delete(self, index: QModelIndex) -> None:
        if (conversation := self._model.at(index.row())) is not None:
            self.deleted.emit(conversation)

    def _rename(self, row: int, title: str) -> None:
        conversation = self._model.at(row)
        if conversation is not None and title.strip() and title.strip() != conversation.title:
            self.renamed.emit(conversation, title.strip())

    def _show_menu(self, place: QPoint) -> None:
        if self._list.indexAt(place).isValid():
            self._menu.popup(self._list.viewport().mapToGlobal(place))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 12)
        column.setSpacing(8)
        for widget in (self._search, self.notice, self._nothing):
            column.addWidget(widget)
        column.addWidget(self._list, 1)
        column.addStretch(0)
        self._nothing.hide()

    def _retranslate(self) -> None:
        self._search.setPlaceholderText(self.tr("Search your questions and answers"))
        self._search.setAccessibleName(self.tr("Search conversations"))
        self._list.setAccessibleName(self.tr("Conversations; Enter opens, F2 renames, Delete deletes"))
        self._nothing.setText(
            self.tr("No conversation holds these words.")
            if self._search.text().strip()
            else self.tr("Questions you ask are kept here, on this computer.")
        )
        for action, words in zip(self._actions, (self.tr("Open"), self.tr("Rename"), self.tr("Delete")), strict=True):
            action.setText(words)


class _List(QListView):
    chosen = Signal(QModelIndex)
    delete_asked = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
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


class _Row(QStyledItemDelegate):
    """Title over date; plain text painted by hand, so that a title is never taken for markup."""

    renamed = Signal(int, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, round(self._theme.sizes.body * 1.6 + self._theme.sizes.small * 1.6) + 16)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        state, rect = option.state, QRect(option.rect)
        colours = self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(colours.colour("selection"))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 8, 8)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(colours.colour("hover"))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 8, 8)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(colours.colour("accent"))
            painter.drawRoundedRect(rect.adjusted(1, 1, -2, -2), 8, 8)
        inner = rect.adjusted(10, 8, -10, -8)
        font = QFont(painter.font())
        font.setPixelSize(colours.sizes.body)
        painter.setFont(font)
        painter.setPen(colours.colour("ink"))
        title = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), title)
        font.setPixelSize(colours.sizes.small)
        painter.setFont(font)
        painter.setPen(colours.colour("muted"))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), str(index.data(WHEN)))
        painter.restore()

    def setModelData(self, editor: QWidget, _model: object, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, QLineEdit):
            self.renamed.emit(index.row(), editor.text())
