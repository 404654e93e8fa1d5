"""Joins the Dictate page to what is kept: lists, searches, opens, deletes with a time to undo. Knows no layout."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.dictate.dictation import Dictation
from app.ui.bridge import Calls
from app.ui.dictate.model import SpokenRow, SpokenRows, SpokenState
from app.ui.dictate.needs import Keeping
from app.ui.dictate.page import DictatePage
from app.ui.dictate.row_words import row_of

UNDO_MS = 8_000
SOON_MS = 300
"""Changes that come in a burst are shown together."""


class DictateController(QObject):
    """Signals: ``opened(dictation id)``, ``gone(dictation ids)`` after they were deleted for good.

    ``show_working`` adds rows that stand above the history: files that are being transcribed.
    """

    opened = Signal(int)
    gone = Signal(list)

    def __init__(self, page: DictatePage, rows: SpokenRows, history: Keeping, calls: Calls) -> None:
        super().__init__(page)
        self._page, self._rows, self._history, self._calls = page, rows, history, calls
        self._kept: list[SpokenRow] = []
        self._working: list[SpokenRow] = []
        self._going: list[int] = []
        self._request = 0
        self._undo_time, self._soon = QTimer(self), QTimer(self)
        for timer, milliseconds in ((self._undo_time, UNDO_MS), (self._soon, SOON_MS)):
            timer.setSingleShot(True)
            timer.setInterval(milliseconds)
        self._undo_time.timeout.connect(self.delete_now)
        self._soon.timeout.connect(self.refresh)
        page.search_changed.connect(lambda _text: self.refresh())
        page.opened.connect(self._open)
        page.deleted.connect(lambda rows: self.delete([row.key for row in rows if isinstance(row.key, int)]))
        page.undo_wanted.connect(self.undo)

    def refresh(self) -> None:
        """List what is kept, by the search text."""
        self._request += 1
        request, text = self._request, self._page.search_text
        self._calls.run(
            lambda _stop: self._history.list(text),
            lambda found: self._show_kept(request, found),
            self._page.notice.show_error,
        )

    def refresh_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def show_working(self, rows: Sequence[SpokenRow]) -> None:
        ended = {row.path for row in self._working} - {row.path for row in rows}
        self._working = list(rows)
        if ended:  # what stood there of them before is not so any more
            self._kept = [row for row in self._kept if row.path not in ended or row.state is SpokenState.DONE]
            self.refresh()
        self._show()

    def delete(self, ids: Sequence[int]) -> None:
        """Take them off the list; they are deleted for good when the time to undo has passed."""
        self.delete_now()
        if not ids:
            return
        self._going = list(ids)
        self._undo_time.start()
        self._show()
        what = self.tr("%n deleted", "", len(ids))
        self._page.notice.say(what, self.tr("Kept sound is deleted, too."), tone="calm", action=self.tr("Undo"))

    def undo(self) -> None:
        self._undo_time.stop()
        self._going = []
        self._page.notice.clear()
        self._show()

    def delete_now(self) -> None:
        """Delete what waits to be deleted; also to be called when the window closes."""
        self._undo_time.stop()
        going, self._going = self._going, []
        if not going:
            return
        self._page.notice.clear()
        self._kept = [row for row in self._kept if row.key not in going]
        self._calls.run(
            lambda _stop: self._history.delete(going),
            lambda _count: self.gone.emit(going),
            self._failed_to_delete,
        )

    def _open(self, row: SpokenRow) -> None:
        if isinstance(row.key, int):
            self.opened.emit(row.key)

    def _failed_to_delete(self, error: BaseException) -> None:
        self._page.notice.show_error(error)
        self.refresh()

    def _show_kept(self, request: int, found: Sequence[Dictation]) -> None:
        if request == self._request:
            self._kept = [row_of(dictation) for dictation in found]
            self._show()

    def _show(self) -> None:
        busy = {row.path for row in self._working}
        searching = bool(self._page.search_text)
        kept = [row for row in self._kept if row.key not in self._going and row.path not in busy]
        self._rows.show([*([] if searching else self._working), *kept])
        self._page.show_rows(searching=searching)
