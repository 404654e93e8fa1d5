"""The offline seal in real processes: what it refuses, whom it covers, and that an unsealed process would be seen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.jobs import launch
from app.jobs.lanes import Lanes
from app.protocol.tasks import Describe, LaneName
from app.seal.environment import offline_environment, worker_environment
from tests.fakes.acting import Act
from tests.fakes.acting_lanes import acting_command

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own seal is Linux's")

ROOT = Path(__file__).resolve().parents[2]
WAYS_OUT = ("inet", "inet udp", "inet6", "packet", "vsock", "inet socketpair", "high bits", "x32 socket")
BORROWED = ("io_uring setup", "io_uring enter", "io_uring register", "ptrace", "process_vm_readv", "pidfd_getfd")


def look(role: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.fakes.sealing", role]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=150, check=True, env=launch.environment())
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


@pytest.fixture(scope="module", params=["window", "worker"])
def sealed(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    return request.param, look(request.param)


@pytest.fixture(scope="module")
def unsealed() -> dict[str, Any]:
    return look("none")


@pytest.fixture
def lanes(tmp_path: Path) -> Iterator[Lanes]:
    environment = launch.environment({"PATH": os.environ["PATH"], "HOME": str(tmp_path)})
    lanes = Lanes(acting_command(), environment=environment)
    yield lanes
    lanes.close()


@pytest.mark.parametrize("where", ["main", "early thread", "child"])
def test_no_way_out_is_left(sealed: tuple[str, dict[str, Any]], where: str) -> None:
    _, facts = sealed
    assert {name: facts[where][name] for name in WAYS_OUT + BORROWED} == dict.fromkeys(WAYS_OUT + BORROWED, "EPERM")


@pytest.mark.parametrize("where", ["main", "early thread", "child"])
def test_local_sockets_are_for_the_window_only(sealed: tuple[str, dict[str, Any]], where: str) -> None:
    role, facts = sealed
    allowed = "ok" if role == "window" else "EPERM"
    assert (facts[where]["unix"], facts[where]["netlink"], facts[where]["socketpair"]) == (allowed, allowed, "ok")


def test_the_state_is_proved_and_the_kernel_agrees(sealed: tuple[str, dict[str, Any]]) -> None:
    _, facts = sealed
    assert facts["state"] == {"sealed": True, "means": "seccomp", "reason": None}
    assert all(p["refused"] and p["error"] == "EPERM" for p in facts["probe"])
    assert facts["kernel"] == {"NoNewPrivs": "1", "Seccomp": "2"}


def test_sockets_that_were_handed_down_are_closed(sealed: tuple[str, dict[str, Any]]) -> None:
    role, facts = sealed
    assert facts["handed down"] == {"AF_INET": "EBADF", "AF_UNIX": "ok" if role == "window" else "EBADF"}


@pytest.mark.parametrize("where", ["main", "early thread", "child"])
def test_without_the_seal_the_same_look_finds_ways_out(unsealed: dict[str, Any], where: str) -> None:
    found = unsealed[where]
    assert (found["inet"], found["inet6"], found["unix"], found["socketpair"]) == ("ok", "ok", "ok", "ok")
    assert all(found[name] != "EPERM" for name in ("io_uring enter", "pidfd_getfd", "inet socketpair"))
    assert not any(p["refused"] for p in unsealed["probe"] if p["attempt"] == "inet")
    assert unsealed["handed down"]["AF_INET"] == "ok"


def test_a_worker_is_sealed_and_says_so(lanes: Lanes) -> None:
    outcome = lanes.run(LaneName.EMBEDDING, Act("sealed")).value
    assert outcome.text == "x"  # a socketpair still carries
    assert {name: result[0] for name, result in outcome.facts["probes"].items()} == dict.fromkeys(
        ("inet", "inet6", "unix"), True
    )
    assert outcome.facts["kernel"] == {"NoNewPrivs": "1", "Seccomp": "2"}
    assert lanes.run(LaneName.EMBEDDING, Describe()).value.seal == {"sealed": True, "means": "seccomp"}


@pytest.mark.parametrize("lane", [LaneName.READING, LaneName.EMBEDDING, LaneName.LLM])
def test_workers_have_no_socket_at_all(lanes: Lanes, lane: LaneName) -> None:
    pid = lanes.run(lane, Act("who")).value.facts["pid"]
    targets = [str(fd.readlink()) for fd in Path(f"/proc/{pid}/fd").iterdir()]
    assert targets
    assert [target for target in targets if target.startswith("socket:")] == []


def test_onnxruntime_loads_under_the_seal_and_leaves_nothing_behind(lanes: Lanes) -> None:
    outcome = lanes.run(LaneName.EMBEDDING, Act("import_module", text="onnxruntime")).value
    assert outcome.text
    assert outcome.facts["home"] == []
    lanes.close()


_REPORTING = """
import pathlib, threading
from app.seal.main import seal_process
from app.seal.models import ProcessRole
assert seal_process(ProcessRole.WORKER).sealed
import onnxruntime
for _ in range(500):
    if any(path.is_file() for path in pathlib.Path.home().rglob("*")):
        print("it left a file")
        break
    threading.Event().wait(0.02)
"""


def test_without_the_switch_onnxruntime_would_leave_something(tmp_path: Path) -> None:
    environment = launch.environment({"PATH": os.environ["PATH"], "HOME": str(tmp_path)})
    del environment["ORT_DISABLE_TELEMETRY"]  # CI is not set either: it would silence it too
    done = subprocess.run(
        [sys.executable, "-c", _REPORTING], env=environment, capture_output=True, timeout=150, check=True
    )
    assert done.stdout == b"it left a file\n"


def test_the_environment_keeps_what_a_worker_needs_and_nothing_else() -> None:
    base = {
        "PATH": "/bin",
        "HOME": "/h",
        "LC_ALL": "C",
        "https_proxy": "p",
        "HF_ENDPOINT": "e",
        "SECRET": "s",
        "CI": "1",
    }
    worker = worker_environment(base)
    assert {"PATH", "HOME", "LC_ALL"} <= set(worker)
    assert not set(worker) & {"https_proxy", "HF_ENDPOINT", "SECRET"}
    window = offline_environment(base)
    assert window["SECRET"] == "s"
    assert not set(window) & {"https_proxy", "HF_ENDPOINT"}
    assert worker["ORT_DISABLE_TELEMETRY"] == window["ORT_DISABLE_TELEMETRY"] == "1"
