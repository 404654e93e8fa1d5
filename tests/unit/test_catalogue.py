"""Every entry of the catalogue: its arithmetic, licence, languages, sentences, and what it admits not to know."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.domain.models.catalogue import ALLOWED_LICENCES, Catalogue, CatalogueEntry, CatalogueError
from app.domain.models.manifest import Manifest, ModelRole, Pooling

FOLDER = Path(__file__).resolve().parents[2] / "models" / "catalogue"
PATHS = sorted(FOLDER.glob("*.json"))
KNOWN_LANGUAGES = frozenset("en zh ja ko de fr es it pt ru ar cs nl".split())
KEPT_OUT = ("nllb", "jina", "hy-mt", "gemma", "llama-3.2", "lfm2")


def values_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load(FOLDER)


def test_every_role_has_an_entry(catalogue: Catalogue) -> None:
    assert {entry.role for entry in catalogue} == set(ModelRole)
    assert len(catalogue.entries) == len(PATHS) >= 25


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_an_entry_says_what_it_must(path: Path) -> None:
    values = json.loads(path.read_text("utf-8"))
    entry = CatalogueEntry.from_json(values)
    assert entry.id == path.stem
    assert entry.licence in ALLOWED_LICENCES
    assert not any(name in entry.repository.lower() for name in KEPT_OUT)
    assert set(entry.languages) <= KNOWN_LANGUAGES
    assert re.fullmatch(r"[A-Z][^\n]{15,}\.", entry.good_for.en)
    assert re.fullmatch(r"[^\n]{6,}。", entry.good_for.zh)
    assert re.search(r"[\u4e00-\u9fff]{4}", entry.good_for.zh)
    if entry.memory is not None:
        numbers = values["architecture"]
        a_token = numbers and 2 * numbers["layers"] * numbers["kv_heads"] * numbers["head_dim"] * numbers["cache_bytes"]
        assert values["memory"]["at_4k"] == values["memory"]["weights"] + 4096 * (a_token or 0)
        assert values["memory"]["at_8k"] == values["memory"]["weights"] + 8192 * (a_token or 0)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_an_entry_is_a_manifest_once_its_files_are_known(path: Path) -> None:
    entry = CatalogueEntry.from_json(json.loads(path.read_text("utf-8")))
    files = [{"name": file.name, "size": 1, "sha256": "0" * 64} for file in entry.files]
    manifest = Manifest.from_json(entry.manifest_json(files, "a" * 40))
    assert manifest.role is entry.role
    assert (manifest.chat is not None) == (entry.role is ModelRole.CHAT)
    if manifest.chat is not None:
        assert entry.architecture is not None
        assert manifest.chat.cache_bytes_per_token == entry.architecture.bytes_per_token
        assert manifest.chat.context_length == entry.context


def test_known_numbers(catalogue: Catalogue) -> None:
    """LIBRARIES' own figures: 229 kB and 295 kB a token, and the eight files of the 4B."""
    small, large = catalogue.by_id("qwen3-1.7b"), catalogue.by_id("qwen3-4b")
    assert small is not None
    assert large is not None
    assert small.architecture is not None
    assert large.architecture is not None
    assert (small.architecture.bytes_per_token, large.architecture.bytes_per_token) == (229_376, 294_912)
    assert large.download_bytes == 2_897_393_599
    embedder = catalogue.by_id("qwen3-embedding-0.6b")
    assert embedder is not None
    assert embedder.facts["pooling"] == Pooling.LAST


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"licence": "CC-BY-NC-4.0"}, "licence"),
        ({"revision": "main"}, "revision"),
        ({"repository": "../../x"}, "repository"),
        ({"good_for": {"en": "Something."}}, "zh"),
        ({"memory": {"weights": 1, "at_4k": 2, "at_8k": 3}}, "at_4k"),
        ({"memory": None, "unverified": []}, "unverified"),
        ({"files": [{"name": "../x", "path": "x", "size": 1, "sha256": None}]}, "inside"),
        ({"files": [{"name": "x", "path": "/x", "size": 1, "sha256": None}]}, "inside"),
        ({"files": []}, "files"),
        ({"languages": ["English"]}, "languages"),
        ({"role": "magic"}, "role"),
        ({"chat": {"context_length": 0}}, "context_length"),
        ({"architecture": {"layers": 0, "kv_heads": 1, "head_dim": 1, "cache_bytes": 4, "vocabulary": 1}}, "layers"),
        ({"download_bytes": -1}, "download_bytes"),
        ({"format": 2}, "format"),
    ],
)
def test_a_wrong_entry_is_named(change: dict[str, Any], named: str) -> None:
    with pytest.raises(CatalogueError, match=named) as error:
        CatalogueEntry.from_json(values_of("qwen3-4b") | change)
    assert "qwen3-4b" in str(error.value)


def test_a_sum_that_is_wrong_is_found() -> None:
    values = values_of("gte-multilingual-base")
    with pytest.raises(CatalogueError, match="sum"):
        CatalogueEntry.from_json(values | {"download_bytes": values["download_bytes"] + 1})


def test_a_folder_with_a_broken_entry_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{", encoding="utf-8")
    with pytest.raises(CatalogueError, match="x"):
        Catalogue.load(tmp_path)
    (tmp_path / "x.json").write_text(json.dumps(values_of("bge-m3")), encoding="utf-8")
    with pytest.raises(CatalogueError, match="bge-m3"):
        Catalogue.load(tmp_path)


def test_entries_are_found_by_repository_and_by_hash(catalogue: Catalogue) -> None:
    assert [e.id for e in catalogue.of_repository("onnx-community/qwen3-1.7b-onnx")] == [
        "qwen3-1.7b",
        "qwen3-1.7b-webgpu",
    ]
    found = catalogue.with_file("ab2bd164ebd8ca9003dc49a981b611e849b5d326f504c8873ba76e07fa6c0082")
    assert found is not None
    assert found.id == "gte-multilingual-base"
    assert catalogue.with_file("0" * 64) is None
