"""What the reading lane can be asked about a folder with model files: what it is, found from its files. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from app.protocol.tasks.lane import Nothing


@dataclass(frozen=True, slots=True)
class InspectedFile:
    """``name`` within the model's root, ``path`` where its bytes are (a cache keeps them elsewhere)."""

    name: str
    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class InspectedModel:
    """``manifest`` as JSON without ``files``, which get their hashes while they are copied.

    ``root`` is the folder that ``files`` are named in: the folder asked about, or one inside it. ``linked``: the files
    are reached through a cache's links. ``ignored``: files that the model does not need, program code among them.
    ``variants``: other precisions of the same model in the folder. ``guessed``: fields of the manifest that no file
    says. ``hashes``: SHA-256 by file name that the folder promises itself (a cache's names of blobs).
    """

    root: Path
    manifest: dict[str, Any]
    files: tuple[InspectedFile, ...]
    linked: bool = False
    ignored: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    hashes: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class InspectModel:
    """What lies at ``path``, a folder or one file of a model in its folder; opens no library.

    ``variant``: the precision that is wanted, else the best for the processor, or with ``gpu`` for a graphics card.
    Fails with MODEL_REFUSED and ``refusal``, ``name``, ``problem``, or with PATH_MISSING.
    """

    name: ClassVar[str] = "inspect_model"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = InspectedModel
    path: Path
    variant: str = ""
    gpu: bool = False
