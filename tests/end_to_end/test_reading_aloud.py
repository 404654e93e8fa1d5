"""Reading aloud for real: speech-dispatcher and espeak-ng speak into a private sound server, and it is recorded."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.fakes.alcove_command import CHECKOUT
from tests.fakes.sound_server import SoundServer, missing_sound

pytestmark = [
    missing_sound,
    pytest.mark.skipif(
        not (shutil.which("speech-dispatcher") and shutil.which("parec")),
        reason="needs speech-dispatcher (with espeak-ng) and parec; the window's own tests use Qt's mock engine",
    ),
    pytest.mark.timeout(120),
]
READER = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.jobs.background import Background
from app.ui.bridge import Calls, MainThread
from app.ui.translate.voice import Voice
app, background = QApplication([]), Background()
voice = Voice(app, Calls(background, MainThread()))
stop_after = int(sys.argv[3])
def told(is_speaking):
    print("speaking" if is_speaking else "silent", flush=True)
    if is_speaking and voice._speech is not None and stop_after:
        QTimer.singleShot(stop_after, voice.stop)
    if not is_speaking:
        QTimer.singleShot(300, app.quit)
voice.failed.connect(lambda problem: (print(problem.value, flush=True), QTimer.singleShot(0, app.quit)))
voice.speaking_changed.connect(told)
voice.speak(sys.argv[1], sys.argv[2])
app.exec()
print(voice._speech.voice().name() if voice._speech is not None else "", flush=True)
"""
LOUD = 500
"""Of 32,767: nothing but a voice is louder in a sound server that nobody else uses."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundServer]:
    with SoundServer(tmp_path_factory.mktemp("sound") / "pulse") as made:
        made.plug_in()
        yield made


def read(sound: SoundServer, folder: Path, text: str, language: str, stop_after: int = 0) -> tuple[list[str], float]:
    """What was told, and how many seconds of voice came out of the loudspeaker."""
    run = folder / "run"
    run.mkdir(mode=0o700)
    own = {"XDG_RUNTIME_DIR": str(run), "HOME": str(folder), "PULSE_SINK": "microphone_speaker"}
    environment = os.environ | sound.environment | own | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(CHECKOUT)}
    heard = folder / "heard.wav"
    listen = ["parec", "--device=microphone_speaker.monitor", "--rate=16000", "--channels=1", "--file-format=wav"]
    with subprocess.Popen([*listen, str(heard)], env=environment) as recording:
        try:
            asked = [sys.executable, "-c", READER, text, language, str(stop_after)]
            done = subprocess.run(asked, env=environment, capture_output=True, text=True, timeout=60, check=True)
        finally:
            recording.terminate()
    with wave.open(str(heard)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    pieces = samples[: len(samples) // 1600 * 1600].reshape(-1, 1600)
    return done.stdout.split("\n")[:-1], float((np.abs(pieces.astype(int)).max(axis=1) > LOUD).sum()) / 10


def test_english_is_heard(sound: SoundServer, tmp_path: Path) -> None:
    told, seconds = read(sound, tmp_path, "The lease ends on the third of March.", "en")
    assert told[-1].startswith("English")
    assert (told[0], told[-2]) == ("speaking", "silent")
    assert 1.0 < seconds < 8.0


def test_chinese_is_heard(sound: SoundServer, tmp_path: Path) -> None:
    told, seconds = read(sound, tmp_path, "租约于三月三十一日结束。", "zh")
    assert told[-1].startswith("Chinese (Mandarin")
    assert 1.0 < seconds < 8.0


def test_a_stop_is_heard(sound: SoundServer, tmp_path: Path) -> None:
    _, seconds = read(sound, tmp_path, "And so it goes on and on, " * 20, "en", stop_after=1500)
    assert 0.0 < seconds < 8.0, "the whole text takes half a minute"


def test_a_language_without_a_voice_is_told(sound: SoundServer, tmp_path: Path) -> None:
    told, seconds = read(sound, tmp_path, "Ei saa puhua.", "bo")
    assert ("no_voice" in told, seconds) == (True, 0.0)
