"""What a conversion may not do: reach the network, unpickle, crowd out the window, outlive the program that began it.

On Linux and macOS the kernel refuses the network, since whoever starts this is sealed and passes the seal on; the hook
here stands in where there is no such seal, and says which call was meant.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import threading
from pathlib import Path
from typing import Any

NICENESS = 10
_FORBIDDEN = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "urllib.Request")
_OFFLINE = {
    "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1",
    "ORT_DISABLE_TELEMETRY": "1", "TOKENIZERS_PARALLELISM": "false", "HF_DATASETS_OFFLINE": "1",
}  # fmt: skip


def confine() -> str:
    """Before any library is imported. 'closed' where the kernel refuses the network, 'hook' where only we do."""
    network = "closed" if _is_closed() else "hook"
    os.environ.update(_OFFLINE)
    if sys.platform != "win32":  # there the program started it with a lower priority
        os.nice(NICENESS)
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # under memory pressure the kernel takes this process first
            Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
    sys.addaudithook(_refuse)
    return network


def read_line() -> bytes:
    """The first line of the standard input, unbuffered: who reads on while Python ends would be in its way."""
    line = b""
    while not line.endswith(b"\n") and (byte := os.read(0, 1)):
        line += byte
    return line


def end_with_the_input() -> None:
    """The program holds the other end of the standard input: when it is gone, so is this process."""

    def watch() -> None:
        while os.read(0, 1024):
            pass
        os._exit(3)

    threading.Thread(target=watch, name="input", daemon=True).start()


def _is_closed() -> bool:
    import socket

    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probing:
            probing.settimeout(1.0)
            probing.connect(("127.0.0.1", 9))
    except OSError as error:  # that nobody listens there proves nothing
        return error.errno in (errno.EPERM, errno.EACCES)
    return False


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _FORBIDDEN:
        if event in ("socket.connect", "socket.bind") and isinstance(arguments[1], str | bytes):
            return  # a local socket
        raise PermissionError(f"a conversion uses no network ({event})")
    if event == "pickle.find_class":
        raise PermissionError(f"a conversion opens no pickle ({arguments[0]}.{arguments[1]})")
