"""The measurement of speech, with a stand-in for a model: every figure is taken, and what falls short is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.domain.dictate.measured_speech import Held, MeasuredSpeech, SimulatedHours
from app.domain.models.manifest import Manifest
from app.jobs.job import JobEnded, Priority
from app.jobs.lanes import Lanes
from app.model_files.model_files import InstalledModel
from app.protocol.tasks import HearSpeech, LaneName, SpeechHeard
from app.services.devices import Devices
from app.services.dictate.measure_hours import ThriftyLanes
from app.services.dictate.measure_speech import Effort, MeasureSpeech
from app.settings.file import ValuesFile
from app.settings.schema import Settings, State
from tests.fakes.sound_files import JFK, pcm_of, write_wav
from tests.fakes.tiny_whisper import install


def hours_of(*held: tuple[int | None, int | None]) -> SimulatedHours:
    return SimulatedHours(
        8.0, 60.0, 4, 9, tuple(Held(float(n), worker, window) for n, (worker, window) in enumerate(held))
    )


FINE = MeasuredSpeech("m", "cpu", 11.0, ours=1.0, bare=1.0, wait=1.2, gap=0.8)


def test_all_figures_are_taken(tmp_path: Path) -> None:
    folder = install(tmp_path / "stand-in")
    clip = write_wav(tmp_path / "clip.wav", pcm_of(JFK)[: 16_000 * 3])
    settings, state = ValuesFile(tmp_path / "settings.json", Settings), ValuesFile(tmp_path / "state.json", State)
    lanes = Lanes(grace_seconds=100)
    try:
        measuring = MeasureSpeech(lanes, Devices(lanes, settings, state), tmp_path)
        hours: list[Held] = []
        model = InstalledModel(Manifest.load(folder), folder)
        told = measuring.measure(model, clip, Effort(1, 1, 0.06), on_hour=hours.append)
    finally:
        lanes.close()
    assert (told.model, told.provider) == ("stand-in", "cpu")
    assert told.clip == pytest.approx(3.0, abs=0.1)
    assert min(told.ours, told.bare, told.wait, told.gap) > 0.0
    simulated = told.simulated
    assert simulated is not None
    assert simulated.hours >= 0.06
    assert simulated.decoded_every >= 1
    assert simulated.written >= 0.06 * 3600 * 32_000  # all of the sound went through the encrypted file
    assert list(simulated.held) == hours
    assert len(hours) == 2
    assert hours[0].hours < hours[1].hours
    assert not list(tmp_path.glob("hours-*"))
    if told.growth is not None:
        assert 0.5 < told.growth < 2.0


def test_only_the_rounds_that_decode_ask_the_model(tmp_path: Path) -> None:
    folder = install(tmp_path / "stand-in")
    settings, state = ValuesFile(tmp_path / "settings.json", Settings), ValuesFile(tmp_path / "state.json", State)
    lanes = Lanes(grace_seconds=100)
    try:
        thrifty = ThriftyLanes(lanes, Devices(lanes, settings, state))
        tail = pcm_of(JFK).astype("<i2").tobytes()
        ended: list[JobEnded] = []

        def pass_over(task: HearSpeech, sound: bytes) -> SpeechHeard:
            thrifty.submit(
                LaneName.SPEECH,
                task,
                priority=Priority.INTERACTIVE,
                tail=sound,
                on_event=lambda _job, event: ended.append(event) if isinstance(event, JobEnded) else None,
            )
            thrifty.wait()
            value = ended[-1].value
            assert isinstance(value, SpeechHeard)
            return value

        heard = pass_over(HearSpeech(folder), tail)
        thrifty.begin_round(decodes=False)
        again = pass_over(HearSpeech(tmp_path / "no such model"), tail)  # a model that was asked would be missed
        assert (again.segments, again.voice) == (heard.segments, heard.voice)
        assert heard.segments
        thrifty.begin_round(decodes=False)
        assert pass_over(HearSpeech(tmp_path / "no such model"), bytes(64_000)).segments == ()
    finally:
        lanes.close()


@pytest.mark.parametrize(
    ("change", "short"),
    [
        ({}, ()),
        ({"ours": 1.06}, ("overhead",)),
        ({"wait": 1.31}, ("wait",)),
        ({"gap": 1.01}, ("gap",)),
        ({"simulated": hours_of((100, 50), (106, 50))}, ("growth",)),
        ({"simulated": hours_of((100, 50), (104, 53))}, ("growth",)),
        ({"simulated": hours_of((100, 50), (104, 52))}, ()),
        ({"simulated": hours_of((None, None), (None, None))}, ()),
    ],
)
def test_what_falls_short_is_named(change: dict[str, Any], short: tuple[str, ...]) -> None:
    values = {name: getattr(FINE, name) for name in ("model", "provider", "clip", "ours", "bare", "wait", "gap")}
    assert MeasuredSpeech(**{**values, **change}).falls_short == short
