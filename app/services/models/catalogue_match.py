"""Which entry of the catalogue a found model is, by its hashes or by where a cache has it from; and what that adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.models.catalogue import Catalogue, CatalogueEntry
from app.protocol.tasks import InspectedFile, InspectedModel

_SMALL_BYTES = 32 << 20
"""Below that a file may belong to several models: their tokenizer."""


def entry_of(inspected: InspectedModel, catalogue: Catalogue, hashes: Mapping[str, str]) -> CatalogueEntry | None:
    """By the hash of its largest file, else by repository, revision and path as a cache names them."""
    largest = max(inspected.files, key=lambda file: file.size, default=None)
    if largest is not None and largest.size > _SMALL_BYTES and largest.name in hashes:
        entry = catalogue.with_file(hashes[largest.name])
        if entry is not None and entry.role == inspected.manifest["role"]:
            return entry
    source, revision = str(inspected.manifest["source"]), inspected.manifest["revision"]
    if largest is None or "/" not in source:
        return None
    for entry in catalogue.of_repository(source):
        at_it = entry.revision in (None, revision) and entry.role == inspected.manifest["role"]
        if at_it and any(_is_it(file.path, file.size, largest) for file in entry.files):
            return entry
    return None


def _is_it(path: str, size: int | None, largest: InspectedFile) -> bool:
    """Paths count from the repository; the model's own folder may be one inside it."""
    return (path == largest.name or path.endswith("/" + largest.name)) and size in (None, largest.size)


def with_entry(manifest: Mapping[str, Any], entry: CatalogueEntry | None) -> dict[str, Any]:
    """The manifest with what the catalogue knows better: everything but where the files lie in this folder."""
    if entry is None:
        return dict(manifest)
    role = entry.role.value
    found = manifest[role]
    kept = {name: found[name] for name in ("model_file", "tokenizer_file", "cache_bytes_per_token") if name in found}
    return {
        **manifest,
        "id": entry.id,
        "name": entry.name,
        "licence": entry.licence,
        "source": entry.repository,
        "revision": entry.revision or manifest["revision"],
        "precision": entry.precision,
        "languages": list(entry.languages),
        role: {**found, **entry.facts, **kept},
    }
