"""Lets a search go before long work in the same lane: what works steps aside at once and goes on afterwards.

Without it a question waited for the batch that was being embedded, about half a second with a real model.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from app.jobs.stop_signal import StopSignal

CALM_SECONDS = 0.25
"""After a search, before work goes on: what was found is shown first, and another search may follow."""


class GiveWay:
    """Counts who waits. Thread-safe."""

    def __init__(self, calm_seconds: float = CALM_SECONDS) -> None:
        self._calm = calm_seconds
        self._changed = threading.Condition()
        self._waiting = 0
        self._held = 0
        self._working: set[StopSignal] = set()

    @contextlib.contextmanager
    def person_waits(self) -> Iterator[None]:
        """Work that runs now is stopped, none begins until the end and a moment longer."""
        with self._changed:
            self._waiting += 1
            working = list(self._working)
        for signal in working:
            signal.stop()
        try:
            yield
        finally:
            with self._changed:
                self._waiting -= 1
                self._changed.notify_all()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """No work begins meanwhile; what runs now comes to its end."""
        with self._changed:
            self._held += 1
        try:
            yield
        finally:
            with self._changed:
                self._held -= 1
                self._changed.notify_all()

    @property
    def is_held(self) -> bool:
        with self._changed:
            return self._held > 0

    def wait(self, stop: StopSignal) -> None:
        """Until nobody waits. Raises JobCancelled as soon as ``stop`` is set."""
        forget = stop.add_callback(self._wake)
        try:
            with self._changed:
                while self._waiting or self._held:
                    stop.raise_if_set()
                    was_person = self._waiting > 0
                    self._changed.wait()
                    if was_person and not self._waiting:
                        self._changed.wait_for(lambda: self._waiting > 0 or stop.is_set, self._calm)
            stop.raise_if_set()
        finally:
            forget()

    @contextlib.contextmanager
    def working(self, stop: StopSignal) -> Iterator[StopSignal]:
        """A signal for one piece of work: set with ``stop``, and as soon as a person waits."""
        mine = StopSignal()
        forget = stop.add_callback(mine.stop)
        with self._changed:
            self._working.add(mine)
            is_late = self._waiting > 0
        if is_late:
            mine.stop()
        try:
            yield mine
        finally:
            forget()
            with self._changed:
                self._working.discard(mine)

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()
