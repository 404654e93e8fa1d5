"""Shows downloads in the strip, wherever the person is in the window: all of them as one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from app.services.models.fetch_run import FetchState
from app.ui.announce import announce
from app.ui.download_words import far_words, joined, pace_words, stage_words
from app.ui.downloads import Download, Downloads
from app.ui.shell.activity_strip import ActivityStrip
from app.wording.quantities import amount


class DownloadStrip(QObject):
    """Pause, go on and give up count for every download that is open."""

    def __init__(self, downloads: Downloads, strip: ActivityStrip) -> None:
        super().__init__(strip)
        self._downloads, self._strip, self._segment = downloads, strip, strip.downloads
        self._arrived: list[str] = []
        self._names: dict[str, str] = {}
        downloads.changed.connect(self._show)
        downloads.arrived.connect(self._note)
        downloads.ceased.connect(self._end)
        downloads.failed.connect(lambda _id: announce(strip, self._segment.text, urgent=True))
        strip.reworded.connect(self._say_again)
        self._segment.pause_asked.connect(lambda: self._each(downloads.pause))
        self._segment.resume_asked.connect(lambda: self._each(downloads.go_on))
        self._segment.given_up.connect(lambda: self._each(downloads.cancel))

    def _each(self, do: Callable[[str], None]) -> None:
        for download in self._downloads.open:
            do(download.id)

    def _show(self, _identifier: str) -> None:
        found = self._downloads.open
        if not found:
            return
        self._names |= {download.id: download.name for download in found}
        moving = [one for one in found if one.is_running]
        first = next((one for one in moving if one.news is not None), (moving or found)[0])
        done, total = sum(one.done for one in found), _sum_of_totals(found)
        share = None if not total else done / total
        self._segment.show_download(
            self._words(first, len(found), done, total), share, paused=not moving, loses=amount(done) if done else ""
        )

    def _words(self, first: Download, count: int, done: int, total: int | None) -> str:
        first = replace(first, done=done, total=total)  # the bar and the words are of all of them
        name = first.name if count == 1 else self.tr("{0} and {1} more").format(first.name, count - 1)
        if first.state is FetchState.RUNNING and (pace := pace_words(first)):
            return " · ".join((name, far_words(first), pace.rpartition(" · ")[2]))
        if first.state is FetchState.PAUSED:
            return self.tr("{0}: {1} there").format(name, far_words(first))
        return " · ".join(part for part in (name, stage_words(first)) if part)

    def _note(self, identifier: str) -> None:
        self._arrived.append(self._names.get(identifier, identifier))

    def _end(self) -> None:
        if not self._arrived:
            self._segment.hide()
            return
        self._say_end()
        announce(self._strip, self._segment.text)
        self._arrived = []

    def _say_end(self) -> None:
        self._segment.show_end(self.tr("{0}: here and whole").format(joined(self._arrived)))

    def _say_again(self) -> None:
        """In the language that was just chosen."""
        if self._downloads.open:
            self._show("")
        elif self._segment.has_ended:
            self._segment.hide()


def _sum_of_totals(found: list[Download]) -> int | None:
    totals = [one.total for one in found]
    return None if None in totals else sum(total or 0 for total in totals)
