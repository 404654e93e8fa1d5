"""Compares the files of a model folder with its manifest, byte for byte by hash; changes nothing."""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass
from pathlib import Path

from app.domain.manifest import Manifest, ModelFile


class Fault(enum.StrEnum):
    MISSING = "missing"
    SIZE = "size"
    HASH = "hash"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class ModelProblem:
    file: str
    fault: Fault


def problems_of(manifest: Manifest, folder: Path) -> tuple[ModelProblem, ...]:
    found = ((file.name, _fault(folder / file.name, file)) for file in manifest.files)
    return tuple(ModelProblem(name, fault) for name, fault in found if fault is not None)


def _fault(path: Path, expected: ModelFile) -> Fault | None:
    try:
        with path.open("rb") as stream:
            if path.stat().st_size != expected.size:
                return Fault.SIZE
            actual = hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return Fault.MISSING
    except OSError:
        return Fault.UNREADABLE
    return None if actual == expected.sha256 else Fault.HASH
