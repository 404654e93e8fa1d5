"""Nothing leaves the computer: the main job without a network, no network call at all, no file outside its home."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.alcove_command import SAMPLES, AlcoveCommand

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="namespaces and strace are Linux's")

WITHOUT_NETWORK = ("unshare", "-n")
# The families that reach beyond this computer, as strace prints them, and the calls that wait for others to come.
NETWORK = re.compile(r"\b(?:AF|PF)_(?:INET6?|PACKET|VSOCK|BLUETOOTH|XDP)\b")
LISTENING = re.compile(r"\b(?:listen|accept4?)\(")
BINDING = re.compile(r"\bbind\(")
CALLS = "socket,connect,bind,listen,accept,accept4,sendto,sendmsg,sendmmsg,io_uring_setup"
UNSEALED = """
import socket
with socket.socket() as asked:
    asked.setblocking(False)
    try:
        asked.connect(("192.0.2.1", 9))
    except OSError:
        pass
with socket.socket() as open_to_others:
    open_to_others.bind(("127.0.0.1", 0))
    open_to_others.listen()
"""


def may_unshare() -> bool:
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*WITHOUT_NETWORK, "true"], capture_output=True, check=False).returncode == 0


def may_trace() -> bool:
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode == 0


def tree(*folders: Path) -> set[Path]:
    return {path for folder in folders for path in folder.rglob("*")}


@pytest.mark.skipif(not may_unshare(), reason="this user may not make a network namespace")
def test_the_main_job_needs_no_network_and_writes_nothing_outside_its_home(alcove: AlcoveCommand) -> None:
    alone = {"before": WITHOUT_NETWORK}
    interfaces = subprocess.run([*WITHOUT_NETWORK, "cat", "/proc/net/dev"], capture_output=True, text=True, check=True)
    assert re.findall(r"(\w+):", interfaces.stdout) == ["lo"], "and that one is down"
    before = tree(alcove.users_home, alcove.temporary, alcove.folder, SAMPLES)
    assert alcove.run("add", SAMPLES, "--json", **alone).status == 0
    hits = alcove.run("find", "lapwings on the north meadow", "--json", **alone).only["hits"]
    assert Path(hits[0]["path"]).name == "wetland-survey.md"
    answer = alcove.run("ask", "进入实验室要穿什么？", "--json", **alone).only
    assert "白大褂" in answer["answer"]
    report = alcove.run("doctor", "--json", **alone).only
    assert report["store"]["vectors"] == report["store"]["passages"] > 0
    for name in ("window", "reading", "embedding"):
        assert report["processes"][name]["seal"]["sealed"], name
    assert all(attempt["refused"] for attempt in report["processes"]["window"]["probe"])
    assert alcove.run("forget", "1", **alone).status == 0
    assert tree(alcove.users_home, alcove.temporary, alcove.folder, SAMPLES) == before, "written outside the home"


def network_calls(trace: Path) -> list[str]:
    """Calls that reached the kernel and were let through, or that wait for others. The seal's own refused probe,
    which proves that none gets through, is no call that went out."""
    found = []
    for file in trace.parent.glob(f"{trace.name}*"):
        for line in file.read_text(errors="replace").splitlines():
            refused = line.rstrip().endswith("= -1 EPERM (Operation not permitted)")
            if (NETWORK.search(line) and not refused) or LISTENING.search(line) or BINDING.search(line):
                found.append(line)
    return found


def traced(command: list[str], trace: Path, alcove: AlcoveCommand) -> list[str]:
    done = subprocess.run(
        ["strace", "-ff", "-qq", "-e", f"trace={CALLS}", "-o", str(trace), *command],
        capture_output=True, text=True, cwd=alcove.folder, env=alcove.environment(), timeout=150, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert list(trace.parent.glob(f"{trace.name}*"))
    return network_calls(trace)


@pytest.mark.skipif(not may_trace(), reason="strace is missing or may not trace here")
def test_no_process_of_the_main_job_makes_a_network_call(alcove: AlcoveCommand, tmp_path: Path) -> None:
    traces = tmp_path / "traces"
    traces.mkdir()
    assert traced(alcove.argv("add", SAMPLES, "--json"), traces / "add", alcove) == []
    assert len(list(traces.glob("add*"))) > 3, "the workers and their threads are seen, too"
    refused = [line for file in traces.glob("add*") for line in file.read_text().splitlines() if "EPERM" in line]
    assert any(NETWORK.search(line) for line in refused), "the probe of the seal is seen, and refused"
    assert traced(alcove.argv("ask", "How many lapwings were counted?", "--json"), traces / "ask", alcove) == []


@pytest.mark.skipif(not may_trace(), reason="strace is missing or may not trace here")
def test_the_detector_sees_a_program_that_is_not_sealed(alcove: AlcoveCommand, tmp_path: Path) -> None:
    found = "\n".join(traced([sys.executable, "-c", UNSEALED], tmp_path / "unsealed", alcove))
    assert "AF_INET" in found
    assert "connect(" in found
    assert "bind(" in found
    assert "listen(" in found


def test_nobody_can_connect_while_it_works(alcove: AlcoveCommand) -> None:
    process = alcove.start("add", SAMPLES, "--json")
    assert process.stdout is not None
    process.stdout.readline()
    sockets = {pid: open_sockets(pid) for pid in alcove.workers()}
    process.communicate(timeout=150)
    assert len(sockets) > 1, "the program and its workers"
    assert not any(sockets.values()), sockets


def open_sockets(pid: int) -> list[str]:
    """Sockets that this process holds and that stand in the kernel's tables of listening or connected ones."""
    held = set()
    for link in (Path("/proc") / str(pid) / "fd").glob("*"):
        try:
            held.add(str(link.readlink()))
        except OSError:
            continue
    found = []
    for table in ("tcp", "tcp6", "udp", "udp6", "raw", "packet"):
        path = Path("/proc") / str(pid) / "net" / table
        for line in path.read_text().splitlines()[1:] if path.exists() else ():
            if any(f"socket:[{inode}]" in held for inode in line.split()):
                found.append(line)
    return found
