"""Which models are found, in which order, and what a damaged one looks like."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import ErrorCode
from app.domain.models.manifest import ModelRole
from app.model_files.model_files import ModelFiles
from app.model_files.verify import Fault, ModelProblem


def install(root: Path, name: str, *, weights: bytes = b"weights", **values: Any) -> Path:
    folder = root / name
    folder.mkdir(parents=True)
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
        "chat": {"context_length": 64},
        **values,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture
def models(tmp_path: Path) -> ModelFiles:
    return ModelFiles(tmp_path / "home", tmp_path / "embedded")


def test_nothing_is_installed_where_no_folder_is(models: ModelFiles) -> None:
    assert models.installed() == []
    assert models.best(ModelRole.EMBEDDING) is None
    assert models.broken() == []


def test_the_home_comes_before_what_came_along(models: ModelFiles, tmp_path: Path) -> None:
    install(tmp_path / "embedded", "along", weights=b"very much larger weights", languages=["en", "zh", "de"])
    install(tmp_path / "home", "mine")
    assert [(m.id, m.embedded) for m in models.installed()] == [("mine", False), ("along", True)]
    best = models.best(ModelRole.EMBEDDING)
    assert best is not None
    assert best.id == "mine"


def test_more_languages_come_first_then_larger(models: ModelFiles, tmp_path: Path) -> None:
    install(tmp_path / "home", "a-small")
    install(tmp_path / "home", "b-large", weights=b"larger weights")
    install(tmp_path / "home", "c-many", languages=["en", "zh"])
    assert [m.id for m in models.installed()] == ["c-many", "b-large", "a-small"]


def test_the_same_model_is_listed_once(models: ModelFiles, tmp_path: Path) -> None:
    install(tmp_path / "embedded", "twice")
    install(tmp_path / "home", "twice")
    assert [m.embedded for m in models.installed()] == [False]


def test_a_demonstration_that_came_along_is_used_only_where_a_person_chose_it(tmp_path: Path) -> None:
    chosen: dict[ModelRole, str] = {}
    models = ModelFiles(tmp_path / "home", tmp_path / "embedded", chosen.get)
    install(tmp_path / "embedded", "toy", role="chat", demonstration=True)
    assert [model.id for model in models.installed(ModelRole.CHAT)] == ["toy"]
    assert models.best(ModelRole.CHAT) is None
    chosen[ModelRole.CHAT] = "toy"
    assert (best := models.best(ModelRole.CHAT)) is not None
    assert best.id == "toy"
    del chosen[ModelRole.CHAT]
    install(tmp_path / "home", "put-there", role="chat", demonstration=True)
    assert (best := models.best(ModelRole.CHAT)) is not None
    assert best.id == "put-there"


def test_roles_are_kept_apart(models: ModelFiles, tmp_path: Path) -> None:
    install(tmp_path / "home", "talks", role="chat")
    install(tmp_path / "home", "embeds")
    assert [m.id for m in models.installed(ModelRole.CHAT)] == ["talks"]
    best = models.best(ModelRole.EMBEDDING)
    assert best is not None
    assert best.id == "embeds"


def test_a_model_is_found_by_the_identity_of_its_vectors(models: ModelFiles, tmp_path: Path) -> None:
    install(tmp_path / "home", "one")
    install(tmp_path / "embedded", "two")
    wanted = models.installed()[1]
    assert models.with_identity(wanted.manifest.identity) == wanted
    assert models.with_identity("something else") is None


def test_a_broken_model_is_reported_and_not_used(models: ModelFiles, tmp_path: Path) -> None:
    install(tmp_path / "home", "whole")
    cut = install(tmp_path / "home", "cut")
    (cut / "model.onnx").write_bytes(b"w")
    (tmp_path / "home" / ".half-made").mkdir()
    (tmp_path / "home" / ".half-made" / "manifest.json").write_text("{")
    (tmp_path / "home" / "a note.txt").write_text("not a model")
    assert [m.id for m in models.installed()] == ["whole"]
    (broken,) = models.broken()
    assert broken.folder == cut
    assert broken.error.code is ErrorCode.MODEL_BROKEN


def test_a_check_finds_a_changed_byte(models: ModelFiles, tmp_path: Path) -> None:
    folder = install(tmp_path / "home", "one")
    (model,) = models.installed()
    assert models.check(model) == ()
    (folder / "model.onnx").write_bytes(b"weightz")
    assert models.check(model) == (ModelProblem("model.onnx", Fault.HASH),)
    (folder / "model.onnx").write_bytes(b"w")
    (folder / "tokenizer.json").unlink()
    assert models.check(model) == (
        ModelProblem("model.onnx", Fault.SIZE),
        ModelProblem("tokenizer.json", Fault.MISSING),
    )
