"""Remembers that every file of a model was hashed, and how it lay on the disk then: a start need not hash again."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.domain.models.manifest import Manifest
from app.model_files.durable import write_whole

CHECKED_NAME = "checked.json"
_LARGEST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Checked:
    """``at`` in UTC. ``holds``: every file has still the size and the time it had then."""

    at: datetime
    holds: bool


def remember(manifest: Manifest, folder: Path) -> None:
    """Call it after every file was hashed and found right. Raises OSError."""
    root = manifest.root(folder)
    values = {
        "format": 1,
        "checked_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": {file.name: _print_of(root / file.name) for file in manifest.files},
    }
    write_whole(folder / CHECKED_NAME, json.dumps(values, indent=2).encode())


def recall(manifest: Manifest, folder: Path) -> Checked | None:
    """None where nobody has hashed the files on this computer."""
    root = manifest.root(folder)
    try:
        with (folder / CHECKED_NAME).open("rb") as stream:
            values = json.loads(stream.read(_LARGEST_BYTES))
        at = datetime.fromisoformat(values["checked_at"])
        files = values["files"]
        holds = all(files.get(file.name) == _print_of(root / file.name) for file in manifest.files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return Checked(at if at.tzinfo else at.replace(tzinfo=UTC), holds)


def _print_of(path: Path) -> list[int]:
    status = os.stat(path)  # noqa: PTH116 - follows a cache's links on purpose: what counts is what would be read
    return [status.st_size, status.st_mtime_ns]
