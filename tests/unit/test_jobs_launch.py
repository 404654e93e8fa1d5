"""How a worker is started, from a checkout and from a frozen build."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.jobs import launch
from app.protocol.tasks import LaneName

ROOT = Path(__file__).resolve().parents[2]
NAME = "alcove-worker.exe" if sys.platform == "win32" else "alcove-worker"


def test_from_a_checkout_it_is_this_interpreter() -> None:
    command = launch.worker_command(LaneName.READING)
    assert command[:3] == [sys.executable, "-P", "-s"]
    assert command[-3:] == ["-m", "app.worker", "reading"]
    assert launch.environment({"PATH": "/bin", "PYTHONPATH": "/foreign"})["PYTHONPATH"] == str(ROOT)


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's")
def test_only_a_chat_model_gets_large_pages_and_nobody_else_s_settings_of_malloc() -> None:
    base = {"PATH": "/bin", "GLIBC_TUNABLES": "glibc.malloc.check=3"}
    found = {lane: launch.environment(base, lane).get("GLIBC_TUNABLES") for lane in LaneName}
    assert found.pop(LaneName.LLM) == "glibc.malloc.hugetlb=1"
    assert set(found.values()) == {None}


@pytest.mark.parametrize("inside", [".", "worker"])
def test_in_a_frozen_build_it_is_the_executable_beside(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, inside: str
) -> None:
    window, worker = tmp_path / "alcove", tmp_path / inside / NAME
    worker.parent.mkdir(exist_ok=True)
    worker.touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(window))
    assert launch.worker_command(LaneName.LLM) == [str(worker), "llm"]
    assert "PYTHONPATH" not in launch.environment({"PYTHONPATH": "/foreign"})
    assert launch.code_root() == tmp_path


def test_in_a_frozen_build_without_it_the_place_beside_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "alcove"))
    assert launch.worker_command(LaneName.LLM)[0] == str(tmp_path / NAME)
