"""`alcove dictate` as a person's shell starts it: the text, or one sentence that says why there is none."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.recordings import Recordings
from app.storage.store import Store
from tests.fakes.alcove_command import AlcoveCommand
from tests.fakes.child_program import ChildProgram
from tests.fakes.sound_server import SoundServer, missing_sound, speak
from tests.fakes.tiny_whisper import install


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundServer]:
    with SoundServer(tmp_path_factory.mktemp("sound") / "pulse") as made:
        yield made


def test_without_a_microphone(alcove: AlcoveCommand, tmp_path: Path) -> None:
    said = alcove.run("dictate", "--seconds", "3", env=alcove.environment(PULSE_SERVER=f"unix:{tmp_path / 'nobody'}"))
    assert (said.status, said.out) == (1, "")
    assert said.sentence.startswith("No microphone")


@missing_sound
def test_without_a_model(alcove: AlcoveCommand, sound: SoundServer) -> None:
    microphone = sound.plug_in()
    said = alcove.run("dictate", "--seconds", "3", env=alcove.environment(**sound.environment))
    assert (said.status, said.out) == (1, "")
    assert said.sentence.startswith("No speech model yet")
    told = alcove.run("dictate", "--seconds", "3", "--json", env=alcove.environment(**sound.environment))
    assert told.only["error"] == "speech.model_missing"
    sound.unplug(microphone)


def test_a_toggle_without_a_window(alcove: AlcoveCommand) -> None:
    said = alcove.run("dictate", "--toggle")
    assert said.status == 1
    assert "not open" in said.sentence
    alcove.run("library")  # a home, and still no window
    said = alcove.run("dictate", "--toggle")
    assert said.status == 1
    assert list((alcove.home / "handover").iterdir()) == []


@missing_sound
def test_a_toggle_begins_and_ends_in_the_window_that_runs(alcove: AlcoveCommand, sound: SoundServer) -> None:
    microphone = sound.plug_in()
    environment = sound.environment | {"QT_QPA_PLATFORM": "offscreen"}
    with ChildProgram("dictation_window.py", str(alcove.home), "stand-in", environment=environment) as window:
        window.told_until(lambda said: said[0] == "ready")
        assert alcove.run("dictate", "--toggle").status == 0
        window.told_until(lambda said: said[:2] == ["state", "opening"])
        window.told_until(lambda said: said[0] == "text")
        assert alcove.run("dictate", "--toggle").status == 0
        assert window.told_until(lambda said: said[0] == "dictated")[1] == ""
    sound.unplug(microphone)


@missing_sound
def test_what_is_said_is_printed_kept_and_found(alcove: AlcoveCommand, sound: SoundServer, tmp_path: Path) -> None:
    microphone = sound.plug_in()
    alcove.run("library")
    install(alcove.home / "models" / "stand-in")
    voice = speak("Hello world, this is spoken into the microphone.", tmp_path / "voice.wav")
    environment = alcove.environment(**sound.environment)
    with alcove.start("dictate", "--seconds", "60", "--json", env=environment) as process:
        wait_for_a_listener(sound)
        sound.play(voice)  # the pause after it ends the dictation
        out, err = process.communicate(timeout=150)
    sound.unplug(microphone)
    assert process.returncode == 0, err.decode()
    told = json.loads(out)
    assert "boats leave the harbour" in told["text"]
    assert 2 < told["seconds"] < 30
    found = alcove.run("find", "boats harbour", "--json").objects
    assert any("boats" in str(one) for one in found), (found, alcove.run("library").out, told)


def wait_for_a_listener(sound: SoundServer) -> None:
    deadline = time.monotonic() + 90
    while "Source Output" not in sound.control("list", "source-outputs"):
        assert time.monotonic() < deadline


@missing_sound
def test_ctrl_c_throws_it_away(alcove: AlcoveCommand, sound: SoundServer, tmp_path: Path) -> None:
    microphone = sound.plug_in()
    alcove.run("library")
    install(alcove.home / "models" / "stand-in")
    voice = speak("Hello world.", tmp_path / "voice.wav")
    with alcove.start("dictate", "--seconds", "60", env=alcove.environment(**sound.environment)) as process:
        wait_for_a_listener(sound)
        sound.play(voice)
        process.send_signal(signal.SIGINT)
        out, _err = process.communicate(timeout=150)
    sound.unplug(microphone)
    assert (process.returncode, out) == (130, b"")
    with Store.open(alcove.home / "library.db") as store:
        assert store.dictations.list() == []
        assert Recordings(alcove.home / "recordings.db", store.secrets.recordings_key).all() == []
