"""Every model of the catalogue becomes a manifest with nothing but its files' sizes and hashes filled in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.manifest import Manifest, ModelRole

CATALOGUE = Path(__file__).resolve().parents[2] / "models" / "catalogue"
ENTRIES = sorted(CATALOGUE.glob("*.json"))


def test_the_catalogue_is_there() -> None:
    assert len(ENTRIES) >= 5


@pytest.mark.parametrize("path", ENTRIES, ids=lambda path: path.stem)
def test_an_entry_is_a_manifest_once_its_files_are_known(path: Path) -> None:
    entry: dict[str, Any] = json.loads(path.read_text("utf-8"))
    assert entry["id"] == path.stem
    files = [{"name": f["name"], "size": f["size"] or 1, "sha256": f["sha256"] or "0" * 64} for f in entry["files"]]
    values = entry | {"files": files, "source": entry["repository"], "revision": entry["revision"] or "unknown"}
    manifest = Manifest.from_json(values)
    assert manifest.role is ModelRole.EMBEDDING
    assert manifest.embedding is not None


@pytest.mark.parametrize("path", ENTRIES, ids=lambda path: path.stem)
def test_what_is_missing_is_named_as_unverified(path: Path) -> None:
    entry: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if entry["revision"] is None:
        assert "revision" in entry["unverified"]
    if any(file["size"] is None or file["sha256"] is None for file in entry["files"]):
        assert "files" in entry["unverified"]
