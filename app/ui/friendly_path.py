"""Paths as a person knows them: the own home folder is '~'."""

from __future__ import annotations

from pathlib import Path


def friendly_path(path: Path, home: Path | None = None) -> str:
    """For showing only; a path outside the home folder stays as it is."""
    try:
        return str(Path("~") / path.relative_to(home or Path.home()))
    except (ValueError, RuntimeError):  # not below it, or the system knows no home folder
        return str(path)
