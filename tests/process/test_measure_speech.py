"""The measurement of speech, with a stand-in for a model: every figure is taken, and what falls short is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.dictate.measured_speech import MeasuredSpeech
from app.domain.models.manifest import Manifest
from app.jobs.lanes import Lanes
from app.model_files.model_files import InstalledModel
from app.services.devices import Devices
from app.services.dictate.measure_speech import Effort, MeasureSpeech
from app.settings.file import ValuesFile
from app.settings.schema import Settings, State
from tests.fakes.sound_files import JFK, pcm_of, write_wav
from tests.fakes.tiny_whisper import install

FINE = MeasuredSpeech("m", "cpu", 11.0, ours=1.0, bare=1.0, wait=1.2, gap=0.8)


def test_all_figures_are_taken(tmp_path: Path) -> None:
    folder = install(tmp_path / "stand-in")
    clip = write_wav(tmp_path / "clip.wav", pcm_of(JFK)[: 16_000 * 3])
    settings, state = ValuesFile(tmp_path / "settings.json", Settings), ValuesFile(tmp_path / "state.json", State)
    lanes = Lanes(grace_seconds=100)
    try:
        measuring = MeasureSpeech(lanes, Devices(lanes, settings, state))
        told = measuring.measure(InstalledModel(Manifest.load(folder), folder), clip, Effort(1, 1, 0.04))
    finally:
        lanes.close()
    assert (told.model, told.provider) == ("stand-in", "cpu")
    assert told.clip == pytest.approx(3.0, abs=0.1)
    assert min(told.ours, told.bare, told.wait, told.gap) > 0.0
    assert told.hours >= 0.04
    if told.growth is not None:
        assert 0.5 < told.growth < 2.0


@pytest.mark.parametrize(
    ("change", "short"),
    [
        ({}, ()),
        ({"ours": 1.06}, ("overhead",)),
        ({"wait": 1.31}, ("wait",)),
        ({"gap": 1.01}, ("gap",)),
        ({"worker_before": 100, "worker_after": 106}, ("growth",)),
    ],
)
def test_what_falls_short_is_named(change: dict[str, float], short: tuple[str, ...]) -> None:
    values = {name: getattr(FINE, name) for name in ("model", "provider", "clip", "ours", "bare", "wait", "gap")}
    assert MeasuredSpeech(**{**values, **change}).falls_short == short
