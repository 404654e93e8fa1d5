"""Keeps a loaded model in memory, by its folder, until another or a changed one is asked for; knows no engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from app.domain.models.manifest import MANIFEST_NAME, Manifest


class Loaded(Protocol):
    """What every engine's model says of itself."""

    @property
    def manifest(self) -> Manifest: ...


Model = TypeVar("Model", bound=Loaded)
Stamp = tuple[tuple[str, int, int, int], ...]


class WarmModel(Generic[Model]):
    """``load`` makes a model from its folder."""

    def __init__(self, load: Callable[[Path], Model]) -> None:
        self._load = load
        self._kept: dict[Path, tuple[Model, Stamp]] = {}

    @property
    def loaded(self) -> tuple[tuple[Path, Model], ...]:
        """What stands in memory now."""
        return tuple((folder, model) for folder, (model, _) in self._kept.items())

    def forget(self) -> None:
        """Give the memory back."""
        self._kept.clear()

    def get(self, folder: Path, beside: Path | None = None) -> Model:
        """The model in ``folder``; the one in ``beside`` stays in memory if it is there.

        Raises what ``load`` raises.
        """
        for other in [kept for kept in self._kept if kept not in (folder, beside)]:
            del self._kept[other]
        kept = self._kept.get(folder)
        if kept is None or kept[1] != _stamp(folder, kept[0]):
            del kept
            self._kept.pop(folder, None)  # a model and its changed self never stand in memory side by side
            model = self._load(folder)
            self._kept[folder] = model, _stamp(folder, model)
        return self._kept[folder][0]


def _stamp(folder: Path, model: Loaded) -> Stamp:
    """Changes when a file of the model is replaced or written to; a missing file counts as a change."""
    root = model.manifest.root(folder)
    return (_mark(folder, MANIFEST_NAME), *(_mark(root, file.name) for file in model.manifest.files))


def _mark(folder: Path, name: str) -> tuple[str, int, int, int]:
    try:
        status = (folder / name).stat()
    except OSError:
        return name, 0, 0, 0
    return name, status.st_ino, status.st_size, status.st_mtime_ns
