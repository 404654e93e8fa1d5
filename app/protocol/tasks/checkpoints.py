"""What the reading lane can be asked about a checkpoint folder that is to be converted. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from app.protocol.tasks.lane import Nothing
from app.protocol.tasks.models import InspectedFile


@dataclass(frozen=True, slots=True)
class InspectedCheckpoint:
    """``files`` are all that a conversion may read: safetensors, and small files of known names.

    ``role`` is a ModelRole's value; ``kind`` the recipe's word for its build ('qwen2', 'bert', 'whisper', 'marian' …);
    ``parameters`` and ``largest`` (of one tensor) count numbers. ``pooling`` of an embedding model. The two languages,
    as codes, of a translation model that says them. ``repository`` and ``revision`` are '' where unknown.
    """

    root: Path
    name: str
    role: str
    kind: str
    architecture: str
    files: tuple[InspectedFile, ...]
    parameters: int
    largest: int
    weight_bytes: int
    licence: str = ""
    languages: tuple[str, ...] = ()
    pooling: str = ""
    source_language: str = ""
    target_language: str = ""
    repository: str = ""
    revision: str = ""


@dataclass(frozen=True, slots=True)
class InspectCheckpoint:
    """What lies at ``path``; opens no library and runs nothing. Fails with MODEL_REFUSED or PATH_MISSING."""

    name: ClassVar[str] = "inspect_checkpoint"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = InspectedCheckpoint
    path: Path
