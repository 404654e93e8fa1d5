"""Work that nothing can interrupt is given up in time; the worker says so, leaves, and the lane goes on."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from app.worker.deadline import is_spent, within


def test_what_is_done_in_time_comes_back_and_so_does_what_it_raises() -> None:
    assert within(60, lambda: 5) == 5
    with pytest.raises(ZeroDivisionError):
        within(60, lambda: 1 // 0)
    with pytest.raises(KeyboardInterrupt):
        within(60, lambda: (_ for _ in ()).throw(KeyboardInterrupt))
    assert not is_spent()


def test_what_takes_longer_is_given_up_and_remembered() -> None:
    release = threading.Event()
    with pytest.raises(TimeoutError):
        within(0.01, release.wait)
    assert is_spent()
    release.set()
    for thread in threading.enumerate():
        if thread.name == "given up":
            thread.join(60)
    assert not is_spent()


LOOP = """
import io, os, sys, threading
from app.protocol.channel import MessageWriter, read_event
from app.protocol.messages import Ready, Run
from app.protocol.tasks import TASKS, Describe, LaneDescription
from app.domain.errors import AppError, ErrorCode
from app.worker.deadline import within
from app.worker.loop import Loop
def handler(_context, _task, _tail):
    try:
        within(0.01, threading.Event().wait)
    except TimeoutError as error:
        raise AppError(ErrorCode.MODEL_BROKEN) from error
Loop({Describe.name: handler}, TASKS).serve(sys.stdin.buffer, sys.stdout.buffer, Ready(1, "llm", 1, {}))
"""


def test_a_worker_that_gave_something_up_says_why_and_leaves() -> None:
    from app.protocol.channel import MessageWriter, read_event
    from app.protocol.messages import Failed, Ready, Run

    child = subprocess.Popen([sys.executable, "-c", LOOP], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None
    assert child.stdout is not None
    with child:
        MessageWriter(child.stdin).send(Run("1", "describe", {}))
        messages = []
        while (item := read_event(child.stdout)) is not None:
            messages.append(item[0])
        assert [type(message) for message in messages] == [Ready, Failed]
        assert messages[1].code == "model.broken"
        assert child.wait(60) == 0  # its stdin is still open: it left by itself
