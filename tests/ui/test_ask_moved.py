"""A graphics card that fails in the middle of an answer: the page begins again, says so, and says what wrote it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.ask.asking import AskSpeed
from app.jobs.background import Background
from app.ui.ask.controller import AskController
from app.ui.ask.page import AskPage
from app.ui.ask.turn_view import TurnView
from app.ui.assets import assets_folder
from app.ui.bridge import Calls, MainThread
from app.ui.theme.theme import Theme
from app.ui.translation import Translations
from tests.fakes.ask_stand_in import AskStandIn, Script, citation


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, theme: Theme) -> Iterator[tuple[AskPage, AskController, AskStandIn]]:
    Translations(qapp, assets_folder() / "i18n").apply("en")
    services, background = AskStandIn(), Background()
    made = AskPage(theme)
    qtbot.addWidget(made)
    controller = AskController(made, services, services, Calls(background, MainThread()), lambda _all, _n: None)
    made.show()
    yield made, controller, services
    assert background.close()


def ask(page: tuple[AskPage, AskController, AskStandIn], script: Script) -> TurnView:
    page[2].scripts.append(script)
    page[0].composer.set_question("What is the deposit?")
    page[0].composer.asked.emit()
    return page[0].conversation.turns[-1]


def test_what_the_card_wrote_goes_and_the_answer_says_what_happened(
    page: tuple[AskPage, AskController, AskStandIn], qtbot: QtBot
) -> None:
    held = threading.Event()
    script = Script(
        ["Three months [1]."],
        (citation(1),),
        before_the_card_failed=["Nonsense of the card"],
        speed=AskSpeed("cpu", 12.4),
        waits=held,
    )
    view = ask(page, script)
    qtbot.waitUntil(lambda: view.answer_view.answer.plain_text == "Three months [1].")
    assert "graphics card failed" in view.remarks_text
    held.set()
    qtbot.waitUntil(lambda: not page[1].is_working)
    assert "Nonsense" not in view.answer_view.answer.plain_text
    assert view.foot_text == "tiny · 0.1 s · 12 tokens/s on the processor"
