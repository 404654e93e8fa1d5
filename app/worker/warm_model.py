"""Keeps one loaded model in memory, by its folder, until another or a changed one is asked for; knows no engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from app.domain.manifest import MANIFEST_NAME, Manifest


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
        self._model: Model | None = None
        self._key: tuple[Path, Stamp] | None = None

    def forget(self) -> None:
        """Give the memory back."""
        self._model = self._key = None

    def get(self, folder: Path) -> Model:
        """Raises what ``load`` raises."""
        key = (folder, _stamp(folder, self._model))
        if self._model is None or key != self._key:
            self._model = self._key = None  # two models never stand in memory side by side
            model = self._load(folder)
            self._model, self._key = model, (folder, _stamp(folder, model))
        return self._model


def _stamp(folder: Path, model: Loaded | None) -> Stamp:
    """Changes when a file of the model is replaced or written to; a missing file counts as a change."""
    own = _mark(folder, MANIFEST_NAME)
    if model is None:
        return (own,)
    root = model.manifest.root(folder)
    return (own, *(_mark(root, file.name) for file in model.manifest.files))


def _mark(folder: Path, name: str) -> tuple[str, int, int, int]:
    try:
        status = (folder / name).stat()
    except OSError:
        return name, 0, 0, 0
    return name, status.st_ino, status.st_size, status.st_mtime_ns
