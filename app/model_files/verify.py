"""Compares the files of a model folder with its manifest, byte for byte by hash; changes nothing."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.models.manifest import Manifest, ModelFile

PIECE_BYTES = 4 << 20


class Fault(enum.StrEnum):
    MISSING = "missing"
    SIZE = "size"
    HASH = "hash"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class ModelProblem:
    file: str
    fault: Fault


def problems_of(
    manifest: Manifest, folder: Path, *, on_bytes: Callable[[int], None] = lambda _count: None
) -> tuple[ModelProblem, ...]:
    """``on_bytes`` is told what was read since the last call; what it raises ends the comparison."""
    found = ((file.name, _fault(folder / file.name, file, on_bytes)) for file in manifest.files)
    return tuple(ModelProblem(name, fault) for name, fault in found if fault is not None)


def _fault(path: Path, expected: ModelFile, on_bytes: Callable[[int], None]) -> Fault | None:
    state = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            if path.stat().st_size != expected.size:
                return Fault.SIZE
            while piece := stream.read(PIECE_BYTES):
                state.update(piece)
                on_bytes(len(piece))
    except FileNotFoundError:
        return Fault.MISSING
    except OSError:
        return Fault.UNREADABLE
    return None if state.hexdigest() == expected.sha256 else Fault.HASH
