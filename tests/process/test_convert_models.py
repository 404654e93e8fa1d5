"""A checkpoint becomes an installed model, whole or not at all; a stand-in plays the tools, everything else is real."""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.models.conversion import Comparison, ConversionNews, ConversionStage, Precision, needs_of
from app.domain.models.manifest import ModelRole
from app.domain.models.model_refusal import ModelRefusal
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.machine.models import Memory
from app.model_files.model_files import ModelFiles, ModelState
from app.services.models import convert_models
from app.services.models.conversion_tools import ConversionTools
from app.services.models.convert_models import ConvertModels
from app.wording import sentence_for, untranslated
from tests.fakes.model_folders import chat_folder, translation_folder, write
from tests.unit.test_checkpoints import CHAT, config

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def lanes() -> Iterator[Lanes]:
    opened = Lanes()
    yield opened
    opened.close()


class Stage:
    """A home, a checkpoint, and tools that act as told."""

    def __init__(self, folder: Path, lanes: Lanes) -> None:
        self.folder = folder
        (folder / "home").mkdir()
        self.models = ModelFiles(folder / "home", folder / "embedded")
        self.checkpoint = write(folder / "Nice Chat", CHAT)
        self.tools = folder / "tools"
        self.tools.mkdir()
        shutil.copy(ROOT / "tests" / "fakes" / "stand_in_tools.py", self.tools / "convert.py")
        known = ConversionTools(ROOT, self.tools / "convert.py", sys.executable)
        self.convert = ConvertModels(self.models, lanes, known, folder / "logs")
        self.act("well", made=chat_folder(folder / "made"))

    def act(self, act: str, **more: Any) -> None:
        given = {"act": act, **{name: str(value) if isinstance(value, Path) else value for name, value in more.items()}}
        (self.tools / "acting.json").write_text(json.dumps(given), encoding="utf-8")

    @property
    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.tools / "told.json").read_text(encoding="utf-8"))
        return found

    def left_over(self) -> list[str]:
        home = self.models.installing.models
        return sorted(path.name for path in home.rglob("*") if path.is_file())


@pytest.fixture
def stage(tmp_path: Path, lanes: Lanes) -> Stage:
    return Stage(tmp_path, lanes)


def failed(stage: Stage, code: ErrorCode, **how: Any) -> AppError:
    with pytest.raises(AppError) as caught:
        stage.convert.convert(stage.checkpoint, **how)
    assert caught.value.code is code
    assert sentence_for(caught.value, untranslated).title
    assert stage.left_over() == []
    return caught.value


def test_a_checkpoint_becomes_a_model_that_is_ready(stage: Stage) -> None:
    news, compared = list[ConversionNews](), list[Comparison]()
    done = stage.convert.convert(stage.checkpoint, on_news=news.append, on_comparison=compared.append)
    model = done.model
    assert (model.id, model.manifest.name, model.manifest.precision) == ("nice-chat-int4", "Nice Chat", "int4")
    assert (model.manifest.licence, model.manifest.languages) == ("Apache-2.0", ("en", "zh"))
    assert (model.manifest.source, model.manifest.role) == ("Nice Chat", ModelRole.CHAT)
    assert stage.models.state(model) is ModelState.READY
    assert stage.models.check(model) == ()
    assert done.is_sealed
    assert list(done.comparisons) == compared == [Comparison("same_tokens", "model", 0.99, 0.8, False, 7, True)]
    percents = [one.percent for one in news]
    assert percents == sorted(percents)
    assert (percents[0], percents[-1], news[-1].stage) == (0, 100, ConversionStage.INSTALLING)
    kept = json.loads((model.folder / "manifest.json").read_text(encoding="utf-8"))["converted"]
    assert (kept["from"], kept["parameters"]) == ("Qwen3ForCausalLM", 48)
    assert kept["comparisons"][0]["value"] == 0.99
    assert not (model.folder / ".work").exists()


def test_the_tools_see_what_was_looked_at_and_nothing_of_the_person_s(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    monkeypatch.setenv("HF_TOKEN", "secret")
    write(stage.checkpoint, {"modeling_own.py": "import os", "notes.txt": "mine"})
    stage.convert.convert(stage.checkpoint)
    told = stage.told
    assert told["seen"] == ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"]
    environment = told["environment"]
    assert not {"HTTPS_PROXY", "HF_TOKEN"} & set(environment)
    assert {environment[name] for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "ORT_DISABLE_TELEMETRY")} == {"1"}
    home = stage.models.installing.models
    for name in ("HOME", "HF_HOME", "TMPDIR", "XDG_CACHE_HOME"):
        assert Path(environment[name]).is_relative_to(home), "what they leave goes with the staging folder"
    assert Path(told["folder"]).is_relative_to(home)


def test_what_differs_from_the_original_is_not_installed_unless_asked(stage: Stage) -> None:
    stage.act("differs", made=stage.folder / "made")
    error = failed(stage, ErrorCode.CONVERSION_DIFFERS)
    assert error.details["comparisons"][0]["passed"] is False
    done = stage.convert.convert(stage.checkpoint, anyway=True)
    assert [comparison.passed for comparison in done.comparisons] == [False]


def test_nothing_compared_is_no_agreement(stage: Stage) -> None:
    stage.act("uncompared", made=stage.folder / "made")
    failed(stage, ErrorCode.CONVERSION_DIFFERS)


def test_a_figure_that_does_not_hold_is_not_believed(stage: Stage) -> None:
    lie = {"name": "x", "of": "model", "value": 0.1, "limit": 0.8, "at_most": False, "samples": 1, "passed": True}
    none = lie | {"value": None}
    done = json.dumps({"done": {"files": [], "passed": True, "network": "closed"}})
    for claim in (lie, none):
        stage.act("lines", lines=[json.dumps({"check": claim}), done])
        failed(stage, ErrorCode.CONVERSION_DIFFERS)


@pytest.mark.parametrize(
    ("lines", "status", "reason"),
    [
        ([], 7, "broke"),
        (["Traceback"], 0, "broke"),
        (['{"done": {"network": "closed"}}'], 1, "broke"),
        (['{"failed": "memory", "stage": "exporting", "problem": ""}'], 1, "memory"),
        (['{"failed": "disk", "stage": "exporting", "problem": "ENOSPC"}'], 1, "disk"),
        (['{"failed": "unsupported", "stage": "reading", "problem": "lacks 3 weights"}'], 1, "unsupported"),
        (['{"stage": "dreaming", "share": 0.1}'], 0, "broke"),
        (['{"check": {"name": "x", "of": "y", "value": "high", "limit": 1}}'], 0, "broke"),
        (["[1]", '{"other": 1}'], 0, "broke"),
    ],
)
def test_tools_that_fail_leave_nothing(stage: Stage, lines: list[str], status: int, reason: str) -> None:
    stage.act("lines", lines=lines, status=status)
    error = failed(stage, ErrorCode.CONVERSION_FAILED)
    assert error.details["reason"] == reason
    assert Path(error.details["path"]).name == "convert.log"


def test_tools_without_their_libraries_are_no_tools(stage: Stage) -> None:
    stage.act("lines", lines=['{"failed": "tools", "stage": "reading", "problem": "No module named torch"}'], status=1)
    failed(stage, ErrorCode.CONVERSION_TOOLS)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals there")
def test_tools_that_the_kernel_takes_had_too_little_memory(stage: Stage) -> None:
    stage.act("killed")
    assert failed(stage, ErrorCode.CONVERSION_FAILED).details["reason"] == "memory"


def test_a_stop_kills_the_tools_and_leaves_nothing(stage: Stage) -> None:
    stage.act("wait")
    stop = StopSignal()

    def on_news(news: ConversionNews) -> None:
        if news.stage is ConversionStage.EXPORTING:  # half a file is written by then
            threading.Thread(target=stop.stop).start()

    with pytest.raises(JobCancelled):
        stage.convert.convert(stage.checkpoint, stop=stop, on_news=on_news)
    with pytest.raises(ProcessLookupError):
        os.kill(stage.told["pid"], 0)
    assert stage.left_over() == []


def test_whoever_fails_to_listen_ends_it_as_well(stage: Stage) -> None:
    stage.act("wait")

    def on_news(_news: ConversionNews) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stage.convert.convert(stage.checkpoint, on_news=on_news)
    with pytest.raises(ProcessLookupError):
        os.kill(stage.told["pid"], 0)
    assert stage.left_over() == []


def test_room_and_memory_are_looked_at_first(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert_models, "free_disk", lambda _folder: 300 << 20)
    error = failed(stage, ErrorCode.NO_ROOM)
    assert error.details["needs"] > error.details["has"]
    assert not (stage.tools / "told.json").exists()
    monkeypatch.setattr(convert_models, "free_disk", lambda _folder: None)
    monkeypatch.setattr(convert_models, "memory", lambda: Memory(8 << 30, 100 << 20))
    error = failed(stage, ErrorCode.MODEL_DOES_NOT_FIT)
    assert (error.details["has"], error.details["needs"]) == (
        100 << 20,
        stage.convert.plan(stage.checkpoint).needs.memory,
    )
    assert stage.convert.convert(stage.checkpoint, anyway=True).model.id == "nice-chat-int4"


def test_the_same_again_takes_its_place_and_another_of_its_name_does_not(stage: Stage, tmp_path: Path) -> None:
    first = stage.convert.convert(stage.checkpoint).model
    assert stage.convert.convert(stage.checkpoint).model.id == first.id
    other = write(tmp_path / "Other", CHAT)
    assert stage.convert.convert(other, name="Nice Chat").model.id == "nice-chat-int4-2"
    assert len(stage.models.installed()) == 2


def test_translation_says_its_languages_and_has_8_bits_only(stage: Stage, tmp_path: Path) -> None:
    told = {"tokenizer_config.json": {"source_lang": "zh", "target_lang": "en"}}
    stage.checkpoint = write(tmp_path / "opus", config("marian", "MarianMTModel") | told)
    stage.act("well", made=translation_folder(tmp_path / "ct2"))
    failed(stage, ErrorCode.CONVERSION_PRECISION, precision=Precision.INT4)
    model = stage.convert.convert(stage.checkpoint).model
    assert (model.id, model.manifest.role) == ("opus-int8", ModelRole.TRANSLATION)
    facts = json.loads((model.folder / "manifest.json").read_text(encoding="utf-8"))["translation"]
    assert (facts["kind"], facts["pairs"]) == ("opus", [["zh", "en"]])


def test_what_became_something_else_is_refused(stage: Stage, tmp_path: Path) -> None:
    stage.act("well", made=translation_folder(tmp_path / "ct2"))
    error = failed(stage, ErrorCode.MODEL_REFUSED)
    assert error.details["refusal"] == ModelRefusal.DAMAGED


@pytest.mark.parametrize("given", ["", "none"])
def test_without_tools_it_says_how_to_set_them_up(stage: Stage, lanes: Lanes, tmp_path: Path, given: str) -> None:
    named = str(tmp_path / given) if given else ""
    tools = ConversionTools(tmp_path, stage.tools / "convert.py", named)
    assert not tools.are_here
    convert = ConvertModels(stage.models, lanes, tools, tmp_path / "logs")
    with pytest.raises(AppError) as caught:
        convert.convert(stage.checkpoint)
    assert caught.value.code is ErrorCode.CONVERSION_TOOLS
    assert "bootstrap.py convert" in sentence_for(caught.value, untranslated).help


def test_tools_of_another_lock_or_half_set_up_are_none(tmp_path: Path) -> None:
    lock = tmp_path / "packaging" / "lock" / "convert.txt"
    python = tmp_path / "build" / "convert-tools" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    write(
        tmp_path, {"packaging/lock/convert.txt": "a==1", "convert.py": "", python.relative_to(tmp_path).as_posix(): ""}
    )
    tools = ConversionTools(tmp_path, tmp_path / "convert.py")
    stamp = python.parents[1] / "alcove-set-up.json"
    for installed, changing, here in (
        (tools.digest(), False, True),
        (tools.digest(), True, False),
        ("x", False, False),
    ):
        stamp.write_text(json.dumps({"installed": {"convert": installed}, "changing": changing}), encoding="utf-8")
        assert tools.are_here is here
    stamp.write_text("{}", encoding="utf-8")
    assert not tools.are_here
    lock.unlink()
    assert not tools.are_here


def test_what_it_takes_grows_with_the_model() -> None:
    small, large = needs_of(ModelRole.CHAT, 10**8, 10**7), needs_of(ModelRole.CHAT, 10**9, 10**8)
    assert large.memory > 2 * small.memory
    assert large.disk > 8 * small.disk
    assert needs_of(ModelRole.SPEECH, 10**9, 10**8).memory < large.memory
