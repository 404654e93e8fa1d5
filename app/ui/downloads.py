"""Downloads of models as the window sees them: started, paused, taken up again, told at most ten times a second.

It fetches nothing itself and says no sentence; the Models page, the first run and the strip all look here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.models.catalogue import Catalogue, CatalogueEntry
from app.protocol.tasks import FetchNews, FetchStage
from app.services.models.fetch_models import Unfinished
from app.services.models.fetch_plan import FetchPlan
from app.services.models.fetch_run import FetchChanged, FetchEvent, FetchRun, FetchState
from app.ui.bridge import Calls

REPAINT_MS = 100
"""What comes from the fetcher's thread is looked at so often, however much of it there is."""
_OPEN = (FetchState.RUNNING, FetchState.PAUSED, FetchState.FAILED)
_COUNTING = (FetchStage.CHECKING, FetchStage.CONNECTING, FetchStage.RECEIVING, FetchStage.WAITING, FetchStage.ARRIVED)


@dataclass(frozen=True, slots=True)
class Download:
    """One that runs, waits or stopped. ``done`` of ``total`` bytes (None: not known yet); ``error`` where it failed."""

    id: str
    name: str
    state: FetchState
    done: int
    total: int | None
    news: FetchNews | None = None
    plan: FetchPlan | None = None
    error: BaseException | None = None

    @property
    def is_running(self) -> bool:
        return self.state is FetchState.RUNNING


class Fetching(Protocol):
    """What :class:`app.services.models.fetch_models.FetchModels` offers."""

    def start(self, entry: CatalogueEntry, on_event: Callable[[FetchEvent], None]) -> FetchRun: ...
    def unfinished(self) -> tuple[Unfinished, ...]: ...
    def discard(self, identifier: str) -> None: ...


@dataclass(slots=True)
class _Known:
    entry: CatalogueEntry
    state: FetchState
    run: FetchRun | None = None
    done: int = 0
    total: int | None = None
    error: BaseException | None = None
    told: FetchNews | None = None


class Downloads(QObject):
    """Signals: ``changed(id)`` when something about a download is new, ``arrived(id)`` when a model is installed,
    ``failed(id)``, ``ceased()`` when none is open any more. All on the Qt thread."""

    changed = Signal(str)
    arrived = Signal(str)
    failed = Signal(str)
    ceased = Signal()

    def __init__(self, fetching: Fetching, catalogue: Catalogue, calls: Calls, parent: QObject | None = None) -> None:
        super().__init__(parent)  # with a clock inside it must not be left to the collector, which runs on any thread
        self._fetching, self._catalogue, self._calls = fetching, catalogue, calls
        self._known: dict[str, _Known] = {}
        self._clock = QTimer(self)
        self._clock.setInterval(REPAINT_MS)
        self._clock.timeout.connect(self._look)

    def start(self, entries: Iterable[CatalogueEntry]) -> None:
        """Begin each, or go on with it; the fetcher takes one after the other."""
        for entry in entries:
            known = self._known.get(entry.id)
            if known is not None and known.state is FetchState.RUNNING:
                continue
            self._begin(entry)

    def go_on(self, identifier: str) -> None:
        if (known := self._known.get(identifier)) is not None:
            self.start([known.entry])

    def pause(self, identifier: str) -> None:
        known = self._known.get(identifier)
        if known is not None and known.run is not None:
            known.run.pause()

    def cancel(self, identifier: str) -> None:
        """Give it up; what came of it is thrown away."""
        known = self._known.get(identifier)
        if known is None:
            return
        if known.run is not None:
            known.run.cancel()
            return
        self._calls.run(
            lambda _stop: self._fetching.discard(identifier),
            lambda _done: self._moved(identifier, FetchChanged(FetchState.CANCELLED)),
            lambda error: self._moved(identifier, FetchChanged(FetchState.FAILED, error=error)),
        )

    def look_for_unfinished(self) -> None:
        """Offer again what an earlier start left."""
        self._calls.run(lambda _stop: self._fetching.unfinished(), self._offer, lambda _error: None)

    def of(self, identifier: str) -> Download | None:
        """None where there is no download of this model, or it has ended."""
        known = self._known.get(identifier)
        if known is None or known.state not in _OPEN:
            return None
        plan = known.run.plan if known.run is not None else None
        total = known.total if plan is None or plan.bytes is None else plan.bytes
        news = known.run.news if known.run is not None and known.state is FetchState.RUNNING else None
        name = known.entry.name
        return Download(identifier, name, known.state, known.done, total, news, plan, known.error)

    @property
    def open(self) -> list[Download]:
        """Those that run, wait or stopped, in the order of their beginning."""
        return [download for identifier in self._known if (download := self.of(identifier)) is not None]

    def _begin(self, entry: CatalogueEntry) -> None:
        before = self._known.pop(entry.id, None)
        known = _Known(entry, FetchState.RUNNING, total=entry.download_bytes)
        if before is not None:
            known.done, known.total = before.done, before.total
        self._known[entry.id] = known
        known.run = self._fetching.start(entry, lambda event: self._heard(entry.id, event))
        self._clock.start()
        self.changed.emit(entry.id)

    def _heard(self, identifier: str, event: FetchEvent) -> None:
        """On the download's thread: only what changes its state is sent over; the rest is looked at by the clock."""
        if isinstance(event, FetchChanged):
            self._calls.post(lambda: self._moved(identifier, event))

    def _moved(self, identifier: str, event: FetchChanged) -> None:
        known = self._known.get(identifier)
        if known is None:
            return
        self._count(known)
        known.state, known.error = event.state, event.error
        if event.state not in _OPEN:
            del self._known[identifier]
        if not any(one.state is FetchState.RUNNING for one in self._known.values()):
            self._clock.stop()
        self.changed.emit(identifier)
        if event.state is FetchState.DONE:
            self.arrived.emit(identifier)
        elif event.state is FetchState.FAILED:
            self.failed.emit(identifier)
        if not self._known:
            self.ceased.emit()

    def _look(self) -> None:
        for identifier, known in list(self._known.items()):
            if self._count(known):
                self.changed.emit(identifier)

    def _count(self, known: _Known) -> bool:
        """Take over the newest figures; says whether there were any."""
        news = known.run.news if known.run is not None else None
        if news is None or news is known.told:
            return False
        known.told = news
        if news.stage in _COUNTING:
            known.done = news.done
            known.total = news.total if news.total is not None else known.total
        return True

    def _offer(self, found: tuple[Unfinished, ...]) -> None:
        for left in found:
            entry = self._catalogue.by_id(left.id)
            if entry is not None and left.id not in self._known:
                self._known[left.id] = _Known(entry, FetchState.PAUSED, done=left.done, total=left.total)
                self.changed.emit(left.id)
