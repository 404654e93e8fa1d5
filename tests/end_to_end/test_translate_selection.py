"""A selection in another program, translated beside it: a key, the small window, 'Replace'. All of it real, on X11."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings.file import ValuesFile
from app.settings.paths import Home
from app.settings.schema import Settings, State
from app.storage.store import Store
from tests.fakes.child_program import ChildProgram
from tests.fakes.screen import Screen, missing_screen

pytestmark = missing_screen

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"
ENGLISH = "The office is closed on Monday."


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with Screen() as made:
        yield made


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    made.create()
    for name in ("tiny-marian-en-zh", "tiny-marian-zh-en"):
        shutil.copytree(MODELS / name, made.models / name)
    ValuesFile(made.settings, Settings).change(language="en")
    ValuesFile(made.state, State).change(translate_pair=">zh", first_run_seen=True)
    return made


def programs(screen: Screen, home: Home) -> tuple[ChildProgram, ChildProgram]:
    environment = screen.environment
    editor = ChildProgram("other_program.py", "editor", environment=environment)
    return editor, ChildProgram("dictation_window.py", str(home.root), environment=environment)


def test_a_selection_is_replaced_by_its_translation(screen: Screen, home: Home) -> None:
    editor, alcove = programs(screen, home)
    with editor, alcove:
        window = editor.told_until(lambda said: said[0] == "window")[1]
        alcove.told_until(lambda said: said[0] == "ready")
        screen.focus(window)
        screen.hands("type", ENGLISH)
        screen.hands("key", "ctrl+a")
        screen.hands("key", "ctrl+alt+Return")
        _selection, text, where = alcove.told_until(lambda said: said[0] == "selection")
        assert "星期一" in text
        assert editor.ask("focus") is True
        screen.hands("mousemove", *[str(number) for number in where], "click", "1")
        alcove.told_until(lambda said: said[:2] == ["inserted", text])
        assert editor.ask("text") == text
    with Store.open(home.store) as store:
        assert [one.source for one in store.translations.list()] == [ENGLISH]


def test_a_text_in_the_wanted_language_goes_into_the_other_one(screen: Screen, home: Home) -> None:
    ValuesFile(home.state, State).change(translate_pair="zh>en")
    editor, alcove = programs(screen, home)
    with editor, alcove:
        window = editor.told_until(lambda said: said[0] == "window")[1]
        alcove.told_until(lambda said: said[0] == "ready")
        screen.focus(window)
        screen.hands("type", ENGLISH)
        screen.hands("key", "ctrl+a")
        screen.hands("key", "ctrl+alt+Return")
        _selection, text, _where = alcove.told_until(lambda said: said[0] == "selection")
        assert "星期一" in text
