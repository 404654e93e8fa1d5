"""While a model is downloaded, the fetcher alone opens a way out: seen by the kernel, over every process."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.hub_server import HubServer
from tests.fakes.small_model import make_repository, right_files

ROOT = Path(__file__).resolve().parents[2]
NETWORK = re.compile(r"\b(?:AF|PF)_(?:INET6?|PACKET|VSOCK|BLUETOOTH|XDP)\b")
LISTENING = re.compile(r"\b(?:listen|accept4?)\(")
CALLS = (
    "execve,clone,clone3,fork,vfork,socket,connect,bind,listen,accept,accept4,sendto,sendmsg,sendmmsg,io_uring_setup"
)


def may_trace() -> bool:
    if not sys.platform.startswith("linux") or shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not may_trace(), reason="strace is missing or may not trace here")
def test_only_the_fetcher_reaches_the_network(tmp_path: Path) -> None:
    repository = make_repository(tmp_path / "hub")
    traces = tmp_path / "traces"
    traces.mkdir()
    with HubServer(tmp_path / "hub") as hub:
        program = [sys.executable, "-s", "-m", "tests.fakes.fetch_child", str(tmp_path / "home"), str(hub.folder)]
        done = subprocess.run(
            ["strace", "-ff", "-qq", "-e", f"trace={CALLS}", "-o", str(traces / "call"), *program, hub.url, "0"],
            cwd=ROOT, capture_output=True, text=True, timeout=150, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert right_files(tmp_path / "home" / "models" / "small-model", repository)
    told = {file.name: file.read_text(errors="replace").splitlines() for file in traces.iterdir()}
    of_the_fetcher = threads_of_the_fetcher(told)
    reached = {name for name, lines in told.items() if any(went_out(line) for line in lines)}
    assert reached, "the download is seen"
    assert reached <= of_the_fetcher
    listening = [line for lines in told.values() for line in lines if LISTENING.search(line) and "EPERM" not in line]
    assert listening == []
    addresses = {
        found for lines in told.values() for line in lines for found in re.findall(r'inet_addr\("([^"]+)"', line)
    }
    assert addresses <= {"127.0.0.1"}


def went_out(line: str) -> bool:
    return NETWORK.search(line) is not None and not line.rstrip().endswith("= -1 EPERM (Operation not permitted)")


def threads_of_the_fetcher(told: dict[str, list[str]]) -> set[str]:
    """The trace of each of its threads: what was executed as the fetcher, and what that made."""
    begun = {
        name for name, lines in told.items() if any("execve(" in line and '"app.fetcher"' in line for line in lines)
    }
    assert len(begun) == 1
    found = set(begun)
    while True:
        made = {
            f"call.{pid}"
            for name in found
            for line in told[name]
            for pid in re.findall(r"^(?:clone3?|v?fork)\(.*= (\d+)", line)
        } & set(told)
        if made <= found:
            return found
        found |= made
