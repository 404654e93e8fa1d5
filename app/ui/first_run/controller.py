"""Leads through the first run: the set, its arrival, a trial, a first answer. Can be left and found again any time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.models.fit import ROLES_AT_FIRST
from app.domain.models.manifest import ModelRole
from app.services.models.choose_models import Recommendation
from app.ui.bridge import Calls
from app.ui.downloads import Download, Downloads
from app.ui.first_run.page import FirstRunPage, Stage
from app.ui.model_parts.actions import Action
from app.ui.model_parts.recommended_words import first_host
from app.ui.model_parts.trials import Trials, trial_words

if TYPE_CHECKING:
    from app.composition import Alcove


@dataclass(frozen=True, slots=True)
class _Look:
    """``writer``: name of the language model that serves now, '' for none; and what its trial said."""

    told: Recommendation
    writer: str
    told_of_writer: str


class FirstRunController(QObject):
    """Signals: ``bring_wanted()``, ``left()``, ``question_wanted(str)`` to the sample documents."""

    bring_wanted = Signal()
    left = Signal()
    question_wanted = Signal(str)

    def __init__(self, page: FirstRunPage, alcove: Alcove, downloads: Downloads, trials: Trials, calls: Calls) -> None:
        super().__init__(page)
        self._page, self._alcove, self._downloads, self._calls = page, alcove, downloads, calls
        self._trials = trials
        self._look: _Look | None = None
        self._set: frozenset[str] = frozenset()
        self._without = False
        page.shown.connect(self.refresh)
        page.welcome.set_asked.connect(self.get_set)
        page.welcome.bring_asked.connect(self._bring)
        page.welcome.start_asked.connect(self._start_without)
        page.coming.asked.connect(self._do)
        page.coming.left.connect(self._leave)
        page.ready.left.connect(self._leave)
        page.ready.question_asked.connect(self._ask)
        downloads.changed.connect(lambda _id: self._show_coming())
        downloads.arrived.connect(lambda _id: self.refresh())
        trials.changed.connect(lambda _id: self.refresh())

    def refresh(self) -> None:
        """Look in the background what suits this computer and what is here; the page can be used meanwhile."""
        self._calls.run(lambda _stop: self._look_now(), self._show, self._page.notice.show_error)

    def get_set(self) -> None:
        """Start all that is missing."""
        if self._look is None:
            return
        self._seen()
        missing = self._look.told.missing
        self._set = frozenset(entry.id for entry in missing)
        self._downloads.start(missing)
        self._show_stage()

    def _look_now(self) -> _Look:
        told = self._alcove.choose_models.recommended(roles=ROLES_AT_FIRST)
        writer = self._alcove.models.best(ModelRole.CHAT)
        tried = writer
        for entry in told.entries:
            if tried is None and entry.role is ModelRole.CHAT:  # one that failed is no default, but its trial tells why
                tried = self._alcove.models.by_id(entry.id)
        return _Look(
            told,
            writer.manifest.name if writer is not None else "",
            trial_words(self._trials.remembered(tried)) if tried is not None else "",
        )

    def _show(self, look: _Look) -> None:
        self._look = look
        self._page.welcome.show_set(look.told, first_host(self._alcove.settings.values))
        self._page.ready.show_models(look.writer, look.told_of_writer)
        self._show_stage()

    def _show_stage(self) -> None:
        look = self._look
        if look is None:
            return
        coming = self._coming()
        trying = next((entry.name for entry in look.told.entries if self._trials.is_trying(entry.id)), "")
        self._page.coming.show_trying(trying if not coming else "")
        if coming or trying:
            missing = {entry.id for entry in look.told.missing}
            here = [entry.name for entry in look.told.entries if entry.id not in missing]
            self._page.coming.show_arrived(here)
            self._page.coming.show_downloads(coming)
            self._page.show_stage(Stage.COMING)
        elif look.writer or self._without or (look.told.entries and not look.told.missing):
            self._page.show_stage(Stage.READY)
        else:
            self._page.show_stage(Stage.WELCOME)

    def _show_coming(self) -> None:
        """Figures move; the stage changes only when the last one is gone."""
        coming = self._coming()
        if coming and self._page.stage is Stage.COMING:
            self._page.coming.show_downloads(coming)
        else:
            self.refresh()

    def _coming(self) -> list[Download]:
        wanted = self._set or {entry.id for entry in (self._look.told.missing if self._look else ())}
        return [download for download in self._downloads.open if download.id in wanted]

    def _do(self, action: Action, identifier: str) -> None:
        {
            Action.PAUSE: self._downloads.pause,
            Action.GO_ON: self._downloads.go_on,
            Action.GIVE_UP: self._downloads.cancel,
        }[action](identifier)

    def _bring(self) -> None:
        self._seen()
        self.bring_wanted.emit()

    def _start_without(self) -> None:
        self._seen()
        self._without = True
        self._show_stage()

    def _leave(self) -> None:
        self._seen()
        self.left.emit()

    def _ask(self, question: str) -> None:
        self._seen()
        self._page.ready.show_reading(reading=True)
        self.question_wanted.emit(question)

    def asked(self) -> None:
        """The samples are there and the question is on its way to the Ask page."""
        self._page.ready.show_reading(reading=False)

    def _seen(self) -> None:
        if not self._alcove.state.values.first_run_seen:
            self._alcove.state.change(first_run_seen=True)


def samples_folder(assets: Path) -> Path | None:
    """The documents that come along, to ask a first question about; None where they were left out."""
    folder = assets / "samples"
    return folder if folder.is_dir() else None
