"""A worker that does on demand what workers must not do: hang, crash, print, hold the interpreter lock. For tests.

``python -m tests.fakes.acting LANE [HOW]`` is the worker; HOW spoils its start. The tasks are its whole language.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import faulthandler
import importlib
import json
import os
import pickle
import socket
import struct
import sys
import threading
import types
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from app.domain.errors import AppError, ErrorCode, FileRefused
from app.domain.library.document import Refusal
from app.protocol.tasks import Describe, LaneName
from app.seal.handlers.linux_seccomp import kernel_says
from app.seal.main import probe
from app.seal.models import ProcessRole
from app.worker import entry
from app.worker.context import Handler, JobContext
from app.worker.lanes import LaneCode


@dataclass(frozen=True, slots=True)
class Piece:
    n: int


@dataclass(frozen=True, slots=True)
class Acted:
    text: str = ""
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Act:
    """``what`` names one of the functions below."""

    name: ClassVar[str] = "act"
    partial: ClassVar[type] = Piece
    result: ClassVar[type] = Acted
    what: str
    n: int = 0
    text: str = ""


def count(context: JobContext, act: Act, tail: bytes) -> Any:
    for i in range(act.n):
        context.progress(i, act.n, "counting")
        context.partial(Piece(i), bytes([i]))
    return Acted(act.text), tail


def wait_for_cancel(context: JobContext, act: Act, tail: bytes) -> Any:
    context.progress(0, None, "waiting")
    blocker = threading.Event()
    while not blocker.wait(0.01):
        context.stop_if_cancelled()
    raise AssertionError


def hold_the_lock(context: JobContext, act: Act, tail: bytes) -> Any:
    """Native code that keeps the interpreter lock: no Python thread of this process runs any more."""
    context.progress(0, None, "holding")
    ctypes.PyDLL(None).usleep(600_000_000)


def deaf(context: JobContext, act: Act, tail: bytes) -> Any:
    """Ignores a cancel, but lets the other threads run."""
    context.progress(0, None, "deaf")
    threading.Event().wait(600)


def finish_anyway(context: JobContext, act: Act, tail: bytes) -> Any:
    """Sees the cancel and ends well nevertheless."""
    context.progress(0, None, "finishing")
    while not context.is_cancelled:
        threading.Event().wait(0.01)
    return Acted("finished")


def abort(context: JobContext, act: Act, tail: bytes) -> Any:
    faulthandler.disable()
    os.abort()


def leave(context: JobContext, act: Act, tail: bytes) -> Any:
    os._exit(act.n)


def known_error(context: JobContext, act: Act, tail: bytes) -> Any:
    raise AppError(ErrorCode.MODEL_MISSING, role="chat", seen=[1, 2], path=Path("/x"))


def refuse(context: JobContext, act: Act, tail: bytes) -> Any:
    raise FileRefused(Refusal.ENCRYPTED, page=3)


def bug(context: JobContext, act: Act, tail: bytes) -> Any:
    raise ValueError(f"cannot parse {act.text!r}")


def panic(context: JobContext, act: Act, tail: bytes) -> Any:
    """As a Rust library does: no Exception."""
    raise type("PanicException", (BaseException,), {})(act.text)


def out_of_memory(context: JobContext, act: Act, tail: bytes) -> Any:
    return Acted(facts={"size": len(bytearray(act.n))})


def wrong_type(context: JobContext, act: Act, tail: bytes) -> Any:
    return Piece(1)


def unwritable(context: JobContext, act: Act, tail: bytes) -> Any:
    return Acted(facts={"object": object()})


def print_everywhere(context: JobContext, act: Act, tail: bytes) -> Any:
    print("from Python", flush=True)
    sys.stdout.flush()
    os.write(1, b"from fd 1\n")
    ctypes.CDLL(None).puts(b"from C")
    ctypes.CDLL(None).fflush(None)
    return Acted("printed", {"stdin": os.read(0, 10).decode()})


def write_raw(context: JobContext, act: Act, tail: bytes) -> Any:
    """Past the protocol: straight into the pipe of the events, which is the highest pipe this process has open."""
    os.write(max(fd for fd, target in _open_files().items() if target.startswith("pipe:")), tail)
    if not act.n:
        threading.Event().wait(600)
    return Acted("written")


def _open_files() -> dict[int, str]:
    found = {}
    for link in list(Path("/proc/self/fd").iterdir()):
        with contextlib.suppress(OSError):  # the folder's own descriptor is closed again
            found[int(link.name)] = str(link.readlink())
    return found


def who(context: JobContext, act: Act, tail: bytes) -> Any:
    return Acted(facts={"pid": os.getpid(), "ppid": os.getppid(), "size": len(tail), "lane": act.text})


def limits(context: JobContext, act: Act, tail: bytes) -> Any:
    import resource

    names = ("RLIMIT_CORE", "RLIMIT_FSIZE", "RLIMIT_DATA")
    facts: dict[str, Any] = {name: resource.getrlimit(getattr(resource, name))[0] for name in names}
    facts["dumpable"] = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)
    facts["nice"] = os.nice(0)
    facts["oom_score_adj"] = Path("/proc/self/oom_score_adj").read_text().strip()
    return Acted(facts=facts)


def surroundings(context: JobContext, act: Act, tail: bytes) -> Any:
    facts = {"environment": dict(os.environ), "path": sys.path, "cwd": str(Path.cwd()), "modules": sorted(sys.modules)}
    return Acted(facts=facts)


def sealed(context: JobContext, act: Act, tail: bytes) -> Any:
    facts = {p.attempt: [p.refused, p.error] for p in probe(ProcessRole.WORKER)}
    one, two = socket.socketpair()
    one.sendall(b"x")
    return Acted(two.recv(1).decode(), {"probes": facts, "kernel": kernel_says(), "files": _open_files()})


def unpickle(context: JobContext, act: Act, tail: bytes) -> Any:
    return Acted(str(pickle.loads(tail)))  # noqa: S301 - what the test is about


def import_module(context: JobContext, act: Act, tail: bytes) -> Any:
    module = importlib.import_module(act.text)
    return Acted(str(getattr(module, "__version__", "")), {"home": _files(Path.home())})


def _files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


_ACTS: dict[str, Callable[[JobContext, Act, bytes], Any]] = {
    function.__name__: function
    for function in (
        *(count, wait_for_cancel, hold_the_lock, deaf, finish_anyway, abort, leave, known_error, refuse, bug, panic),
        *(out_of_memory, wrong_type, unwritable, print_everywhere, write_raw, who, limits, surroundings, sealed),
        *(unpickle, import_module),
    )
}


def handlers() -> dict[str, Handler]:
    return {Act.name: lambda context, act, tail: _ACTS[act.what](context, act, tail)}


def versions() -> dict[str, Any]:
    return {"acting": "1.0"}


def _spoil(how: str) -> None:
    """Misbehave before the worker is ready."""
    private = os.dup(1)
    if how == "die":
        os._exit(3)
    elif how == "hang":
        threading.Event().wait(600)
    elif how == "garbage":
        os.write(private, b"Traceback (most recent call last): not a frame at all" * 10)
        threading.Event().wait(600)
    elif how == "oversized":
        os.write(private, struct.pack(">II", 2**31, 0))
        threading.Event().wait(600)
    elif how == "version":
        body = json.dumps({"message": "ready", "pid": os.getpid(), "lane": "reading", "protocol": 999}).encode()
        os.write(private, struct.pack(">II", len(body), 0) + body)
        threading.Event().wait(600)
    elif how.startswith("count:"):
        with Path(how.removeprefix("count:")).open("a") as starts:
            starts.write("start\n")
        os._exit(5)
    elif how.startswith("gate:"):
        gate = Path(how.removeprefix("gate:"))
        while not gate.exists():
            threading.Event().wait(0.01)


def main() -> None:
    lane = LaneName(sys.argv[1])
    if len(sys.argv) > 2:
        _spoil(sys.argv[2])
    module = types.ModuleType("acting")
    module.__dict__.update(versions=versions)
    code = LaneCode(lane, handlers(), module)
    entry.serve_lane(lane, lambda _lane: code, {Act.name: Act, Describe.name: Describe})


if __name__ == "__main__":
    main()
