"""Translates the translation back while somebody looks at it; a check of a text that is gone is never shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from app.domain.errors import JobCancelled
from app.domain.translate.translation_guard import lost_numbers
from app.domain.translate.translation_memory import likeness
from app.jobs.background import BackgroundTask
from app.jobs.stop_signal import StopSignal
from app.services.translate.translate_text import BACK_DOUBTED
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
        filled = tuple(n for n, text in enumerate(targets) if text.strip())
        wanted = Wanted(targets, target, source, "", filled, alone=True)

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
        doubted = [n for n, translated in done.items() if _is_doubtful(told[n][0], translated.text)]
        self._back.show_back(pieces, doubted)

    def _fail(self, request: int, error: BaseException) -> None:
        if request == self._request and not isinstance(error, JobCancelled):
            self._back.show_failed(error)


def _is_doubtful(original: str, back: str) -> bool:
    """It came back as something else, or without its numbers."""
    return likeness(original, back) < BACK_DOUBTED or bool(lost_numbers(original, back))
