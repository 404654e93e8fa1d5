"""Tries a loaded speech model: does it hear at all, the same twice, keep silent at silence, and how fast is it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.domain.models.self_test import TryCheck
from app.engines.speech.audio_file import RATE, Samples
from app.engines.speech.voice_activity import Stretches, VoiceActivity, VoiceRules
from app.engines.speech.whisper import SpeechModel
from app.protocol.tasks.speech import SpeechOptions

SECONDS = 10.0
_LANGUAGE = "en"
"""Given, so that no run of it depends on what the model takes the made-up sound for."""


@dataclass(frozen=True, slots=True)
class SpeechTrial:
    """``sound_speed``: seconds of sound that are heard in one second."""

    checks: tuple[TryCheck, ...]
    failed: tuple[TryCheck, ...]
    sound_speed: float


def try_speech(model: SpeechModel, stop_if_cancelled: Callable[[], None]) -> SpeechTrial:
    """Raises AppError where the model does not run at all, and what ``stop_if_cancelled`` raises."""
    options = SpeechOptions(language=_LANGUAGE, quick=True)
    sound, texts, times = murmur(), list[str](), list[float]()
    for _ in range(3):
        stop_if_cancelled()
        began = time.perf_counter()
        texts.append(" ".join(said.segment.text for said in model.hear(sound, options).segments))
        times.append(time.perf_counter() - began)
    stop_if_cancelled()
    silence = Stretches(VoiceRules())
    voiced = list(silence.feed(VoiceActivity().feed(np.zeros(2 * RATE, np.int16), last=True)))
    held = {
        TryCheck.REPEATABLE: len(set(texts)) == 1,
        TryCheck.SILENT: not voiced and not silence.speaks,
    }
    failed = tuple(check for check, holds in held.items() if not holds)
    # The best of several: other programs only ever make one slower.
    return SpeechTrial(tuple(held), failed, SECONDS / max(min(times), 1e-9))


def murmur() -> Samples:
    """Something voice-like, int16: pulses of a gliding pitch through three resonances, in 'syllables'."""
    time_ = np.arange(round(SECONDS * RATE)) / RATE
    pitch = 120 + 30 * np.sin(2 * np.pi * 0.4 * time_)
    phase = np.cumsum(2 * np.pi * pitch / RATE)
    made = np.zeros(len(time_))
    for number in range(1, 24):
        tone = number * pitch
        centres = (500 + 250 * np.sin(2 * np.pi * 0.7 * time_), 1400 + 500 * np.sin(2 * np.pi * 0.5 * time_), 2600.0)
        gain = sum(np.exp(-(((tone - centre) / 180) ** 2)) / (place + 1) for place, centre in enumerate(centres))
        made += gain * np.sin(number * phase)
    made *= np.clip(np.sin(2 * np.pi * 2.3 * time_) * 2 + 0.6, 0, 1)
    loud: Samples = np.asarray(made / np.abs(made).max() * 12_000, np.int16)
    return loud
