"""Bounds what a library does that nothing can interrupt: on a thread of its own, which is given up when time is over.

A thread cannot be ended. A worker that has given one up says how the job ended and then leaves (loop); its lane starts
another worker when it is needed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

_GIVEN_UP = "given up"


def within(seconds: float, work: Callable[[], Any]) -> Any:
    """What ``work`` returns; raises what it raises, and TimeoutError when it is not done in time.

    ``work`` has to let go of the interpreter's lock while it is long.
    """
    outcome: list[tuple[Any, BaseException | None]] = []

    def run() -> None:
        try:
            outcome.append((work(), None))
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits; a Rust panic is no Exception
            outcome.append((None, error))

    thread = threading.Thread(target=run, name="bounded", daemon=True)
    thread.start()
    thread.join(seconds)
    if not outcome:
        thread.name = _GIVEN_UP
        raise TimeoutError
    value, error = outcome[0]
    if error is not None:
        raise error
    return value


def is_spent() -> bool:
    """Whether this process still carries work that was given up."""
    return any(thread.name == _GIVEN_UP for thread in threading.enumerate())
