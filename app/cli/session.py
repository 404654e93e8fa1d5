"""What every command gets: the opened program, the way to speak, the language."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from app.cli.output import Output
from app.composition import Alcove
from app.domain.ask.search import SearchFilter
from app.domain.dictate.dictating import Dictated
from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import Collection, DocumentKind
from app.jobs.background import Background
from app.jobs.stop_signal import StopSignal
from app.wording import Translate, collection_name

Write = Callable[[Iterable[bytes], Callable[[], None], StopSignal], Dictated]


class Listen(Protocol):
    """What :func:`app.ui.dictation.terminal.listen` offers."""

    def __call__(
        self,
        background: Background,
        microphone: str,
        write: Write,
        *,
        on_began: Callable[[], None],
        on_level: Callable[[float], None],
        on_interrupted: Callable[[], None],
        seconds: float | None = None,
    ) -> Dictated: ...


@dataclass(frozen=True, slots=True)
class Session:
    """``listen``: the microphone, for the one command that needs it."""

    alcove: Alcove
    output: Output
    translate: Translate
    listen: Listen | None = None

    def collection(self, name: str) -> Collection:
        """By name, as the person wrote it. Raises COLLECTION_UNKNOWN."""
        wanted = name.strip().casefold()
        for collection in self.alcove.library.collections():
            if wanted in {collection.name.casefold(), collection_name(collection, self.translate).casefold()}:
                return collection
        raise AppError(ErrorCode.COLLECTION_UNKNOWN, name=name)

    def search_filter(self, arguments: argparse.Namespace) -> SearchFilter:
        return SearchFilter(
            collection_id=self.collection(arguments.collection).id if arguments.collection else None,
            kinds=frozenset(DocumentKind(value) for value in arguments.type or ()),
            modified_from=arguments.since,
            modified_until=arguments.until,
        )
