"""One child process and its pipes: messages out, events in, its death noticed. Knows nothing of jobs or queues.

No call here blocks its caller: writing and reading have a thread each, since a full pipe or a busy child blocks either.
"""

from __future__ import annotations

import logging
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.jobs.door import Door, Process
from app.protocol.channel import MessageWriter, read_event
from app.protocol.codec import CodecError
from app.protocol.framing import FrameError
from app.protocol.messages import Event, Request

log = logging.getLogger(__name__)

_EXIT_SECONDS = 2.0
"""How long a child may live on after it closed its output."""
_LOG_BYTES = 1024 * 1024
"""A log larger than this is put aside (one generation) before the next child writes to it."""


@dataclass(frozen=True, slots=True)
class Launch:
    """Everything a child is started with. ``log`` is where its stderr goes; None throws it away.

    ``door`` starts it instead, in a way that does not pass this process's seal on.
    """

    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    log: Path | None = None
    door: Door | None = None


@dataclass(frozen=True, slots=True)
class Exit:
    """``code`` is the system's (negative: killed by that signal). ``broke_protocol``: it sent what is no message."""

    code: int | None
    broke_protocol: bool = False


class Child:
    """Starts at once; raises OSError if the executable cannot be started. Listens from :meth:`begin` on.

    ``on_event`` and then, once, ``on_exit`` are called on the reading thread, one after the other.
    """

    def __init__(
        self, launch: Launch, name: str, on_event: Callable[[Event, bytes], None], on_exit: Callable[[Exit], None]
    ) -> None:
        self._on_event, self._on_exit = on_event, on_exit
        self._outbox: queue.SimpleQueue[tuple[Callable[[], Request], bytes] | None] = queue.SimpleQueue()
        self._process = _start(launch)
        self._reader = threading.Thread(target=self._read, name=f"{name}-read", daemon=True)
        self._writer = threading.Thread(target=self._write, name=f"{name}-write", daemon=True)
        self._unsendable = False

    def begin(self) -> None:
        self._reader.start()
        self._writer.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, make: Callable[[], Request], tail: bytes = b"") -> None:
        """Send what ``make`` returns, called on the writing thread, since encoding a large task takes its time."""
        self._outbox.put((make, tail))

    def leave(self) -> None:
        """Ask it to leave, after what was sent before: end of input is the order."""
        self._outbox.put(None)

    def kill(self) -> None:
        """SIGKILL or its like; harmless when it is gone already."""
        self._process.kill()
        self._outbox.put(None)

    def wait(self, seconds: float) -> bool:
        """Wait until it is gone and ``on_exit`` has returned; says whether that came in time."""
        if threading.current_thread() is not self._reader:
            self._reader.join(seconds)
        return not self._reader.is_alive()

    def _write(self) -> None:
        stream = self._process.stdin
        assert stream is not None
        writer = MessageWriter(stream)
        try:
            while (item := self._outbox.get()) is not None:
                writer.send(item[0](), item[1])
        except (TypeError, ValueError):
            log.exception("a request that cannot be written to the pipe")
            self._unsendable = True
            self._process.kill()
        except OSError:
            log.info("worker %d reads no more; its reading thread reports that", self.pid)
        finally:
            _close(stream)

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        broke_protocol = False
        try:
            while (item := read_event(stream)) is not None:
                self._on_event(*item)
        except (FrameError, CodecError):
            log.exception("worker %d sent what is no message", self.pid)
            broke_protocol = True
            self._process.kill()
        finally:
            _close(stream)
            self._on_exit(Exit(self._reap(), broke_protocol or self._unsendable))

    def _reap(self) -> int | None:
        try:
            code = self._process.wait(_EXIT_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._outbox.put(None)  # let the writing thread end
        return code


def _start(launch: Launch) -> Process:
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
    errors: IO[bytes] | int = subprocess.DEVNULL if launch.log is None else _open_log(launch.log)
    try:
        if launch.door is not None:
            return launch.door.start(errors)
        # A session of its own: Ctrl-C in a terminal reaches the command line only, which ends its workers in order.
        return subprocess.Popen(
            list(launch.command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=dict(launch.environment),
            cwd=launch.folder,
            creationflags=flags,
            start_new_session=True,
        )
    finally:
        if not isinstance(errors, int):
            errors.close()


def _open_log(path: Path) -> IO[bytes] | int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _LOG_BYTES:
            path.replace(path.with_suffix(path.suffix + ".1"))
        return path.open("ab")
    except OSError:
        log.warning("no log at %s", path)
        return subprocess.DEVNULL


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:
        log.debug("the pipe was broken already")
