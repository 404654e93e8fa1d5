"""How a worker begins: its pipes, its limits and its seal first, only then the code of its lane."""

from __future__ import annotations

import faulthandler
import logging
import os
import platform
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.machine.processes import resident_bytes
from app.protocol.codec import encode
from app.protocol.messages import PROTOCOL_VERSION, Ready
from app.protocol.tasks import TASKS, Describe, LaneDescription, LaneName
from app.seal.environment import apply_offline_environment
from app.seal.main import seal_process
from app.seal.models import ProcessRole, SealState
from app.worker import limits, streams
from app.worker.lanes import LaneCode, load
from app.worker.loop import Loop

_EXIT_USAGE = 64


def main(arguments: Sequence[str]) -> int:
    """Serve the lane named by the only argument until the parent goes; returns only for a wrong argument."""
    try:
        (lane,) = (LaneName(argument) for argument in arguments)
    except ValueError:
        print(f"usage: python -m app.worker {{{','.join(LaneName)}}}", file=sys.stderr)  # noqa: T201
        return _EXIT_USAGE
    serve_lane(lane, load)
    return 0


def serve_lane(
    lane: LaneName, load_lane: Callable[[LaneName], LaneCode], tasks: Mapping[str, type[Any]] | None = None
) -> None:
    """Harden this process, then import the lane through ``load_lane`` and serve it. Never returns."""
    requests, events = streams.claim()
    faulthandler.enable()
    _silence_libraries()
    apply_offline_environment()
    limits.apply(lane)
    seal = seal_process(ProcessRole.WORKER)
    code = load_lane(lane)
    handlers = {Describe.name: lambda _context, _task, _tail: _describe(code, seal), **code.handlers}
    ready = Ready(os.getpid(), lane.value, PROTOCOL_VERSION, encode(seal))
    Loop(handlers, TASKS if tasks is None else tasks).serve(requests, events, ready)


def _silence_libraries() -> None:
    """Their warnings and log lines may quote a document, and stderr is kept as a log."""
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")


def _describe(code: LaneCode, seal: SealState) -> LaneDescription:
    versions: dict[str, Any] = {"python": platform.python_version(), **code.told("versions", {})}
    providers: Sequence[str] = code.told("providers", ())
    resident = resident_bytes(os.getpid())
    return LaneDescription(versions, tuple(providers), encode(seal), tuple(code.models()), resident)
