"""What is spoken for another page than Dictate: it hears that somebody listens, gets the text, or is told why not."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.dictate.dictating import Dictated, DictationState, MicrophoneProblem
from app.settings.file import ValuesFile
from app.settings.schema import Settings
from app.ui.dictate_live import DictateLive


class Dictation(QObject):
    """A dictation without a microphone: a test says what happens to it."""

    state_changed = Signal(DictationState)
    level_changed = Signal(float)
    text_changed = Signal(object)
    dictated = Signal(Dictated)
    not_inserted = Signal(object, object)
    failed = Signal(object)
    microphone_failed = Signal(MicrophoneProblem)

    def __init__(self) -> None:
        super().__init__()
        self.state, self.is_for_page = DictationState.IDLE, False

    @property
    def is_live(self) -> bool:
        return self.state in (DictationState.OPENING, DictationState.LISTENING)

    def start(self, *, here: bool = False) -> None:
        self.is_for_page = here
        self.go(DictationState.OPENING)

    def toggle(self) -> None:
        self.go(DictationState.WRITING)

    def go(self, state: DictationState) -> None:
        self.state = state
        self.state_changed.emit(state)


class Doors(QObject):
    ready = Signal()
    recovered = Signal(Dictated)
    key_armed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.controller: Dictation | None = Dictation()
        self.keys = self.key_refusal = None
        self.was_prepared = True


class Listener:
    """The other page."""

    def __init__(self, live: DictateLive) -> None:
        self.heard: list[str] = []
        self.listening: list[bool] = []
        self.refused: list[str] = []
        live.listening.connect(self.listening.append)
        live.refused.connect(lambda title, _text: self.refused.append(title))


@pytest.fixture
def made(qtbot: QtBot, tmp_path: Path) -> tuple[DictateLive, Dictation, Listener]:
    shell, doors = QWidget(), Doors()
    assert doors.controller is not None
    qtbot.addWidget(shell)
    alcove: Any = SimpleNamespace(settings=ValuesFile(tmp_path / "settings.json", Settings))
    parts: Any = (alcove, None, shell, doors)
    live = DictateLive(*parts)
    doors.setParent(shell)
    doors.ready.emit()
    return live, doors.controller, Listener(live)


def test_another_page_sees_that_it_is_heard_and_gets_the_text(made: tuple[DictateLive, Dictation, Listener]) -> None:
    live, dictation, page = made
    live.speak_into(page.heard.append)
    dictation.go(DictationState.LISTENING)
    assert page.listening == [True, True]
    live.speak_into(page.heard.append)
    assert page.listening[-1] is False
    dictation.dictated.emit(Dictated("the rent is due"))
    dictation.go(DictationState.IDLE)
    assert page.heard == ["the rent is due"]
    assert page.refused == []


@pytest.mark.parametrize(
    ("was_prepared", "title"), [(True, "No sound on this system"), (False, "The microphone is not ready yet")]
)
def test_another_page_is_told_why_there_is_nothing_to_listen_with(
    qtbot: QtBot, tmp_path: Path, was_prepared: bool, title: str
) -> None:
    shell = QWidget()
    qtbot.addWidget(shell)
    doors = Doors()
    doors.setParent(shell)
    doors.controller, doors.was_prepared = None, was_prepared
    alcove: Any = SimpleNamespace(settings=ValuesFile(tmp_path / "settings.json", Settings))
    parts: Any = (alcove, None, shell, doors)
    page = Listener(live := DictateLive(*parts))
    live.speak_into(page.heard.append)
    assert page.refused == [title]
    assert page.listening == []


def test_another_page_is_told_that_there_is_no_microphone(made: tuple[DictateLive, Dictation, Listener]) -> None:
    live, dictation, page = made
    live.speak_into(page.heard.append)
    dictation.go(DictationState.IDLE)
    dictation.microphone_failed.emit(MicrophoneProblem.NONE)
    assert page.refused == ["No microphone"]
    assert page.listening[-1] is False


def test_a_dictation_into_another_program_is_none_of_its_business(
    made: tuple[DictateLive, Dictation, Listener],
) -> None:
    live, dictation, page = made
    live.speak_into(page.heard.append)
    dictation.go(DictationState.IDLE)  # cancelled on the way
    before = len(page.listening)
    dictation.start()
    dictation.dictated.emit(Dictated("for the other program"))
    dictation.go(DictationState.IDLE)
    assert page.heard == []
    assert len(page.listening) == before
