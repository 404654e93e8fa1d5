"""The plain files of a model folder; what does not belong into one is refused before a library opens anything."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.domain.errors import AppError, ErrorCode
from app.domain.models.model_refusal import ModelRefusal, ModelRefused
from app.engines.recognise.contents import Content, content_of

MOST_FILES = 5000
DEEPEST = 8
LARGEST_FILE_BYTES = 1 << 37
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_BAD_LETTERS = re.compile(r'[\x00-\x1f\x7f<>:"\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufffe\ud800-\udfff]')
_SNAPSHOT = re.compile(r"models--(?P<owner>[^/]+?)--(?P<name>[^/]+)")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Found:
    """``path`` is where the bytes are: for a cache's link the blob itself. ``blob``: the name that the cache gave."""

    name: str
    path: Path
    size: int
    blob: str = ""

    @property
    def ending(self) -> str:
        return PurePosixPath(self.name).suffix.lower()


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of a Hugging Face cache: ``repository`` and ``revision`` as its own names say, ``blobs`` the bytes."""

    repository: str
    revision: str
    blobs: Path


@dataclass(frozen=True, slots=True)
class Inventory:
    """``files`` by name relative to ``root``, in order; ``contents`` of those that are more than plain data."""

    root: Path
    files: dict[str, Found]
    contents: dict[str, Content]
    cache: Cache | None = None

    def below(self, folder: str) -> dict[str, Found]:
        """The files directly in ``folder`` ('' for the root), by their last name."""
        parent = PurePosixPath(folder)
        return {PurePosixPath(n).name: f for n, f in self.files.items() if PurePosixPath(n).parent == parent}

    @property
    def folders(self) -> list[str]:
        """Every folder with a file in it, the root ('.') first, outer before inner."""
        found = {str(PurePosixPath(name).parent) for name in self.files} | {"."}
        return sorted(found, key=lambda name: (name != ".", name.count("/"), name))


def take_inventory(root: Path, check: Callable[[], None]) -> Inventory:
    """Raises ModelRefused, PATH_MISSING. ``check`` is called for each file and may raise."""
    try:
        if not stat.S_ISDIR(root.stat().st_mode):
            raise AppError(ErrorCode.PATH_MISSING, path=str(root))
        cache = _cache_of(root)
        files: dict[str, Found] = {}
        _walk(root, "", 0, cache, files, check)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        if missing:
            raise AppError(ErrorCode.PATH_MISSING, path=str(root)) from error
        raise ModelRefused(ModelRefusal.UNREADABLE, root.name, problem=error.strerror or "") from error
    return Inventory(root, files, _contents(files, check), cache)


def _walk(
    folder: Path, prefix: str, depth: int, cache: Cache | None, files: dict[str, Found], check: Callable[[], None]
) -> None:
    if depth > DEEPEST:
        raise ModelRefused(ModelRefusal.TOO_MANY_FILES, prefix)
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        check()
        if entry.name.startswith("."):
            continue  # a version control's or a system's own files
        name = prefix + entry.name
        if _BAD_LETTERS.search(entry.name) or _RESERVED.fullmatch(entry.name) or entry.name.endswith((".", " ")):
            raise ModelRefused(ModelRefusal.BAD_NAME, ascii(name)[1:-1])
        status = entry.stat(follow_symlinks=False)
        if stat.S_ISLNK(status.st_mode) or getattr(entry, "is_junction", lambda: False)():
            files[name] = _linked(Path(entry.path), name, cache)
        elif stat.S_ISDIR(status.st_mode):
            _walk(Path(entry.path), f"{name}/", depth + 1, cache, files, check)
        else:
            # scandir knows no number of links on Windows: only a second look does.
            files[name] = _plain(Path(entry.path), name, os.lstat(entry.path))
        if len(files) > MOST_FILES:
            raise ModelRefused(ModelRefusal.TOO_MANY_FILES, prefix)


def _plain(path: Path, name: str, status: os.stat_result, blob: str = "") -> Found:
    if not stat.S_ISREG(status.st_mode):
        raise ModelRefused(ModelRefusal.SPECIAL_FILE, name)
    if status.st_nlink > 1:
        raise ModelRefused(ModelRefusal.HARD_LINK, name)
    if status.st_size > LARGEST_FILE_BYTES:
        raise ModelRefused(ModelRefusal.TOO_LARGE, name)
    return Found(name, path, status.st_size, blob)


def _linked(path: Path, name: str, cache: Cache | None) -> Found:
    """A link is good only where a cache puts them: straight into the blobs of the same repository."""
    if cache is None:
        raise ModelRefused(ModelRefusal.LINK, name)
    target = Path(os.path.normpath(path.parent / path.readlink()))
    if target.parent.resolve() != cache.blobs or target.is_symlink():
        raise ModelRefused(ModelRefusal.LINK, name)
    try:
        status = target.lstat()
    except FileNotFoundError as error:
        raise ModelRefused(ModelRefusal.TRUNCATED, name) from error
    return _plain(cache.blobs / target.name, name, status, target.name)


def _cache_of(root: Path) -> Cache | None:
    """``…/models--owner--name/snapshots/revision`` with or without folders below, if its blobs lie beside it."""
    real = root.resolve()
    parts = real.parts
    for at in range(len(parts) - 2):
        match = _SNAPSHOT.fullmatch(parts[at])
        if match and parts[at + 1] == "snapshots":
            blobs = Path(*parts[: at + 1]) / "blobs"
            if blobs.is_dir() and not blobs.is_symlink():
                return Cache(f"{match['owner']}/{match['name']}", parts[at + 2], blobs.resolve())
    return None


def promised_hash(found: Found) -> str | None:
    """A cache calls the large files' blobs by their SHA-256."""
    return found.blob if _SHA256.fullmatch(found.blob) else None


def _contents(files: dict[str, Found], check: Callable[[], None]) -> dict[str, Content]:
    contents: dict[str, Content] = {}
    for name, found in files.items():
        check()
        try:
            content = content_of(found.path, found.ending)
        except OSError as error:
            raise ModelRefused(ModelRefusal.UNREADABLE, name, problem=error.strerror or "") from error
        if content is Content.PICKLE:
            raise ModelRefused(ModelRefusal.PICKLE, name)
        if content is Content.NATIVE and found.ending not in (".py", ".sh"):
            raise ModelRefused(ModelRefusal.NATIVE_CODE, name)
        if content is not Content.OTHER:
            contents[name] = content
    return contents
