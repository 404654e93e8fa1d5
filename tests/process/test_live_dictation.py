"""A live dictation with a real worker and a stand-in for a model: text comes, a killed worker costs nothing."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.domain.dictate.dictating import DictationText
from app.domain.dictate.live_window import WindowRules
from app.domain.errors import AppError, ErrorCode
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import ModelFiles
from app.protocol.tasks import LaneName
from app.services.devices import Devices
from app.services.dictate.live_dictation import LiveDictation
from app.services.give_way import GiveWay
from app.settings.file import ValuesFile
from app.settings.schema import Settings, State
from tests.fakes.sound_files import JFK, pcm_of
from tests.fakes.tiny_whisper import SENTENCE, install

SAID = " ".join(SENTENCE)
RULES = WindowRules(every=0.0, fresh=0.1)


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    opened = Lanes(grace_seconds=100)
    yield opened
    opened.close()


def live(lanes: Lanes, home: Path, *, with_model: bool = True) -> LiveDictation:
    models = home / "models"
    models.mkdir()
    if with_model:
        install(models / "stand-in")
    settings, state = ValuesFile(home / "settings.json", Settings), ValuesFile(home / "state.json", State)
    return LiveDictation(
        lanes, Devices(lanes, settings, state), ModelFiles(models, home / "embedded"), GiveWay(), rules=RULES
    )


class Shown:
    """What was shown, and a way to wait for more of it."""

    def __init__(self) -> None:
        self.texts: list[DictationText] = []
        self._came = threading.Semaphore(0)

    def __call__(self, text: DictationText) -> None:
        self.texts.append(text)
        self._came.release()

    def wait(self) -> None:
        assert self._came.acquire(timeout=60)


def test_text_comes_while_sound_does_and_a_killed_worker_costs_nothing(lanes: Lanes, tmp_path: Path) -> None:
    shown = Shown()
    session = live(lanes, tmp_path).begin("en", shown, lambda: None)
    sound = pcm_of(JFK)[: 16_000 * 8].astype("<i2")
    session.feed(sound[:64_000].tobytes())
    shown.wait()
    assert shown.texts[-1].whole == SAID
    pid = lanes._lane(LaneName.SPEECH).pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    session.feed(sound[64_000:].tobytes())
    heard = session.finish(StopSignal())
    assert heard.text == SAID
    assert heard.model == "stand-in"
    assert lanes._lane(LaneName.SPEECH).pid not in (None, pid)


def test_silence_is_no_text(lanes: Lanes, tmp_path: Path) -> None:
    shown = Shown()
    session = live(lanes, tmp_path).begin("", shown, lambda: None)
    session.feed(np.zeros(16_000 * 3, np.int16).tobytes())
    assert session.finish(StopSignal()).text == ""
    assert shown.texts == []


def test_without_a_speech_model_it_says_so(lanes: Lanes, tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        live(lanes, tmp_path, with_model=False).begin("", lambda _text: None, lambda: None)
    assert caught.value.code is ErrorCode.SPEECH_MODEL_MISSING
