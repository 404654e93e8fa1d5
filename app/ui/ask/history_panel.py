"""The list of kept conversations: look through, search, open, rename, delete; knows no service."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.ask.conversation import Conversation
from app.ui.ask.history_model import WHEN, HistoryModel
from app.ui.theme.theme import Theme
from app.ui.widgets.kept_panel import Index, KeptPanel
from app.ui.widgets.row_ground import paint_ground


class HistoryPanel(KeptPanel):
    """Signals: ``search_changed()``, ``opened(Conversation)``, ``renamed(Conversation, title)``,
    ``deleted(Conversation)``, ``undo_asked()`` after a deletion was announced.
    """

    opened = Signal(object)
    renamed = Signal(object, str)
    deleted = Signal(object)
    undo_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        model = HistoryModel()
        super().__init__(theme, model, renames=True)
        self.model = model
        row = _Row(theme, self.list)
        self.list.setItemDelegate(row)
        self._actions = [self.menu.addAction("") for _ in range(3)]
        self.list.chosen.connect(self._open)
        self.list.delete_asked.connect(self._delete)
        row.renamed.connect(self._rename)
        self._actions[0].triggered.connect(lambda: self._open(self.list.currentIndex()))
        self._actions[1].triggered.connect(lambda: self.list.edit(self.list.currentIndex()))
        self._actions[2].triggered.connect(lambda: self._delete(self.list.currentIndex()))
        self.notice.action_chosen.connect(self.undo_asked)
        self.retranslate()

    @property
    def heading(self) -> str:
        return self.tr("Earlier conversations")

    def show_conversations(self, conversations: Sequence[Conversation], current: int | None) -> None:
        """``current`` is the id of the conversation on the page."""
        self.model.show_conversations(conversations)
        if current is not None and (row := self.model.row_of(current)) >= 0:
            self.list.setCurrentIndex(self.model.index(row))
        self.show_some(some=bool(conversations))

    def say_deleted(self, title: str) -> None:
        """Deleting waits a little: a slip can be taken back."""
        self.notice.say(self.tr("Deleted: {title}").format(title=title), tone="calm", action=self.tr("Undo"))

    def retranslate(self) -> None:
        self.say(
            self.tr("Search your questions and answers"),
            self.tr("Search conversations"),
            self.tr("Conversations; Enter opens, F2 renames, Delete deletes"),
            self.tr("No conversation holds these words.")
            if self.search_text
            else self.tr("Questions you ask are kept here, on this computer."),
        )
        for action, words in zip(self._actions, (self.tr("Open"), self.tr("Rename"), self.tr("Delete")), strict=True):
            action.setText(words)

    def _open(self, index: QModelIndex) -> None:
        if (conversation := self.model.at(index.row())) is not None:
            self.opened.emit(conversation)

    def _delete(self, index: QModelIndex) -> None:
        if (conversation := self.model.at(index.row())) is not None:
            self.deleted.emit(conversation)

    def _rename(self, row: int, title: str) -> None:
        conversation = self.model.at(row)
        if conversation is not None and title.strip() and title.strip() != conversation.title:
            self.renamed.emit(conversation, title.strip())


class _Row(QStyledItemDelegate):
    """Title over date; plain text painted by hand, so that a title is never taken for markup."""

    renamed = Signal(int, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, round(self._theme.sizes.body * 1.6 + self._theme.sizes.small * 1.6) + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours, rect = self._theme, QRect(option.rect)
        painter.save()
        paint_ground(painter, option, colours)
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

    def setModelData(self, editor: QWidget, _model: object, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            self.renamed.emit(index.row(), editor.text())
