"""The Ask page with its controller: asking, streaming, stopping, asking again, copying, conversations."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.ask.conversation import Answer, AnswerKind, Citation, Conversation, Turn
from app.domain.ask.search import KeywordsAlone, SearchFilter
from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import Collection, DocumentKind
from app.jobs.background import Background
from app.ui.ask.controller import REPAINT_MS, AskController, current_turns
from app.ui.ask.history_controller import HistoryController
from app.ui.ask.history_panel import HistoryPanel
from app.ui.ask.page import AskPage
from app.ui.assets import assets_folder
from app.ui.bridge import Calls, MainThread
from app.ui.theme.theme import Theme
from app.ui.translation import Translations
from tests.fakes.ask_stand_in import AskStandIn, Script, citation


class Room:
    """The page as the window has it, over a stand-in for the services."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.services, self.background, self.opened = AskStandIn(), Background(), list[tuple[int, ...]]()
        self.page = AskPage(theme)
        qtbot.addWidget(self.page)
        self.page.resize(900, 700)
        self.calls = Calls(self.background, MainThread())
        self.controller = AskController(self.page, self.services, self.services, self.calls, self.open)
        self.qtbot, self.theme = qtbot, theme
        self.page.show()

    def open(self, citations: tuple[Citation, ...], n: int) -> None:
        self.opened.append((n, len(citations)))

    def ask(self, question: str, script: Script) -> None:
        self.services.scripts.append(script)
        self.page.composer.set_question(question)
        self.qtbot.keyClick(self.page.composer.box, Qt.Key.Key_Return)

    def answered(self) -> None:
        self.qtbot.waitUntil(lambda: not self.page.composer.busy and not self.controller.is_working)

    def ask_and_wait(self, question: str, script: Script) -> None:
        self.ask(question, script)
        self.answered()

    def text(self, n: int = -1) -> str:
        return self.page.conversation.turns[n].answer_view.answer.plain_text


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, theme: Theme) -> Iterator[Room]:
    Translations(qapp, assets_folder() / "i18n").apply("en")
    made = Room(qtbot, theme)
    yield made
    assert made.background.close()


FOUND = Script(["Employees get 28 days ", "of paid leave [1]."], (citation(1), citation(2)))


def test_an_answer_appears_with_its_citations(room: Room) -> None:
    room.ask_and_wait("How many days?", FOUND)
    (turn,) = room.page.conversation.turns
    assert room.text() == "Employees get 28 days of paid leave [1]."
    assert turn.stage_text == turn.remarks_text == turn.kind_text == ""
    assert room.page.composer.question == ""
    turn.answer_view.citation_chosen.emit(1)
    assert room.opened == [(1, 2)]


def test_an_unsupported_sentence_says_why(room: Room) -> None:
    room.ask_and_wait("How many days?", Script(["Employees get 40 days of paid leave [1]."], (citation(1),)))
    assert "40" in room.page.conversation.turns[0].remarks_text


def test_an_answer_that_came_to_the_models_limit_says_so(room: Room) -> None:
    room.ask_and_wait("How many days?", Script(["Employees get 28 days of paid leave [1]."], (citation(1),), cut=True))
    assert "limit" in room.page.conversation.turns[0].remarks_text


def test_an_answer_that_cites_nothing_says_so(room: Room) -> None:
    room.ask_and_wait("How many days?", Script(["Surely many."], (citation(1),)))
    assert "cites no passage" in room.page.conversation.turns[0].remarks_text
    assert room.text().startswith("Surely many.")
    assert "[1]" in room.text()


def test_pointing_at_a_citation_shows_the_sentence_that_bears_it_out(room: Room) -> None:
    passage = "Some words about nothing much at all. " * 20 + "The deposit is 1725 pounds. And more follows."
    script = Script(["It is fine [1]. The deposit is 1725 pounds [1]."], (citation(1, passage),))
    room.ask_and_wait("deposit?", script)
    turn = room.page.conversation.turns[0]
    turn.answer_view.focus_citation(1)
    assert turn._popup.text.endswith("… The deposit is 1725 pounds. And more follows.")
    turn.answer_view.focus_citation(-1)
    assert not turn._popup.isVisible()


def test_quotes_say_that_they_are_quotes(room: Room) -> None:
    script = Script(["Every *employee* [1]"], (citation(1),), AnswerKind.QUOTES, keywords_alone=KeywordsAlone.NO_MODEL)
    room.ask_and_wait("days", script)
    turn = room.page.conversation.turns[0]
    assert "Without a language model" in turn.kind_text
    assert "no embedding model" in turn.remarks_text
    assert room.text() == "Every *employee* [1]"
    room.ask_and_wait("days", script)
    assert room.page.conversation.turns[1].kind_text == "Word for word from your documents."


@pytest.mark.parametrize("citations", [(), (citation(1),)])
def test_not_found_says_so_with_the_nearest_passages(room: Room, citations: tuple[Citation, ...]) -> None:
    room.ask_and_wait("capital of Mongolia?", Script((), citations, AnswerKind.NOT_FOUND))
    assert "Not found" in room.page.conversation.turns[0].kind_text
    assert ("28 days" in room.text()) == bool(citations)


def test_streaming_shows_text_before_the_end_and_repaints_seldom(room: Room) -> None:
    release, repaints = threading.Event(), list[int]()
    room.controller.repainted.connect(lambda: repaints.append(1))
    room.ask("Q", Script(["word "] * 2000, (citation(1),), waits=release))
    room.qtbot.waitUntil(lambda: room.text().count("word") == 2000)
    assert room.page.composer.busy
    assert len(repaints) < 200, "pieces must be shown together"
    assert REPAINT_MS >= 40
    release.set()
    room.answered()


def test_stop_stops_at_once_and_keeps_what_was_written(room: Room) -> None:
    room.ask("Q", Script(["Half an answer"], (citation(1),), waits=threading.Event()))
    room.qtbot.waitUntil(lambda: bool(room.page.conversation.turns) and "Half" in room.text())
    room.qtbot.keyClick(room.page, Qt.Key.Key_Escape)
    assert not room.page.composer.busy
    room.answered()
    assert "Stopped" in room.page.conversation.turns[0].remarks_text
    assert room.text().startswith("Half an answer")
    assert room.services.kept[0].answer.stopped


def test_a_question_asked_while_the_stopped_one_ends_is_answered_after_it(room: Room) -> None:
    room.ask("One", Script(["Half"], waits=threading.Event()))
    room.qtbot.waitUntil(lambda: bool(room.page.conversation.turns) and "Half" in room.text())
    room.controller.stop()
    room.ask_and_wait("Two", FOUND)
    room.qtbot.waitUntil(lambda: len(room.services.kept) == 2)
    assert [call["conversation"] for call in room.services.calls] == [None, 1]


def test_stopped_before_anything_was_written(room: Room) -> None:
    room.ask("Q", Script((), waits=threading.Event()))
    room.controller.stop()
    room.answered()
    assert "Stopped" in room.page.conversation.turns[0].stage_text
    assert not room.services.kept


def test_follow_ups_stay_in_the_conversation_and_new_starts_another(room: Room) -> None:
    for question in ("One", "Two"):
        room.ask_and_wait(question, FOUND)
    room.controller.new_conversation()
    assert room.page.conversation.turns == ()
    room.ask_and_wait("Three", FOUND)
    assert [turn.conversation_id for turn in room.services.kept] == [1, 1, 2]


def test_ask_again_replaces_in_place_and_a_failure_brings_the_old_answer_back(room: Room) -> None:
    room.ask_and_wait("One", FOUND)
    room.ask_and_wait("Two", FOUND)
    room.services.scripts.append(Script(["Better [1]."], (citation(1),)))
    room.page.conversation.turns[0].again_asked.emit()
    room.answered()
    assert [turn.question for turn in room.page.conversation.turns] == ["One", "Two"]
    assert room.text(0) == "Better [1]."
    assert room.services.kept[-1].replaces == 1
    assert [turn.id for turn in current_turns(room.services.kept)] == [3, 2]
    room.services.scripts.append(Script(error=AppError(ErrorCode.WORKER_CRASHED)))
    room.page.conversation.turns[0].again_asked.emit()
    room.answered()
    assert room.text(0) == "Better [1]."
    assert "helper program" in room.page.conversation.turns[0].notice.text


def test_an_error_is_a_notice_in_words(room: Room) -> None:
    room.ask_and_wait("Q", Script(error=AppError(ErrorCode.DISK_FULL)))
    assert "disk is full" in room.page.conversation.turns[0].notice.text
    room.ask_and_wait("Q", Script(error=ValueError("traceback text")))
    assert "fault in Alcove" in room.page.conversation.turns[1].notice.text
    assert "traceback" not in room.page.conversation.turns[1].notice.text


def test_a_question_that_is_too_long_goes_back_to_the_box(room: Room) -> None:
    long = "why " * 30_000
    room.ask_and_wait(long, Script(error=AppError(ErrorCode.QUESTION_TOO_LONG)))
    assert room.page.conversation.turns == ()
    assert room.page.composer.question == long.strip()
    assert "too long" in room.page.notice.text


def test_an_empty_question_says_what_to_do(room: Room) -> None:
    room.page.composer.set_question("  \n ")
    room.qtbot.keyClick(room.page.composer.box, Qt.Key.Key_Return)
    assert room.page.notice.text == "Write a question first."
    assert not room.services.calls


def test_shift_enter_makes_a_line_and_the_box_grows(room: Room) -> None:
    box = room.page.composer.box
    low = box.height()
    room.qtbot.keyClicks(box, "one")
    room.qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    room.qtbot.keyClicks(box, "two")
    assert box.toPlainText() == "one\ntwo"
    assert box.height() > low
    box.setPlainText("line\n" * 100)
    assert box.height() < 14 * low


def test_enter_that_ends_a_composition_does_not_ask(room: Room) -> None:
    box = room.page.composer.box
    QApplication.sendEvent(box, QInputMethodEvent("nian jia", []))
    room.qtbot.keyClick(box, Qt.Key.Key_Return)
    assert not room.services.calls
    done = QInputMethodEvent("", [])
    done.setCommitString("年假")
    QApplication.sendEvent(box, done)
    assert box.toPlainText() == "年假"
    room.services.scripts.append(FOUND)
    room.qtbot.keyClick(box, Qt.Key.Key_Return)
    room.answered()
    assert len(room.services.calls) == 1


def test_copy_gives_text_and_sources(room: Room) -> None:
    room.ask_and_wait("Q", Script(["28 days of leave [1]."], (citation(1, page=3),)))
    room.page.conversation.turns[0].copy_asked.emit()
    assert QGuiApplication.clipboard().text() == (
        "28 days of leave [1].\n\nSources:\n[1] Document 1, page 3 (/docs/leave.txt)"
    )


def test_scope_narrows_and_a_collection_that_is_gone_widens_again(room: Room) -> None:
    room.services.shelves = (Collection(1, ""), Collection(2, "R & D"))
    room.controller.refresh()
    room.qtbot.waitUntil(lambda: len(room.page.composer.scope._collections) == 2)
    scope = room.page.composer.scope
    scope.set_scope(SearchFilter(collection_id=2))
    assert scope.text() == "R && D"
    room.ask_and_wait("Q", FOUND)
    assert room.services.calls[-1]["scope"] == SearchFilter(collection_id=2)
    scope.set_scope(SearchFilter(kinds=frozenset({DocumentKind.PDF})))
    assert scope.text() == "PDF documents"
    scope.set_scope(SearchFilter(collection_id=2))
    scope.set_collections([Collection(1, "")])
    assert scope.scope == SearchFilter()


def test_a_question_about_chosen_documents_says_which(room: Room) -> None:
    scope = room.page.composer.scope
    scope.set_scope(SearchFilter(document_ids=frozenset({7})), ["lease & annex.pdf"])
    assert scope.text() == "lease && annex.pdf"
    scope.set_collections([Collection(1, "")])
    room.ask_and_wait("Q", FOUND)
    assert room.services.calls[-1]["scope"] == SearchFilter(document_ids=frozenset({7}))
    scope.set_scope(SearchFilter(document_ids=frozenset({7, 8})), ["a", "b"])
    assert scope.text() == "2 documents"
    scope._fill()
    scope._menu.actions()[0].trigger()
    assert scope.scope == SearchFilter()


def test_sources_stand_under_the_answer_and_open(room: Room) -> None:
    room.ask_and_wait("Q", Script(["28 days of leave [1]."], (citation(1, page=3), citation(2, path="/docs/b.txt"))))
    lines = [line for line in room.page.conversation.turns[0].sources.lines if line.isVisible()]
    assert [line.full_text for line in lines] == ["1   Document 1, page 3", "2   Document 2"]
    lines[1].click()
    assert room.opened == [(2, 2)]


def test_an_arrow_up_leads_into_the_answer_and_tab_walks_it_as_it_is_read(room: Room) -> None:
    room.ask_and_wait("Q", FOUND)
    box, turn = room.page.composer.box, room.page.conversation.turns[0]
    box.setFocus()
    room.qtbot.keyClick(box, Qt.Key.Key_Up)
    assert turn.answer_view.focused_citation == 1
    walked = [turn.answer_view]
    for _ in range(5):
        room.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        walked.append(QApplication.focusWidget())
    shown = [line for line in turn.sources.lines if line.isVisible()]
    assert walked == [turn.answer_view, *shown, turn._copy, turn._again, box]


def test_the_empty_page_tells_what_to_do(room: Room) -> None:
    room.qtbot.waitUntil(lambda: "Drop files" in room.page.empty._text.text())
    room.services.ready, room.services.titles = 2, ("Leave & rules",)
    room.controller.refresh()
    room.qtbot.waitUntil(lambda: room.page.empty._examples[0].isVisible())
    room.page.empty._examples[0].click()
    assert room.page.composer.question == "What does “Leave & rules” say about “Holidays”?"


def test_the_empty_page_follows_what_is_being_read(room: Room) -> None:
    room.services.waiting = 3
    room.controller.refresh_soon()
    room.qtbot.waitUntil(lambda: "being read" in room.page.empty._title.text())
    assert not room.page.empty._add.isVisible()
    room.services.ready = 1
    room.controller.refresh_soon()
    room.qtbot.waitUntil(lambda: "like to know" in room.page.empty._title.text())


def test_text_above_does_not_move_while_an_answer_grows(room: Room) -> None:
    for n in range(6):
        room.ask_and_wait(f"Question {n}", Script(["word " * 200], (citation(1),)))
    bar = room.page.conversation.verticalScrollBar()
    room.qtbot.waitUntil(lambda: bar.maximum() > 400)
    bar.setValue(bar.maximum() // 2)
    first = room.page.conversation.turns[0]
    before = first.mapTo(room.page, QPoint(0, 0))
    release = threading.Event()
    room.services.scripts.append(Script(["more " * 400], (citation(1),), waits=release))
    view = room.page.conversation.turns[-1]
    room.controller.ask_again(view)
    room.qtbot.waitUntil(lambda: "more" in room.text())
    QApplication.processEvents()
    assert first.mapTo(room.page, QPoint(0, 0)) == before
    release.set()
    room.answered()


def test_a_long_conversation_shows_its_end_first_and_the_rest_on_demand(room: Room) -> None:
    now = datetime.now(UTC)
    turns = [Turn(n, 1, now, Answer(f"Question {n}", AnswerKind.GENERATED, "word " * 50)) for n in range(1, 48)]
    room.controller.show_conversation(Conversation(1, "Long", now, now), turns)
    page = room.page.conversation
    room.qtbot.waitUntil(lambda: "(27)" in page._earlier.text())
    assert page.turns[0].question == "Question 28"
    assert page.verticalScrollBar().value() == page.verticalScrollBar().maximum()
    page._earlier.click()
    room.qtbot.waitUntil(lambda: "(7)" in page._earlier.text())
    page._earlier.click()
    room.qtbot.waitUntil(lambda: len(page.turns) == 47)
    assert [view.question for view in page.turns] == [f"Question {n}" for n in range(1, 48)]
    assert not page._earlier.isVisible()


def test_history_lists_searches_renames_deletes_and_opens(room: Room) -> None:
    panel = HistoryPanel(room.theme)
    room.qtbot.addWidget(panel)
    panel.show()
    history = HistoryController(panel, room.services, room.controller, room.calls)
    room.ask_and_wait("About leave", FOUND)
    room.controller.new_conversation()
    room.ask_and_wait("About tea", FOUND)
    room.qtbot.waitUntil(lambda: panel.model.rowCount() == 2)
    panel._search.setText("leave")
    room.qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    leave = panel.model.at(0)
    assert leave is not None
    panel.renamed.emit(leave, "About holidays")
    panel._search.setText("")
    room.qtbot.waitUntil(lambda: panel.model.rowCount() == 2)
    room.qtbot.waitUntil(lambda: room.services.names[1] == "About holidays")
    panel.list.setCurrentIndex(panel.model.index(panel.model.row_of(1)))
    room.qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    room.qtbot.waitUntil(lambda: room.controller.conversation_id == 1)
    assert room.text() == "Employees get 28 days of paid leave [1]."
    tea = panel.model.at(panel.model.row_of(2))
    assert tea is not None
    panel.deleted.emit(tea)
    room.qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    assert 2 in room.services.names, "a slip can be undone"
    panel.undo_asked.emit()
    room.qtbot.waitUntil(lambda: panel.model.rowCount() == 2)
    panel.deleted.emit(tea)
    history.delete_now()
    room.qtbot.waitUntil(lambda: 2 not in room.services.names)
