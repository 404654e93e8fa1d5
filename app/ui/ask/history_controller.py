"""Joins the history panel to the kept conversations; a deletion can be undone until the next one. Knows no layout."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from app.domain.ask.conversation import Conversation
from app.ui.ask.controller import AskController
from app.ui.ask.history_panel import HistoryPanel
from app.ui.ask.needs import Keeping
from app.ui.bridge import Calls

UNDO_MS = 8_000


class HistoryController(QObject):
    def __init__(self, panel: HistoryPanel, keeping: Keeping, asking: AskController, calls: Calls) -> None:
        super().__init__(panel)
        self._panel, self._keeping, self._asking, self._calls = panel, keeping, asking, calls
        self._going: Conversation | None = None
        self._request = 0
        self._undo_time = QTimer(self)
        self._undo_time.setSingleShot(True)
        self._undo_time.setInterval(UNDO_MS)
        self._undo_time.timeout.connect(self.delete_now)
        panel.search_changed.connect(self.refresh)
        panel.opened.connect(self.open)
        panel.renamed.connect(self.rename)
        panel.deleted.connect(self.delete)
        panel.undo_asked.connect(self.undo)
        asking.conversations_changed.connect(self.refresh)

    def refresh(self) -> None:
        """List what is kept, by the search text."""
        self._request += 1
        request, text = self._request, self._panel.search_text
        self._calls.run(
            lambda _stop: self._keeping.conversations(text),
            lambda found: self._show(request, found),
            self._panel.notice.show_error,
        )

    def open(self, conversation: Conversation) -> None:
        self._calls.run(
            lambda _stop: self._keeping.turns(conversation.id),
            lambda turns: self._asking.show_conversation(conversation, turns),
            self._panel.notice.show_error,
        )

    def rename(self, conversation: Conversation, title: str) -> None:
        self._calls.run(
            lambda _stop: self._keeping.rename(conversation.id, title),
            lambda _done: self._renamed(conversation.id, title),
            self._panel.notice.show_error,
        )

    def delete(self, conversation: Conversation) -> None:
        """Take it off the list; it is deleted for good when the time to undo has passed."""
        self.delete_now()
        self._going = conversation
        self._undo_time.start()
        self._panel.say_deleted(conversation.title)
        self.refresh()

    def undo(self) -> None:
        self._undo_time.stop()
        self._going = None
        self._panel.notice.clear()
        self.refresh()

    def delete_now(self) -> None:
        """Delete what waits to be deleted; also to be called when the window closes."""
        self._undo_time.stop()
        conversation, self._going = self._going, None
        if conversation is None:
            return
        self._panel.notice.clear()
        self._asking.forget_conversation(conversation.id)
        self._calls.run(
            lambda _stop: self._keeping.delete(conversation.id),
            lambda _done: self.refresh(),
            self._panel.notice.show_error,
        )

    def _renamed(self, conversation_id: int, title: str) -> None:
        self._asking.conversation_renamed(conversation_id, title)
        self.refresh()

    def _show(self, request: int, found: Sequence[Conversation]) -> None:
        if request == self._request:
            going = self._going.id if self._going is not None else None
            kept = [conversation for conversation in found if conversation.id != going]
            self._panel.show_conversations(kept, self._asking.conversation_id)
