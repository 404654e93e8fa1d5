"""Where somebody speaks: the same as the library's own filter, block by block, and sensible on the shared clips."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.engines.speech.audio_file import RATE, open_audio
from app.engines.speech.library import faster_whisper
from app.engines.speech.voice_activity import Span, Stretches, VoiceActivity, VoiceRules
from tests.fakes.sound_files import JFK, pcm_of

CLIPS = Path(__file__).resolve().parents[3] / "shared" / "data" / "speech"


def found(sound: Any, rules: VoiceRules, size: int) -> list[tuple[int, int]]:
    activity, stretches, spans = VoiceActivity(), Stretches(rules), list[Span]()
    for begin in range(0, len(sound), size):
        last = begin + size >= len(sound)
        spans += stretches.feed(activity.feed(sound[begin : begin + size], last=last))
    return [(span.start, span.end) for span in [*spans, *stretches.finish(len(sound))]]


@pytest.mark.parametrize("pause", [2.0, 0.5, 0.3])
def test_the_stretches_are_those_of_faster_whisper(pause: float) -> None:
    silence = np.zeros(RATE * 4, np.int16)
    noise = np.random.default_rng(1).normal(0, 60, RATE * 4).astype(np.int16)
    sound = np.concatenate([silence, pcm_of(JFK), noise, pcm_of(JFK)[: RATE * 5], noise])
    package = faster_whisper()
    options = package.vad.VadOptions(min_silence_duration_ms=round(pause * 1000))
    floats = sound.astype(np.float32) / 32768.0
    wanted = [(s["start"], s["end"]) for s in package.vad.get_speech_timestamps(floats, options)]
    got = found(sound, VoiceRules(pause=pause), RATE * 30)
    assert len(got) == len(wanted) > 1
    for (start, end), (other_start, other_end) in zip(got, wanted, strict=True):
        assert abs(start - other_start) <= 1024
        assert abs(end - other_end) <= 1024


def test_blocks_of_any_size_give_the_same() -> None:
    sound = np.concatenate([np.zeros(RATE, np.int16), pcm_of(JFK)])
    rules = VoiceRules(pause=0.3)
    assert found(sound, rules, RATE * 30) == found(sound, rules, 777) == found(sound, rules, RATE)


def test_stretches_are_apart_in_order_and_inside() -> None:
    spans = found(pcm_of(JFK), VoiceRules(pause=0.2), RATE)
    flat = [moment for span in spans for moment in span]
    assert flat == sorted(flat)
    assert flat[0] >= 0
    assert flat[-1] <= len(pcm_of(JFK))


def test_a_speaker_without_a_pause_is_cut_at_a_breath() -> None:
    probabilities = np.full(round(60 * RATE / 512), 0.9, np.float32)
    breaths = [round(second * RATE / 512) for second in range(7, 60, 7)]
    for at in breaths:
        probabilities[at : at + 6] = 0.0
    stretches = Stretches(VoiceRules(longest=20.0))
    spans = [*stretches.feed(probabilities), *stretches.finish(60 * RATE)]
    assert all(span.end - span.start <= 21 * RATE for span in spans)
    for before, after in itertools.pairwise(spans):
        assert after.start - before.end in (0, 1)
        assert min(abs(before.end / RATE - at * 512 / RATE) for at in breaths) < 0.2
    assert spans[0].start == 0
    assert spans[-1].end == 60 * RATE


def test_silence_and_hum_are_no_voice() -> None:
    hum = (np.sin(np.arange(RATE * 5) * 2 * np.pi * 50 / RATE) * 2_000).astype(np.int16)
    assert found(np.zeros(RATE * 5, np.int16), VoiceRules(), RATE) == []
    assert found(hum, VoiceRules(), RATE) == []


@pytest.mark.skipif(not CLIPS.is_dir(), reason="the shared recordings are not here")
@pytest.mark.parametrize("name", ["jfk.flac", "hotwords.mp3", "multilingual.mp3", "stereo_diarization.wav"])
def test_the_shared_clips_decode_and_are_mostly_speech(name: str) -> None:
    with open_audio(CLIPS / name) as audio:
        sound = np.concatenate([block[0] for block in audio.blocks()])
    spans = found(sound, VoiceRules(pause=0.3, pad=0.1), RATE * 30)
    voiced = sum(end - start for start, end in spans) / len(sound)
    assert spans
    assert 0.5 < voiced <= 1.0
