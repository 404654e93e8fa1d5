"""The first run of an empty home: the set, a trial, a first answer; or a stick, or nothing; left and found again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.composition import Alcove
from app.ui.ask.turn_view import TurnView
from app.ui.assembly import Assembly
from app.ui.first_run.page import FirstRunPage, Stage
from app.ui.models.page import ModelsPage
from app.ui.theme.theme import Theme
from app.wording.quantities import amount
from tests.fakes.hub_server import HubServer
from tests.fakes.model_window import TINY_CHAT, opened, shown, tiny_chat_entry, write_catalogue


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubServer]:
    with HubServer(tmp_path / "hub") as served:
        yield served


@pytest.fixture
def alcove(tmp_path: Path, hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Alcove]:
    folder = write_catalogue(tmp_path / "catalogue", tiny_chat_entry(hub))
    monkeypatch.setattr("app.composition.catalogue_folder", lambda: folder)
    with opened(tmp_path / "home", hub) as made:
        yield made


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, theme: Theme, alcove: Alcove) -> Iterator[Assembly]:
    with shown(qtbot, qapp, theme, alcove) as made:
        yield made


def page_of(window: Assembly) -> FirstRunPage:
    page = window.shell.page("first_run")
    assert isinstance(page, FirstRunPage)
    return page


def first_turn(qtbot: QtBot, window: Assembly) -> TurnView:
    """The first question on the Ask page, with its answer."""
    conversation = window.shell.page("ask").conversation  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: [turn.turn is not None for turn in conversation.turns] == [True])
    qtbot.waitUntil(lambda: not window.ask.is_working)
    assert window.shell.page_name == "ask"
    found: TurnView = conversation.turns[0]
    return found


def test_the_set_comes_is_tried_and_answers_a_first_question(
    qtbot: QtBot, window: Assembly, alcove: Alcove, hub: HubServer
) -> None:
    page = page_of(window)
    assert (window.shell.page_name, page.stage) == ("first_run", Stage.WELCOME)
    qtbot.waitUntil(page.welcome.get.isEnabled)
    for door in ("Ask your own documents", "Translate texts", "Dictate into any program"):
        assert door in page.welcome.text
    size = amount(sum(path.stat().st_size for path in hub.files("alcove/little-writer")))
    assert f"Little Writer · {size} · MIT" in page.welcome.text
    assert "to download from 127.0.0.1" in page.welcome.text
    assert "Nothing but this download ever uses the network" in page.welcome.text
    page.welcome.get.click()
    qtbot.waitUntil(lambda: page.stage is Stage.COMING)
    qtbot.waitUntil(lambda: page.stage is Stage.READY)
    assert "Little Writer will answer" in page.ready.text
    assert "tokens/s" in page.ready.text, "it was tried before it was called ready"
    page.ready.press(0)
    turn = first_turn(qtbot, window)
    assert turn.turn is not None
    assert turn.turn.answer.model == "little-writer"
    assert any("lease" in document.path.name for document in alcove.library.documents())
    assert alcove.state.values.first_run_seen


def test_without_a_model_the_answer_is_a_quote_with_its_source(qtbot: QtBot, window: Assembly) -> None:
    page = page_of(window)
    page.welcome.start.click()
    qtbot.waitUntil(lambda: page.stage is Stage.READY)
    assert "word for word" in page.ready.text
    page.ready.press(0)
    turn = first_turn(qtbot, window)
    assert "two months" in turn.answer_view.answer.plain_text
    assert turn.citations


def test_a_stick_leads_back_to_the_first_steps(qtbot: QtBot, window: Assembly, hub: HubServer, tmp_path: Path) -> None:
    shutil.copytree(TINY_CHAT, tmp_path / "stick" / "tiny-chat")
    page_of(window).welcome.bring.click()
    models = window.shell.page("models")
    assert isinstance(models, ModelsPage)
    assert window.shell.page_name == "models"
    window.shell.paths_dropped.emit([tmp_path / "stick" / "tiny-chat"])
    qtbot.waitUntil(lambda: bool(models.bring.rows))
    models.bring.rows[0].press()
    qtbot.waitUntil(lambda: "The model is here" in models.notice.text)
    models.notice.action_chosen.emit()
    assert window.shell.page_name == "first_run"
    qtbot.waitUntil(lambda: page_of(window).stage is Stage.READY)
    assert hub.asked == [], "nothing was asked of any network"


def test_it_is_left_by_any_door_and_found_again_in_the_palette(
    qtbot: QtBot, qapp: QApplication, theme: Theme, window: Assembly, alcove: Alcove
) -> None:
    window.shell.show_page("library")
    assert alcove.state.values.first_run_seen
    kept = json.loads(alcove.home.state.read_text(encoding="utf-8"))
    assert (kept["first_run_seen"], kept["last_page"]) == (True, "library")
    assert not window.doors.wants_first_run()
    window.palette.open()
    window.palette._box.setText("first steps")
    assert "First steps" in window.palette.titles
    window.palette.close_palette()
    window.shell.show_page("first_run")
    window.choose_language("zh_CN")
    qtbot.waitUntil(lambda: "欢迎使用 Alcove" in page_of(window).welcome.text)
    for door in ("提问", "翻译", "听写"):
        assert door in page_of(window).welcome.text
    window.choose_language("en")


def test_a_home_with_documents_does_not_begin_anew(alcove: Alcove, window: Assembly, tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text("# Tea\n\nLongjing comes from Hangzhou.\n", encoding="utf-8")
    alcove.add_documents.start([tmp_path / "tea.md"], on_event=lambda _event: None).wait()
    alcove.state.change(first_run_seen=False)
    assert not window.doors.wants_first_run()
    assert alcove.state.values.first_run_seen
