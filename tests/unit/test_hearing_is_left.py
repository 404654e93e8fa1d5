"""A stop inside one window of a speech model leaves the call, and the model hears on; each window has its language."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.domain.errors import JobCancelled
from app.engines.speech.leaving import LeavingWhisper
from app.engines.speech.whisper import SpeechModel
from app.protocol.tasks.speech import SpeechOptions
from app.worker.context import Cancellation, JobContext
from app.worker.deadline import until_stopped
from tests.fakes.sound_files import JFK, pcm_of
from tests.fakes.tiny_whisper import SENTENCE, install


class Stuck:
    """The engine's model; ``encode`` waits until it is released."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self.entered, self.release = threading.Event(), threading.Event()
        self.left = threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def encode(self, *arguments: Any, **named: Any) -> Any:
        self.entered.set()
        self.release.wait()
        made = self._model.encode(*arguments, **named)
        self.left.set()
        return made


@pytest.fixture
def job() -> tuple[Cancellation, JobContext]:
    cancelled = Cancellation()
    nowhere: Any = None
    return cancelled, JobContext("1", nowhere, cancelled)


def test_a_stop_is_seen_while_the_engine_is_inside_a_call(tmp_path: Path, job: tuple[Cancellation, JobContext]) -> None:
    cancelled, context = job
    model = SpeechModel(install(tmp_path / "stand-in"))
    engine = model.whisper.model._model
    stuck = model.whisper.model._model = Stuck(engine)
    model.called(partial(until_stopped, context))
    ended: list[str] = []

    def hear() -> None:
        try:
            list(model.hear(pcm_of(JFK), SpeechOptions(language="en")).segments)
        except JobCancelled:
            ended.append("cancelled")

    hearing = threading.Thread(target=hear)
    hearing.start()
    assert stuck.entered.wait(60)
    cancelled.set()
    hearing.join(60)
    assert ended == ["cancelled"]
    assert not stuck.left.is_set()
    model.whisper.model._model = engine  # what is wanted next does not wait for what was left
    model.called(partial(until_stopped, JobContext("2", context._out, Cancellation())))
    heard = list(model.hear(pcm_of(JFK), SpeechOptions(language="en")).segments)
    assert [said.segment.text for said in heard] == [" ".join(SENTENCE)]
    assert not stuck.left.is_set()
    stuck.release.set()
    assert stuck.left.wait(60)


def test_what_a_call_raises_is_raised_and_a_stop_before_it_begins_nothing(
    job: tuple[Cancellation, JobContext],
) -> None:
    cancelled, context = job
    assert until_stopped(context, lambda: 5) == 5
    with pytest.raises(ZeroDivisionError):
        until_stopped(context, lambda: 1 // 0)
    cancelled.set()
    begun: list[int] = []
    with pytest.raises(JobCancelled):
        until_stopped(context, lambda: begun.append(1))
    assert not begun


class Guesses:
    """The engine's model, with what it takes each window for."""

    def __init__(self, model: Any, ranked: list[list[tuple[str, float]]]) -> None:
        self._model, self._ranked = model, iter(ranked)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def detect_language(self, *_arguments: Any, **_named: Any) -> list[list[tuple[str, float]]]:
        return [list(next(self._ranked))]


def ranked(*pairs: tuple[str, float]) -> list[tuple[str, float]]:
    return [(f"<|{code}|>", probability) for code, probability in pairs]


@pytest.fixture(scope="module")
def many_tongues(tmp_path_factory: pytest.TempPathFactory) -> SpeechModel:
    return SpeechModel(install(tmp_path_factory.mktemp("models") / "many-tongues", multilingual=True))


def test_each_window_of_a_recording_has_its_own_language(many_tongues: SpeechModel) -> None:
    engine = many_tongues.whisper.model._model
    first = ranked(("en", 0.9), ("zh", 0.05))
    unsure, sure = ranked(("de", 0.5), ("en", 0.4)), ranked(("zh", 0.95), ("en", 0.02))
    # Once for the whole (the first window), then once a window.
    many_tongues.whisper.model._model = Guesses(engine, [first, first, unsure, sure, sure])
    try:
        sound = np.concatenate([pcm_of(JFK), np.zeros(19 * 16_000, np.int16)] * 4)
        hearing = many_tongues.hear(sound, SpeechOptions())
        heard = [said.segment.language for said in hearing.segments]
    finally:
        many_tongues.whisper.model._model = engine
    assert hearing.language == "en"
    assert heard == ["en", "en", "zh", "zh"]


def test_a_language_that_was_chosen_is_looked_for_in_no_window(many_tongues: SpeechModel) -> None:
    engine = many_tongues.whisper.model._model
    many_tongues.whisper.model._model = Guesses(engine, [])
    try:
        heard = [said.segment.language for said in many_tongues.hear(pcm_of(JFK), SpeechOptions("zh")).segments]
    finally:
        many_tongues.whisper.model._model = engine
    assert heard == [""]


def test_the_language_before_is_kept_where_none_is_sure() -> None:
    leaving = LeavingWhisper(Guesses(None, [ranked(("cy", 0.3), ("en", 0.2)), ranked(("cy", 0.61), ("en", 0.3))]))
    leaving.language = "en"
    assert leaving.detect_language()[0][0] == ("<|en|>", 0.2)
    assert leaving.detect_language()[0][0] == ("<|cy|>", 0.61)
    assert leaving.language == "cy"
