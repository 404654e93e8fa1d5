"""The kept conversations as a list model; holds values, asks no service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QAbstractListModel, QLocale, QModelIndex, QPersistentModelIndex, Qt

from app.domain.ask.conversation import Conversation

WHEN = Qt.ItemDataRole.UserRole + 1
CONVERSATION = Qt.ItemDataRole.UserRole + 2
_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class HistoryModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._conversations: tuple[Conversation, ...] = ()

    def show_conversations(self, conversations: Sequence[Conversation]) -> None:
        self.beginResetModel()
        self._conversations = tuple(conversations)
        self.endResetModel()

    def at(self, row: int) -> Conversation | None:
        return self._conversations[row] if 0 <= row < len(self._conversations) else None

    def row_of(self, conversation_id: int) -> int:
        """-1 where it is not listed."""
        return next((n for n, c in enumerate(self._conversations) if c.id == conversation_id), -1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._conversations)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        conversation = self.at(index.row())
        if conversation is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return conversation.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{conversation.title}, {when_words(conversation.changed_at)}"
            case _ if role == WHEN:
                return when_words(conversation.changed_at)
            case _ if role == CONVERSATION:
                return conversation
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable


def when_words(moment: datetime, now: datetime | None = None) -> str:
    """The time for today, the date for other days, in the person's own way and time zone."""
    here = moment.astimezone()
    today = (now or datetime.now(UTC)).astimezone().date()
    locale = QLocale()
    if here.date() == today:
        return locale.toString(here.time(), QLocale.FormatType.ShortFormat)  # type: ignore[call-overload,no-any-return]
    return locale.toString(here.date(), QLocale.FormatType.ShortFormat)  # type: ignore[call-overload,no-any-return]
