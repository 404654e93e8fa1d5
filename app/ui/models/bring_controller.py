"""Takes models in from folders and other programs, and writes them to a stick; all of it in the background."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel
from app.services.models.export_models import Exported
from app.services.models.models_elsewhere import Elsewhere
from app.ui.bridge import Calls
from app.ui.friendly_path import friendly_path
from app.ui.model_parts.work import Tell, WorkInProgress, WorkKind
from app.ui.models.bring_card import BringCard
from app.ui.models.found_row import Candidate
from app.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from app.composition import Alcove

LOOKING, EXPORT = "look-elsewhere", "export"


class BringController(QObject):
    """Signals: ``taken(InstalledModel)`` after a model came in, ``folder_wanted()`` and ``target_wanted(ids)`` for a
    folder dialog."""

    taken = Signal(object)
    folder_wanted = Signal()
    target_wanted = Signal(list)

    def __init__(self, card: BringCard, notice: Notice, alcove: Alcove, works: WorkInProgress, calls: Calls) -> None:
        super().__init__(card)
        self._card, self._notice, self._alcove, self._works, self._calls = card, notice, alcove, works, calls
        card.folder_asked.connect(self.folder_wanted)
        card.look_asked.connect(self.look_elsewhere)
        card.take_asked.connect(self.take)
        card.stop_asked.connect(lambda candidate: works.stop(candidate.key))
        card.export_asked.connect(self.target_wanted)
        card.export_stop_asked.connect(lambda: works.stop(EXPORT))
        works.changed.connect(self._show_work)

    def offer(self, paths: Sequence[Path]) -> None:
        """Look what lies in these folders; each model found, or why there is none, becomes a row."""
        for path in paths:
            self._works.start(
                f"offer:{path}",
                WorkKind.LOOKING,
                lambda stop, _tell, path=path: self._look_into(path, stop),  # type: ignore[misc]
                self._show_found,
                self._notice.show_error,
            )

    def look_elsewhere(self) -> None:
        """Where other programs keep models; each is shown as it is found."""

        def work(stop: StopSignal, _tell: Tell) -> None:
            for found in self._alcove.models_elsewhere.look(stop):
                self._calls.post(lambda found=found: self._show_elsewhere(found))  # type: ignore[misc]

        self._works.start(LOOKING, WorkKind.LOOKING, work, lambda _done: None, self._notice.show_error)

    def take(self, candidate: Candidate, in_place: bool, variant: str) -> None:
        """Copy it into the home, or use it where it is; every byte is hashed."""

        def work(stop: StopSignal, tell: Tell) -> InstalledModel:
            return self._alcove.import_models.take(
                candidate.path,
                in_place=in_place,
                variant=variant,
                stop=stop,
                on_progress=lambda progress: tell(progress.done, progress.total),
            )

        def done(model: InstalledModel) -> None:
            if (row := self._card.found(candidate.key)) is not None:
                row.show_taken()
            self._notice.say(self.tr("{0} is here and whole.").format(model.manifest.name), tone="calm")
            self.taken.emit(model)

        def failed(error: BaseException) -> None:
            if (row := self._card.found(candidate.key)) is not None:
                row.show_error(error)
            else:
                self._notice.show_error(error)

        self._works.start(candidate.key, WorkKind.COPYING, work, done, failed)

    def export(self, identifiers: Sequence[str], target: Path) -> None:
        """Write these models into a folder ``alcove-models`` in ``target``."""

        def work(stop: StopSignal, tell: Tell) -> Exported:
            return self._alcove.export_models.export(
                identifiers, target, stop=stop, on_progress=lambda progress: tell(progress.done, progress.total)
            )

        self._works.start(EXPORT, WorkKind.COPYING, work, self._exported, self._notice.show_error)

    def _exported(self, done: Exported) -> None:
        words = self.tr("Written to {0}").format(friendly_path(done.folder))
        text = self.tr("On the other computer, drop this folder on the Models page.")
        self._notice.say(words, text, tone="calm")

    def _look_into(self, path: Path, stop: StopSignal) -> list[Candidate]:
        found = []
        for folder in self._alcove.import_models.packed_in(path):
            try:
                model = self._alcove.import_models.inspect(folder, stop=stop)
                found.append(Candidate(model.path, model=model))
            except AppError as error:
                found.append(Candidate(folder, error=error))
        return found

    def _show_found(self, found: list[Candidate]) -> None:
        for candidate in found:
            self._card.add_found(candidate).setFocus()

    def _show_elsewhere(self, found: Elsewhere) -> None:
        path = found.model.path if found.model is not None else found.path
        self._card.add_found(Candidate(path, found.program.value, found.model, found.error))

    def _show_work(self, key: str) -> None:
        work = self._works.of(key)
        if key == EXPORT:
            self._card.show_export(work)
        elif key == LOOKING or key.startswith("offer:"):
            self._card.show_looking(looking=work is not None, elsewhere=key == LOOKING)
        elif (row := self._card.found(key)) is not None:
            row.show_work(work)
