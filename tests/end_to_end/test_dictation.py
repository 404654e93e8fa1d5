"""Dictation as a person does it: a key, a voice, and the words stand in another program with the clipboard as before.

Everything is real but the model: the sealed window, X11, a virtual microphone into which espeak-ng speaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.dictation_desk import Desk, content, focus, ready, until
from tests.fakes.screen import Screen, missing_screen
from tests.fakes.sound_server import SoundServer, missing_sound

pytestmark = [missing_screen, missing_sound]


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with Screen() as made:
        yield made


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundServer]:
    with SoundServer(tmp_path_factory.mktemp("sound") / "pulse") as made:
        yield made


@pytest.fixture
def desk(tmp_path: Path, screen: Screen, sound: SoundServer) -> Iterator[Desk]:
    made = Desk(tmp_path, screen, sound)
    yield made
    sound.unplug(made.microphone)


def test_held_key_spoken_words_and_the_clipboard_as_before(desk: Desk) -> None:
    with desk.other("owner") as owner, desk.other() as editor, desk.alcove() as alcove:
        _ready, refusal, is_sealed, microphones = ready(alcove)
        assert (refusal, is_sealed, len(microphones)) == (None, True, 1)
        owner.told()
        owner.ask("copy")
        focus(desk, editor)
        before = editor.ask("clipboard")
        assert {"text/html", "application/x-alcove-test", "image/png"} < set(before)
        desk.hold(down=True)
        until(alcove, "state", "opening")
        desk.sound.play(desk.voice)
        desk.hold(down=False)
        until(alcove, "state", "writing")
        _dictated, text, seconds, _at = until(alcove, "dictated")
        assert seconds > 2
        _inserted, inserted, program, _at = until(alcove, "inserted")
        assert (inserted, program) == (text, "editor")
        assert editor.ask("text") == text
        assert text.endswith("tenths, 听到了")
        after = editor.ask("clipboard")
        assert content(after) == content(before)
        assert set(after) == set(before)
        assert editor.ask("focus") is True
    [row] = desk.history()
    assert (row.text, row.program, row.has_sound) == (text, "editor", False)


def test_silence_inserts_nothing(desk: Desk) -> None:
    with desk.other() as editor, desk.alcove() as alcove:
        ready(alcove)
        focus(desk, editor)
        editor.ask("copy")
        before = editor.ask("clipboard")
        alcove.tell("toggle")
        until(alcove, "text")
        alcove.tell("toggle")
        assert until(alcove, "dictated")[1] == ""
        until(alcove, "state", "idle")
        assert editor.ask("text") == ""
        assert editor.ask("clipboard") == before
    assert desk.history() == []


def test_escape_throws_it_away_and_is_let_go_of_afterwards(desk: Desk) -> None:
    with desk.other() as editor, desk.alcove() as alcove:
        ready(alcove)
        focus(desk, editor)
        desk.choose(dictation_mode="toggle")
        desk.screen.hands("key", "ctrl+alt+space")
        until(alcove, "state", "opening")
        desk.sound.play(desk.voice)
        desk.screen.hands("key", "Escape")
        until(alcove, "state", "idle")
        assert editor.ask("keys") == []
        desk.screen.hands("key", "Escape")
        assert editor.told_until(lambda said: said[0] == "key") == ["key", "Escape"]
        assert editor.ask("text") == ""
    assert desk.history() == []


def test_hands_free_ends_by_itself(desk: Desk) -> None:
    desk.choose(dictation_mode="hands_free", dictation_insert="type")
    with desk.other() as editor, desk.alcove() as alcove:
        ready(alcove)
        focus(desk, editor)
        desk.screen.hands("key", "ctrl+alt+space")
        until(alcove, "state", "opening")
        desk.sound.play(desk.voice)
        text = until(alcove, "inserted")[1]
        assert editor.ask("text") == text


def test_a_microphone_lost_in_the_middle_loses_no_word(desk: Desk) -> None:
    with desk.other() as editor, desk.alcove() as alcove:
        ready(alcove)
        focus(desk, editor)
        alcove.tell("toggle")
        until(alcove, "state", "opening")
        desk.sound.play(desk.voice)
        desk.sound.unplug(desk.microphone)
        assert until(alcove, "microphone failed")[1] == "microphone.lost"
        text = until(alcove, "inserted")[1]
        assert editor.ask("text") == text
        alcove.tell("toggle")
        assert until(alcove, "microphone failed")[1] in ("microphone.none", "microphone.cannot_open")
        desk.microphone = desk.sound.plug_in("second")
        alcove.tell("toggle")
        until(alcove, "state", "opening")
        alcove.tell("toggle")
        until(alcove, "dictated")


def test_another_microphone_goes_on(desk: Desk) -> None:
    second = desk.sound.plug_in("spare")
    desk.sound.control("set-default-source", "microphone")
    with desk.other() as editor, desk.alcove() as alcove:
        ready(alcove)
        focus(desk, editor)
        alcove.tell("toggle")
        until(alcove, "state", "opening")
        desk.sound.play(desk.voice)
        assert editor.ask("focus") is True  # the overlay shows the words, and leaves the focus where it was
        desk.sound.unplug(desk.microphone)
        until(alcove, "microphone changed")
        desk.sound.play(desk.voice, "spare")
        alcove.tell("toggle")
        _dictated, text, seconds, _at = until(alcove, "dictated")
        assert seconds > 4
        assert int(text.split()[1]) > 40  # tenths of a second: both sentences were heard
    desk.microphone = second


def test_a_kill_in_the_middle_loses_nothing_that_was_said(desk: Desk) -> None:
    with desk.other() as editor, desk.alcove() as alcove:
        ready(alcove)
        focus(desk, editor)
        alcove.tell("toggle")
        until(alcove, "state", "opening")
        desk.sound.play(desk.voice)
        alcove.process.kill()
        alcove.process.wait(60)
    with desk.alcove() as alcove:
        ready(alcove)
        assert until(alcove, "waiting")[1] == 1
        _recovered, text, seconds = until(alcove, "recovered")
        assert seconds > 2
        assert int(text.split()[1]) > 15
    [row] = desk.history()
    assert row.text == text


def test_the_second_before_the_key_is_there_where_it_is_wanted(desk: Desk) -> None:
    desk.choose(dictation_pre_roll=True, dictation_mode="toggle")
    with desk.other() as editor, desk.alcove() as alcove:
        ready(alcove)
        focus(desk, editor)
        desk.sound.play(desk.voice)
        alcove.tell("toggle")
        until(alcove, "text")
        alcove.tell("toggle")
        text = until(alcove, "dictated")[1]
        assert int(text.split()[1]) >= 3  # tenths of a second that were spoken before the key


def test_a_kill_while_it_is_written_loses_nothing(desk: Desk) -> None:
    with desk.other() as editor, desk.alcove(slow=True) as alcove:
        ready(alcove)
        focus(desk, editor)
        alcove.tell("toggle")
        until(alcove, "state", "opening")
        desk.sound.play(desk.voice)
        alcove.tell("toggle")
        until(alcove, "state", "writing")
        until(alcove, "text")  # the frames before the end have been taken
        alcove.process.kill()
        alcove.process.wait(60)
        assert editor.ask("text") == ""
    with desk.alcove() as alcove:
        ready(alcove)
        _recovered, text, seconds = until(alcove, "recovered")
        assert seconds > 2
        assert int(text.split()[1]) > 20
    assert [row.text for row in desk.history()] == [text]
