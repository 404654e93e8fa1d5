"""Keeps what was translated once it stands still, and joins the panel of earlier texts to what was kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.translate.translation import KeptTranslation
from app.ui.bridge import Calls
from app.ui.translate.needs import KeepingTexts
from app.ui.translate.text.history_panel import TextHistoryPanel

KEPT_AFTER_MS = 2_500
"""A text is kept when it has stood so long: half a sentence on the way to a whole one is not worth a row."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in the window. ``pair``: source and target language."""

    pair: tuple[str, str]
    source: str
    target: str
    engine: str


class TextHistoryController(QObject):
    """Signals: ``opened(KeptTranslation)``."""

    opened = Signal(object)

    def __init__(self, keeping: KeepingTexts, calls: Calls, now: Callable[[], Standing | None]) -> None:
        """``now``: what stands in the window, None while it is empty or being translated."""
        super().__init__()
        self._keeping, self._calls, self._now = keeping, calls, now
        self._panel: TextHistoryPanel | None = None
        self._last: Standing | None = None
        self._request = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(KEPT_AFTER_MS)
        self._pause.timeout.connect(self.keep_now)

    def attach(self, panel: TextHistoryPanel) -> None:
        self._panel = panel
        panel.search_changed.connect(self.refresh)
        panel.opened.connect(self.opened)
        panel.deleted.connect(self._delete)
        self.refresh()

    def keep_soon(self) -> None:
        self._pause.start()

    def keep_now(self) -> None:
        """What stands there, unless it is what was kept last."""
        self._pause.stop()
        now = self._now()
        if now is None or not now.source.strip() or not now.target.strip() or now == self._last:
            return
        self._last = now
        self._calls.run(
            lambda _stop: self._keeping.keep(now.pair, now.source, now.target, now.engine),
            lambda _done: self.refresh(),
            self._tell,
        )

    def refresh(self) -> None:
        if self._panel is None:
            return
        self._request += 1
        request, words = self._request, self._panel.search_text
        self._calls.run(lambda _stop: self._keeping.texts(words), lambda found: self._show(request, found), self._tell)

    def _delete(self, text: KeptTranslation) -> None:
        self._calls.run(lambda _stop: self._keeping.forget(text.id), lambda _done: self.refresh(), self._tell)

    def _show(self, request: int, found: Sequence[KeptTranslation]) -> None:
        if request == self._request and self._panel is not None:
            self._panel.show_texts(found)

    def _tell(self, error: BaseException) -> None:
        if self._panel is not None:
            self._panel.notice.show_error(error)
