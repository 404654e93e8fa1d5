"""Models come in through a real, sealed reading worker: whole or not at all, and only the right bytes."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.models.catalogue import Catalogue
from app.domain.models.manifest import Manifest, ModelRole
from app.domain.models.model_refusal import ModelRefusal
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files import copying
from app.model_files.model_files import ModelFiles, ModelState
from app.protocol.tasks import ChatMessage, EmbedQuery, Generate, LaneName
from app.services.models import import_models
from app.services.models.import_models import ImportModels, ImportProgress
from app.wording import sentence_for, untranslated
from tests.fakes.model_folders import CHAT_FILES, cached, chat_folder, chat_graph, encoder_graph, write

ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "tests" / "data" / "models"
CATALOGUE = ROOT / "models" / "catalogue"
REVISION = "ab" * 20


@pytest.fixture(scope="module")
def lanes() -> Iterator[Lanes]:
    opened = Lanes()
    yield opened
    opened.close()


@pytest.fixture
def models(tmp_path: Path) -> ModelFiles:
    (tmp_path / "home").mkdir()
    return ModelFiles(tmp_path / "home", tmp_path / "embedded")


@pytest.fixture
def imports(models: ModelFiles, lanes: Lanes) -> ImportModels:
    return ImportModels(models, lanes, Catalogue.load(CATALOGUE))


def left_over(models: ModelFiles) -> list[str]:
    home = models.installing.models
    return sorted(
        p.name for place in (".incoming", ".leaving") if (home / place).is_dir() for p in (home / place).iterdir()
    )


def refusal(caught: pytest.ExceptionInfo[AppError]) -> str:
    assert caught.value.code is ErrorCode.MODEL_REFUSED
    return str(caught.value.details["refusal"])


def unpacked(folder: Path, target: Path) -> Path:
    """A copy without its manifest: what a person has who got the files from elsewhere."""
    shutil.copytree(folder, target)
    (target / "manifest.json").unlink(missing_ok=True)
    return target


def test_a_folder_becomes_a_model_that_is_ready(imports: ImportModels, models: ModelFiles, tmp_path: Path) -> None:
    folder = unpacked(TINY / "tiny-chat", tmp_path / "Nice Chat")
    seen = imports.inspect(folder)
    assert (seen.role, seen.name, seen.precision, seen.packed) == (ModelRole.CHAT, "Nice Chat", "int4", False)
    told: list[ImportProgress] = []
    model = imports.take(folder, on_progress=told.append)
    assert model.id == "nice-chat-int4"
    assert models.state(model) is ModelState.READY
    assert models.check(model) == ()
    assert seen.bytes == told[-1].done == told[-1].total == model.manifest.bytes
    assert model.manifest.chat is not None
    assert model.manifest.chat.cache_bytes_per_token == 2 * 3200  # past and present, which this export keeps apart
    assert left_over(models) == []


def test_the_same_files_again_are_the_same_model_and_others_of_its_name_another(
    imports: ImportModels, models: ModelFiles, tmp_path: Path
) -> None:
    first = imports.take(chat_folder(tmp_path / "a" / "m"))
    again = imports.take(tmp_path / "a" / "m")
    other = imports.take(chat_folder(tmp_path / "b" / "m", model_q4=chat_graph(layers=3)))
    assert (first.id, again.id, other.id) == ("m-q4", "m-q4", "m-q4-2")
    assert len(models.installed()) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_from_a_cache_of_the_hub_by_copy_and_in_place(
    imports: ImportModels, models: ModelFiles, tmp_path: Path
) -> None:
    files = {
        "onnx/model_quantized.onnx": encoder_graph(384),
        "tokenizer.json": "{}",
        "config.json": {"hidden_size": 384},
    }
    snapshot = cached(tmp_path / "hub", "Xenova/multilingual-e5-small", REVISION, files)
    seen = imports.inspect(snapshot.parents[1])
    assert seen.entry is not None
    assert (seen.entry.id, seen.licence, seen.can_stay) == ("multilingual-e5-small", "MIT", True)
    copied = imports.take(snapshot)
    facts = copied.manifest.embedding
    assert facts is not None
    assert (copied.id, facts.query_prefix, facts.model_file) == (
        "multilingual-e5-small", "query: ", "onnx/model_quantized.onnx",
    )  # fmt: skip
    assert copied.manifest.revision == REVISION
    assert not any(path.is_symlink() for path in copied.folder.rglob("*"))
    in_place = imports.take(snapshot, in_place=True)
    assert in_place.in_place
    assert (in_place.id, models.state(in_place)) == (copied.id, ModelState.READY)
    assert Manifest.load(in_place.folder).root(in_place.folder) == snapshot
    blob = (snapshot / "tokenizer.json").resolve()
    blob.write_bytes(b"[]")
    assert models.state(in_place) is ModelState.UNVERIFIED
    with pytest.raises(AppError) as caught:  # the cache calls the blob by the hash that it had
        imports.take(snapshot)
    assert refusal(caught) == ModelRefusal.WRONG_HASH
    outside = {**CHAT_FILES, "onnx/model_q4.onnx": chat_graph(weights={"w": ("model_q4.onnx_data", 0, 64)})}
    large = cached(tmp_path / "hub", "a/b", REVISION, outside | {"onnx/model_q4.onnx_data": bytes(64)})
    assert not imports.inspect(large).can_stay
    with pytest.raises(AppError) as caught:
        imports.take(large, in_place=True)
    assert refusal(caught) == ModelRefusal.LINKS_IN_PLACE
    assert imports.take(large).manifest.bytes > 64


def test_a_byte_that_changed_on_the_stick_is_found(imports: ImportModels, models: ModelFiles, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TINY / "tiny-e5", tmp_path / "m"))
    data = bytearray((folder / "tokenizer.json").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "tokenizer.json").write_bytes(data)
    with pytest.raises(AppError) as caught:
        imports.take(folder)
    assert refusal(caught) == ModelRefusal.WRONG_HASH
    assert caught.value.details["name"] == "tokenizer.json"
    (folder / "tokenizer.json").write_bytes(data[:-1])
    with pytest.raises(AppError) as caught:
        imports.take(folder)
    assert refusal(caught) == ModelRefusal.TRUNCATED
    assert models.installed() == []
    assert left_over(models) == []


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"files": [{"name": "../x", "size": 1, "sha256": "0" * 64}]}, ModelRefusal.DAMAGED),
        ({"role": "chat", "chat": {"context_length": 64}}, ModelRefusal.DAMAGED),
        ({"id": "../../evil"}, ModelRefusal.DAMAGED),
    ],
)
def test_a_manifest_that_says_what_is_not_so(
    imports: ImportModels, models: ModelFiles, tmp_path: Path, change: dict[str, Any], wanted: ModelRefusal
) -> None:
    folder = Path(shutil.copytree(TINY / "tiny-e5", tmp_path / "m"))
    values = json.loads((folder / "manifest.json").read_text("utf-8"))
    (folder / "manifest.json").write_text(json.dumps(values | change), encoding="utf-8")
    with pytest.raises(AppError) as caught:
        imports.take(folder)
    assert refusal(caught) == wanted
    assert left_over(models) == []


def test_a_hidden_file_in_a_manifest_is_refused(imports: ImportModels, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TINY / "tiny-e5", tmp_path / "m"))
    write(folder, {".hidden/ops.so": b"x"})
    values = json.loads((folder / "manifest.json").read_text("utf-8"))
    values["files"].append({"name": ".hidden/ops.so", "size": 1, "sha256": hashlib.sha256(b"x").hexdigest()})
    (folder / "manifest.json").write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(AppError) as caught:
        imports.take(folder)
    assert refusal(caught) == ModelRefusal.BAD_NAME


def test_a_file_exchanged_between_look_and_copy_is_refused(
    imports: ImportModels, models: ModelFiles, tmp_path: Path
) -> None:
    folder = chat_folder(tmp_path / "m")
    size = (folder / "onnx" / "model_q4.onnx").stat().st_size
    evil = chat_graph(operator=("evil.ops", "Run"), weights={})

    def exchange(progress: ImportProgress) -> None:
        if progress.done == 0:
            (folder / "onnx" / "model_q4.onnx").write_bytes(evil.ljust(size)[:size])

    with pytest.raises(AppError) as caught:
        imports.take(folder, on_progress=exchange)
    assert refusal(caught) in (ModelRefusal.DAMAGED, ModelRefusal.CUSTOM_OPERATORS)
    assert models.installed() == []
    assert left_over(models) == []


def test_an_import_that_is_stopped_leaves_nothing(imports: ImportModels, models: ModelFiles, tmp_path: Path) -> None:
    stop = StopSignal()
    with pytest.raises(JobCancelled):
        imports.take(chat_folder(tmp_path / "m"), stop=stop, on_progress=lambda _told: stop.stop())
    assert models.installed() == []
    assert left_over(models) == []


def test_a_stick_that_is_pulled_out_leaves_nothing(imports: ImportModels, models: ModelFiles, tmp_path: Path) -> None:
    folder = unpacked(TINY / "tiny-chat", tmp_path / "stick")

    def pull(progress: ImportProgress) -> None:
        if progress.file == "model.onnx" and folder.exists():
            folder.rename(tmp_path / "gone")

    with pytest.raises(AppError) as caught:
        imports.take(folder, on_progress=pull)
    assert refusal(caught) == ModelRefusal.GONE
    assert left_over(models) == []
    assert models.installed() == []


def test_too_little_room_is_said_with_numbers_before_the_first_byte(
    imports: ImportModels, models: ModelFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_models, "free_disk", lambda _folder: import_models.KEPT_FREE + 100)
    with pytest.raises(AppError) as caught:
        imports.take(TINY / "tiny-chat")
    assert caught.value.code is ErrorCode.NO_ROOM
    assert "6 MB are needed on the disk, 100 B are free" in sentence_for(caught.value, untranslated).what
    assert left_over(models) == []


def test_a_disk_that_fills_up_on_the_way(
    imports: ImportModels, models: ModelFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    folder = chat_folder(tmp_path / "m")
    with monkeypatch.context() as patch:
        patch.setattr(copying.os, "fsync", full)
        with pytest.raises(AppError) as caught:
            imports.take(folder)
    assert caught.value.code is ErrorCode.DISK_FULL
    assert models.installed() == []
    assert left_over(models) == []
    assert imports.take(folder).id == "m-q4"


def test_two_imports_at_once_of_one_model_leave_one(imports: ImportModels, models: ModelFiles, tmp_path: Path) -> None:
    folder, failures = unpacked(TINY / "tiny-chat", tmp_path / "m"), list[BaseException]()

    def take() -> None:
        try:
            imports.take(folder)
        except BaseException as error:  # noqa: BLE001 - told by the test
            failures.append(error)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    (model,) = models.installed()
    assert models.check(model) == ()
    models.installing.tidy()
    assert len([path for path in models.installing.models.iterdir() if not path.name.startswith(".")]) == 1


def test_killed_at_any_point_the_old_model_or_the_new_one_is_there(models: ModelFiles, tmp_path: Path) -> None:
    """Six kills: at a byte of the copy, then anywhere up to the end."""
    home, chance = models.installing.models, random.Random(4)
    old = Path(shutil.copytree(TINY / "tiny-e5", tmp_path / "old"))
    lanes = Lanes()
    try:
        first = ImportModels(models, lanes, Catalogue(())).take(old)
    finally:
        lanes.close()
    new = Path(shutil.copytree(old, tmp_path / "new"))
    values = json.loads((new / "manifest.json").read_text("utf-8")) | {"revision": "2"}
    (new / "manifest.json").write_text(json.dumps(values), encoding="utf-8")
    seen = set()
    for turn in range(6):
        command = [sys.executable, str(ROOT / "tests/fakes/import_child.py"), str(home), str(new)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
        assert child.stdout is not None
        lines = chance.randint(1, 5) if turn < 4 else 1_000
        for _ in range(lines):
            if not child.stdout.readline():
                break
        child.kill()
        child.wait()
        child.stdout.close()
        models.installing.tidy()
        (model,) = models.installed()
        assert models.check(model) == ()
        seen.add(model.manifest.revision)
        assert left_over(models) == []
    assert seen <= {first.manifest.revision, "2"}
    assert "2" in seen


@pytest.mark.parametrize("in_place", [False, True])
@pytest.mark.parametrize("name", ["tiny-e5", "tiny-chat", "qwen3-onnx", "qwen2-genai-int4"])
def test_what_was_taken_in_runs(imports: ImportModels, lanes: Lanes, tmp_path: Path, name: str, in_place: bool) -> None:
    """Facts found from the files are enough for the engines: graph in a folder of its own, weights beside it, genai."""
    model = imports.take(unpacked(TINY / name, tmp_path / name), in_place=in_place)
    if model.manifest.role is ModelRole.EMBEDDING:
        assert lanes.run(LaneName.EMBEDDING, EmbedQuery(model.folder, "where")).value.dimension == 32
    else:
        asked = Generate(model.folder, (ChatMessage("user", "Hello"),), max_new_tokens=3)
        assert lanes.run(LaneName.LLM, asked).value.new_tokens == 3
