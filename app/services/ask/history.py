"""Conversations that are kept: list, search, read again, rename, delete."""

from __future__ import annotations

from app.domain.ask.conversation import Conversation, Turn
from app.storage.store import Store

MOST_LISTED = 200


class History:
    """Blocking; callable from any thread."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def conversations(self, text: str = "") -> list[Conversation]:
        """Newest first; with ``text``, those whose questions or answers hold it."""
        if text.strip():
            return self._store.conversations.search(text, MOST_LISTED)
        return self._store.conversations.list(MOST_LISTED)

    def turns(self, conversation_id: int) -> list[Turn]:
        return self._store.conversations.turns(conversation_id)

    def rename(self, conversation_id: int, title: str) -> None:
        self._store.conversations.rename(conversation_id, title)

    def delete(self, conversation_id: int) -> None:
        self._store.conversations.delete(conversation_id)
