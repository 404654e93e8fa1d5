"""Adding documents as the window sees it: one run at a time, shown in the strip; what is dropped meanwhile waits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from app.domain.library.indexing import (
    FileEnded,
    FileStarted,
    IndexingEnded,
    IndexingEvent,
    IndexingProgress,
    IndexingSummary,
)
from app.ui.announce import announce
from app.ui.bridge import Calls
from app.ui.shell.activity_strip import ActivityStrip
from app.ui.translation import translate
from app.wording import sentence_for

REPAINT_MS = 60
SOON_SECONDS = 10


class Run(Protocol):
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def cancel(self) -> None: ...
    def suspend(self) -> None: ...


class Adding(Protocol):
    """What :class:`app.services.library.add_documents.AddDocuments` offers."""

    def start(
        self, paths: list[Path], collection_id: int | None = None, *, on_event: Callable[[IndexingEvent], None]
    ) -> Run: ...
    def resume(self, *, on_event: Callable[[IndexingEvent], None]) -> Run | None: ...


class Indexing(QObject):
    """Signals: ``library_changed()`` after a file ended or a run began, ``ended(IndexingSummary)``."""

    library_changed = Signal()
    ended = Signal(object)

    def __init__(self, adding: Adding, calls: Calls, strip: ActivityStrip) -> None:
        super().__init__()
        self._adding, self._calls, self._strip = adding, calls, strip
        self._run: Run | None = None
        self._looking = False
        """Whether the journal is looked up on another thread; what is added meanwhile waits behind it."""
        self._waiting: list[tuple[list[Path], int | None]] = []
        self._closing = False
        self._progress: IndexingProgress | None = None
        self._shown = QElapsedTimer()
        self._ended: IndexingEnded | None = None
        strip.reworded.connect(self._say_again)
        strip.pause_asked.connect(self.pause)
        strip.resume_asked.connect(self.go_on)
        strip.stop_asked.connect(self.stop)

    @property
    def is_running(self) -> bool:
        return self._run is not None

    def add(self, paths: list[Path], collection_id: int | None = None) -> None:
        if not paths:
            return
        if self._run is not None or self._looking:
            self._waiting.append((paths, collection_id))
            return
        self._begin(lambda on_event: self._adding.start(paths, collection_id, on_event=on_event))

    def go_on_after_a_kill(self) -> None:
        """Take up what the last start left in the journal, if anything."""
        if self._run is None and not self._looking:
            self._looking = True
            self._calls.run(
                lambda _stop: self._adding.resume(
                    on_event=lambda event: self._calls.post(lambda: self._happened(event))
                ),
                self._took_up,
                self._could_not_look,
            )

    def pause(self) -> None:
        if self._run is not None:
            self._run.pause()

    def go_on(self) -> None:
        if self._run is not None:
            self._run.resume()

    def stop(self) -> None:
        """Also what waits behind the run is given up."""
        self._waiting.clear()
        if self._run is not None:
            self._run.cancel()

    def suspend(self) -> None:
        """The window closes: the journal keeps what is not done."""
        self._waiting.clear()
        if self._run is not None:
            self._run.suspend()
        self._closing = True

    def _begin(self, start: Callable[[Callable[[IndexingEvent], None]], Run | None]) -> None:
        self._strip.show_work(self.tr("Looking through the files"), "", 0, None, paused=False)
        self._shown.invalidate()
        self._run = start(lambda event: self._calls.post(lambda: self._happened(event)))
        if self._run is None:
            self._strip.clear()
        else:
            self.library_changed.emit()

    def _took_up(self, run: Run | None) -> None:
        """The journal was looked up; a short run may have ended before this was heard."""
        looking, self._looking = self._looking, False
        if run is not None and looking:
            self._run = run
            self.library_changed.emit()
            if self._closing:
                run.suspend()
        elif self._run is None:
            self._next()

    def _could_not_look(self, error: BaseException) -> None:
        self._looking = False
        self._strip.show_result(str(sentence_for(error, translate)), tone="red")
        self._next()

    def _next(self) -> None:
        if self._waiting:
            self.add(*self._waiting.pop(0))

    def _happened(self, event: IndexingEvent) -> None:
        if isinstance(event, IndexingProgress):
            self._show_progress(event)
        elif isinstance(event, FileEnded):
            self.library_changed.emit()
        elif isinstance(event, IndexingEnded):
            self._end(event)
        else:
            assert isinstance(event, FileStarted)

    def _show_progress(self, event: IndexingProgress) -> None:
        changed = self._progress is None or self._progress.paused != event.paused
        self._progress = event
        if self._shown.isValid() and self._shown.elapsed() < REPAINT_MS and not changed:
            return
        self._shown.restart()
        self._strip.show_work(
            self._progress_words(event), event.current.name if event.current else "", event.done, event.total,
            paused=event.paused,
        )  # fmt: skip

    def _progress_words(self, event: IndexingProgress) -> str:
        if event.total is None:
            return self.tr("Reading, %n file(s) so far", "", event.done)
        words = self.tr("{0} of {1}").format(event.done, event.total)
        if event.paused:
            return self.tr("{0} · paused").format(words)
        if event.done and event.seconds > SOON_SECONDS:
            left = event.seconds / event.done * (event.total - event.done)
            return f"{words} · {self._time_left(left)}" if left > SOON_SECONDS else words
        return words

    def _time_left(self, seconds: float) -> str:
        if seconds < 90:
            return self.tr("about a minute left")
        return self.tr("about %n minute(s) left", "", round(seconds / 60))

    def _end(self, event: IndexingEnded) -> None:
        self._run, self._progress, self._ended, self._looking = None, None, event, False
        self.library_changed.emit()
        self._show_end(event)
        announce(self._strip, self._strip.text)
        self.ended.emit(event.summary)
        self._next()

    def _show_end(self, event: IndexingEnded) -> None:
        if event.error is not None:
            self._strip.show_result(str(sentence_for(event.error, translate)), tone="red")
        else:
            words = self._summary_words(event.summary)
            action = self.tr("Show why") if event.summary.refused else ""
            self._strip.show_result(words, action, tone="amber" if event.summary.refused else "body")

    def _say_again(self) -> None:
        """In the language that was just chosen."""
        if self._progress is not None:
            self._shown.invalidate()
            self._show_progress(self._progress)
        elif self._run is None and self._ended is not None and self._strip.text:
            self._show_end(self._ended)

    def _summary_words(self, summary: IndexingSummary) -> str:
        parts = []
        if summary.indexed:
            parts.append(self.tr("%n document(s) added", "", summary.indexed))
        if summary.unchanged:
            parts.append(self.tr("%n unchanged", "", summary.unchanged))
        if summary.refused:
            parts.append(self.tr("%n could not be read", "", summary.refused))
        if summary.cancelled:
            parts.append(self.tr("stopped"))
        if summary.keyword_only and summary.indexed:
            parts.append(self.tr("found by words only, no embedding model"))
        return " · ".join(parts) or self.tr("Nothing to read there")
