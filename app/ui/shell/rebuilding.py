"""Rebuilding the search index as the window sees it: begun by itself, shown in the strip where nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QLocale, QObject, QTimer, Signal

from app.domain.library.rebuilding import RebuildEnded, RebuildEvent, RebuildOutcome, RebuildProgress, RebuildWait
from app.ui.announce import announce
from app.ui.bridge import Calls
from app.ui.shell.activity_strip import ActivityStrip
from app.ui.translation import translate
from app.wording import sentence_for

REPAINT_MS = 60
LOOK_MS = 30_000
"""How often it looks whether there is something to do: another program may have chosen another model."""
RESULT_STAYS_MS = 10_000
"""What came of adding documents may be read so long before the strip shows this work again."""
SOON_SECONDS = 60


class Run(Protocol):
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def cancel(self) -> None: ...


class Rebuilds(Protocol):
    """What :class:`app.services.library.rebuild_vectors.RebuildVectors` offers."""

    def start(self, *, on_event: Callable[[RebuildEvent], None]) -> Run | None: ...


class Rebuilding(QObject):
    """Signals: ``ended(RebuildEnded)``."""

    ended = Signal(object)

    def __init__(self, vectors: Rebuilds, is_adding: Callable[[], bool], calls: Calls, strip: ActivityStrip) -> None:
        """``is_adding``: documents are being added, which the strip shows first."""
        super().__init__(strip)  # with clocks inside it must end with what it shows, on the Qt thread
        self._vectors, self._is_adding, self._calls, self._strip = vectors, is_adding, calls, strip
        self._run: Run | None = None
        self._looking = self._declined = self._closing = False
        self._progress: RebuildProgress | None = None
        self._end: RebuildEnded | None = None
        self._words = ""
        self._painted, self._result_since = QElapsedTimer(), QElapsedTimer()
        self._look_timer, self._show_timer = QTimer(self), QTimer(self)
        self._look_timer.timeout.connect(self._look_if_free)
        self._show_timer.timeout.connect(self._show)
        strip.reworded.connect(self._say_again)
        strip.pause_asked.connect(lambda: self._asked(lambda run: run.pause()))
        strip.resume_asked.connect(lambda: self._asked(lambda run: run.resume()))
        strip.stop_asked.connect(self._stop)

    @property
    def is_running(self) -> bool:
        return self._run is not None

    def begin(self) -> None:
        """Look now, and again from time to time."""
        self._look_timer.start(LOOK_MS)
        self._look_if_free()

    def look(self) -> None:
        """Something changed about the models: what the person stopped before may be wanted now."""
        self._declined = False
        self._look_if_free()

    def suspend(self) -> None:
        """The window closes: what is made so far is kept."""
        self._closing = True
        self._look_timer.stop()
        self._show_timer.stop()
        if self._run is not None:
            self._run.cancel()

    def _look_if_free(self) -> None:
        if self._run is not None or self._looking or self._declined or self._closing:
            return
        self._looking = True
        self._calls.run(
            lambda _stop: self._vectors.start(on_event=lambda event: self._calls.post(lambda: self._happened(event))),
            self._took_up,
            self._could_not_look,
        )

    def _took_up(self, run: Run | None) -> None:
        """A short run may have ended before this was heard."""
        looking, self._looking = self._looking, False
        if run is None or not looking:
            return
        self._run = run
        if self._closing:
            run.cancel()
        self._show_timer.start(1000)

    def _could_not_look(self, _error: BaseException) -> None:
        """The store says it where a person waits for it; here the next look tries again."""
        self._looking = False

    def _happened(self, event: RebuildEvent) -> None:
        if isinstance(event, RebuildProgress):
            changed = self._progress is None or self._progress.wait is not event.wait
            self._progress = event
            if changed or not self._painted.isValid() or self._painted.elapsed() >= REPAINT_MS:
                self._show()
            return
        self._run, self._progress, self._end, self._looking = None, None, event, False
        self._show_timer.stop()
        self._declined = event.outcome is not RebuildOutcome.DONE
        if self._may_show() and not self._closing:
            self._show_end(event)
            announce(self._strip, self._strip.text)
        self.ended.emit(event)

    def _show(self) -> None:
        event = self._progress
        if event is None or not self._may_show():
            return
        self._painted.restart()
        self._words = self._progress_words(event)
        self._strip.show_work(self._words, "", event.done, event.total, paused=event.wait is RebuildWait.PAUSED)

    def _may_show(self) -> bool:
        if self._is_adding():
            self._result_since.invalidate()
            return False
        if self._strip.text in ("", self._words):
            self._result_since.invalidate()
            return True
        if not self._result_since.isValid():
            self._result_since.start()
        return self._result_since.elapsed() >= RESULT_STAYS_MS

    def _is_shown(self) -> bool:
        return self._progress is not None and bool(self._words) and self._strip.text == self._words

    def _asked(self, do: Callable[[Run], None]) -> None:
        if self._run is not None and self._is_shown():
            do(self._run)

    def _stop(self) -> None:
        if self._run is not None and self._is_shown():
            self._declined = True
            self._run.cancel()

    def _progress_words(self, event: RebuildProgress) -> str:
        number = QLocale().toString
        words = self.tr("Rebuilding the search index with {0}: {1} of {2}").format(
            event.name, number(event.done), number(event.total)
        )
        more = {
            RebuildWait.PAUSED: self.tr("paused"),
            RebuildWait.ADDING: self.tr("goes on after the documents"),
            RebuildWait.ELSEWHERE: self.tr("another running Alcove does it"),
        }.get(event.wait, "")
        if not more and event.seconds_left is not None and event.seconds_left > SOON_SECONDS:
            more = self.tr("about %n minute(s) left", "", round(event.seconds_left / 60))
        return f"{words} · {more}" if more else words

    def _show_end(self, event: RebuildEnded) -> None:
        if event.error is not None:
            words, tone = str(sentence_for(event.error, translate)), "red"
        elif event.outcome is RebuildOutcome.STOPPED:
            words, tone = self.tr("Stopped. Searches go on as before."), "body"
        else:
            words, tone = self.tr("Searches use {0} now.").format(event.name), "body"
            if event.left_out:
                left_out = self.tr("%n passage(s) are found by their words only", "", event.left_out)
                words = f"{words} {left_out}"
        self._words = words
        self._strip.show_result(words, tone=tone)

    def _say_again(self) -> None:
        """In the language that was just chosen."""
        if self._is_shown():
            self._strip.clear()
            self._show()
        elif self._end is not None and self._words and self._strip.text == self._words:
            self._show_end(self._end)
