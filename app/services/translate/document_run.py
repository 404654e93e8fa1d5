"""One translation of a document under way, as its caller holds it: pause, go on, cancel, wait for the end."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.domain.translate.document_translation import (
    TranslationEnded,
    TranslationEvent,
    TranslationProgress,
    TranslationStage,
)
from app.jobs.stop_signal import StopSignal

OnEvent = Callable[[TranslationEvent], None]


class DocumentRun:
    """One translation under way. Its events come on a background thread; ``wait`` is for callers without a window."""

    def __init__(self, on_event: OnEvent) -> None:
        self._on_event = on_event
        self._ended = threading.Event()
        self._stop = StopSignal()
        self._interrupt = StopSignal()
        self._going = threading.Event()
        self._going.set()
        self.is_suspended = False
        self.job_id: int | None = None
        """None until the document was read and its segments are in the journal."""
        self.ending: TranslationEnded | None = None

    def pause(self) -> None:
        """Stop as soon as the engine lets go; what is translated is kept."""
        self._going.clear()
        self._interrupt.stop()

    def resume(self) -> None:
        self._going.set()

    def cancel(self) -> None:
        """End now, without a file. The translated segments stay, for going on later."""
        self._stop.stop()
        self._interrupt.stop()
        self._going.set()

    def suspend(self) -> None:
        """End now, because the program closes: the next start goes on."""
        self.is_suspended = True
        self.cancel()

    @property
    def is_paused(self) -> bool:
        return not self._going.is_set()

    @property
    def has_ended(self) -> bool:
        return self._ended.is_set()

    def wait(self, seconds: float | None = None) -> TranslationEnded | None:
        """Block until the end; None where it did not come in time."""
        self._ended.wait(seconds)
        return self.ending

    # for the service --------------------------------------------------------------------------------------------------
    @property
    def stop_signal(self) -> StopSignal:
        return self._stop

    def next_leg(self) -> StopSignal:
        """Wait while paused; the signal that the next pause or the end sets. Raises JobCancelled."""
        self._stop.raise_if_set()
        if not self._going.is_set():
            self._going.wait()
            self._stop.raise_if_set()
        self._interrupt = StopSignal()
        if not self._going.is_set() or self._stop.is_set:  # asked between the two lines above
            self._interrupt.stop()
        return self._interrupt

    def tell(self, stage: TranslationStage, done: int, total: int | None) -> None:
        self._on_event(TranslationProgress(stage, done, total, self.is_paused))

    def end(self, ending: TranslationEnded) -> None:
        self.ending = ending
        try:
            self._on_event(ending)
        finally:
            self._ended.set()
