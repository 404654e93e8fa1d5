"""Measuring a model in a real worker: what is found is remembered and used, and whoever asks goes first."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import JobCancelled
from app.domain.models.manifest import Manifest
from app.jobs.background import Background, BackgroundTask
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.machine.models import Machine, Memory, Processor
from app.model_files.model_files import InstalledModel
from app.protocol.tasks import ChatMessage, CountTokens, EmbedQuery, Generate, LaneName, ModelTuned, RunSettings
from app.services.models import tune_models
from app.services.models.run_settings import KnownSettings
from app.services.models.tune_models import TuneModels
from app.settings.file import ValuesFile
from app.settings.schema import State

TINY = Path(__file__).resolve().parents[1] / "data" / "models" / "tiny-chat"
ASKED = (ChatMessage("user", "Hello"),)
HERE = Machine("linux", "x86_64", Memory(), Processor("one", 2, 2))


class WatchedLanes(Lanes):
    """``tasks``: those that went to a lane."""

    def __init__(self, known: KnownSettings) -> None:
        self.tasks: list[Any] = []
        super().__init__(completed=lambda task: self._noted(known.completed(task)), grace_seconds=100)

    def _noted(self, task: Any) -> Any:
        self.tasks.append(task)
        return task


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny-chat"
    shutil.copytree(TINY, folder)
    return folder


@pytest.fixture
def known(tmp_path: Path) -> KnownSettings:
    return KnownSettings(ValuesFile(tmp_path / "state.json", State), lambda: HERE)


@pytest.fixture
def lanes(known: KnownSettings) -> Iterator[WatchedLanes]:
    opened = WatchedLanes(known)
    yield opened
    opened.close()


class WatchedBackground(Background):
    """``begun``: what was started."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[BackgroundTask] = []

    def start(self, *arguments: Any, **named: Any) -> BackgroundTask:
        self.begun.append(super().start(*arguments, **named))
        return self.begun[-1]


@pytest.fixture
def background() -> Iterator[WatchedBackground]:
    opened = WatchedBackground()
    yield opened
    opened.close()


def test_what_is_measured_is_remembered_and_every_later_task_carries_it(
    lanes: WatchedLanes, background: WatchedBackground, known: KnownSettings, model: Path, tmp_path: Path
) -> None:
    assert known.of(model) is None
    tuned = TuneModels(lanes, background, known).measure(model, StopSignal())
    assert isinstance(tuned, ModelTuned)
    assert tuned.settings.threads >= 1
    assert tuned.prompt_speed > 0
    assert tuned.decode_speed > 0
    read_again = KnownSettings(ValuesFile(tmp_path / "state.json", State), lambda: HERE)
    assert read_again.of(model) == tuned.settings
    assert lanes.run(LaneName.LLM, Generate(model, ASKED, 4)).value.new_tokens > 0
    lanes.run(LaneName.LLM, CountTokens(model, ASKED))
    assert [task.settings for task in lanes.tasks[1:]] == [tuned.settings, tuned.settings]


def test_the_answer_is_the_same_with_other_settings(lanes: WatchedLanes, model: Path) -> None:
    answers = {
        lanes.run(LaneName.LLM, Generate(model, ASKED, 8, settings=settings)).value.text
        for settings in (None, RunSettings(1), RunSettings(2, spins=True), None)
    }
    assert len(answers) == 1


@pytest.mark.parametrize(
    "other", [replace(HERE, processor=Processor("another", 2, 2)), replace(HERE, processor=Processor("one", 8, 16))]
)
def test_another_computer_is_measured_anew(known: KnownSettings, model: Path, tmp_path: Path, other: Machine) -> None:
    known.keep(model, RunSettings(2))
    assert known.of(model) == RunSettings(2)
    assert KnownSettings(ValuesFile(tmp_path / "state.json", State), lambda: other).of(model) is None


def test_a_replaced_model_and_another_version_are_measured_anew(
    known: KnownSettings, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known.keep(model, RunSettings(2, spins=True))
    assert known.of(model) == RunSettings(2, spins=True)
    monkeypatch.setattr("app.services.models.run_settings._runtime_version", lambda: "9.9")
    assert known.of(model) is None
    known.keep(model, RunSettings(2))
    manifest = model / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8") + "\n", "utf-8")
    assert known.of(model) is None


@pytest.mark.parametrize("damaged", ["", "many waiting x", "0 waiting", "99999 spinning", "2"])
def test_a_damaged_memory_is_no_memory(tmp_path: Path, model: Path, damaged: str) -> None:
    state = ValuesFile(tmp_path / "state.json", State)
    state.change(run_settings={model.name: damaged})
    assert KnownSettings(state, lambda: HERE).of(model) is None


def test_settings_of_the_task_itself_and_other_tasks_stay(known: KnownSettings, model: Path) -> None:
    known.keep(model, RunSettings(2))
    asked = Generate(model, ASKED, settings=RunSettings(1))
    assert known.completed(asked) is asked
    other = EmbedQuery(model, "words")
    assert known.completed(other) is other


def test_who_asks_during_a_measurement_is_answered_and_the_measurement_is_given_up(
    lanes: WatchedLanes, background: WatchedBackground, known: KnownSettings, model: Path
) -> None:
    ended, began = list[BaseException | None](), threading.Event()
    stop = StopSignal()

    def measure(_signal: StopSignal) -> None:
        with known.measuring(stop):
            began.set()
            assert stop.wait(30)
        stop.raise_if_set()

    background.start(measure, lambda _done: ended.append(None), ended.append)
    assert began.wait(30)
    assert lanes.run(LaneName.LLM, Generate(model, ASKED, 4)).value.new_tokens > 0
    assert background.close(30)
    assert isinstance(ended[0], JobCancelled)


def test_a_measurement_that_is_stopped_ends_and_the_lane_answers_again(
    lanes: WatchedLanes, background: WatchedBackground, known: KnownSettings, model: Path
) -> None:
    stop = StopSignal()
    stop.stop()
    with pytest.raises(JobCancelled):
        TuneModels(lanes, background, known).measure(model, stop)
    assert known.of(model) is None
    assert lanes.run(LaneName.LLM, Generate(model, ASKED, 4)).value.new_tokens > 0


def test_a_used_model_is_measured_once_it_is_quiet(
    lanes: WatchedLanes,
    background: WatchedBackground,
    known: KnownSettings,
    model: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tune_models, "LEAST_BYTES", 0)
    tuning = TuneModels(lanes, background, known, quiet_seconds=0.0)
    installed = InstalledModel(Manifest.load(model), model)
    tuning.used(installed, "cuda")
    assert lanes.tasks == []
    tuning.used(installed)
    assert background.begun[0].wait(60)
    assert known.of(model) is not None
    tuning.used(installed)
    assert len(background.begun) == len(lanes.tasks) == 1


def test_a_question_while_it_is_waited_for_quiet_puts_the_measurement_off(
    lanes: WatchedLanes,
    background: WatchedBackground,
    known: KnownSettings,
    model: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tune_models, "LEAST_BYTES", 0)
    tuning = TuneModels(lanes, background, known, quiet_seconds=600.0)
    tuning.used(InstalledModel(Manifest.load(model), model))
    tuning.used(InstalledModel(Manifest.load(model), model))
    assert background.begun[0].wait(60)
    while not background.begun[1].wait(0.01):  # it may not have begun to wait yet
        lanes.run(LaneName.LLM, CountTokens(model, ASKED))
    assert known.of(model) is None


def test_one_that_ends_leaves_the_next_to_be_put_off(known: KnownSettings, model: Path) -> None:
    before, after = StopSignal(), StopSignal()
    first, second = known.measuring(before), known.measuring(after)
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    known.completed(CountTokens(model, ASKED))
    second.__exit__(None, None, None)
    assert not before.is_set
    assert after.is_set
