"""Which files a dropped path stands for: itself, or all below it. Opens nothing, follows no link below it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.library.document import Refusal

_LEFT_BY_SYSTEMS = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".localized"})
_LEFT_BY_SYSTEMS_FOLDERS = frozenset({"__macosx", ".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv"})
_LOCK_PREFIXES = ("~$", ".~lock.")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, or with ``refusal`` a path that cannot even be looked at."""

    path: Path
    refusal: Refusal | None = None


def walk(
    paths: list[Path], *, leave_out: Path | None = None, check: Callable[[], None] = lambda: None
) -> Iterator[Found]:
    """Every regular file at or below ``paths``, sorted by name within its folder.

    Links below a folder are left alone (they could lead out of it or round in a loop), as are special files and what
    operating systems and version control leave behind. A path that was named itself is always answered for: a link to
    a file stands for that file, which the reader can then open without following one; a special file is refused.
    ``leave_out`` is Alcove's own folder. ``check`` may raise to stop the walk.
    """
    seen: set[tuple[int, int]] = set()
    for given in paths:
        path = given
        try:
            path = Path(os.path.abspath(given))  # noqa: PTH100 - resolve() would follow links and lose the person's name
            about = path.stat()
        except FileNotFoundError:
            yield Found(path, Refusal.MISSING)
        except OSError:
            yield Found(path, Refusal.UNREADABLE)
        else:
            if stat.S_ISDIR(about.st_mode):
                yield from _below(path, about, seen, leave_out, check)
            elif not stat.S_ISREG(about.st_mode):
                yield Found(path, Refusal.NOT_A_FILE)
            else:
                yield Found(path.resolve() if path.is_symlink() else path)


def _below(
    top: Path, about: os.stat_result, seen: set[tuple[int, int]], leave_out: Path | None, check: Callable[[], None]
) -> Iterator[Found]:
    waiting = [(top, about)]
    while waiting:
        check()
        folder, about = waiting.pop()
        if folder == leave_out or not _first_time(about, seen):
            continue
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError:
            yield Found(folder, Refusal.UNREADABLE)
            continue
        folders: list[tuple[Path, os.stat_result]] = []
        for entry in entries:
            path = folder / entry.name
            try:
                about = entry.stat(follow_symlinks=False)
            except OSError:
                yield Found(path, Refusal.UNREADABLE)
                continue
            if stat.S_ISDIR(about.st_mode):
                if entry.name.casefold() not in _LEFT_BY_SYSTEMS_FOLDERS:
                    folders.append((path, about))
            elif stat.S_ISREG(about.st_mode) and not _left_by_a_program(entry.name):
                yield Found(path)
        waiting.extend(reversed(folders))


def _first_time(about: os.stat_result, seen: set[tuple[int, int]]) -> bool:
    """False for a folder met before, by (device, inode); where a system gives no inode, every folder is new."""
    key = (about.st_dev, about.st_ino)
    if key in seen:
        return False
    if about.st_ino:
        seen.add(key)
    return True


def _left_by_a_program(name: str) -> bool:
    return name.casefold() in _LEFT_BY_SYSTEMS or name.startswith(_LOCK_PREFIXES)
