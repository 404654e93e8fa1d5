"""Trying models with real workers: what works says how fast, what does not says why and never becomes a default."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.composition import Alcove
from app.domain.errors import AppError, ErrorCode
from app.domain.models.manifest import ModelRole
from app.domain.models.self_test import SelfTestResult, SelfTestState, SelfTestStep, TryCheck
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import Describe, EmbedQuery, LaneDescription, LaneName, LoadedModel
from app.seal.models import SealState
from app.services.devices import Devices
from app.services.models.known_trials import KnownTrials
from app.services.models.self_test import SelfTest
from app.settings.paths import Home

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"
UNSEALED = SealState(sealed=False, means="none")


@pytest.fixture
def alcove(tmp_path: Path) -> Iterator[Alcove]:
    opened = Alcove.open(Home(tmp_path / "home"), UNSEALED)
    yield opened
    opened.close()


def install(alcove: Alcove, name: str, **changes: Any) -> Path:
    """A copy of a tiny model; ``changes`` go into its manifest."""
    folder = alcove.home.models / name
    shutil.copytree(MODELS / name, folder)
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    return folder


def test_a_chat_model_is_measured_and_that_is_known_at_the_next_start(alcove: Alcove, tmp_path: Path) -> None:
    install(alcove, "tiny-chat")
    steps = list[SelfTestStep]()
    result = alcove.self_test.run("tiny-chat", on_event=steps.append)
    assert (result.state, result.provider, result.failed_checks) == (SelfTestState.PASSED, "cpu", ())
    assert set(result.checks) == {TryCheck.FINITE, TryCheck.REPEATABLE, TryCheck.ANSWERS}
    assert min(result.load_seconds, result.prompt_speed, result.decode_speed) > 0
    assert steps == [SelfTestStep.TRYING]
    if sys.platform == "linux":
        assert result.resident_bytes is not None
        assert result.reckoned_bytes is not None
        assert 0.5 < result.resident_bytes / result.reckoned_bytes < 1.5
    model = alcove.models.by_id("tiny-chat")
    assert model is not None
    again = Alcove.open(Home(tmp_path / "home"), UNSEALED)
    try:
        assert again.self_test.remembered(model) == result
        (told,) = [m for m in again.doctor.report()["models"] if m["id"] == "tiny-chat"]
        assert told["self_test"]["decode_speed"] == result.decode_speed
        assert told["state"] == "unverified"
    finally:
        again.close()


def test_an_embedding_model_is_measured(alcove: Alcove) -> None:
    install(alcove, "tiny-e5")
    result = alcove.self_test.run("tiny-e5")
    assert result.state is SelfTestState.PASSED
    assert {TryCheck.UNIT_LENGTH, TryCheck.DISTINCT, TryCheck.REPEATABLE} <= set(result.checks)
    assert result.passage_speed > 0


@pytest.mark.parametrize("right", [True, False])
def test_what_the_manifest_expects_decides(alcove: Alcove, right: bool) -> None:
    golden = {"prompt": [5, 9, 11], "tokens": [1, 2, 3, 4]}
    folder = install(alcove, "tiny-chat", expected=golden)
    if right:  # what the model itself gives, found by the check that it fails
        from app.engines.llm.decoder.decoder import Decoder
        from app.engines.llm.trial import _greedy

        golden["tokens"] = _greedy(Decoder(folder), golden["prompt"], 4)
        shutil.rmtree(folder)
        install(alcove, "tiny-chat", expected=golden)
    result = alcove.self_test.run("tiny-chat")
    assert TryCheck.EXPECTED in result.checks
    assert result.failed_checks == (() if right else (TryCheck.EXPECTED,))
    assert result.condemns is not right


def test_the_vector_that_the_manifest_expects(alcove: Alcove) -> None:
    install(alcove, "tiny-gte", expected={"text": "The cellar must be dry.", "vector": [9.0, 9.0], "tolerance": 0.1})
    assert alcove.self_test.run("tiny-gte").failed_checks == (TryCheck.EXPECTED,)


def test_what_fails_is_no_default_and_cannot_be_made_one_until_it_works(alcove: Alcove) -> None:
    good, bad = install(alcove, "tiny-e5"), install(alcove, "tiny-qwen3", languages=["en", "zh", "de"])
    graph, sound = bad / "model.onnx", (bad / "model.onnx").read_bytes()
    before = alcove.models.best(ModelRole.EMBEDDING)
    assert before is not None
    assert before.folder == bad  # the larger one would be taken
    graph.write_bytes(bytes(len(sound)))
    result = alcove.self_test.run("tiny-qwen3")
    assert (result.state, result.error) == (SelfTestState.FAILED, ErrorCode.MODEL_BROKEN.value)
    best = alcove.models.best(ModelRole.EMBEDDING)
    assert best is not None
    assert best.folder == good
    with pytest.raises(AppError) as refused:
        alcove.choose_models.make_default("tiny-qwen3")
    assert refused.value.code is ErrorCode.MODEL_FAILED_TEST
    graph.write_bytes(sound)
    assert alcove.self_test.run("tiny-qwen3").state is SelfTestState.PASSED
    assert alcove.choose_models.make_default("tiny-qwen3").folder == bad


def test_memory_that_is_short_now_does_not_condemn(alcove: Alcove, monkeypatch: pytest.MonkeyPatch) -> None:
    install(alcove, "tiny-e5")

    def full(*_arguments: object, **_options: object) -> object:
        raise AppError(ErrorCode.MODEL_DOES_NOT_FIT, model="tiny-e5", needs=2, has=1)

    monkeypatch.setattr(alcove.lanes, "run", full)
    result = alcove.self_test.run("tiny-e5")
    assert (result.state, result.condemns, result.details["needs"]) == (SelfTestState.FAILED, False, 2)


def test_a_role_without_an_engine_is_told_as_it_is(alcove: Alcove) -> None:
    install(alcove, "tiny-e5", role="reranking")
    result = alcove.self_test.run("tiny-e5")
    assert result.state is SelfTestState.NOT_POSSIBLE
    model = alcove.models.by_id("tiny-e5")
    assert model is not None
    assert alcove.self_test.remembered(model) is None


def test_a_stopped_trial_is_not_remembered(alcove: Alcove) -> None:
    from app.domain.errors import JobCancelled

    install(alcove, "tiny-e5")
    stop = StopSignal()
    stop.stop()
    with pytest.raises(JobCancelled):
        alcove.self_test.run("tiny-e5", stop)
    assert alcove.state.values.self_tests == {}
    with pytest.raises(AppError) as missing:
        alcove.self_test.run("nobody")
    assert missing.value.code is ErrorCode.MODEL_MISSING


def test_a_result_of_another_revision_does_not_hold(alcove: Alcove) -> None:
    folder = install(alcove, "tiny-e5")
    alcove.self_test.run("tiny-e5")
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"revision": "2"}))
    model = alcove.models.by_id("tiny-e5")
    assert model is not None
    assert alcove.self_test.remembered(model) is None


def test_a_card_that_fails_is_told_and_remembered(alcove: Alcove) -> None:
    install(alcove, "tiny-chat")
    lanes = Lanes(lambda lane: [sys.executable, "-P", "-s", "-m", "tests.fakes.failing_card", lane.value, "lost"])
    try:
        devices = Devices(lanes, alcove.settings, alcove.state)
        steps = list[SelfTestStep]()
        trial = SelfTest(lanes, devices, alcove.models, KnownTrials(alcove.state))
        result = trial.run("tiny-chat", on_event=steps.append)
    finally:
        lanes.close()
    assert (result.state, result.provider, result.moved_from) == (SelfTestState.PASSED, "cpu", "webgpu")
    assert steps == [SelfTestStep.TRYING, SelfTestStep.MOVED_TO_CPU]
    assert devices.provider_for("tiny-chat") == "cpu"


def test_a_worker_says_which_models_it_holds(alcove: Alcove) -> None:
    first, second = install(alcove, "tiny-e5"), install(alcove, "tiny-gte")

    def held() -> list[LoadedModel]:
        told = alcove.lanes.run(LaneName.EMBEDDING, Describe()).value
        assert isinstance(told, LaneDescription)
        assert told.resident_bytes is None or told.resident_bytes > 1 << 20
        return list(told.models)

    assert held() == []
    alcove.lanes.run(LaneName.EMBEDDING, EmbedQuery(first, "one"))
    assert [(one.model, one.provider) for one in held()] == [("tiny-e5", "cpu")]
    alcove.lanes.run(LaneName.EMBEDDING, EmbedQuery(second, "one", beside=first))
    assert [one.model for one in held()] == ["tiny-e5", "tiny-gte"]
    alcove.lanes.run(LaneName.EMBEDDING, EmbedQuery(second, "one"))
    assert [one.model for one in held()] == ["tiny-gte"]
    report = alcove.doctor.report()
    assert [one["model"] for one in report["processes"]["embedding"]["models"]] == ["tiny-gte"]
    (memory,) = [one for one in report["memory"] if one["process"] == "embedding"]
    assert (memory["model"], memory["busy"]) == ("tiny-gte", False)
    assert memory["reckoned"] > 1 << 20


@pytest.mark.parametrize("text", ["", "{", "[]", '{"state": "passed"}', '{"state": "x", "tested_at": "y"}'])
def test_what_another_version_wrote_counts_as_never_tested(text: str) -> None:
    assert SelfTestResult.from_text(text) is None
