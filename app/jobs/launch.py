"""How a worker is started: the command, its folder and its environment. Starts nothing itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from app.protocol.tasks import LaneName
from app.seal.environment import worker_environment

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


def environment(base: Mapping[str, str] | None = None) -> dict[str, str]:
    """The whole environment of a worker, made from ``base`` (this process's by default)."""
    wanted = worker_environment(os.environ if base is None else base)
    if not getattr(sys, "frozen", False):
        wanted["PYTHONPATH"] = str(code_root())
    wanted["PYTHONUTF8"] = "1"
    return wanted
