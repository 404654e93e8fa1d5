"""A downloaded model in the window: it answers and goes on, a stop keeps what was written, a broken one is survived."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.composition import Alcove
from app.domain.ask.conversation import AnswerKind
from app.seal.models import SealState
from app.settings.paths import Home
from app.ui.ask.controller import AskController
from app.ui.ask.page import AskPage
from app.ui.bridge import Calls, MainThread
from app.ui.theme.theme import Theme
from tests.fakes.imported_models import change, downloaded

QUESTION = "What is the deposit?"


@pytest.fixture
def alcove(tmp_path: Path) -> Iterator[Alcove]:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "lease.md").write_text("# Lease\n\nThe deposit is three months of rent.\n", encoding="utf-8")
    opened = Alcove.open(Home(tmp_path / "home"), SealState(sealed=False, means="", reason=None))
    opened.add_documents.start([documents], on_event=lambda _event: None).wait()
    yield opened
    opened.close()


@pytest.fixture
def page(alcove: Alcove, qtbot: QtBot, theme: Theme) -> AskPage:
    page = AskPage(theme)
    page.controller = AskController(  # type: ignore[attr-defined]
        page, alcove.ask, alcove.library, Calls(alcove.background, MainThread()), lambda *_: None
    )
    qtbot.addWidget(page)
    page.resize(700, 700)
    page.show()
    return page


@pytest.fixture
def ask(page: AskPage, qtbot: QtBot) -> Callable[..., str]:
    def asked(question: str, *, stops: bool = False) -> str:
        turns = len(page.conversation.turns)
        page.composer.set_question(question)
        qtbot.keyClick(page.composer.box, Qt.Key.Key_Return)
        controller = page.controller  # type: ignore[attr-defined]
        if stops:
            shown = lambda: len(page.conversation.turns) > turns and _text(page) != ""  # noqa: E731
            qtbot.waitUntil(shown)
            controller.stop()
        qtbot.waitUntil(lambda: not controller.is_working)
        return _text(page)

    return asked


def _text(page: AskPage) -> str:
    return str(page.conversation.turns[-1].answer_view.answer.plain_text)


def test_a_downloaded_model_answers_in_the_window_and_goes_on(
    alcove: Alcove, ask: Callable[..., str], tmp_path: Path
) -> None:
    alcove.import_models.take(downloaded(tmp_path / "shared", "qwen3-gqa", "model_q4"))
    assert "word" in ask(QUESTION)
    assert "word" in ask(QUESTION)
    (conversation,) = alcove.history.conversations()
    turns = alcove.history.turns(conversation.id)
    assert [turn.answer.kind for turn in turns] == [AnswerKind.GENERATED] * 2
    assert {turn.answer.model for turn in turns} == {"shared-q4"}


def test_a_stop_in_the_window_keeps_what_was_written(alcove: Alcove, ask: Callable[..., str], tmp_path: Path) -> None:
    folder = downloaded(tmp_path / "endless", "qwen2-onnx", "model_q4")
    for name in ("config.json", "generation_config.json"):
        change(folder / name, lambda values: {**values, "eos_token_id": None})
    alcove.import_models.take(folder)
    written = ask(QUESTION, stops=True)
    (conversation,) = alcove.history.conversations()
    (turn,) = alcove.history.turns(conversation.id)
    assert turn.answer.stopped
    assert written.split()[0] == turn.answer.text.split()[0]


def test_a_broken_model_is_said_and_the_window_goes_on(
    alcove: Alcove, ask: Callable[..., str], page: AskPage, tmp_path: Path
) -> None:
    folder = downloaded(tmp_path / "broken", "qwen2-genai-int4")
    weights = folder / "model.onnx.data"
    weights.write_bytes(b"\xff" * weights.stat().st_size)
    broken = alcove.import_models.take(folder)
    ask(QUESTION)
    assert page.conversation.turns[-1].notice.text.startswith("The model is damaged")
    assert alcove.history.conversations() == []
    alcove.models.remove(broken)
    assert "three months" in ask(QUESTION), "without it the answer is a quote"
