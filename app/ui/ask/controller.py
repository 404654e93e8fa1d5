"""Joins the Ask page to the services: one question at a time, streamed, stopped at once. Knows no layout."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QLocale, QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from app.domain.ask.asking import AskAgain, AskEvent, AskPassages, AskPiece, AskSpeed, AskStage, AskThought, Stage
from app.domain.ask.conversation import Conversation, Turn
from app.domain.ask.starter import Starter
from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.library.document import Collection, DocumentState
from app.jobs.stop_signal import StopSignal
from app.ui.ask.answer_blocks import answer_parser
from app.ui.ask.needs import Asking, OpenCitation, Shelf
from app.ui.ask.page import AskPage
from app.ui.ask.turn_view import TurnView
from app.ui.ask.words import answer_as_text
from app.ui.bridge import Calls

PREPARE_MS = 600
"""When the window is there, what the first answer needs is loaded on another thread."""
REPAINT_MS = 40
"""25 times a second: more is not seen, and costs."""
REFRESH_MS = 1_500
SHOWN_TURNS = 20
AT_ONCE = 2
_BACK_TO_THE_BOX = (ErrorCode.QUESTION_EMPTY, ErrorCode.QUESTION_TOO_LONG)


@dataclass(eq=False)
class _Run:
    """A question under way. ``events`` is filled by the service's thread and emptied by the window's."""

    view: TurnView
    question: str
    replaced: TurnView | None = None
    stop: StopSignal = field(default_factory=StopSignal)
    events: deque[AskEvent] = field(default_factory=deque)
    text: str = ""
    thought: str = ""
    thought_seconds: float | None = None
    writes: bool = False
    """A model is writing; quotes come all at once and are shown as such at the end."""
    abandoned: bool = False


@dataclass(frozen=True, slots=True)
class _Shelf:
    ready: int
    waiting: int
    starters: tuple[Starter, ...]
    collections: tuple[Collection, ...]


class AskController(QObject):
    """Signals: ``conversations_changed()`` after a turn was kept, ``repainted()`` after streamed text was shown,
    ``page_wanted()`` when a conversation was opened from elsewhere.
    """

    conversations_changed = Signal()
    page_wanted = Signal()
    repainted = Signal()

    def __init__(self, page: AskPage, asking: Asking, shelf: Shelf, calls: Calls, open_citation: OpenCitation) -> None:
        super().__init__(page)
        self._page, self._asking, self._shelf, self._calls, self._open = page, asking, shelf, calls, open_citation
        self._run: _Run | None = None
        self._pending: tuple[str, TurnView] | None = None
        self._conversation_id: int | None = None
        self._earlier: list[Turn] = []
        self._wanted = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(REFRESH_MS)
        self._soon.timeout.connect(self.refresh)
        self._filling = QTimer(self)
        self._filling.timeout.connect(self._fill)
        self._clock = QTimer(self)
        self._clock.setInterval(REPAINT_MS)
        self._clock.timeout.connect(self._drain)
        page.question_asked.connect(self.ask)
        page.stop_asked.connect(self.stop)
        page.again_asked.connect(self.ask_again)
        page.new_asked.connect(self.new_conversation)
        page.earlier_asked.connect(self.show_earlier)
        page.copy_asked.connect(self._copy)
        page.citation_chosen.connect(lambda view, n: self._open(view.citations, n))
        page.address_chosen.connect(self._copy_address)
        page.collections_asked.connect(self.refresh)
        page.shown.connect(self.refresh)
        QTimer.singleShot(PREPARE_MS, self, self._prepare)

    @property
    def conversation_id(self) -> int | None:
        return self._conversation_id

    @property
    def is_streaming(self) -> bool:
        return self._run is not None and not self._run.stop.is_set

    @property
    def is_working(self) -> bool:
        """A question is under way, or a stopped one is still ending."""
        return self._run is not None

    # intentions -------------------------------------------------------------------------------------------------------
    def ask(self, question: str) -> None:
        """A follow-up in the conversation on the page, or the first question of a new one."""
        if self.is_streaming:
            return
        self._page.composer.set_question("")
        if not self._page.conversation.turns:
            self._page.set_title(" ".join(question.split())[:120])
        view = self._page.add_turn(question)
        if self._run is not None:  # a stopped answer is still ending: at most its grace period
            self._pending = (question, view)
            self._page.set_busy(True)
            return
        self._start(_Run(view, question))

    def ask_again(self, old: TurnView) -> None:
        """Answer the same question anew, in the same place."""
        if self._run is not None:
            return
        view = self._page.replace_turn(old)
        self._start(_Run(view, old.question, replaced=old))

    def stop(self) -> bool:
        """Stop what streams, at once: no further text is shown. Says whether there was something to stop."""
        if self._pending is not None:
            question, view = self._pending
            self._pending = None
            self._page.remove_turn(view)
            self._page.composer.set_question(question)
            self._page.set_busy(False)
            return True
        if self._run is None or self._run.stop.is_set:
            return False
        self._clock.stop()
        self._run.stop.stop()
        self._run.view.show_stopping()
        self._page.set_busy(False)
        return True

    def new_conversation(self) -> None:
        """An empty page; what still streams is stopped and kept in its own conversation."""
        self.stop()
        self._leave()
        self._conversation_id, self._earlier = None, []
        self._filling.stop()
        self._page.clear()
        self._page.composer.box.setFocus()
        self.refresh()

    def show_conversation(self, conversation: Conversation, turns: Sequence[Turn]) -> None:
        """An earlier conversation, ready for a follow-up. The last SHOWN_TURNS are laid out."""
        self.stop()
        self._leave()
        self._page.clear()
        self._conversation_id = conversation.id
        self._page.set_title(conversation.title)
        kept = current_turns(turns)
        self._earlier = kept[:-AT_ONCE]
        for turn in kept[-AT_ONCE:]:
            self._page.add_turn(turn.answer.question).finish(turn)
        self._show_more(SHOWN_TURNS - AT_ONCE)
        self.page_wanted.emit()
        self._page.composer.box.setFocus()

    def show_earlier(self) -> None:
        """The SHOWN_TURNS turns before those on the page."""
        self._show_more(SHOWN_TURNS)

    def forget_conversation(self, conversation_id: int) -> None:
        """It was deleted: a follow-up must not look for it."""
        if self._conversation_id == conversation_id:
            self.new_conversation()

    def conversation_renamed(self, conversation_id: int, title: str) -> None:
        if self._conversation_id == conversation_id:
            self._page.set_title(title)

    def refresh(self) -> None:
        """Ask the library anew what there is to ask about."""
        chinese = QLocale().language() == QLocale.Language.Chinese
        self._calls.run(lambda _stop: self._look_at_shelf(chinese), self._show_shelf, self._page.notice.show_error)

    def refresh_soon(self) -> None:
        """While documents are read: now and then, and only where it shows."""
        if not self._page.conversation.turns and self._page.isVisible() and not self._soon.isActive():
            self._soon.start()

    # one question -----------------------------------------------------------------------------------------------------
    def _start(self, run: _Run) -> None:
        self._run = run
        self._page.set_busy(True)
        scope, conversation_id = self._page.scope, self._conversation_id
        replaced = run.replaced.turn if run.replaced is not None else None

        def work(closing: StopSignal) -> Turn:
            closing.add_callback(run.stop.stop)
            return self._asking.ask(
                run.question,
                search_filter=scope,
                conversation_id=conversation_id,
                replaces=replaced.id if replaced is not None else None,
                stop=run.stop,
                on_event=run.events.append,
            )

        self._clock.start()
        self._calls.run(work, lambda turn: self._finish(run, turn), lambda error: self._fail(run, error))

    def _drain(self) -> None:
        """Show what came since the last time, at most once for all pieces."""
        run = self._run
        if run is None or run.stop.is_set:
            return
        grown = thought = False
        while run.events:
            match run.events.popleft():
                case AskStage(stage):
                    run.view.begin(stage)
                    run.writes = stage is Stage.WRITING
                case AskPassages(citations, left_out, keywords_alone, left_out_turns):
                    run.view.set_citations(citations)
                    run.view.set_search_facts(left_out, keywords_alone, left_out_turns)
                case AskThought(text, seconds):
                    run.thought += text
                    run.thought_seconds = seconds
                    thought = True
                case AskPiece(text):
                    run.text += text
                    grown = True
                case AskAgain():
                    run.text, run.thought, run.thought_seconds = "", "", None
                    grown = thought = False
                    run.view.begin_anew()
                case AskSpeed() as speed:
                    run.view.show_speed(speed)
        if thought:
            run.view.show_thought(run.thought, run.thought_seconds)
        if grown and run.writes:
            run.view.show_text(run.text)
            self.repainted.emit()

    def _finish(self, run: _Run, turn: Turn) -> None:
        if not run.abandoned:
            if not run.stop.is_set:
                self._drain()
            run.view.finish(turn)
            if not run.writes:
                self._page.conversation.settle(run.view)
            self._conversation_id = turn.conversation_id
            if run.replaced is not None:
                run.replaced.deleteLater()
            if not turn.answer.stopped:
                run.view.answer_view.speak(run.view.spoken())
        self._end(run)
        self.conversations_changed.emit()

    def _fail(self, run: _Run, error: BaseException) -> None:
        if not run.abandoned:
            self._show_failure(run, error)
        self._end(run)

    def _show_failure(self, run: _Run, error: BaseException) -> None:
        stopped = isinstance(error, JobCancelled)
        if run.replaced is not None:
            self._page.put_back(run.view, run.replaced)
            if not stopped:
                run.replaced.notice.show_error(error)
        elif stopped:
            run.view.show_stopped()
        elif isinstance(error, AppError) and error.code in _BACK_TO_THE_BOX:
            self._page.remove_turn(run.view)
            if not self._page.composer.question:
                self._page.composer.set_question(run.question)
            self._page.notice.show_error(error)
        else:
            run.view.fail(error)

    def _end(self, run: _Run) -> None:
        if self._run is not run:
            return
        self._clock.stop()
        self._run = None
        self._page.set_busy(False)
        if self._pending is not None:
            (question, view), self._pending = self._pending, None
            self._start(_Run(view, question))

    def _leave(self) -> None:
        """The page shows something else now: the run's ending must not touch it."""
        if self._run is not None:
            self._run.abandoned = True

    def _show_more(self, count: int) -> None:
        """``count`` earlier turns, one after another: each takes a frame's time to lay out."""
        self._wanted = count
        self._filling.start()

    def _fill(self) -> None:
        turns, self._earlier = self._earlier[-1:], self._earlier[:-1]
        self._wanted -= 1
        done = self._wanted <= 0 or not self._earlier
        self._page.add_earlier(turns, len(self._earlier) if done else 0)
        if done:
            self._filling.stop()

    def _prepare(self) -> None:
        self._calls.run(lambda _stop: answer_parser().parse("*"), lambda _ready: None, lambda _error: None)

    # other ------------------------------------------------------------------------------------------------------------
    def _look_at_shelf(self, chinese: bool) -> _Shelf:
        counts = self._shelf.counts()
        ready = counts.get(DocumentState.INDEXED, 0)
        wanted = ready and not self._page.conversation.turns
        starters = self._shelf.starters(chinese=chinese) if wanted else ()
        waiting = counts.get(DocumentState.WAITING, 0)
        return _Shelf(ready, waiting, tuple(starters), tuple(self._shelf.collections()))

    def _show_shelf(self, shelf: _Shelf) -> None:
        self._page.empty.show_library(shelf.ready, shelf.starters, waiting=shelf.waiting)
        self._page.set_collections(shelf.collections)

    def _copy(self, view: TurnView) -> None:
        if view.turn is not None:
            QGuiApplication.clipboard().setText(answer_as_text(view.turn.answer))
            self._page.say_copied()

    def _copy_address(self, address: str) -> None:
        data = QMimeData()
        data.setText(address)
        QGuiApplication.clipboard().setMimeData(data)
        self._page.say_copied(address)


def current_turns(turns: Sequence[Turn]) -> list[Turn]:
    """Each question once, in the order of asking, with its latest answer."""
    newest: dict[int, Turn] = {}
    first: dict[int, int] = {}
    for turn in sorted(turns, key=lambda t: t.id):
        origin = first.get(turn.replaces, turn.replaces) if turn.replaces is not None else turn.id
        first[turn.id] = origin
        newest[origin] = turn
    return [newest[origin] for origin in sorted(newest)]
