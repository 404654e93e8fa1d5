"""Starts the fetcher for a process that has given up the network, which everything it starts inherits.

So a keeper is forked off before the seal. It waits on a local socket, holds nothing of the person's, and can do one
thing: start the one command it was made with. It leaves as soon as its parent is gone.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn, Protocol

_MESSAGE_BYTES = 4096
_LOOK_SECONDS = 0.05
_START_SECONDS = 10.0


class Process(Protocol):
    """What of subprocess.Popen a lane needs."""

    stdin: IO[bytes] | None
    stdout: IO[bytes] | None

    @property
    def pid(self) -> int: ...

    def kill(self) -> None: ...

    def wait(self, timeout: float | None = None) -> int: ...


@dataclass(frozen=True, slots=True)
class FetcherCommand:
    """All that the keeper will ever start."""

    argv: Sequence[str]
    environment: Mapping[str, str]
    folder: Path

    def start(self, stdin: int, stdout: int, stderr: int) -> subprocess.Popen[bytes]:
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        return subprocess.Popen(
            list(self.argv),
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            env=dict(self.environment),
            cwd=self.folder,
            creationflags=flags,
            start_new_session=True,
        )


class Door(Protocol):
    def start(self, errors: IO[bytes] | int) -> Process:
        """The fetcher, its stdin and stdout pipes of ours; raises OSError where it cannot be started."""


class ClosedDoor:
    """For a process that was given none."""

    def start(self, errors: IO[bytes] | int) -> Process:
        del errors
        raise OSError("this process may not start the fetcher")


class OpenDoor:
    """For a process that is not sealed (Windows has no seal that a child would inherit): simply starts the command."""

    def __init__(self, command: FetcherCommand) -> None:
        self._command = command

    def start(self, errors: IO[bytes] | int) -> Process:
        stderr = errors if isinstance(errors, int) else errors.fileno()
        return self._command.start(subprocess.PIPE, subprocess.PIPE, stderr)


class KeptDoor:
    """Make it before the process is sealed and before it has a second thread. One fetcher at a time."""

    def __init__(self, command: FetcherCommand, narrow: Callable[[], object]) -> None:
        """``narrow`` is called in the keeper: what it may give up, too. Raises OSError."""
        if threading.active_count() > 1:
            raise OSError("the keeper is forked off before there are threads")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.pid = os.fork()
        if self.pid == 0:
            ours.close()
            _keep(theirs, command, narrow)
        theirs.close()
        self._socket, self._lock = ours, threading.Lock()

    def start(self, errors: IO[bytes] | int) -> Process:
        requests_end, requests = os.pipe()
        events, events_end = os.pipe()
        nothing = os.open(os.devnull, os.O_WRONLY)
        stderr = nothing if isinstance(errors, int) else errors.fileno()
        try:
            with self._lock:
                socket.send_fds(self._socket, [b"start"], [requests_end, events_end, stderr])
                answer = self._hear(_START_SECONDS)
                while answer is not None and "exit" in answer:  # of an earlier one, which nobody waited for
                    answer = self._hear(_START_SECONDS)
                if answer is None or "pid" not in answer:
                    raise OSError("the fetcher could not be started")
        except BaseException:
            os.close(requests)
            os.close(events)
            raise
        finally:
            for fd in (requests_end, events_end, nothing):
                os.close(fd)
        return _Remote(self, int(answer["pid"]), os.fdopen(requests, "wb"), os.fdopen(events, "rb"))

    def close(self) -> None:
        """The keeper leaves, and what it started with it."""
        self._socket.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)

    def ask_to_kill(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.send(b"kill")

    def wait_exit(self, timeout: float | None) -> int | None:
        """The exit code of what was started last; None while it runs."""
        with self._lock:
            answer = self._hear(timeout)
        return None if answer is None else int(answer.get("exit", -signal.SIGKILL))

    def _hear(self, timeout: float | None) -> dict[str, Any] | None:
        readable, _, _ = select.select([self._socket], [], [], timeout)
        if not readable:
            return None
        told = self._socket.recv(_MESSAGE_BYTES)
        return json.loads(told) if told else {}  # empty: the keeper is gone, and the fetcher with it


class _Remote:
    """A fetcher that the keeper started, as if it were our own child."""

    def __init__(self, door: KeptDoor, pid: int, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self._door, self._pid = door, pid
        self._code: int | None = None
        self.stdin: IO[bytes] | None = stdin
        self.stdout: IO[bytes] | None = stdout

    @property
    def pid(self) -> int:
        return self._pid

    def kill(self) -> None:
        if self._code is None:
            self._door.ask_to_kill()

    def wait(self, timeout: float | None = None) -> int:
        if self._code is None:
            self._code = self._door.wait_exit(timeout)
        if self._code is None:
            raise subprocess.TimeoutExpired("fetcher", timeout or 0.0)
        return self._code


def _keep(asked: socket.socket, command: FetcherCommand, narrow: Callable[[], object]) -> NoReturn:
    """The keeper's whole life. Never returns into the code that forked it off."""
    try:
        os.setsid()  # Ctrl-C in a terminal is the parent's to answer
        nothing = os.open(os.devnull, os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(nothing, fd)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN if number is signal.SIGINT else signal.SIG_DFL)
        narrow()
        while _serve(asked, command):
            pass
    finally:
        os._exit(0)


def _serve(asked: socket.socket, command: FetcherCommand) -> bool:
    """One fetcher, from its start to its end; False when the parent is gone."""
    message, fds, _, _ = socket.recv_fds(asked, _MESSAGE_BYTES, 3)
    if message != b"start" or len(fds) != 3:
        for fd in fds:
            os.close(fd)
        return message == b"kill"  # it ended by itself at that moment
    try:
        process = command.start(*fds)
    except OSError:
        asked.send(json.dumps({"refused": True}).encode())
        return True
    finally:
        for fd in fds:
            os.close(fd)
    asked.send(json.dumps({"pid": process.pid}).encode())
    while (code := process.poll()) is None:
        if select.select([asked], [], [], _LOOK_SECONDS)[0]:
            process.kill()  # asked to, or the parent is gone
            message = asked.recv(_MESSAGE_BYTES)
            code = process.wait()
            if not message:
                return False
            break
    asked.send(json.dumps({"exit": code}).encode())
    return True
