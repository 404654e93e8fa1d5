"""What a second start leaves for the window that runs: a small file in the home folder, written whole or not at all."""

from __future__ import annotations

import enum
import json
import logging
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)


class Asked(enum.StrEnum):
    WINDOW = "window"
    """Come to the front, and add the paths."""
    DICTATION = "dictation"
    """Begin a dictation, or end the one that is spoken; the window stays where it is."""


@dataclass(frozen=True, slots=True)
class Handover:
    asked: Asked = Asked.WINDOW
    paths: tuple[Path, ...] = ()


def leave(folder: Path, handover: Handover) -> Path | None:
    """Write it for whoever reads ``folder``; the file is gone when it was read. None where it cannot be written."""
    target = folder / f"{time.time_ns()}-{os.getpid()}.json"
    body = json.dumps({"asked": handover.asked.value, "paths": [str(path.absolute()) for path in handover.paths]})
    try:
        target.with_suffix(".part").write_text(body, encoding="utf-8")
        target.with_suffix(".part").replace(target)
    except (OSError, UnicodeEncodeError):
        log.warning("cannot hand over to the window that runs", exc_info=True)
        return None
    return target


def collect(folder: Path) -> Iterator[Handover]:
    """What was left, oldest first; it is gone from the folder then."""
    for file in sorted(folder.glob("*.json")):
        try:
            body = json.loads(file.read_text(encoding="utf-8"))
            file.unlink()
        except (OSError, ValueError):
            log.warning("a hand-over could not be read: %s", file.name)
            file.unlink(missing_ok=True)
            continue
        values = body if isinstance(body, dict) else {}
        asked = values.get("asked", Asked.WINDOW.value)
        paths = values.get("paths", [])
        found = [Path(path) for path in paths if isinstance(path, str) and path] if isinstance(paths, list) else []
        yield Handover(Asked(asked) if asked in list(Asked) else Asked.WINDOW, tuple(found))
