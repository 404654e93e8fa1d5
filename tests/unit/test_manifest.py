"""A manifest is foreign input: what is right loads, what is wrong says what is wrong."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import AppError, ErrorCode
from app.domain.models.manifest import Manifest, ManifestError, ModelRole, Pooling

HASH = "0" * 64
MODELS = Path(__file__).resolve().parents[1] / "data" / "models"
VALUES: dict[str, Any] = {
    "format": 1,
    "id": "small-1",
    "name": "Small",
    "role": "embedding",
    "licence": "MIT",
    "source": "here",
    "revision": "r1",
    "precision": "int8",
    "languages": ["en"],
    "files": [
        {"name": "model.onnx", "size": 3, "sha256": HASH},
        {"name": "tokenizer.json", "size": 2, "sha256": HASH},
    ],
    "embedding": {"dimension": 8, "pooling": "cls", "max_tokens": 16},
}


def changed(path: str, value: Any) -> dict[str, Any]:
    values = copy.deepcopy(VALUES)
    place: Any = values
    *way, last = (int(step) if step.isdigit() else step for step in path.split("."))
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return values


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "manifest.json").write_text(json.dumps(VALUES))
    (tmp_path / "model.onnx").write_bytes(b"abc")
    (tmp_path / "tokenizer.json").write_bytes(b"{}")
    return tmp_path


def test_a_right_folder_loads_with_defaults(folder: Path) -> None:
    manifest = Manifest.load(folder)
    assert manifest.role is ModelRole.EMBEDDING
    assert manifest.bytes == 5
    facts = manifest.embedding
    assert facts is not None
    assert (facts.pooling, facts.dimension, facts.max_tokens) == (Pooling.CLS, 8, 16)
    assert (facts.query_prefix, facts.passage_prefix, facts.normalise) == ("", "", True)
    assert manifest.chat is None


def test_a_chat_model_has_its_own_section() -> None:
    values = {**VALUES, "role": "chat", "chat": {"context_length": 4096}}
    manifest = Manifest.from_json(values)
    assert manifest.embedding is None
    assert manifest.chat is not None
    assert manifest.chat.context_length == 4096


def test_unknown_fields_are_ignored() -> None:
    assert Manifest.from_json({**VALUES, "colour": "green"}) == Manifest.from_json(VALUES)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("embedding.dimension", 4),
        ("embedding.pooling", "mean"),
        ("embedding.prefix_version", 2),
        ("precision", "float32"),
        ("revision", "r2"),
        ("id", "small-2"),
    ],
)
def test_the_identity_changes_with_whatever_changes_the_vectors(path: str, value: Any) -> None:
    assert Manifest.from_json(changed(path, value)).identity != Manifest.from_json(VALUES).identity


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("format", 2),
        ("format", None),
        ("id", "../up"),
        ("id", ""),
        ("name", 7),
        ("role", "cook"),
        ("licence", None),
        ("files", []),
        ("files", "model.onnx"),
        ("files.0", "model.onnx"),
        ("files.0.size", -1),
        ("files.0.size", True),
        ("files.0.size", "3"),
        ("files.0.sha256", "abc"),
        ("files.0.name", "other.onnx"),
        ("files.1.name", "model.onnx"),
        ("embedding", None),
        ("embedding.dimension", 0),
        ("embedding.dimension", 1.5),
        ("embedding.pooling", "max"),
        ("embedding.max_tokens", 1),
        ("embedding.normalise", "yes"),
        ("embedding.query_prefix", 1),
    ],
)
def test_a_wrong_field_is_refused(path: str, value: Any) -> None:
    with pytest.raises(ManifestError):
        Manifest.from_json(changed(path, value))


@pytest.mark.parametrize(
    "name", ["../model.onnx", "/model.onnx", "a/../../m", "C:m", "a\\m", "a//m", "./m", "a/", "..", ".", "a\nb"]
)
def test_no_file_name_leads_out_of_the_folder(name: str) -> None:
    with pytest.raises(ManifestError):
        Manifest.from_json(changed("files.0.name", name))


def test_a_file_may_stand_in_an_inner_folder() -> None:
    values = changed("files.0.name", "onnx/model.onnx")
    values["embedding"]["model_file"] = "onnx/model.onnx"
    assert Manifest.from_json(values).files[0].name == "onnx/model.onnx"


def test_a_folder_without_a_manifest_is_a_missing_model(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(AppError) as caught:
            Manifest.load(folder)
        assert caught.value.code is ErrorCode.MODEL_MISSING


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b" " * ((1 << 20) + 1)])
def test_a_manifest_that_is_no_manifest_is_a_broken_model(folder: Path, text: bytes) -> None:
    (folder / "manifest.json").write_bytes(text)
    with pytest.raises(AppError) as caught:
        Manifest.load(folder)
    assert caught.value.code is ErrorCode.MODEL_BROKEN
    assert caught.value.details["file"] == "manifest.json"


def test_a_missing_or_cut_file_is_a_broken_model(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"ab")
    with pytest.raises(AppError) as cut:
        Manifest.load(folder)
    (folder / "model.onnx").unlink()
    with pytest.raises(AppError) as missing:
        Manifest.load(folder)
    for caught in (cut, missing):
        assert caught.value.code is ErrorCode.MODEL_BROKEN
        assert caught.value.details["file"] == "model.onnx"
        assert caught.value.details["model"] == folder.name
    assert cut.value.details["problem"] != missing.value.details["problem"]
    assert Manifest.read(folder).id == "small-1"


@pytest.mark.parametrize("path", sorted(MODELS.glob("*/manifest.json")), ids=lambda path: path.parent.name)
def test_the_models_beside_the_tests_load(path: Path) -> None:
    manifest = Manifest.load(path.parent)
    assert manifest.id == path.parent.name
