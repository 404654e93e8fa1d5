"""What the Ask page needs of the services, as protocols; the services do not know them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from app.domain.ask.asking import AskEvent
from app.domain.ask.conversation import Citation, Conversation, Turn
from app.domain.ask.search import SearchFilter
from app.domain.ask.starter import Starter
from app.domain.library.document import Collection, DocumentState
from app.jobs.stop_signal import StopSignal


class Keeping(Protocol):
    """What :class:`app.services.ask.history.History` offers."""

    def conversations(self, text: str = "") -> list[Conversation]: ...
    def turns(self, conversation_id: int) -> list[Turn]: ...
    def rename(self, conversation_id: int, title: str) -> None: ...
    def delete(self, conversation_id: int) -> None: ...


class Asking(Protocol):
    """What :class:`app.services.ask.ask.Ask` offers."""

    def ask(
        self,
        question: str,
        *,
        search_filter: SearchFilter | None = ...,
        conversation_id: int | None = None,
        replaces: int | None = None,
        stop: StopSignal | None = ...,
        on_event: Callable[[AskEvent], None] = ...,
    ) -> Turn: ...


class Shelf(Protocol):
    """What of :class:`app.services.library.library.Library` the page needs."""

    def starters(self, *, chinese: bool, most: int = ...) -> Sequence[Starter]: ...
    def counts(self) -> dict[DocumentState, int]: ...
    def collections(self) -> Sequence[Collection]: ...


OpenCitation = Callable[[tuple[Citation, ...], int], None]
"""(all citations of the answer, the number to open)."""
