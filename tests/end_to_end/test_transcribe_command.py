"""`alcove transcribe` as a person starts it, with a stand-in for a model: every form, every ending, a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import av
import numpy as np
import pytest

from tests.fakes.alcove_command import AlcoveCommand
from tests.fakes.sound_files import JFK, pcm_of, write_wav
from tests.fakes.tiny_whisper import ENGLISH, SENTENCE, install

pytestmark = pytest.mark.timeout(300)
SAID, ENGLISH_SAID = " ".join(SENTENCE), " ".join(ENGLISH)


@pytest.fixture
def speaking(alcove: AlcoveCommand) -> AlcoveCommand:
    install(alcove.home / "models" / "stand-in", multilingual=True)
    return alcove


def test_each_form_is_written_and_players_take_the_subtitles(speaking: AlcoveCommand, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for form in ("srt", "vtt", "json"):
        said = speaking.run("transcribe", str(JFK), "--format", form, "--out", str(out), "--words")
        assert said.status == 0, said.err
    assert sorted(path.name for path in out.iterdir()) == ["jfk.json", "jfk.srt", "jfk.vtt"]
    for form, demuxer in (("srt", "srt"), ("vtt", "webvtt")):
        with av.open(str(out / f"jfk.{form}"), format=demuxer) as subtitles:
            cues = [packet for packet in subtitles.demux(0) if packet.size]
            assert len(cues) == 1
            assert SAID in bytes(cues[0]).decode().lower()
    assert json.loads((out / "jfk.json").read_text("utf-8"))["language"] == "en"


def test_text_streams_and_json_tells_everything(speaking: AlcoveCommand) -> None:
    plain = speaking.run("transcribe", str(JFK))
    assert plain.status == 0
    assert SAID in plain.out.lower()
    objects = speaking.run("transcribe", str(JFK), "--json", "--words", "--translate").objects
    segment, written = objects
    assert segment["segment"]["text"] == ENGLISH_SAID
    assert [word["text"].strip() for word in segment["segment"]["words"]] == list(ENGLISH)
    assert written["status"] == "written"
    assert written["duration"] == pytest.approx(11.0, abs=0.1)


def test_what_is_no_recording_is_answered_for_and_the_rest_goes_on(speaking: AlcoveCommand, tmp_path: Path) -> None:
    bad = {
        "words.mp3": (b"just words", "not_sound"),
        "list.mp3": (f"ffconcat version 1.0\nfile {JFK}\n".encode(), "playlist"),
        "cut.mp4": (b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2mp41" + bytes(99), "damaged"),
    }
    paths = []
    for name, (data, _) in bad.items():
        (tmp_path / name).write_bytes(data)
        paths.append(str(tmp_path / name))
    still = write_wav(tmp_path / "still.wav", np.zeros(16_000 * 2))
    said = speaking.run("transcribe", *paths, str(still), str(tmp_path / "gone.wav"), str(JFK), "--json")
    assert said.status == 1
    told = {Path(one["path"]).name: one for one in said.objects if "status" in one}
    assert {name: told[name]["reason"] for name in bad} == {name: reason for name, (_, reason) in bad.items()}
    assert (told["still.wav"]["reason"], told["gone.wav"]["reason"]) == ("no_speech", "missing")
    assert told["jfk.opus"]["status"] == "written"
    assert all(len(one["message"].split()) >= 5 for one in told.values() if one["status"] == "refused")


def test_without_a_speech_model_a_sentence_says_where_to_get_one(alcove: AlcoveCommand) -> None:
    said = alcove.run("transcribe", str(JFK))
    assert said.status == 1
    assert "faster-whisper" in said.sentence


def test_several_recordings_of_subtitles_need_a_folder(speaking: AlcoveCommand) -> None:
    said = speaking.run("transcribe", str(JFK), str(JFK), "--format", "srt")
    assert said.status == 2
    assert "--out" in said.err


def test_after_a_kill_the_same_command_goes_on(speaking: AlcoveCommand, tmp_path: Path) -> None:
    path = write_wav(tmp_path / "long.wav", np.tile(pcm_of(JFK), 14))
    with speaking.start("transcribe", str(path), "--json", stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        first = [json.loads(process.stdout.readline()) for _ in range(3)]
        os.kill(process.pid, signal.SIGKILL)
    said = speaking.run("transcribe", str(path), "--json")
    assert said.status == 0
    *segments, written = said.objects
    starts = [one["segment"]["start"] for one in segments]
    assert starts[:3] == [one["segment"]["start"] for one in first]
    assert starts == sorted(set(starts))
    assert written["segments"] == len(starts) >= 5


def test_what_was_said_is_found_by_its_words(speaking: AlcoveCommand) -> None:
    speaking.run("transcribe", str(JFK))
    (hit,) = speaking.run("find", "harbour", "--json").objects
    assert str(JFK) in json.dumps(hit, ensure_ascii=False)
