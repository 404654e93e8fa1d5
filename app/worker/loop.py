"""The loop of a worker: one request at a time, its events and its ending. Knows no engine.

A second thread listens, so that a cancel is seen while a handler runs and the worker leaves when its parent is gone.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.protocol.channel import MessageWriter, read_request
from app.protocol.codec import CodecError, decode, encode
from app.protocol.framing import FrameError
from app.protocol.messages import Cancel, Cancelled, Done, Failed, Ready, Run
from app.worker.context import Cancellation, Handler, JobContext
from app.worker.deadline import is_spent

_EXIT_PARENT_GONE = 0
_EXIT_SPENT = 0
_EXIT_PROTOCOL = 70


@dataclass(frozen=True, slots=True)
class _Request:
    run: Run
    tail: bytes
    cancelled: Cancellation


class Loop:
    """``tasks`` decodes what is asked, ``handlers`` does it, both by task name."""

    def __init__(self, handlers: Mapping[str, Handler], tasks: Mapping[str, type[Any]]) -> None:
        self._handlers, self._tasks = handlers, tasks
        self._inbox: queue.SimpleQueue[_Request] = queue.SimpleQueue()
        self._asked: dict[str, Cancellation] = {}

    def serve(self, requests: IO[bytes], events: IO[bytes], ready: Ready) -> None:
        """Say ``ready`` and work for ever; the process ends itself when ``requests`` does."""
        out = MessageWriter(events)
        threading.Thread(target=self._listen, args=(requests,), name="listen", daemon=True).start()
        try:
            out.send(ready)
            while True:
                request = self._inbox.get()
                ending, tail = self._do(request, out)
                self._asked.pop(request.run.job, None)
                self._send_ending(out, ending, tail)
                if is_spent():
                    os._exit(_EXIT_SPENT)
        except OSError:
            os._exit(_EXIT_PARENT_GONE)  # nobody reads any more

    def _do(self, request: _Request, out: MessageWriter) -> tuple[Done | Failed | Cancelled, bytes]:
        run = request.run
        context = JobContext(run.job, out, request.cancelled)
        try:
            context.stop_if_cancelled()
            kind = self._tasks[run.task]
            result = self._handlers[run.task](context, decode(kind, run.arguments), request.tail)
            value, tail = result if isinstance(result, tuple) else (result, b"")
            if not isinstance(value, kind.result):
                raise TypeError(f"{run.task} gave a {type(value).__name__}")
            return Done(run.job, encode(value)), bytes(tail)
        except JobCancelled:
            return Cancelled(run.job), b""
        except AppError as error:
            return Failed(run.job, error.code.value, encode(error.details)), b""
        except MemoryError as error:
            report(error)
            return Failed(run.job, ErrorCode.OUT_OF_MEMORY.value), b""
        except BrokenPipeError:
            raise  # the window is gone
        except BaseException as error:  # noqa: BLE001 - the border of the worker; a Rust panic is no Exception (TRUST F11)
            report(error)
            return Failed(run.job, ErrorCode.BUG.value, {"task": run.task, "error": type(error).__name__}), b""

    def _send_ending(self, out: MessageWriter, ending: Done | Failed | Cancelled, tail: bytes) -> None:
        try:
            out.send(ending, tail)
        except (FrameError, TypeError) as error:  # too large, or holds what JSON cannot
            report(error)
            out.send(Failed(ending.job, ErrorCode.BUG.value, {"error": type(error).__name__}))

    def _listen(self, requests: IO[bytes]) -> None:
        try:
            while (item := read_request(requests)) is not None:
                message, tail = item
                if isinstance(message, Cancel):
                    if (asked := self._asked.get(message.job)) is not None:
                        asked.set()
                else:
                    cancelled = self._asked.setdefault(message.job, Cancellation())
                    self._inbox.put(_Request(message, tail, cancelled))
        except (FrameError, CodecError) as error:
            report(error)
            os._exit(_EXIT_PROTOCOL)
        os._exit(_EXIT_PARENT_GONE)  # never outlive the window, whatever a handler is doing


def report(error: BaseException) -> None:
    """Where it went wrong, to stderr: types and code lines only, since messages of libraries may quote a document."""
    seen: BaseException | None = error
    lines: list[str] = []
    while seen is not None:
        frames = "".join(traceback.format_tb(seen.__traceback__))
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}\n{frames}")
        seen = seen.__cause__ or seen.__context__
    print("worker: " + "caused by: ".join(lines), file=sys.stderr, flush=True)  # noqa: T201 - this is the log
