"""Text into another program on a real X server: every script, by paste and by keys, and the clipboard as it was."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.child_program import ChildProgram
from tests.fakes.screen import Screen, missing_screen
from tests.fakes.sound_server import SoundServer, missing_sound

pytestmark = missing_screen
TEXT = "Straße, café; 你好，世界！ Привет. 𠮷 £5 “quoted” – done."
PASTES = 200
REST_SECONDS = 30


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with Screen() as made:
        yield made


@pytest.fixture
def paster(screen: Screen) -> Iterator[ChildProgram]:
    with ChildProgram("paste_many.py", environment=screen.environment) as made:
        assert made.told() == ["ready", True]
        yield made
    assert made.ended == 0  # also where its text is left in the clipboard


def opened(screen: Screen, program: ChildProgram) -> None:
    screen.focus(program.told()[1])


@pytest.mark.parametrize("method", ["paste", "type"])
def test_every_script_arrives_whole(screen: Screen, paster: ChildProgram, method: str) -> None:
    with ChildProgram("other_program.py", "editor", environment=screen.environment) as editor:
        opened(screen, editor)
        assert paster.ask(f"{method} {TEXT}") == ["done", "editor"]
        assert editor.ask("text") == TEXT


def test_with_the_keys_of_the_hotkey_still_held(screen: Screen, paster: ChildProgram) -> None:
    with ChildProgram("other_program.py", "editor", environment=screen.environment) as editor:
        opened(screen, editor)
        screen.hands("keydown", "ctrl", "keydown", "alt", "keydown", "shift")
        try:
            assert paster.ask(f"paste {TEXT}") == ["done", "editor"]
        finally:
            screen.hands("keyup", "shift", "keyup", "alt", "keyup", "ctrl")
        assert editor.ask("text") == TEXT


def test_typing_and_leaving_in_the_clipboard_press_no_paste(screen: Screen, paster: ChildProgram) -> None:
    with ChildProgram("other_program.py", "editor", environment=screen.environment) as editor:
        opened(screen, editor)
        editor.ask("copy")
        before = editor.ask("clipboard")
        assert paster.ask("type plain") == ["done", "editor"]
        assert editor.ask("clipboard") == before
        assert paster.ask("clipboard left here") == ["done", "editor"]
        held = editor.ask("clipboard")
        assert bytes.fromhex(held["text/plain"]).decode() == "left here"
        assert bytes.fromhex(held["x-kde-passwordManagerHint"]) == b"secret"
        assert editor.ask("text") == "plain"


def test_a_program_that_does_not_take_the_text(screen: Screen, paster: ChildProgram) -> None:
    with ChildProgram("other_program.py", "editor", environment=screen.environment) as editor:
        opened(screen, editor)
        editor.ask("deaf")
        assert paster.ask(f"paste {TEXT}") == ["refused", "not_taken"]
        assert bytes.fromhex(editor.ask("clipboard")["text/plain"]).decode() == TEXT


def test_what_a_person_copies_meanwhile_stays(screen: Screen, paster: ChildProgram) -> None:
    with ChildProgram("other_program.py", "editor", environment=screen.environment) as editor:
        opened(screen, editor)
        editor.ask("copy when pasted")
        assert paster.ask("paste one") == ["done", "editor"]
        assert editor.ask("text") == "one"
        assert "application/x-alcove-test" in editor.ask("clipboard")


@pytest.mark.slow
def test_two_hundred_pastes_and_the_clipboard_put_back_each_time(screen: Screen, paster: ChildProgram) -> None:
    environment = screen.environment
    with (
        ChildProgram("other_program.py", "owner", environment=environment) as owner,
        ChildProgram("other_program.py", "editor", environment=environment) as editor,
    ):
        owner.told()
        owner.ask("copy")
        opened(screen, editor)
        kept = ("text/plain", "text/html", "application/x-alcove-test", "image", "image/png")
        before = {name: value for name, value in editor.ask("clipboard").items() if name in kept}
        assert len(before) == len(kept)
        arrived, changed = 0, []
        for n in range(PASTES):
            assert paster.ask(f"paste text number {n}, 第{n}句") == ["done", "editor"]
            arrived += editor.ask("text") == f"text number {n}, 第{n}句"
            editor.ask("clear")
            after = editor.ask("clipboard")
            changed += [(n, name, after.get(name, "")[:40]) for name in kept if after.get(name) != before[name]]
        assert (arrived, changed) == (PASTES, [])


@pytest.mark.slow
@missing_sound
def test_an_armed_key_costs_next_to_nothing(screen: Screen, tmp_path: Path) -> None:
    with SoundServer(tmp_path / "pulse") as sound:
        sound.plug_in()
        environment = screen.environment | sound.environment
        home = str(tmp_path / "home")
        with ChildProgram("dictation_window.py", home, "stand-in", environment=environment) as alcove:
            alcove.told_until(lambda said: said[0] == "ready")
            alcove.told_until(lambda said: said[0] == "waiting")
            with pytest.raises(queue.Empty):
                alcove.told(10)  # what a start does at leisure is over then
            before = alcove.ask("cpu")[1]
            with pytest.raises(queue.Empty):
                alcove.told(REST_SECONDS)
            used = alcove.ask("cpu")[1] - before
            print(f"processor at rest with a key armed: {100 * used / REST_SECONDS:.2f} % of a core")
            assert used / REST_SECONDS < 0.01
