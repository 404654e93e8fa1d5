"""How a worker is started: the command, its folder and its environment. Starts nothing itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from app.jobs.door import ClosedDoor, Door, FetcherCommand, KeptDoor, OpenDoor
from app.protocol.tasks import LaneName
from app.seal.environment import fetcher_environment, worker_environment
from app.seal.main import seal_process
from app.seal.models import ProcessRole

LARGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
"""For a chat model's worker: glibc (2.35 and later) asks the kernel for pages of 2 MB where it takes much at once.
Each token reads all weights, and with pages of 4 kB a sixth of its time went into finding them (decision 13)."""
_FROZEN_FETCHER = "alcove-fetcher.exe" if sys.platform == "win32" else "alcove-fetcher"
_FROZEN_NAME = "alcove-worker.exe" if sys.platform == "win32" else "alcove-worker"


def code_root() -> Path:
    """The folder that holds the package ``app``; in a frozen build the folder of the executable."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).resolve().parent
    return Path(__file__).resolve().parents[2]


def worker_command(lane: LaneName) -> list[str]:
    """The argv of the worker for ``lane``: this interpreter, or the executable beside (or in ``worker/`` under) ours.

    ``-P`` and ``-s`` keep the current folder and the user's own packages out, the environment's allow-list the rest.
    """
    if getattr(sys, "frozen", False):
        places = [code_root() / _FROZEN_NAME, code_root() / "worker" / _FROZEN_NAME]
        return [str(next((place for place in places if place.is_file()), places[0])), lane.value]
    return [sys.executable, "-P", "-s", "-X", "utf8", "-m", "app.worker", lane.value]


def fetcher_command(staging: Path, base: Mapping[str, str] | None = None) -> FetcherCommand:
    """The fetcher, which may write below ``staging`` alone; ``base`` is the environment as the system gave it."""
    wanted = _with_code(fetcher_environment(os.environ if base is None else base))
    if getattr(sys, "frozen", False):
        places = [code_root() / _FROZEN_FETCHER, code_root() / "fetcher" / _FROZEN_FETCHER]
        argv = [str(next((place for place in places if place.is_file()), places[0]))]
    else:
        argv = [sys.executable, "-P", "-s", "-X", "utf8", "-m", "app.fetcher"]
    return FetcherCommand((*argv, str(staging)), wanted, code_root())


def open_door(staging: Path, base: Mapping[str, str] | None = None) -> Door:
    """The way to start the fetcher from this process. Call it before the process is sealed and has a second thread.

    A closed one where the system has no room for another process; what is downloaded then says so.
    """
    command = fetcher_command(staging, base)
    if sys.platform == "win32":
        return OpenDoor(command)
    try:
        return KeptDoor(command, lambda: seal_process(ProcessRole.FETCHER))
    except OSError:
        return ClosedDoor()


def environment(base: Mapping[str, str] | None = None, lane: LaneName | None = None) -> dict[str, str]:
    """The whole environment of the worker of ``lane``, made from ``base`` (this process's by default)."""
    wanted = _with_code(worker_environment(os.environ if base is None else base))
    return wanted | LARGE_PAGES if lane is LaneName.LLM and sys.platform == "linux" else wanted


def _with_code(wanted: dict[str, str]) -> dict[str, str]:
    if not getattr(sys, "frozen", False):
        wanted["PYTHONPATH"] = str(code_root())
    wanted["PYTHONUTF8"] = "1"
    return wanted
