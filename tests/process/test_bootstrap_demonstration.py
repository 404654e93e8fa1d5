"""The demonstration model comes along whole, follows the checkout's, and is missed by no checkout without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from set_up.checkout import Checkout
from set_up.demonstration_model import DemonstrationModel


@pytest.fixture
def model(tmp_path: Path) -> DemonstrationModel:
    made = DemonstrationModel(Checkout(tmp_path / "my 文件"))
    made.source.mkdir(parents=True)
    (made.source / "manifest.json").write_text("first")
    (made.source / "model.onnx").write_bytes(b"weights")
    return made


def test_it_is_copied_whole_and_once(model: DemonstrationModel) -> None:
    assert not model.is_there()
    model.provide()
    assert model.is_there()
    assert {file.name for file in model.folder.iterdir()} == {"manifest.json", "model.onnx"}
    (model.folder / "model.onnx").write_bytes(b"left alone")
    model.provide()
    assert (model.folder / "model.onnx").read_bytes() == b"left alone"
    assert [folder.name for folder in model.folder.parent.iterdir()] == [model.folder.name]


def test_a_newer_one_takes_the_place_of_the_old(model: DemonstrationModel) -> None:
    model.provide()
    (model.source / "manifest.json").write_text("second")
    (model.source / "model.onnx").unlink()
    assert not model.is_there()
    model.provide()
    assert [file.name for file in model.folder.iterdir()] == ["manifest.json"]


def test_a_checkout_without_one_lacks_nothing(tmp_path: Path) -> None:
    model = DemonstrationModel(Checkout(tmp_path))
    assert model.is_there()
    model.provide()
    assert not model.folder.exists()
