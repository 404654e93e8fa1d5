"""What a model thinks stands folded above its answer; what did not fit it, and that it repeats itself, is said."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.jobs.background import Background
from app.ui.ask.controller import AskController
from app.ui.ask.page import AskPage
from app.ui.ask.turn_view import TurnView
from app.ui.assets import assets_folder
from app.ui.bridge import Calls, MainThread
from app.ui.theme.theme import Theme
from app.ui.translation import Translations
from tests.fakes.ask_stand_in import AskStandIn, Script, citation


class Room:
    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.qtbot, self.services, self.background = qtbot, AskStandIn(), Background()
        self.page = AskPage(theme)
        qtbot.addWidget(self.page)
        self.page.resize(900, 700)
        calls = Calls(self.background, MainThread())
        self.controller = AskController(self.page, self.services, self.services, calls, lambda _all, _n: None)
        self.page.show()

    def ask(self, script: Script) -> TurnView:
        self.services.scripts.append(script)
        self.page.composer.set_question("What is the deposit?")
        self.qtbot.keyClick(self.page.composer.box, Qt.Key.Key_Return)
        return self.page.conversation.turns[-1]

    def answered(self, script: Script) -> TurnView:
        view = self.ask(script)
        self.qtbot.waitUntil(lambda: not self.controller.is_working)
        return view


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, theme: Theme) -> Iterator[Room]:
    Translations(qapp, assets_folder() / "i18n").apply("en")
    made = Room(qtbot, theme)
    yield made
    assert made.background.close()


THOUGHT = Script(["Three months [1]."], (citation(1),), thought=["The person asks for the deposit. ", "Passage 1."])


def test_a_thought_is_one_folded_line_and_no_part_of_the_answer(room: Room) -> None:
    view = room.answered(THOUGHT)
    assert view.answer_view.answer.plain_text == "Three months [1]."
    assert (view.thought.isHidden(), view.thought.is_open, view.thought.line.text()) == (
        False,
        False,
        "Thought for 4 s",
    )
    assert view.thought.geometry().bottom() < view.answer_view.geometry().top()
    assert "asks for" not in view.spoken()
    view.copy_asked.emit()
    assert "asks for" not in QGuiApplication.clipboard().text()


def test_a_press_or_a_key_opens_it_and_folds_it_again(room: Room) -> None:
    view = room.answered(THOUGHT)
    room.qtbot.mouseClick(view.thought.line, Qt.MouseButton.LeftButton)
    assert view.thought.is_open
    assert view.thought.text == "The person asks for the deposit. Passage 1."
    assert view.focus_order[0] is view.thought.line
    view.thought.line.setFocus()
    room.qtbot.keyClick(view.thought.line, Qt.Key.Key_Space)
    assert not view.thought.is_open


def test_while_it_thinks_the_line_says_so(room: Room) -> None:
    release = threading.Event()
    view = room.ask(Script((), thought=["Let me see"], thought_seconds=None, waits=release))
    room.qtbot.waitUntil(lambda: not view.thought.isHidden())
    assert (view.thought.line.text(), view.stage_text) == ("Thinking…", "")
    assert room.controller.stop()
    assert (view.thought.isHidden(), view.stage_text) == (True, "Stopped.")
    room.qtbot.waitUntil(lambda: not room.controller.is_working)


def test_an_answer_without_a_thought_shows_no_line(room: Room) -> None:
    view = room.answered(Script(["Three months [1]."], (citation(1),)))
    assert view.thought.isHidden()
    empty = room.answered(Script(["Three months [1]."], (citation(1),), thought=["\n\n"]))
    assert empty.thought.isHidden()


def test_a_kept_thought_is_there_when_the_conversation_is_opened_again(room: Room) -> None:
    room.answered(THOUGHT)
    (conversation,) = room.services.conversations()
    room.controller.show_conversation(conversation, room.services.turns(conversation.id))
    view = room.page.conversation.turns[-1]
    assert (view.thought.isHidden(), view.thought.line.text()) == (False, "Thought for 4 s")


def test_signs_that_turn_a_text_around_are_left_out_of_a_thought(room: Room) -> None:
    view = room.answered(Script(["A [1]."], (citation(1),), thought=["a\u202eb<b>c"]))
    assert view.thought.text == "ab<b>c"


def test_a_model_that_repeats_itself_is_said_in_a_plain_sentence(room: Room) -> None:
    view = room.answered(Script(["la la la la [1]"], (citation(1),), cut=True, repeats=True))
    assert view.remarks_text.splitlines()[0] == "The model began to repeat itself and was stopped."
    assert "limit" not in view.remarks_text


def test_what_did_not_fit_the_model_is_said(room: Room) -> None:
    view = room.answered(Script(["A [1]."], (citation(1),), left_out=2, left_out_turns=1))
    assert "Passages left out because the model has no room for them: 2." in view.remarks_text
    assert "Earlier questions left out because the model has no room for them: 1." in view.remarks_text
