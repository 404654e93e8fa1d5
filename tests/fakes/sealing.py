"""What a process can still open, as JSON on stdout: ``python -m tests.fakes.sealing window|worker|none``. For tests."""

from __future__ import annotations

import ctypes
import dataclasses
import errno
import json
import platform
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

from app.seal.handlers.linux_seccomp import kernel_says
from app.seal.main import probe, seal_process
from app.seal.models import ProcessRole

AF_PACKET, AF_VSOCK, AF_NETLINK = 17, 40, 16


def attempt(action: Callable[[], Any]) -> str:
    """ "ok", or the name of the errno it failed with."""
    try:
        result: Any = action()
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, "?")
    for end in result if isinstance(result, tuple) else (result,):
        end.close()
    return "ok"


def call(number: int, *arguments: int) -> str:
    """A system call by its number, so that no library stands between."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(ctypes.c_long(number), *(ctypes.c_ulong(a) for a in arguments)) >= 0:
        return "ok"
    return errno.errorcode.get(ctypes.get_errno(), "?")


def opened() -> dict[str, str]:
    """One entry a way out."""
    x86 = platform.machine() == "x86_64"
    ways: dict[str, Callable[[], Any]] = {
        "inet": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
        "inet udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "inet6": lambda: socket.socket(socket.AF_INET6, socket.SOCK_STREAM),
        "packet": lambda: socket.socket(AF_PACKET, socket.SOCK_RAW),
        "vsock": lambda: socket.socket(AF_VSOCK, socket.SOCK_STREAM),
        "unix": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
        "netlink": lambda: socket.socket(AF_NETLINK, socket.SOCK_RAW),
        "socketpair": socket.socketpair,
        "inet socketpair": lambda: socket.socketpair(socket.AF_INET),
    }
    results = {name: attempt(action) for name, action in ways.items()}
    numbers = (41, 101, 310, 438) if x86 else (198, 117, 270, 438)
    results["high bits"] = call(numbers[0], (1 << 32) | int(socket.AF_INET), 1, 0)
    results["io_uring setup"] = call(425, 1, 0)
    results["io_uring enter"] = call(426, 9999, 0, 0, 0, 0, 0)
    results["io_uring register"] = call(427, 9999, 0, 0, 0)
    results["ptrace"] = call(numbers[1], 99, 0, 0, 0)
    results["process_vm_readv"] = call(numbers[2], 0, 0, 0, 0, 0, 0)
    results["pidfd_getfd"] = call(numbers[3], 9999, 0, 0)
    results["x32 socket"] = call(0x40000000 | 41, int(socket.AF_INET), 1, 0) if x86 else "EPERM"
    return results


class Early:
    """A thread that ran before the seal."""

    def __init__(self) -> None:
        self._asked, self._answers = threading.Event(), queue.SimpleQueue[dict[str, str]]()
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        self._asked.wait()
        self._answers.put(opened())

    def ask(self) -> dict[str, str]:
        self._asked.set()
        return self._answers.get(timeout=60)


def main() -> None:
    what = sys.argv[1]
    if what == "only look":
        print(json.dumps(opened()))
        return
    early = Early()
    handed_down = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)]
    facts: dict[str, Any] = {"state": None, "probe": []}
    if what != "none":
        facts["state"] = dataclasses.asdict(seal_process(ProcessRole(what)))
    facts["probe"] = [dataclasses.asdict(p) for p in probe(ProcessRole.WINDOW if what == "none" else ProcessRole(what))]
    facts["handed down"] = {s.family.name: attempt(s.dup) for s in handed_down}
    facts["main"], facts["early thread"] = opened(), early.ask()
    command = [sys.executable, "-m", "tests.fakes.sealing", "only look"]
    facts["child"] = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
    facts["kernel"] = kernel_says()
    print(json.dumps(facts))
    for kept in handed_down:
        kept.detach()


if __name__ == "__main__":
    main()
