"""Writes chosen models to a folder or a stick with catalogue, hashes and a leaflet, for computers without network."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.errors import AppError, ErrorCode
from app.domain.models.manifest import MANIFEST_NAME, ModelFile
from app.domain.models.model_refusal import ModelRefusal, ModelRefused
from app.jobs.stop_signal import StopSignal
from app.machine.file_system import largest_file
from app.machine.main import free_disk
from app.model_files.copying import FileChangedError, NotPlainError, copy_file
from app.model_files.durable import sync_folder, write_whole
from app.model_files.model_files import InstalledModel, ModelFiles
from app.services.models.export_leaflet import LEAFLET

FOLDER = "alcove-models"
SUMS, LEAFLET_NAME = "SHA256SUMS", "README.txt"
_HALF = ".half-"
_ROOM_TO_SPARE = 16 << 20
_PULLED_OUT = frozenset({errno.EIO, errno.ENODEV, errno.ENXIO, getattr(errno, "ESTALE", errno.EIO)})
"""What systems say of a disk that went away while it was written."""


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """``done`` of ``total`` bytes; ``model`` and ``file`` are being written."""

    done: int
    total: int
    model: str
    file: str


@dataclass(frozen=True, slots=True)
class Exported:
    """``folder`` holds everything; ``models`` by id, ``bytes`` of theirs."""

    folder: Path
    models: tuple[str, ...]
    bytes: int


class ExportModels:
    """Blocking; callable from any thread. ``catalogue`` is the folder of the bundled entries."""

    def __init__(self, models: ModelFiles, catalogue: Path) -> None:
        self._models, self._catalogue = models, catalogue

    def export(
        self,
        identifiers: Sequence[str],
        target: Path,
        *,
        stop: StopSignal | None = None,
        on_progress: Callable[[ExportProgress], None] = lambda _progress: None,
    ) -> Exported:
        """Write the models of these ids into ``target``/alcove-models; what lies there already stays or is replaced.

        Each model appears there whole or not at all, and only if every byte has the hash of its manifest. Raises
        MODEL_MISSING, NO_ROOM (``needs``, ``has``), FILE_TOO_LARGE_FOR_STICK (``name``), TARGET_UNWRITABLE,
        TARGET_GONE, MODEL_REFUSED (a file is not what its manifest says), and JobCancelled.
        """
        stop = stop or StopSignal()
        chosen = [self._installed(identifier) for identifier in dict.fromkeys(identifiers)]
        if not target.is_dir():
            raise AppError(ErrorCode.PATH_MISSING, path=str(target))
        total = sum(model.manifest.bytes for model in chosen)
        _check_target(chosen, target, total)
        folder = target / FOLDER
        with _writing(folder):
            (folder / "models").mkdir(parents=True, exist_ok=True)
        telling = _Telling(total, stop, on_progress)
        for model in chosen:
            self._write(model, folder, telling)
        with _writing(folder):
            self._write_around(folder)
        return Exported(folder, tuple(model.id for model in chosen), total)

    def _installed(self, identifier: str) -> InstalledModel:
        model = self._models.by_id(identifier)
        if model is None:
            raise AppError(ErrorCode.MODEL_MISSING, model=identifier, wanted=identifier)
        return model

    def _write(self, model: InstalledModel, folder: Path, telling: _Telling) -> None:
        half, whole = folder / "models" / f"{_HALF}{model.id}", folder / "models" / model.id
        root = model.manifest.root(model.folder).resolve()
        shutil.rmtree(half, ignore_errors=True)
        try:
            with _writing(folder):
                half.mkdir()
            for file in model.manifest.files:
                telling.begin(model.id, file.name)
                _copy(root, half, file, folder, telling.count)
            with _writing(folder):
                _see_that_all_lies_there(half, model)
                write_whole(half / MANIFEST_NAME, _portable_manifest(model))
                if whole.exists():
                    shutil.rmtree(whole)
                half.rename(whole)
                sync_folder(whole.parent)
        finally:
            shutil.rmtree(half, ignore_errors=True)

    def _write_around(self, folder: Path) -> None:
        """Catalogue, hashes of all models' files there as their manifests have them, and the leaflet."""
        (folder / "catalogue").mkdir(exist_ok=True)
        for entry in sorted(self._catalogue.glob("*.json")):
            write_whole(folder / "catalogue" / entry.name, entry.read_bytes())
        lines = []
        for manifest in sorted((folder / "models").glob(f"*/{MANIFEST_NAME}")):
            if manifest.parent.name.startswith("."):
                continue
            for file in json.loads(manifest.read_bytes())["files"]:
                lines.append(f"{file['sha256']}  models/{manifest.parent.name}/{file['name']}\n")
        write_whole(folder / SUMS, "".join(lines).encode())
        write_whole(folder / LEAFLET_NAME, LEAFLET.encode())


class _Telling:
    """Counts bytes over all models, and stops where asked to."""

    def __init__(self, total: int, stop: StopSignal, on_progress: Callable[[ExportProgress], None]) -> None:
        self._progress, self._stop, self._tell = ExportProgress(0, total, "", ""), stop, on_progress

    def begin(self, model: str, file: str) -> None:
        self._progress = replace(self._progress, model=model, file=file)
        self.count(0)

    def count(self, more: int) -> None:
        self._stop.raise_if_set()
        self._progress = replace(self._progress, done=self._progress.done + more)
        self._tell(self._progress)


def _copy(root: Path, half: Path, file: ModelFile, folder: Path, count: Callable[[int], None]) -> None:
    source, target = (root / file.name).resolve(), half / file.name
    try:
        with _writing(folder):
            _make_inside(half, target.parent)
        with _writing(folder, file.name):
            try:
                size, digest = copy_file(source, target, count, mode=0o644)
            except OSError as error:  # of the source; those of the target come as AppError
                raise ModelRefused(ModelRefusal.UNREADABLE, file.name, problem=error.strerror or "") from error
    except (FileChangedError, NotPlainError) as error:
        raise ModelRefused(ModelRefusal.CHANGED, file.name) from error
    if (size, digest) != (file.size, file.sha256):
        raise ModelRefused(ModelRefusal.WRONG_HASH, file.name)


def _make_inside(half: Path, inner: Path) -> None:
    """The folders from ``half`` to ``inner``, never ``half`` itself: where a stick was pulled out, its name then stands
    for an empty folder of this computer, and what was half written would come to lie there.
    """
    below = inner.relative_to(half)
    for place in (*reversed(below.parents), below):
        if place != Path():
            (half / place).mkdir(exist_ok=True)


def _see_that_all_lies_there(half: Path, model: InstalledModel) -> None:
    """Raises FileNotFoundError where the target is not the one any more that was written to."""
    for file in model.manifest.files:
        if (half / file.name).stat().st_size != file.size:
            raise FileNotFoundError(errno.ENOENT, "another size", file.name)


def _portable_manifest(model: InstalledModel) -> bytes:
    values = json.loads((model.folder / MANIFEST_NAME).read_bytes())
    values.pop("files_at", None)  # a place on this computer
    return json.dumps(values, ensure_ascii=False, indent=2).encode()


def _check_target(models: Sequence[InstalledModel], target: Path, total: int) -> None:
    """Before the first byte: room for all of it, and no file larger than the file system takes."""
    has, limit = free_disk(target), largest_file(target)
    if has is not None and total + _ROOM_TO_SPARE > has:
        raise AppError(ErrorCode.NO_ROOM, needs=total, has=max(0, has - _ROOM_TO_SPARE), path=str(target))
    for model in models:
        for file in model.manifest.files:
            if limit is not None and file.size > limit:
                raise AppError(ErrorCode.FILE_TOO_LARGE_FOR_STICK, name=file.name, size=file.size, model=model.id)


@contextmanager
def _writing(folder: Path, name: str = "") -> Iterator[None]:
    """What the system says while writing to the target, as errors of the target and not of the home."""
    try:
        yield
    except ModelRefused:
        raise
    except AppError as error:
        cause = error.__cause__
        if not isinstance(cause, OSError):
            raise
        raise _target_error(cause, folder, name) from cause
    except OSError as error:
        raise _target_error(error, folder, name) from error


def _target_error(error: OSError, folder: Path, name: str) -> AppError:
    if error.errno in _PULLED_OUT or (error.errno == errno.ENOENT and not folder.is_dir()):
        return AppError(ErrorCode.TARGET_GONE, path=str(folder))
    if error.errno == errno.EFBIG:
        return AppError(ErrorCode.FILE_TOO_LARGE_FOR_STICK, name=name)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return AppError(ErrorCode.NO_ROOM, path=str(folder))
    return AppError(ErrorCode.TARGET_UNWRITABLE, path=str(folder))
