"""A model comes in whole or not at all, replaces its older self, and leaves nothing behind."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import AppError, ErrorCode
from app.domain.models.manifest import ModelRole
from app.model_files.folder_lock import FolderLock
from app.model_files.model_files import ModelFiles, ModelState


def fill(folder: Path, name: str, weights: bytes, **values: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    data = {"model.onnx": weights, "tokenizer.json": b"{}"}
    for file, content in data.items():
        (folder / file).write_bytes(content)
    manifest = {
        "format": 1,
        "id": name,
        "name": name,
        "role": "embedding",
        "licence": "MIT",
        "source": "here",
        "revision": "1",
        "precision": "int8",
        "languages": ["en"],
        "files": [{"name": n, "size": len(d), "sha256": hashlib.sha256(d).hexdigest()} for n, d in data.items()],
        "embedding": {"dimension": 4, "pooling": "mean", "max_tokens": 8},
        **values,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def models(home: Path, tmp_path: Path) -> ModelFiles:
    home.mkdir()
    return ModelFiles(home, tmp_path / "embedded")


def put(models: ModelFiles, name: str, weights: bytes, **values: Any) -> Path:
    with models.installing.staging(name) as staging:
        (staging / "left.part").write_bytes(b"half")
        fill(staging, name, weights, **values)
        return models.install(staging).folder


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_an_installed_model_is_ready_and_holds_what_its_manifest_lists(models: ModelFiles, home: Path) -> None:
    folder = put(models, "one", b"weights")
    assert folder == home / "one"
    assert names(home) == ["one/checked.json", "one/manifest.json", "one/model.onnx", "one/tokenizer.json"]
    (model,) = models.installed()
    assert models.state(model) is ModelState.READY
    assert models.incomplete() == []


def test_a_touched_file_is_unverified_until_it_is_checked(models: ModelFiles) -> None:
    folder = put(models, "one", b"weights")
    (model,) = models.installed()
    os.utime(folder / "model.onnx", ns=(1, 1))
    assert models.state(model) is ModelState.UNVERIFIED
    assert models.check(model) == ()
    assert models.state(model) is ModelState.READY
    (folder / "checked.json").write_text("[]", encoding="utf-8")
    assert models.state(model) is ModelState.UNVERIFIED


def test_a_newer_one_replaces_an_older_one_that_is_open(models: ModelFiles, home: Path) -> None:
    old = put(models, "one", b"old weights")
    with (old / "model.onnx").open("rb") as used:
        new = put(models, "one", b"new weights!", revision="2")
        assert used.read() == b"old weights"
    (model,) = models.installed()
    assert (model.folder, model.manifest.revision) == (new, "2")
    assert [path.name for path in home.iterdir() if not path.name.startswith(".")] == [new.name]
    assert put(models, "one", b"third").name == "one+3"


def test_where_the_old_one_cannot_go_the_new_one_hides_it_until_it_can(
    models: ModelFiles, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(models, "one", b"old weights")
    with monkeypatch.context() as patch:
        patch.setattr(models.installing, "discard", lambda folder: False)  # as Windows does while it is open
        new = put(models, "one", b"new weights")
        with pytest.raises(AppError) as refused:
            models.remove(models.installed()[0])
    assert refused.value.code is ErrorCode.MODEL_IN_USE
    assert [model.folder for model in models.installed()] == [new]
    assert (home / "one").is_dir()
    models.installing.tidy()
    assert not (home / "one").exists()
    assert [model.folder for model in models.installed()] == [new]


def test_a_broken_newer_one_does_not_hide_or_delete_a_whole_older_one(models: ModelFiles, home: Path) -> None:
    put(models, "one", b"whole")
    fill(home / "one+2", "one", b"broken")
    (home / "one+2" / "model.onnx").unlink()
    models.installing.tidy()
    assert [model.folder.name for model in models.installed()] == ["one"]
    assert models.broken() == []


def test_an_incomplete_folder_is_refused_and_the_old_one_stays(models: ModelFiles, home: Path) -> None:
    put(models, "one", b"old")
    with models.installing.staging("one") as staging:
        fill(staging, "one", b"new")
        (staging / "model.onnx").write_bytes(b"cut")
        (staging / "tokenizer.json").unlink()
        with pytest.raises(AppError) as refused:
            models.install(staging)
    assert refused.value.code is ErrorCode.MODEL_BROKEN
    assert [model.folder.name for model in models.installed()] == ["one"]
    assert list((home / ".incoming").iterdir()) == []


@pytest.mark.parametrize("at", ["rename", "fsync"])
def test_a_full_disk_leaves_the_old_one(models: ModelFiles, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    put(models, "one", b"old")

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "full")

    with models.installing.staging("one") as staging:
        fill(staging, "one", b"new")
        with monkeypatch.context() as patch:
            patch.setattr(os, at, full)
            with pytest.raises(AppError) as refused:
                models.install(staging)
    assert refused.value.code is ErrorCode.DISK_FULL
    (model,) = models.installed()
    assert (model.folder / "model.onnx").read_bytes() == b"old"


def test_removing_frees_what_it_said(models: ModelFiles, home: Path, tmp_path: Path) -> None:
    put(models, "one", b"weights")
    (model,) = models.installed()
    assert models.bytes_of(model) == sum(path.stat().st_size for path in (home / "one").iterdir())
    assert models.remove(model) > 7
    assert models.installed() == []
    assert not (home / "one").exists()
    assert list((home / ".leaving").iterdir()) == []
    fill(tmp_path / "embedded" / "along", "along", b"w")
    with pytest.raises(AppError) as refused:
        models.remove(models.installed()[0])
    assert refused.value.code is ErrorCode.MODEL_CAME_ALONG


def test_another_programs_files_are_used_where_they_are_and_stay(models: ModelFiles, tmp_path: Path) -> None:
    theirs = fill(tmp_path / "theirs", "one", b"their weights")
    with models.installing.staging("one") as staging:
        values = json.loads((theirs / "manifest.json").read_text("utf-8")) | {"files_at": str(theirs)}
        (staging / "manifest.json").write_text(json.dumps(values), encoding="utf-8")
        model = models.install(staging)
    assert model.in_place
    assert names(model.folder) == ["checked.json", "manifest.json"]
    assert models.state(model) is ModelState.READY
    (theirs / "model.onnx").write_bytes(b"their weightz")
    assert models.state(model) is ModelState.UNVERIFIED
    assert models.check(model) != ()
    models.remove(model)
    assert (theirs / "model.onnx").is_file()


def test_the_default_is_what_the_person_chose_if_it_is_there(tmp_path: Path) -> None:
    chosen: dict[ModelRole, str] = {}
    models = ModelFiles(tmp_path, tmp_path / "embedded", chosen.get)
    fill(tmp_path / "a", "a", b"1")
    fill(tmp_path / "b", "b", b"much larger")
    first = models.best(ModelRole.EMBEDDING)
    chosen[ModelRole.EMBEDDING] = "a"
    second = models.best(ModelRole.EMBEDDING)
    chosen[ModelRole.EMBEDDING] = "gone"
    assert first is not None
    assert second is not None
    assert (first.id, second.id) == ("b", "a")
    assert models.best(ModelRole.EMBEDDING) == first


def test_tidying_takes_what_a_kill_left_and_nothing_that_is_worked_in(models: ModelFiles, home: Path) -> None:
    dead = home / ".incoming" / "one+import-dead"
    dead.mkdir(parents=True)
    (dead / "model.onnx").write_bytes(b"half")
    (home / ".incoming" / "ended+import-dead.lock").touch()
    download = models.installing.incoming("two")
    download.mkdir()
    (home / ".leaving" / "three-x").mkdir(parents=True)
    with models.installing.staging("four") as busy:
        models.installing.tidy()
        assert busy.is_dir()
    assert not dead.exists()
    assert not (home / ".leaving" / "three-x").exists()
    assert models.incomplete() == ["two"]
    assert sorted(path.name for path in (home / ".incoming").iterdir()) == ["two"]


def test_a_lock_is_one_at_a_time(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    lock = FolderLock.take(folder)
    assert lock is not None
    assert FolderLock.take(folder) is None
    lock.release()
    lock.release()
    again = FolderLock.take(folder)
    assert again is not None
    again.release()
