"""A question-answering service for tests of the Ask page: it says and waits as it was told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from app.domain.ask.asking import AskAgain, AskEvent, AskPassages, AskPiece, AskSpeed, AskStage, AskThought, Stage
from app.domain.ask.conversation import Answer, AnswerKind, Citation, Conversation, Turn
from app.domain.ask.search import KeywordsAlone, SearchFilter
from app.domain.ask.starter import Starter
from app.domain.errors import JobCancelled
from app.domain.library.document import Collection, DocumentState
from app.domain.library.place import Place
from app.jobs.stop_signal import StopSignal

LEAVE = "Every employee is entitled to 28 days of paid leave a year. Unused days can be carried over until 31 March."


def citation(n: int, text: str = LEAVE, path: str = "/docs/leave.txt", **place: int) -> Citation:
    return Citation(n, n, n, Path(path), f"Document {n}", Place(length=len(text), **place), text)


@dataclass
class Script:
    """How one question is answered. ``error`` is raised at the end; ``waits`` holds the writing until released."""

    pieces: Sequence[str] = ()
    citations: tuple[Citation, ...] = ()
    kind: AnswerKind = AnswerKind.GENERATED
    error: BaseException | None = None
    waits: threading.Event | None = None
    keywords_alone: KeywordsAlone | None = None
    left_out: int = 0
    cut: bool = False
    left_out_turns: int = 0
    repeats: bool = False
    thought: Sequence[str] = ()
    thought_seconds: float | None = 4.2
    """None: it thinks on until it is released."""
    before_the_card_failed: Sequence[str] = ()
    speed: AskSpeed | None = None


@dataclass
class AskStandIn:
    """Fits Ask, Library and History of app.services as far as the page needs them. Thread-safe enough for tests."""

    scripts: list[Script] = field(default_factory=list)
    kept: list[Turn] = field(default_factory=list)
    calls: list[dict[str, object]] = field(default_factory=list)
    ready: int = 0
    waiting: int = 0
    titles: tuple[str, ...] = ()
    shelves: tuple[Collection, ...] = ()
    names: dict[int, str] = field(default_factory=dict)

    def ask(
        self,
        question: str,
        *,
        search_filter: SearchFilter | None = None,
        conversation_id: int | None = None,
        replaces: int | None = None,
        stop: StopSignal | None = None,
        on_event: Callable[[AskEvent], None] = lambda _event: None,
    ) -> Turn:
        script, signal = self.scripts.pop(0), stop or StopSignal()
        self.calls.append({"scope": search_filter, "conversation": conversation_id, "replaces": replaces})
        on_event(AskStage(Stage.SEARCHING))
        on_event(AskPassages(script.citations, script.left_out, script.keywords_alone, script.left_out_turns))
        if script.kind is AnswerKind.GENERATED:
            on_event(AskStage(Stage.WRITING))
        for piece in script.before_the_card_failed:
            on_event(AskPiece(piece))
        if script.before_the_card_failed:
            on_event(AskAgain())
        for piece in script.thought:
            on_event(AskThought(piece))
        if script.thought and script.thought_seconds is not None:
            on_event(AskThought("", script.thought_seconds))
        written = ""
        for piece in script.pieces:
            if signal.is_set:
                break
            written += piece
            on_event(AskPiece(piece))
        if script.waits is not None:
            while not script.waits.wait(0.01) and not signal.is_set:
                pass
        if signal.is_set and not written:
            raise JobCancelled
        if script.error is not None:
            raise script.error
        if script.speed is not None:
            on_event(script.speed)
        answer = Answer(
            question,
            script.kind,
            written,
            script.citations,
            "tiny",
            0.1,
            stopped=signal.is_set,
            cut=script.cut,
            keywords_alone=script.keywords_alone,
            repeats=script.repeats,
            thought="".join(script.thought),
            thought_seconds=script.thought_seconds or 0.0,
        )
        conversation = conversation_id if conversation_id is not None else len(self.names) + 1
        self.names.setdefault(conversation, question)
        turn = Turn(len(self.kept) + 1, conversation, datetime.now(UTC), answer, replaces)
        self.kept.append(turn)
        return turn

    # library ----------------------------------------------------------------------------------------------------------
    def starters(self, *, chinese: bool, most: int = 3) -> list[Starter]:
        return [] if chinese else [Starter(n, title, "Holidays") for n, title in enumerate(self.titles[:most])]

    def counts(self) -> dict[DocumentState, int]:
        return {DocumentState.INDEXED: self.ready, DocumentState.WAITING: self.waiting}

    def collections(self) -> list[Collection]:
        return list(self.shelves)

    # history ----------------------------------------------------------------------------------------------------------
    def conversations(self, text: str = "") -> list[Conversation]:
        now = datetime.now(UTC)
        return [Conversation(i, name, now, now) for i, name in self.names.items() if text.lower() in name.lower()]

    def turns(self, conversation_id: int) -> list[Turn]:
        return [turn for turn in self.kept if turn.conversation_id == conversation_id]

    def rename(self, conversation_id: int, title: str) -> None:
        self.names[conversation_id] = title

    def delete(self, conversation_id: int) -> None:
        del self.names[conversation_id]
