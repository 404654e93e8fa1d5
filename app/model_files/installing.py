"""How a model comes into the home and leaves it: by renaming whole folders; a kill leaves the old or the new."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import AppError, ErrorCode
from app.domain.models.manifest import MANIFEST_NAME, Manifest
from app.model_files.checked import CHECKED_NAME, remember
from app.model_files.durable import discard, sync_file, sync_folder
from app.model_files.folder_lock import LOCK_ENDING, FolderLock

if TYPE_CHECKING:
    from collections.abc import Iterator

INCOMING, LEAVING = ".incoming", ".leaving"
_IMPORT_MARK = "+import-"
"""Part of the name of a folder that one import fills; a download's is called by the id alone, and kept for resuming."""
_MOST_GENERATIONS = 1_000_000


class Installing:
    """``models`` is the home's folder of models. Several processes may work in it at once."""

    def __init__(self, models: Path) -> None:
        self.models = models

    def incoming(self, identifier: str) -> Path:
        """Where a download of this id gathers its files; made by whoever downloads, kept for resuming."""
        return self.models / INCOMING / identifier

    def incoming_ids(self) -> list[str]:
        try:
            names = sorted(entry.name for entry in (self.models / INCOMING).iterdir() if entry.is_dir())
        except OSError:
            return []
        return [name for name in names if "+" not in name and not name.startswith(".")]

    @contextmanager
    def staging(self, identifier: str) -> Iterator[Path]:
        """A new empty folder to gather a model in; what is still in it at the end is deleted.

        Raises DISK_FULL, HOME_UNWRITABLE.
        """
        with writing(self.models):
            (self.models / INCOMING).mkdir(mode=0o700, parents=True, exist_ok=True)
            folder, lock = self._locked_name(identifier)
            folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            lock.release()

    def _locked_name(self, identifier: str) -> tuple[Path, FolderLock]:
        """Locked before the folder is made: a tidying elsewhere never sees the one without the other."""
        while True:
            folder = self.models / INCOMING / f"{identifier}{_IMPORT_MARK}{secrets.token_hex(8)}"
            lock = FolderLock.take(folder)
            if lock is not None:
                return folder, lock

    def install(self, staging: Path) -> Path:
        """See :meth:`app.model_files.model_files.ModelFiles.install`; returns the folder it has now."""
        manifest = Manifest.load(staging)
        with writing(self.models):
            _drop_unlisted(staging, manifest)
            _settle(staging, manifest)
            remember(manifest, staging)
            old = self._generations(manifest.id)
            folder = self._rename(staging, manifest.id, old)
            sync_folder(self.models)
        for replaced in old:
            self.discard(replaced)  # one that is open stays until the next tidying; the newer one hides it
        return folder

    def discard(self, folder: Path) -> bool:
        """False where a program has its files open and the system keeps them therefore."""
        return discard(folder, self.models / LEAVING)

    def tidy(self) -> None:
        """Take away what kills left: half imports, folders on their way out, models that were replaced."""
        for folder in _entries(self.models / LEAVING):
            shutil.rmtree(folder, ignore_errors=True)
        for folder in self._imports():
            self._drop_if_idle(folder)
        by_id: dict[str, list[Path]] = {}
        for folder in _entries(self.models):
            if not folder.name.startswith("."):
                by_id.setdefault(folder.name.partition("+")[0], []).append(folder)
        for identifier, folders in by_id.items():
            generations = self._generations(identifier)
            if len(folders) > 1 and generations and _is_whole(generations[-1]):
                for replaced in generations[:-1]:
                    self.discard(replaced)

    def _imports(self) -> list[Path]:
        """Folders that imports fill or filled; of one that was killed after its end only the lock is left."""
        try:
            names = {entry.name.removesuffix(LOCK_ENDING) for entry in (self.models / INCOMING).iterdir()}
        except OSError:
            return []
        return [self.models / INCOMING / name for name in sorted(names) if _IMPORT_MARK in name]

    def _drop_if_idle(self, folder: Path) -> None:
        with suppress(OSError):
            lock = FolderLock.take(folder)
            if lock is not None:
                shutil.rmtree(folder, ignore_errors=True)
                lock.release()

    def _generations(self, identifier: str) -> list[Path]:
        """The folders of this id, the oldest first."""
        found = []
        for folder in _entries(self.models):
            name, _, generation = folder.name.partition("+")
            if name == identifier and (not generation or generation.isdecimal()):
                found.append((int(generation or 1), folder))
        return [folder for _, folder in sorted(found)]

    def _rename(self, staging: Path, identifier: str, old: list[Path]) -> Path:
        """A name that no folder has; another process may take it first, then the next one."""
        last = int(old[-1].name.partition("+")[2] or 1) if old else 0
        for generation in range(last + 1, _MOST_GENERATIONS):
            target = self.models / (identifier if generation == 1 else f"{identifier}+{generation}")
            try:
                os.rename(staging, target)  # noqa: PTH104 - never over a folder with something in it
            except OSError as error:
                if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR) and not target.exists():
                    raise
            else:
                return target
        raise FileExistsError(errno.EEXIST, "no name is free", str(self.models / identifier))


@contextmanager
def writing(home: Path) -> Iterator[None]:
    """What the system says while writing there, as errors: DISK_FULL, HOME_UNWRITABLE."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise AppError(ErrorCode.DISK_FULL if full else ErrorCode.HOME_UNWRITABLE, path=str(home)) from error


def _settle(staging: Path, manifest: Manifest) -> None:
    """Everything on the disk, and the weights not to be written any more."""
    if manifest.files_at is None:
        for file in manifest.files:
            path = staging / file.name
            sync_file(path)
            if sys.platform != "win32":  # there it would keep the folder from being deleted
                path.chmod(0o444)
    sync_file(staging / MANIFEST_NAME)
    for place, _, _ in os.walk(staging):
        sync_folder(Path(place))


def _drop_unlisted(staging: Path, manifest: Manifest) -> None:
    """Parts, journals and locks of whoever gathered the files: a model folder holds what its manifest lists."""
    kept = {MANIFEST_NAME, CHECKED_NAME} | {file.name for file in manifest.files if manifest.files_at is None}
    for place, _, names in os.walk(staging, topdown=False):
        for name in names:
            path = Path(place, name)
            if path.relative_to(staging).as_posix() not in kept:
                path.unlink()
        if Path(place) != staging:
            with suppress(OSError):  # not empty
                Path(place).rmdir()


def _is_whole(folder: Path) -> bool:
    try:
        Manifest.load(folder)
    except AppError:
        return False
    return True


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(entry for entry in folder.iterdir() if entry.is_dir())
    except OSError:
        return []
