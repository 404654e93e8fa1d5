"""Downloads that are killed at random moments, the fetcher alone or the whole program: the next start ends right."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.fakes.acting_lanes import until
from tests.fakes.hub_server import HubServer
from tests.fakes.small_model import make_repository, right_files

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds processes by /proc")

ROOT = Path(__file__).resolve().parents[2]
MODEL_BYTES, PACE = 1_200_000, 1_500_000
LONGEST_SECONDS = 1.6
"""From the start of the program to the end of its download, on an idle computer; a kill may also come too late."""


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubServer]:
    make_repository(tmp_path / "hub", model_bytes=MODEL_BYTES)
    with HubServer(tmp_path / "hub") as hub:
        yield hub


def program(home: Path, hub: HubServer, pace: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-s", "-m", "tests.fakes.fetch_child"]
    arguments = [str(home), str(hub.folder), hub.url, str(pace)]
    return subprocess.Popen(
        [*command, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def relatives(home: Path) -> dict[int, str]:
    """Every process that was started for this home."""
    found = {}
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                command = (place / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
                state = (place / "stat").read_text().rsplit(")", 1)[1].split()[0]
            except (OSError, IndexError):
                continue
            if str(home) in command and state != "Z":
                found[int(place.name)] = command
    return found


def kill_once(home: Path, hub: HubServer, what: str, moment: float) -> bool:
    """Start the program and kill it, or its fetcher, after ``moment`` seconds; was it still at work then?"""
    process = program(home, hub, PACE)
    assert process.stdout is not None
    for line in process.stdout:  # from here on there is something to kill
        if line.startswith(("news connecting", "news checking", "installed", "failed")):
            break
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(moment)
    at_work = process.poll() is None
    if what == "program":
        process.kill()
    for pid, command in relatives(home).items():
        if what == "fetcher" and "-m app.fetcher" in command:
            os.kill(pid, signal.SIGKILL)
    out, _ = process.communicate(timeout=150)
    until(lambda: not relatives(home))
    if what == "fetcher" and "failed" in out:
        assert "worker.crashed" in out
    return at_work


def check_times(tmp_path: Path, hub: HubServer, what: str, times: int, seed: int) -> None:
    random, hits = Random(seed), 0
    home, repository = tmp_path / "home", tmp_path / "hub" / "maker" / "small-model"
    installed = home / "models" / "small-model"
    for number in range(times):
        hits += kill_once(home, hub, what, random.uniform(0, LONGEST_SECONDS) if number else 0.0)
        if installed.exists():
            assert right_files(installed, repository)
            for file in [*installed.iterdir()]:
                file.unlink()
            installed.rmdir()
    out, _ = program(home, hub, 0).communicate(timeout=150)
    assert f"installed {installed}" in out
    assert right_files(installed, repository)
    assert hits, "not one kill met a download"


@pytest.mark.parametrize("what", ["fetcher", "program"])
def test_a_killed_download_ends_right(tmp_path: Path, hub: HubServer, what: str) -> None:
    check_times(tmp_path, hub, what, times=2, seed=11)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["fetcher", "program"])
def test_thirty_kills(tmp_path: Path, hub: HubServer, what: str) -> None:
    check_times(tmp_path, hub, what, times=30, seed=30)
