"""What a download that began was going to bring: kept beside its parts, so that it goes on after any end."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from app.domain.models.downloads import PART_ENDING
from app.model_files.durable import write_whole
from app.protocol.codec import CodecError, decode, encode
from app.services.models.fetch_plan import FetchPlan

JOURNAL_NAME = ".download.json"
_LARGEST_BYTES = 8 << 20
_FORMAT = 1


@dataclasses.dataclass(frozen=True, slots=True)
class _Kept:
    format: int
    plan: FetchPlan


def write_journal(staging: Path, plan: FetchPlan) -> None:
    """Raises OSError."""
    write_whole(staging / JOURNAL_NAME, json.dumps(encode(_Kept(_FORMAT, plan)), indent=1).encode())


def read_journal(staging: Path) -> FetchPlan | None:
    """None where there is none that can be used."""
    try:
        with (staging / JOURNAL_NAME).open("rb") as stream:
            kept = decode(_Kept, json.loads(stream.read(_LARGEST_BYTES)))
    except (OSError, ValueError, RecursionError, CodecError):
        return None
    return kept.plan if kept.format == _FORMAT else None


def bytes_there(staging: Path, plan: FetchPlan) -> int:
    """Bytes of ``plan`` that have come already, checked or not."""
    return sum(_size(staging / file.name) or _size(staging / (file.name + PART_ENDING)) for file in plan.files)


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0
