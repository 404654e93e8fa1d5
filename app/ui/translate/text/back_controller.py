"""Translates the translation back while somebody looks at it; a check of a text that is gone is never shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from app.domain.errors import JobCancelled
from app.jobs.background import BackgroundTask
from app.jobs.stop_signal import StopSignal
from app.ui.bridge import Calls
from app.ui.translate.needs import Translating
from app.ui.translate.text.back_check import BackCheck
from app.ui.translate.text.lines import Line, Lines
from app.ui.translate.values import Translated, Wanted

Told = Sequence[tuple[str, str, str]]
"""(source sentence, gap before it, its translation)."""


class BackController(QObject):
    def __init__(self, back: BackCheck, translating: Translating, calls: Calls) -> None:
        super().__init__(back)
        self._back, self._translating, self._calls = back, translating, calls
        self._request = 0
        self._task: BackgroundTask | None = None

    def look(self, told: Told, source: str, target: str) -> None:
        """``told`` is in ``source`` and ``target``; does nothing while the check is closed."""
        self._stop()
        targets = tuple(translation for _source, _gap, translation in told)
        if self._back.isHidden() or not any(text.strip() for text in targets) or not source:
            return
        request, done = self._request, dict[int, Translated]()
        self._back.show_stale()
        wanted = Wanted(targets, target, source, "", tuple(n for n, text in enumerate(targets) if text.strip()))

        def work(stop: StopSignal) -> None:
            self._translating.translate(wanted, stop, done.__setitem__, lambda _n, _piece: None)

        self._task = self._calls.run(
            work,
            lambda _done: self._show(request, told, source, done),
            lambda error: self._fail(request, error),
        )

    def clear(self) -> None:
        self._stop()
        self._back.show_back((), ())

    def _stop(self) -> None:
        self._request += 1
        task, self._task = self._task, None
        if task is not None:
            task.stop()

    def _show(self, request: int, told: Told, source: str, done: dict[int, Translated]) -> None:
        if request != self._request:
            return
        lines = Lines()
        lines.lines = [Line(sentence, gap) for sentence, gap, _translation in told]
        for n, translated in done.items():
            lines.set(n, translated)
        pieces, _tail = lines.pieces(source)
        self._back.show_back(pieces, ())

    def _fail(self, request: int, error: BaseException) -> None:
        if request == self._request and not isinstance(error, JobCancelled):
            self._back.show_failed(error)
