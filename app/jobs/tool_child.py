"""One run of a tool in a process of its own: a line in, lines out, killed whole when it is no longer wanted."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.jobs.stop_signal import StopSignal

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.2
_END_SECONDS = 10.0
_LONGEST_LINE = 1 << 20


@dataclass(frozen=True, slots=True)
class ToolRun:
    """``first`` is sent to its standard input, which stays open: a tool is to end with it. ``log`` is made anew."""

    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    log: Path
    first: bytes


def run_to_its_end(run: ToolRun, on_line: Callable[[bytes], None], stop: StopSignal) -> int:
    """Its exit status (negative: killed by that signal). Raises OSError where it cannot be started, and JobCancelled.

    ``on_line`` is called on the calling thread. Whatever is raised here, the tool and what it started are gone then.
    The tool inherits this process's seal.
    """
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
    with _log(run.log) as errors:
        process = subprocess.Popen(
            list(run.command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=dict(run.environment),
            cwd=run.folder, creationflags=flags, start_new_session=True,
        )  # fmt: skip
    lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    assert process.stdin is not None
    assert process.stdout is not None
    reader = threading.Thread(target=_read, args=(process.stdout, lines), name="tool-read", daemon=True)
    reader.start()
    try:
        with contextlib.suppress(BrokenPipeError):  # it ended at once; its exit status says so
            process.stdin.write(run.first)
            process.stdin.flush()
        while True:
            stop.raise_if_set()
            try:
                line = lines.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                continue
            if line is None:
                return process.wait(_END_SECONDS)
            on_line(line)
    except subprocess.TimeoutExpired:
        return -int(getattr(signal, "SIGKILL", 9))
    finally:
        _end(process)
        reader.join(_END_SECONDS)


def _log(path: Path) -> IO[bytes]:
    """A new one at ``path``; what is told there is lost where that cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")
    except OSError:
        log.warning("no log at %s", path)
        return Path(os.devnull).open("wb")


def _read(stream: IO[bytes], lines: queue.SimpleQueue[bytes | None]) -> None:
    with stream:
        while line := stream.readline(_LONGEST_LINE):
            lines.put(line)
    lines.put(None)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None and sys.platform == "win32":
        process.kill()
    elif process.poll() is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):  # gone already
            os.killpg(process.pid, signal.SIGKILL)
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    process.wait()
