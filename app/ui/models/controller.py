"""Joins the Models page to the services; every look and every change runs in the background. Knows no layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from app.domain.models.fit import ROLES_AT_FIRST, ROLES_IN_USE
from app.domain.models.manifest import ModelRole
from app.jobs.memory import LaneMemory
from app.jobs.stop_signal import StopSignal
from app.machine.models import Machine
from app.model_files.model_files import InstalledModel
from app.model_files.verify import ModelProblem
from app.services.models.choose_models import ModelCard, Recommendation
from app.ui.bridge import Calls
from app.ui.downloads import Downloads
from app.ui.model_parts.actions import Action
from app.ui.model_parts.recommended_words import first_host
from app.ui.model_parts.trials import Trials
from app.ui.model_parts.work import Tell, Work, WorkInProgress, WorkKind
from app.ui.models.bring_controller import BringController
from app.ui.models.page import ModelsPage, PageState
from app.ui.models.row_values import RowState

if TYPE_CHECKING:
    from app.composition import Alcove

MEMORY_MS = 3000
"""How often the page looks what models hold, while it is shown."""
ROLES_LATER = tuple(role for role in ModelRole if role not in ROLES_IN_USE)


@dataclass(frozen=True, slots=True)
class _Look:
    """What one look in the background found."""

    cards: tuple[ModelCard, ...]
    told: Recommendation
    machine: Machine
    disk_used: int
    memory: tuple[LaneMemory, ...]
    installed: tuple[InstalledModel, ...]


class ModelsController(QObject):
    """Signals: ``models_changed()`` when one came, went or became the default, ``first_steps_wanted()``."""

    models_changed = Signal()
    first_steps_wanted = Signal()

    def __init__(self, page: ModelsPage, alcove: Alcove, downloads: Downloads, trials: Trials, calls: Calls) -> None:
        super().__init__(page)
        self._page, self._alcove, self._downloads, self._calls = page, alcove, downloads, calls
        self._look: _Look | None = None
        self._looking = self._look_again = False
        self._trials = trials
        self.works = WorkInProgress(calls, self)
        self.bring = BringController(page.bring, page.notice, alcove, self.works, calls)
        self.bring.taken.connect(lambda _model: self._changed())
        self._clock = QTimer(self)
        self._clock.setInterval(MEMORY_MS)
        self._clock.timeout.connect(self._look_at_memory)
        page.notice.action_chosen.connect(self.first_steps_wanted)
        page.shown.connect(self._begin)
        page.hidden.connect(self._clock.stop)
        page.asked.connect(self.do)
        page.set_asked.connect(self.get_set)
        page.memory.free_asked.connect(self.free_memory)
        page.memory.idle_chosen.connect(self._choose_idle)
        page.memory.gpu_chosen.connect(self._choose_gpu)
        downloads.changed.connect(self._show_moving)
        downloads.arrived.connect(self._arrived)
        self.works.changed.connect(self._show_moving)
        trials.changed.connect(self._show_moving)
        trials.ended.connect(lambda _id: self._changed())

    @property
    def is_looking(self) -> bool:
        return self._looking

    # intentions -------------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Look at everything anew; what is asked for during a look is looked at once more after it."""
        if self._looking:
            self._look_again = True
            return
        self._looking = True
        self._calls.run(lambda _stop: self._look_at_all(), self._show, self._look_failed)

    def get_set(self) -> None:
        """Start all that is missing of the recommended set."""
        if self._look is not None:
            self._downloads.start(self._look.told.missing)

    def do(self, action: Action, identifier: str) -> None:
        """What a person wanted of one model."""
        card = self._card(identifier)
        if card is None:
            return
        if action is Action.GET and card.entry is not None:
            self._downloads.start([card.entry])
        elif action is Action.PAUSE:
            self._downloads.pause(identifier)
        elif action is Action.GO_ON:
            self._downloads.go_on(identifier)
        elif action is Action.GIVE_UP:
            self._downloads.cancel(identifier)
        elif action is Action.CHECK:
            self._check(card)
        elif action is Action.USE:
            self._use(card)
        elif action is Action.REMOVE:
            self._remove(card)
        elif action is Action.TRY:
            self._trials.start(identifier)
        elif action is Action.STOP:
            self.works.stop(identifier)
            self._trials.stop(identifier)
        elif action is Action.TRY_CARD_AGAIN:
            self._alcove.devices.try_again(identifier)
            self.refresh()
        elif action is Action.COPY_SOURCE and card.entry is not None:
            self._copy(f"https://huggingface.co/{card.entry.repository}")

    def free_memory(self) -> None:
        self._calls.run(lambda _stop: self._alcove.lanes.free_memory(), self._freed, self._page.notice.show_error)

    def show_import(self) -> None:
        self._page.show_import()

    def escape(self) -> bool:
        return self._page.escape()

    def offer_first_steps(self) -> None:
        """After a model came in that the first page had sent the person for."""
        words, action = self.tr("The model is here and whole."), self.tr("Go on with the first steps")
        self._page.notice.say(words, tone="calm", action=action)

    # what takes a while -----------------------------------------------------------------------------------------------
    def _check(self, card: ModelCard) -> None:
        def work(stop: StopSignal, tell: Tell) -> tuple[ModelProblem, ...]:
            return self._alcove.choose_models.verify(card.id, stop=stop, on_progress=tell)

        self.works.start(card.id, WorkKind.CHECKING, work, lambda found: self._checked(card, found), self._failed)

    def _checked(self, card: ModelCard, found: tuple[ModelProblem, ...]) -> None:
        if found:
            files = ", ".join(problem.file for problem in found)
            words = self.tr("Other than they should be: {0}. Get the model again.").format(files)
            self._page.notice.say(self.tr("{0} is damaged").format(card.name), words, tone="red")
        else:
            words = self.tr("{0}: every byte is what it should be.").format(card.name)
            self._page.notice.say(words, tone="calm")
        self.refresh()

    def _use(self, card: ModelCard) -> None:
        def done(_model: InstalledModel) -> None:
            self._page.notice.say(self.tr("{0} is used from now on.").format(card.name), tone="calm")
            self._changed()

        self._calls.run(lambda _stop: self._alcove.choose_models.make_default(card.id), done, self._failed)

    def _remove(self, card: ModelCard) -> None:
        def done(_freed: int) -> None:
            self._page.notice.say(self.tr("{0} is removed.").format(card.name), tone="calm")
            self._changed()

        def work(_stop: StopSignal, _tell: Tell) -> int:
            self._alcove.lanes.free_memory()  # a worker that still holds its files would keep the system from it
            return self._alcove.choose_models.remove(card.id)

        self.works.start(card.id, WorkKind.REMOVING, work, done, self._failed)

    def _arrived(self, _identifier: str) -> None:
        self._changed()

    def _changed(self) -> None:
        self.refresh()
        self.models_changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._page.notice.show_error(error)
        self.refresh()

    # looking ----------------------------------------------------------------------------------------------------------
    def _begin(self) -> None:
        values = self._alcove.settings.values
        self._page.memory.show_choices(values.idle_minutes, use_gpu=values.use_gpu)
        self._clock.start()
        self._downloads.look_for_unfinished()
        self.refresh()

    def _look_at_all(self) -> _Look:
        choose = self._alcove.choose_models
        return _Look(
            tuple(choose.cards()),
            choose.recommended(roles=ROLES_AT_FIRST),
            choose.machine(),
            choose.disk_used(),
            self._alcove.lanes.memory(),
            tuple(self._alcove.models.installed()),
        )

    def _show(self, look: _Look) -> None:
        self._looking, self._look = False, look
        self._show_rows()
        self._show_memory(look.memory)
        self._page.bring.show_models(look.installed)
        if self._look_again:
            self._look_again = False
            self.refresh()

    def _look_failed(self, error: BaseException) -> None:
        self._looking = self._look_again = False
        self._page.notice.show_error(error)

    def _show_rows(self) -> None:
        look = self._look
        if look is None:
            return
        rows = tuple(self._row(card) for card in look.cards)
        host = first_host(self._alcove.settings.values)
        self._page.show_state(PageState(rows, look.told, look.machine, look.disk_used, host, ROLES_LATER))

    def _row(self, card: ModelCard) -> RowState:
        failed = self._alcove.state.values.failed_devices.get(card.id, "")
        work = self.works.of(card.id)
        if work is None and self._trials.is_trying(card.id):
            work = Work(card.id, WorkKind.TRYING)
        result = self._trials.remembered(card.installed) if card.installed is not None else None
        return RowState(
            card,
            self._downloads.of(card.id),
            work,
            failed_on=failed.partition(":")[0],
            trial=result or self._trials.result(card.id),
            can_try=card.role in ROLES_IN_USE,
        )

    def _show_moving(self, identifier: str) -> None:
        """One row moved: mostly only its figures are new."""
        card, row = self._card(identifier), self._page.row(identifier)
        if card is None:
            return
        state = self._row(card)
        if row is None or _kind_of(row.state) != _kind_of(state):
            self._show_rows()
            if state.download is None and state.work is None:
                self.refresh()
        else:
            row.show_progress(state)

    def _card(self, identifier: str) -> ModelCard | None:
        cards: Sequence[ModelCard] = self._look.cards if self._look is not None else ()
        return next((card for card in cards if card.id == identifier), None)

    # memory -----------------------------------------------------------------------------------------------------------
    def _look_at_memory(self) -> None:
        self._calls.run(lambda _stop: self._alcove.lanes.memory(), self._show_memory, lambda _error: None)

    def _show_memory(self, held: tuple[LaneMemory, ...]) -> None:
        installed = self._look.installed if self._look is not None else ()
        self._page.memory.show_memory(held, {model.folder.name: model.manifest.name for model in installed})

    def _freed(self, _done: None) -> None:
        self._look_at_memory()

    def _choose_idle(self, minutes: int) -> None:
        self._alcove.settings.change(idle_minutes=minutes)
        self._alcove.lanes.set_idle(60.0 * minutes)

    def _choose_gpu(self, use: bool) -> None:
        self._alcove.settings.change(use_gpu=use)

    def _copy(self, address: str) -> None:
        data = QMimeData()
        data.setText(address)
        QGuiApplication.clipboard().setMimeData(data)
        self._page.notice.say(self.tr("The address is copied; Alcove opens no web page."), address, tone="calm")


def _kind_of(state: RowState) -> tuple[object, ...]:
    """What decides which buttons and lines a row has."""
    download, work = state.download, state.work
    return (
        state.card,
        download.state if download is not None else None,
        download.plan if download is not None else None,
        work.kind if work is not None else None,
    )
