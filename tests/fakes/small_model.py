"""A made-up chat model in a hub's folder, and its catalogue entry: small enough to be downloaded often in tests."""

from __future__ import annotations

import hashlib
from pathlib import Path
from random import Random
from typing import Any

from app.domain.models.catalogue import CatalogueEntry

REPO = "maker/small-model"
FILES = {"model.onnx": "onnx/model_q4.onnx", "tokenizer.json": "tokenizer.json", "config.json": "config.json"}
"""Name in the installed folder → path in the repository."""


def make_repository(hub_folder: Path, *, model_bytes: int = 200_000) -> Path:
    """Writes the repository and returns its folder; ``config.json`` is small enough for git to keep it itself."""
    random = Random(7)
    folder = hub_folder / REPO
    for path, size in (("onnx/model_q4.onnx", model_bytes), ("tokenizer.json", 9000), ("config.json", 600)):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(random.randbytes(size))
    return folder


def make_entry(folder: Path, revision: str | None, *, hashes: bool = True, **changes: Any) -> CatalogueEntry:
    """The entry of what :func:`make_repository` made. Without ``hashes`` the catalogue knows neither size nor hash."""
    files = [
        {"name": name, "path": path, **(_known(folder / path) if hashes else {"size": None, "sha256": None})}
        for name, path in FILES.items()
    ]
    unverified = [] if hashes else ["files", "download_bytes", "memory"]
    values: dict[str, Any] = {
        "format": 1,
        "id": "small-model",
        "name": "Small model",
        "family": "small-model",
        "role": "chat",
        "target": "cpu",
        "layout": "onnx",
        "licence": "MIT",
        "repository": REPO,
        "revision": revision,
        "precision": "int4",
        "languages": ["en"],
        "context": 2048,
        "files": files,
        "download_bytes": sum(file["size"] for file in files) if hashes else None,
        "architecture": None,
        "memory": None,
        "recommended_from": None,
        "good_for": {"en": "Nothing at all.", "zh": "没有用处。"},
        "chat": {"context_length": 2048},
        "unverified": [*unverified, "memory", *(["revision"] if revision is None else [])],
    }
    return CatalogueEntry.from_json(values | changes)


def _known(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def right_files(installed: Path, repository: Path) -> bool:
    """Whether every installed file is what the repository has."""
    return all((installed / name).read_bytes() == (repository / path).read_bytes() for name, path in FILES.items())
