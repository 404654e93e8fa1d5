"""All models in one list, known and installed: how each fits, which is the default; chooses, checks and removes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.errors import AppError, ErrorCode
from app.domain.models.catalogue import Catalogue, CatalogueEntry
from app.domain.models.fit import ROLES_AT_FIRST, ROLES_IN_USE, Fit, fit, recommended, set_fit, total_download
from app.domain.models.manifest import ModelRole
from app.jobs.stop_signal import StopSignal
from app.machine.main import look
from app.machine.models import Machine
from app.model_files.model_files import BrokenModel, InstalledModel, ModelFiles, ModelState
from app.model_files.verify import ModelProblem
from app.settings.file import ValuesFile
from app.settings.schema import Settings


@dataclass(frozen=True, slots=True)
class ModelCard:
    """One model as a person sees it. ``entry`` where the catalogue knows it, ``installed`` or ``broken`` if it is here.

    ``state`` is None where nothing of it is here. ``bytes``: what it takes on the disk (0 in another program's folder,
    or while it is not here). ``fit`` is None for a broken model that the catalogue does not know.
    """

    id: str
    name: str
    role: ModelRole | None
    entry: CatalogueEntry | None
    installed: InstalledModel | None
    broken: BrokenModel | None
    state: ModelState | None
    fit: Fit | None
    is_default: bool
    is_recommended: bool
    bytes: int


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The set for this computer. ``missing`` is what is not here yet, ``download`` its bytes, ``fit`` of the set."""

    entries: tuple[CatalogueEntry, ...]
    missing: tuple[CatalogueEntry, ...]
    download: int
    fit: Fit


class ChooseModels:
    """Blocking; callable from any thread. ``home`` is the home's folder: its file system is where models go."""

    def __init__(
        self,
        models: ModelFiles,
        catalogue: Catalogue,
        settings: ValuesFile[Settings],
        home: Path,
        machine: Callable[[Path], Machine] = look,
        condemned: Callable[[InstalledModel], bool] = lambda _model: False,
    ) -> None:
        self._models, self._catalogue, self._settings = models, catalogue, settings
        self._home, self._look, self._condemned = home, machine, condemned

    def machine(self) -> Machine:
        """As it is now: free memory and free disk change."""
        return self._look(self._home)

    def cards(self, *, languages: Collection[str] = ("en", "zh")) -> list[ModelCard]:
        """Every model of the catalogue and every one that is here, by role; within a role what is here comes first."""
        machine = self.machine()
        chosen = {entry.id for entry in recommended(self._catalogue, machine, languages, ROLES_IN_USE)}
        installed = {model.id: model for model in reversed(self._models.installed())}
        broken = {model.id: model for model in self._models.broken()}
        incomplete = set(self._models.incomplete())
        defaults = {model.id for role in ModelRole if (model := self._models.best(role)) is not None}
        ids = dict.fromkeys((*installed, *(entry.id for entry in self._catalogue), *broken))
        cards = []
        for identifier in ids:
            entry, here = self._catalogue.by_id(identifier), installed.get(identifier)
            card = self._card(identifier, entry, here, broken.get(identifier), machine)
            if card.state is None and identifier in incomplete:
                card = replace(card, state=ModelState.INCOMPLETE)
            cards.append(replace(card, is_default=identifier in defaults, is_recommended=identifier in chosen))
        roles = list(ModelRole)
        cards.sort(key=lambda card: (roles.index(card.role) if card.role else len(roles), card.state is None))
        return cards

    def recommended(
        self, *, languages: Collection[str] = ("en", "zh"), roles: Iterable[ModelRole] = ROLES_AT_FIRST
    ) -> Recommendation:
        machine = self.machine()
        entries = recommended(self._catalogue, machine, languages, roles)
        missing = tuple(entry for entry in entries if self._models.by_id(entry.id) is None)
        return Recommendation(entries, missing, total_download(missing), set_fit(entries, machine))

    def make_default(self, identifier: str) -> InstalledModel:
        """Use this model for its role from now on. Raises MODEL_MISSING, and MODEL_FAILED_TEST for one that was tried
        here and did not work."""
        model = self._installed(identifier)
        if self._condemned(model):
            raise AppError(ErrorCode.MODEL_FAILED_TEST, model=identifier, name=model.manifest.name)
        defaults = self._settings.values.default_models | {model.manifest.role.value: identifier}
        self._settings.change(default_models=defaults)
        return model

    def verify(
        self,
        identifier: str,
        *,
        stop: StopSignal | None = None,
        on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> tuple[ModelProblem, ...]:
        """Read every byte of it again. ``on_progress`` is told the bytes done and those in all.

        Raises MODEL_MISSING, JobCancelled.
        """
        model, done = self._installed(identifier), 0

        def count(more: int) -> None:
            nonlocal done
            (stop or StopSignal()).raise_if_set()
            done += more
            on_progress(done, model.manifest.bytes)

        return self._models.check(model, on_bytes=count)

    def freed_by(self, identifier: str) -> int:
        """What :meth:`remove` would free. Raises MODEL_MISSING."""
        return self._models.bytes_of(self._any(identifier))

    def remove(self, identifier: str) -> int:
        """Delete it and say the bytes that freed; files in another program's folder stay.

        Raises MODEL_MISSING, MODEL_CAME_ALONG, MODEL_IN_USE.
        """
        freed = self._models.remove(self._any(identifier))
        kept = {role: name for role, name in self._settings.values.default_models.items() if name != identifier}
        if kept != self._settings.values.default_models:
            self._settings.change(default_models=kept)
        return freed

    def disk_used(self) -> int:
        """Bytes that models take in the home."""
        here = sum(self._models.bytes_of(model) for model in self._models.installed() if not model.embedded)
        return here + sum(self._models.bytes_of(model) for model in self._models.broken())

    def _card(
        self,
        identifier: str,
        entry: CatalogueEntry | None,
        here: InstalledModel | None,
        broken: BrokenModel | None,
        machine: Machine,
    ) -> ModelCard:
        known = here.manifest if here else entry
        state = self._models.state(here) if here else ModelState.BROKEN if broken else None
        judged = entry or known
        told = fit(judged, machine, installed=here is not None) if judged else None
        on_disk = here or broken
        return ModelCard(
            id=identifier,
            name=known.name if known else identifier,
            role=known.role if known else None,
            entry=entry,
            installed=here,
            broken=broken,
            state=state,
            fit=told,
            is_default=False,
            is_recommended=False,
            bytes=self._models.bytes_of(on_disk) if on_disk else 0,
        )

    def _installed(self, identifier: str) -> InstalledModel:
        model = self._models.by_id(identifier)
        if model is None:
            raise AppError(ErrorCode.MODEL_MISSING, model=identifier, wanted=identifier)
        return model

    def _any(self, identifier: str) -> InstalledModel | BrokenModel:
        broken = next((model for model in self._models.broken() if model.id == identifier), None)
        return broken or self._installed(identifier)
