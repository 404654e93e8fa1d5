"""The model folders in the home and among those that came with the program; reads manifests, never weights."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import AppError, ErrorCode
from app.domain.models.manifest import MANIFEST_NAME, Manifest, ModelRole
from app.model_files.checked import Checked, recall, remember
from app.model_files.durable import bytes_below
from app.model_files.installing import Installing
from app.model_files.verify import ModelProblem, problems_of

_GENERATION = re.compile(r".*\+([0-9]{1,6})")


class ModelState(enum.StrEnum):
    READY = "ready"
    """Every file was hashed on this computer and lies as it lay then; or it came with the program."""
    UNVERIFIED = "unverified"
    """Usable, but nobody has hashed it here, or a file was touched since."""
    BROKEN = "broken"
    INCOMPLETE = "incomplete"
    """A download that has not ended."""


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A folder with a right manifest and its files at their sizes. ``embedded``: it came with the program."""

    manifest: Manifest
    folder: Path
    embedded: bool = False

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def in_place(self) -> bool:
        """Its files belong to another program's folder."""
        return self.manifest.files_at is not None


@dataclass(frozen=True, slots=True)
class BrokenModel:
    """A folder with a manifest that cannot be used, and the error that says why."""

    folder: Path
    error: AppError

    @property
    def id(self) -> str:
        """As the folder is called: its manifest may be the very thing that is broken."""
        return self.folder.name.partition("+")[0]


class ModelFiles:
    """``home_models`` is searched first, then ``embedded``; either may not exist. Looks at the disk on every call.

    ``chosen`` gives the id that the person made the default of a role, or None; ``condemned`` says of a model that it
    does not work on this computer. Thread-safe.
    """

    def __init__(
        self,
        home_models: Path,
        embedded: Path,
        chosen: Callable[[ModelRole], str | None] = lambda _role: None,
        condemned: Callable[[InstalledModel], bool] = lambda _model: False,
    ) -> None:
        self._roots = ((home_models, False), (embedded, True))
        self._chosen, self._condemned = chosen, condemned
        self.installing = Installing(home_models)

    def installed(self, role: ModelRole | None = None) -> list[InstalledModel]:
        """The usable models of ``role`` (all roles for None), what the person installed before what came along.

        Within a root: more languages before fewer, larger before smaller. Of the same id and precision the newest
        counts; one that came along is hidden by the one in the home.
        """
        seen: set[tuple[str, str]] = set()
        models = []
        for root, embedded in self._roots:
            found = [model for model in self._load(root, embedded=embedded) if isinstance(model, InstalledModel)]
            for model in sorted(_newest(found), key=_rank):
                key = (model.id, model.manifest.precision)
                if key not in seen and role in (None, model.manifest.role):
                    seen.add(key)
                    models.append(model)
        return models

    def best(self, role: ModelRole) -> InstalledModel | None:
        """The default of ``role``: what the person chose if it is there, else the first that is not condemned.

        A demonstration that came along is never a default by itself: quotes serve a person better than a toy's answers.
        """
        models, wanted = self.installed(role), self._chosen(role)
        works = (model for model in models if not self._condemned(model))
        meant = (model for model in works if not (model.embedded and model.manifest.demonstration))
        return next((model for model in models if model.id == wanted), next(meant, None))

    def by_id(self, identifier: str) -> InstalledModel | None:
        return next((model for model in self.installed() if model.id == identifier), None)

    def with_identity(self, identity: str) -> InstalledModel | None:
        """The model whose vectors compare with those stored under ``identity``, also one that a newer one hides."""
        everything = (model for root, embedded in self._roots for model in self._load(root, embedded=embedded))
        found = (model for model in everything if isinstance(model, InstalledModel))
        return next((model for model in found if model.manifest.identity == identity), None)

    def broken(self) -> list[BrokenModel]:
        """Folders that hold a manifest but no usable model, for `doctor`. One that was replaced already is none."""
        usable = {model.folder.name.partition("+")[0] for model in self.installed() if not model.embedded}
        found = (model for root, embedded in self._roots for model in self._load(root, embedded=embedded))
        return [model for model in found if isinstance(model, BrokenModel) and model.id not in usable]

    def state(self, model: InstalledModel) -> ModelState:
        """Cheap: sizes and times only."""
        if model.embedded:
            return ModelState.READY
        checked = recall(model.manifest, model.folder)
        return ModelState.READY if checked is not None and checked.holds else ModelState.UNVERIFIED

    def checked(self, model: InstalledModel) -> Checked | None:
        """When every byte of ``model`` was hashed last on this computer; None for never."""
        return recall(model.manifest, model.folder)

    def incomplete(self) -> list[str]:
        """Ids of downloads that began and have not ended, as the folders of the area of incoming models are called."""
        return self.installing.incoming_ids()

    def check(
        self, model: InstalledModel, *, on_bytes: Callable[[int], None] = lambda _count: None
    ) -> tuple[ModelProblem, ...]:
        """Hashes every file of ``model``: reads all of it. Nothing comes back where all is well, and it is remembered.

        ``on_bytes`` is told how many bytes were read since the last call; what it raises ends the check.
        """
        problems = problems_of(model.manifest, model.manifest.root(model.folder), on_bytes=on_bytes)
        if not problems and not model.embedded:
            try:
                remember(model.manifest, model.folder)
            except OSError:
                return problems  # a full disk: it is checked again the next time
        return problems

    def install(self, staging: Path) -> InstalledModel:
        """Put the finished folder ``staging`` (inside the home's models, every file hashed) in its place, whole.

        A model of the same id is replaced: a program that uses it keeps its files until it lets go, and a kill leaves
        the old one or the new one. Raises MODEL_MISSING or MODEL_BROKEN, DISK_FULL, HOME_UNWRITABLE.
        """
        manifest = Manifest.read(staging)  # now: another program may replace the model as soon as it is in its place
        installed = InstalledModel(manifest, self.installing.install(staging))
        return installed if installed.folder.is_dir() else self.by_id(manifest.id) or installed

    def bytes_of(self, model: InstalledModel | BrokenModel) -> int:
        """What removing it would free: nothing of a model whose files belong to another program."""
        return bytes_below(model.folder)

    def remove(self, model: InstalledModel | BrokenModel) -> int:
        """Delete it and say how many bytes that freed; another program's files stay untouched.

        Raises MODEL_CAME_ALONG (it is part of the program) and MODEL_IN_USE (the system does not let its files go).
        """
        if model.folder.parent != self._roots[0][0]:
            raise AppError(ErrorCode.MODEL_CAME_ALONG, model=model.id)
        freed = self.bytes_of(model)
        if not self.installing.discard(model.folder):
            raise AppError(ErrorCode.MODEL_IN_USE, model=model.id)
        return freed

    def _load(self, root: Path, *, embedded: bool) -> Iterator[InstalledModel | BrokenModel]:
        for folder in _folders(root):
            try:
                yield InstalledModel(Manifest.load(folder), folder, embedded)
            except AppError as error:
                yield BrokenModel(folder, error)


def _folders(root: Path) -> list[Path]:
    """Folders with a manifest, by name; a name that begins with a dot is one that is still being made."""
    try:
        entries = sorted(root.iterdir())
    except OSError:
        return []
    return [entry for entry in entries if not entry.name.startswith(".") and (entry / MANIFEST_NAME).is_file()]


def _newest(models: list[InstalledModel]) -> list[InstalledModel]:
    """Of those of one id and precision the last generation: a replaced one stays while a program has it open."""
    newest: dict[tuple[str, str], InstalledModel] = {}
    for model in models:
        key = (model.id, model.manifest.precision)
        if key not in newest or _generation(model.folder) > _generation(newest[key].folder):
            newest[key] = model
    return list(newest.values())


def _generation(folder: Path) -> int:
    match = _GENERATION.fullmatch(folder.name)
    return int(match[1]) if match else 1


def _rank(model: InstalledModel) -> tuple[int, int, str]:
    return -len(model.manifest.languages), -model.manifest.bytes, model.folder.name
