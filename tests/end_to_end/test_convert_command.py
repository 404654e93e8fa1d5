"""`alcove models convert` as a person types it, where there are no tools and where the folder is no checkpoint."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.fakes.alcove_command import AlcoveCommand
from tests.fakes.model_folders import chat_folder, write
from tests.unit.test_checkpoints import CHAT


def test_it_looks_without_tools_and_says_how_to_get_them(alcove: AlcoveCommand, tmp_path: Path) -> None:
    folder = write(tmp_path / "Nice-Chat", CHAT)
    seen = alcove.run("models", "convert", str(folder), "--look", "--json")
    assert seen.status == 0, seen.err
    assert (seen.only["role"], seen.only["precision"], seen.only["parameters"]) == ("chat", "int4", 48)
    assert seen.only["memory"]["needs"] > seen.only["disk"]["needs"] > 0
    for python in (str(tmp_path / "none"), sys.executable):  # nothing there; a Python without the tools
        said = alcove.run("models", "convert", str(folder), env=alcove.environment(ALCOVE_CONVERT_PYTHON=python))
        assert said.status == 1
        assert "bootstrap.py convert" in said.sentence
    assert [path.name for path in (alcove.home / "models").rglob("*") if path.is_file()] == []


def test_what_needs_no_converting_is_told_apart(alcove: AlcoveCommand, tmp_path: Path) -> None:
    said = alcove.run("models", "convert", str(chat_folder(tmp_path / "onnx")), "--look")
    assert said.status == 1
    assert "alcove models import" in said.sentence
    said = alcove.run("models", "convert", str(tmp_path / "nothing"), "--look", "--json")
    assert (said.status, said.only["error"]) == (1, "path.missing")
