"""Finds the model folders in the home and among those that came with the program; reads manifests, never weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import AppError
from app.domain.manifest import MANIFEST_NAME, Manifest, ModelRole
from app.model_files.verify import ModelProblem, problems_of


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A folder with a right manifest and its files at their sizes. ``embedded``: it came with the program."""

    manifest: Manifest
    folder: Path
    embedded: bool = False

    @property
    def id(self) -> str:
        return self.manifest.id


@dataclass(frozen=True, slots=True)
class BrokenModel:
    """A folder with a manifest that cannot be used, and the error that says why."""

    folder: Path
    error: AppError


class ModelFiles:
    """``home_models`` is searched first, then ``embedded``; either may not exist. Looks at the disk on every call."""

    def __init__(self, home_models: Path, embedded: Path) -> None:
        self._roots = ((home_models, False), (embedded, True))

    def installed(self, role: ModelRole | None = None) -> list[InstalledModel]:
        """The usable models of ``role`` (all roles for None), what the person installed before what came along.

        Within a root: more languages before fewer, larger before smaller. A model of the same id and precision that
        came along is hidden by the one in the home.
        """
        seen: set[tuple[str, str]] = set()
        models = []
        for root, embedded in self._roots:
            found = [model for model in self._load(root, embedded=embedded) if isinstance(model, InstalledModel)]
            for model in sorted(found, key=_rank):
                key = (model.id, model.manifest.precision)
                if key not in seen and role in (None, model.manifest.role):
                    seen.add(key)
                    models.append(model)
        return models

    def best(self, role: ModelRole) -> InstalledModel | None:
        return next(iter(self.installed(role)), None)

    def with_identity(self, identity: str) -> InstalledModel | None:
        """The model whose vectors compare with those stored under ``identity``."""
        return next((model for model in self.installed() if model.manifest.identity == identity), None)

    def broken(self) -> list[BrokenModel]:
        """Folders that hold a manifest but no usable model, for `doctor`."""
        found = (model for root, embedded in self._roots for model in self._load(root, embedded=embedded))
        return [model for model in found if isinstance(model, BrokenModel)]

    def check(self, model: InstalledModel) -> tuple[ModelProblem, ...]:
        """Hashes every file of ``model``: reads all of it. Nothing comes back where all is well."""
        return problems_of(model.manifest, model.manifest.root(model.folder))

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


def _rank(model: InstalledModel) -> tuple[int, int, str]:
    return -len(model.manifest.languages), -model.manifest.bytes, model.folder.name
