"""``bootstrap.py convert`` on a tiny checkout: the tools get an environment of their own, from pip or from a folder."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.fakes.tiny_checkout import TinyCheckout, tiny_checkout


@pytest.fixture
def checkout(tmp_path: Path) -> TinyCheckout:
    made = tiny_checkout(tmp_path)
    made.lock("convert", made.wheel("tinyexporter", "1.0", "__init__.py", ""))
    return made


def tools(checkout: TinyCheckout) -> Path:
    return checkout.root / "build" / "convert-tools"


def packages(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*.dist-info")}


def test_the_tools_get_an_environment_of_their_own_once(checkout: TinyCheckout) -> None:
    status, output = checkout.bootstrap("convert")
    assert status == 0, output
    assert packages(tools(checkout)) == {"tinyexporter-1.0.dist-info"}
    assert not checkout.venv.exists(), "the app's own is not made for it"
    stamp = json.loads((tools(checkout) / "alcove-set-up.json").read_text(encoding="utf-8"))
    assert list(stamp["installed"]) == ["convert"]
    assert stamp["changing"] is False
    status, output = checkout.bootstrap("convert")
    assert status == 0, output
    assert "Installing" not in output
    checkout.lock("convert", checkout.wheel("tinyexporter", "2.0", "__init__.py", ""))
    status, output = checkout.bootstrap("convert")
    assert status == 0, output
    assert packages(tools(checkout)) == {"tinyexporter-2.0.dist-info"}


def test_without_network_from_a_folder_of_wheels(checkout: TinyCheckout, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    status, output = checkout.bootstrap("convert", PIP_FIND_LINKS=str(nowhere))
    assert status == 1
    assert "tinyexporter" in output
    stamp = json.loads((tools(checkout) / "alcove-set-up.json").read_text(encoding="utf-8"))
    assert stamp["changing"] is True, "what broke off counts as nothing"
    checkout.registry.rename(tmp_path / "stick")
    status, output = checkout.bootstrap("convert", "--wheels", str(tmp_path / "stick"), PIP_FIND_LINKS=str(nowhere))
    assert status == 0, output
    assert packages(tools(checkout)) == {"tinyexporter-1.0.dist-info"}


def test_a_wheel_that_is_not_the_locked_one_is_refused(checkout: TinyCheckout) -> None:
    checkout.wheel("tinyexporter", "1.0", "__init__.py", "changed = True")
    status, output = checkout.bootstrap("convert")
    assert status == 1
    assert "not the locked one" in output
    assert packages(tools(checkout)) == set()


def test_it_says_where_the_build_of_torch_for_processors_lies(checkout: TinyCheckout, tmp_path: Path) -> None:
    wheel = checkout.wheel("torch", "2.0+cpu", "__init__.py", "")
    checkout.lock("convert", wheel)
    wheel.unlink()
    status, output = checkout.bootstrap("convert")
    assert status == 1
    assert "--index ADDRESS" in output


@pytest.mark.parametrize("words", [("--wheels",), ("--wheels", os.devnull + "/none"), ("--what", "x"), ("x",)])
def test_words_that_it_does_not_know_change_nothing(checkout: TinyCheckout, words: tuple[str, ...]) -> None:
    status, output = checkout.bootstrap("convert", *words)
    assert status == 1, output
    assert not tools(checkout).exists()
