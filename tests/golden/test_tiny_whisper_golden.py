"""The small speech model hears what espeak-ng says as well as was measured, through faster-whisper itself."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny_whisper_measure import FIRST, KINDS, clip, clips, counted, load, told, word_errors, words_of
from tiny_whisper_voices import RATE, Manner
from tiny_whisper_words import words

from app.domain.models.manifest import Manifest, ModelRole

MODEL = Path(__file__).parents[1] / "data" / "models" / "tiny-whisper"
FIGURES = json.loads((Path(__file__).parent / "speech" / "tiny-whisper.json").read_text("utf-8"))
MOST = {"clear": 0.08, "heard voices": 0.10, "unheard voices": 0.20, "several sentences": 0.25, "no speech": 0.0}
"""What a model that is trained anew may not exceed: 0.10 on unseen sentences, 0.20 on voices that it never heard."""
MARGIN = 0.08
"""One version of espeak-ng differs from another, and one processor's arithmetic."""

needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng, which speaks, is not installed")


@pytest.fixture(scope="module")
def model() -> Any:
    return load(MODEL)


def test_the_folder_is_what_its_manifest_says() -> None:
    manifest = Manifest.read(MODEL)
    assert manifest.role is ModelRole.SPEECH
    assert manifest.demonstration
    assert sum(file.size for file in manifest.files) < 4_500_000
    assert (MODEL / "words.txt").read_text("utf-8").split() == words()


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_measured_figures_are_no_worse_than_before(kind: str) -> None:
    assert FIGURES[kind]["clips"] == KINDS[kind]
    assert FIGURES[kind]["rate"] <= MOST[kind]


@needs_espeak
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "several sentences"])
def test_unheard_sentences_come_out_as_measured(model: Any, kind: str) -> None:
    made = clips(kind, min(FIRST, KINDS[kind]))
    texts = [told(model, one.sound) for one in made]
    wrong, total = counted(texts, made)
    assert wrong / total <= FIGURES[kind]["first"] + MARGIN, texts


@needs_espeak
def test_words_and_segments_have_their_times(model: Any) -> None:
    one = clip(["The meeting starts at nine.", "Please send the report."], Manner("en-us", 150, 50), random.Random(4))
    segments = list(model.transcribe(one.sound, language="en", word_timestamps=True)[0])
    spoken = [word for segment in segments for word in segment.words]
    assert word_errors(" ".join(word.word for word in spoken), one.text) <= 1, spoken
    begins = [word.start for word in spoken]
    assert begins == sorted(begins)
    assert 0 <= begins[0] <= 1.0
    assert spoken[-1].end <= len(one.sound) / RATE
    please = next(word for word in spoken if "lease" in word.word)
    assert please.start > segments[0].words[0].start + 1.0


@needs_espeak
def test_a_long_recording_is_taken_window_by_window(model: Any) -> None:
    texts = [one.text for one in clips("clear", 8)]
    one = clip(texts, Manner("en-gb", 150, 45), random.Random(9), noisy=False)
    assert len(one.sound) > 15 * RATE
    text = told(model, one.sound)
    assert word_errors(text, one.text) <= (FIGURES["several sentences"]["rate"] + MARGIN) * len(words_of(one.text)), (
        text
    )


def test_hints_are_never_echoed_from_silence(model: Any) -> None:
    silence = np.zeros(3 * RATE, np.float32)
    assert told(model, silence, hotwords="Alcove Anna report") == ""
    assert told(model, silence, initial_prompt="The report for Anna.") == ""
