"""Takes models in from a folder, a stick or another program's folder: copied or used in place, hashed, whole or not."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.domain.errors import AppError, ErrorCode
from app.domain.models.catalogue import Catalogue, CatalogueEntry
from app.domain.models.manifest import (
    LARGEST_MANIFEST_BYTES,
    MANIFEST_NAME,
    Manifest,
    ManifestError,
    ModelFile,
    ModelRole,
)
from app.domain.models.model_refusal import ModelRefusal, ModelRefused
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.machine.main import free_disk
from app.model_files.copying import FileChangedError, NotPlainError, copy_file, hash_file
from app.model_files.durable import write_whole
from app.model_files.installing import writing
from app.model_files.model_files import InstalledModel, ModelFiles
from app.protocol.tasks import InspectedFile, InspectedModel, InspectModel, LaneName
from app.services.models.catalogue_match import entry_of, with_entry

SECONDS_AN_INSPECTION = 60.0
KEPT_FREE = 256 << 20
"""What an import leaves on the disk: the store must be able to go on."""
PACKED_FOLDERS = ("models", "alcove-models/models")
_MOST_OF_ONE_NAME = 1000
_PULLED_OUT = frozenset({errno.EIO, errno.ENODEV, errno.ENXIO, getattr(errno, "ESTALE", errno.EIO)})
"""What systems say of a disk that went away while it was read."""


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """``done`` of ``total`` bytes; ``file`` is the one being read."""

    done: int
    total: int
    file: str


@dataclass(frozen=True, slots=True)
class Importable:
    """A folder that is a model. ``entry`` of the catalogue where it is known to be one; ``packed``: with a manifest.

    ``can_stay``: it may be used where it is. ``replaces``: an installed model of this id would go for it. ``guessed``
    names facts that no file says.
    """

    path: Path
    name: str
    role: ModelRole
    precision: str
    licence: str
    languages: tuple[str, ...]
    bytes: int
    entry: CatalogueEntry | None
    packed: bool
    replaces: bool
    can_stay: bool
    ignored: tuple[str, ...]
    variants: tuple[str, ...]
    guessed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """``known``: what the manifest beside the files lists; its hashes then bind."""

    inspected: InspectedModel
    known: Manifest | None
    known_values: dict[str, Any]

    @property
    def files(self) -> tuple[InspectedFile, ...]:
        """The manifest's own files where there is one: what is inspected again at the end is what was copied."""
        if self.known is None:
            return self.inspected.files
        where = {file.name: file.path for file in self.inspected.files}
        root = self.inspected.root
        return tuple(InspectedFile(f.name, where.get(f.name, root / f.name), f.size) for f in self.known.files)

    @property
    def bytes(self) -> int:
        return sum(file.size for file in self.files)

    def promised(self, name: str) -> str | None:
        if self.known is not None:
            return next((file.sha256 for file in self.known.files if file.name == name), None)
        return (self.inspected.hashes or {}).get(name)


class ImportModels:
    """Blocking; callable from any thread, several imports at once. What raises leaves nothing behind in the home.

    Raises AppError MODEL_REFUSED (``refusal``, ``name``), PATH_MISSING, NO_ROOM (``needs``, ``has``), DISK_FULL,
    HOME_UNWRITABLE, and JobCancelled.
    """

    def __init__(self, models: ModelFiles, lanes: Lanes, catalogue: Catalogue) -> None:
        self._models, self._lanes, self._catalogue = models, lanes, catalogue

    def inspect(
        self, path: Path, *, variant: str = "", gpu: bool = False, stop: StopSignal | None = None
    ) -> Importable:
        """What lies at ``path``, without taking anything."""
        source = self._source(path, variant, gpu, stop or StopSignal())
        inspected, known = source.inspected, source.known
        entry = entry_of(inspected, self._catalogue, inspected.hashes or {})
        values = with_entry(inspected.manifest, entry)
        return Importable(
            path=inspected.root,
            name=known.name if known else values["name"],
            role=ModelRole(values["role"]),
            precision=values["precision"],
            licence=known.licence if known else values["licence"],
            languages=known.languages if known else tuple(values["languages"]),
            bytes=source.bytes,
            entry=entry,
            packed=known is not None,
            replaces=self._models.by_id(known.id if known else entry.id if entry else "") is not None,
            can_stay=_may_stay(inspected) is None,
            ignored=inspected.ignored,
            variants=inspected.variants,
            guessed=() if known or entry else inspected.guessed,
        )

    def packed_in(self, path: Path) -> list[Path]:
        """The folders of an export that lies at ``path`` (a stick, the export's folder, one model); else ``path``."""
        if _has_manifest(path):
            return [path]
        for inner in PACKED_FOLDERS:
            try:
                found = [entry for entry in sorted((path / inner).iterdir()) if (entry / MANIFEST_NAME).is_file()]
            except OSError:
                continue
            if found:
                return [entry for entry in found if not entry.name.startswith(".")]
        return [path]

    def take(
        self,
        path: Path,
        *,
        in_place: bool = False,
        variant: str = "",
        gpu: bool = False,
        stop: StopSignal | None = None,
        on_progress: Callable[[ImportProgress], None] = lambda _progress: None,
    ) -> InstalledModel:
        """Copy the model at ``path`` into the home, or with ``in_place`` use it where it is; every byte is hashed."""
        stop = stop or StopSignal()
        source = self._source(path, variant, gpu, stop)
        if in_place and (refused := _may_stay(source.inspected)) is not None:
            raise refused
        self._see_that_there_is_room(0 if in_place else source.bytes)
        read = _Reading(source, stop, on_progress)
        with self._models.installing.staging(str(source.inspected.manifest["id"])) as staging:
            hashed = [read.hashed(file) if in_place else read.copied(file, staging) for file in source.files]
            values = self._manifest(source, hashed)
            if in_place:
                values["files_at"] = str(source.inspected.root.resolve())
            else:
                values.pop("files_at", None)
            self._write_manifest(staging, values)
            if not in_place:
                self._look_again(staging, values, stop)
            stop.raise_if_set()
            return self._models.install(staging)

    def _source(self, path: Path, variant: str, gpu: bool, stop: StopSignal) -> _Source:
        known, values = None, dict[str, Any]()
        if _has_manifest(path):
            known, values = _packed_manifest(path)
            variant = variant or _model_file(known)
        inspected = self._inspect(path, variant, gpu, stop)
        if known is not None and known.role != inspected.manifest["role"]:
            raise ModelRefused(ModelRefusal.DAMAGED, MANIFEST_NAME, problem="another role than its files")
        return _Source(inspected, known, values)

    def _inspect(self, path: Path, variant: str, gpu: bool, stop: StopSignal) -> InspectedModel:
        task = InspectModel(path.absolute(), variant, gpu)
        outcome = self._lanes.run(LaneName.READING, task, time_limit=SECONDS_AN_INSPECTION, stop=stop)
        assert isinstance(outcome.value, InspectedModel)
        return outcome.value

    def _look_again(self, staging: Path, values: dict[str, Any], stop: StopSignal) -> None:
        """At the bytes that were really copied: nobody can exchange a file between the look and the copy."""
        again = self._inspect(staging, _model_file(Manifest.from_json(values)), False, stop)
        if again.linked or again.manifest["role"] != values["role"]:
            raise ModelRefused(ModelRefusal.CHANGED)

    def _manifest(self, source: _Source, hashed: list[ModelFile]) -> dict[str, Any]:
        files = [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in hashed]
        if source.known is not None:
            return source.known_values | {"files": files}
        hashes = {file.name: file.sha256 for file in hashed}
        entry = entry_of(source.inspected, self._catalogue, hashes)
        values = with_entry(source.inspected.manifest, entry) | {"files": files}
        if entry is None:
            values["id"] = self._free_id(str(values["id"]), hashes)
        try:
            Manifest.from_json(values)
        except ManifestError as error:
            raise ModelRefused(ModelRefusal.UNSUPPORTED, problem=str(error)[:200]) from error
        return values

    def _free_id(self, identifier: str, hashes: dict[str, str]) -> str:
        """Another model that happens to be called the same is not replaced; the same files are."""
        for number in range(1, _MOST_OF_ONE_NAME):
            wanted = identifier if number == 1 else f"{identifier[:95]}-{number}"
            there = self._models.by_id(wanted)
            if there is None or {file.name: file.sha256 for file in there.manifest.files} == hashes:
                return wanted
        return identifier

    def _see_that_there_is_room(self, needs: int) -> None:
        home = self._models.installing.models
        has = free_disk(home)
        if has is not None and needs + KEPT_FREE > has:
            raise AppError(ErrorCode.NO_ROOM, needs=needs, has=max(0, has - KEPT_FREE), path=str(home))

    def _write_manifest(self, staging: Path, values: dict[str, Any]) -> None:
        with writing(self._models.installing.models):
            write_whole(staging / MANIFEST_NAME, json.dumps(values, ensure_ascii=False, indent=2).encode())


class _Reading:
    """Reads the files of one import in turn, telling how far it is."""

    def __init__(self, source: _Source, stop: StopSignal, on_progress: Callable[[ImportProgress], None]) -> None:
        self._source, self._stop, self._tell = source, stop, on_progress
        self._progress = ImportProgress(0, source.bytes, "")

    def copied(self, file: InspectedFile, staging: Path) -> ModelFile:
        with writing(staging.parent.parent):
            (staging / file.name).parent.mkdir(parents=True, exist_ok=True)
        return self._read(file, lambda: copy_file(file.path, staging / file.name, self._count))

    def hashed(self, file: InspectedFile) -> ModelFile:
        return self._read(file, lambda: hash_file(file.path, self._count))

    def _read(self, file: InspectedFile, work: Callable[[], tuple[int, str]]) -> ModelFile:
        self._progress = replace(self._progress, file=file.name)
        self._count(0)
        try:
            size, digest = work()
        except FileChangedError as error:
            raise ModelRefused(ModelRefusal.CHANGED, file.name) from error
        except NotPlainError as error:
            raise ModelRefused(ModelRefusal.SPECIAL_FILE, file.name) from error
        except OSError as error:
            raise ModelRefused(self._why(error), file.name, problem=error.strerror or "") from error
        promised = self._source.promised(file.name)
        if size != file.size:
            packed = self._source.known is not None
            raise ModelRefused(ModelRefusal.TRUNCATED if packed else ModelRefusal.CHANGED, file.name)
        if promised is not None and promised != digest:
            raise ModelRefused(ModelRefusal.WRONG_HASH, file.name)
        return ModelFile(file.name, size, digest)

    def _why(self, error: OSError) -> ModelRefusal:
        if error.errno in _PULLED_OUT or not self._source.inspected.root.is_dir():
            return ModelRefusal.GONE
        return ModelRefusal.TRUNCATED if isinstance(error, FileNotFoundError) else ModelRefusal.UNREADABLE

    def _count(self, more: int) -> None:
        self._stop.raise_if_set()
        self._progress = replace(self._progress, done=self._progress.done + more)
        self._tell(self._progress)


def _has_manifest(folder: Path) -> bool:
    """What may not be looked into is left to the inspection, which says so."""
    try:
        return (folder / MANIFEST_NAME).is_file()
    except OSError:
        return False


def _packed_manifest(folder: Path) -> tuple[Manifest, dict[str, Any]]:
    """Read once, so that what was judged is what is kept. Hidden names would be overlooked by the inspection."""
    try:
        with (folder / MANIFEST_NAME).open("rb") as stream:
            values = json.loads(stream.read(LARGEST_MANIFEST_BYTES))
        manifest = Manifest.from_json(values)
    except (OSError, ValueError, RecursionError) as error:
        raise ModelRefused(ModelRefusal.DAMAGED, MANIFEST_NAME, problem=str(error)[:200]) from error
    if hidden := [file.name for file in manifest.files if any(part.startswith(".") for part in file.name.split("/"))]:
        raise ModelRefused(ModelRefusal.BAD_NAME, hidden[0])
    return manifest, values


def _model_file(manifest: Manifest) -> str:
    """The graph that the manifest means; '' where its role has one file of a fixed name."""
    for facts in (manifest.chat, manifest.embedding):
        if facts is not None:
            return facts.model_file
    return ""


def _may_stay(inspected: InspectedModel) -> ModelRefused | None:
    """Engines open weights beside their graph only where they are plain files: a cache keeps links there."""
    graphs = sum(1 for file in inspected.files if file.size and "data" in Path(file.name).suffix)
    return ModelRefused(ModelRefusal.LINKS_IN_PLACE) if inspected.linked and graphs else None
