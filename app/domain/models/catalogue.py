"""The models Alcove knows of: where they are, what they need, what they are good for. Fetches nothing."""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.fields import FieldError, Fields
from app.domain.models.manifest import Manifest, ManifestError, ModelRole, inner_name

FORMAT = 1
LARGEST_ENTRY_BYTES = 256 << 10
SHORT_CONTEXT, LONG_CONTEXT = 4096, 8192
"""The two lengths of prompt and answer, in tokens, for which every entry says its memory."""
ALLOWED_LICENCES = frozenset({"Apache-2.0", "MIT", "BSD-3-Clause", "CC-BY-4.0", "CC0-1.0"})
"""Licences under which anybody may use a model for any work, everywhere."""
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}")
_REVISION = re.compile(r"[0-9a-f]{40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class CatalogueError(ValueError):
    """An entry does not say what it must; the message names the entry and the field."""


class Target(enum.StrEnum):
    """What an entry's files are made for."""

    CPU = "cpu"
    GPU = "gpu"


class Layout(enum.StrEnum):
    """How the files lie, which decides what opens them."""

    ONNX = "onnx"
    GENAI = "genai"
    CTRANSLATE2 = "ctranslate2"
    SHERPA = "sherpa"


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """``name`` in the installed folder, ``path`` in the repository. ``size`` and ``sha256`` are None until a hub tells.

    ``optional``: taken if the repository has it; a model runs without it.
    """

    name: str
    path: str
    size: int | None = None
    sha256: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Architecture:
    """What a decoder remembers a token: 2 · ``layers`` · ``kv_heads`` · ``head_dim`` · ``cache_bytes`` bytes."""

    layers: int
    kv_heads: int
    head_dim: int
    cache_bytes: int
    vocabulary: int

    @property
    def bytes_per_token(self) -> int:
        return 2 * self.layers * self.kv_heads * self.head_dim * self.cache_bytes


@dataclass(frozen=True, slots=True)
class StatedMemory:
    """Bytes: the weights alone, and with the memory of a talk of 4,096 and of 8,192 tokens."""

    weights: int
    at_4k: int
    at_8k: int


@dataclass(frozen=True, slots=True)
class GoodFor:
    """What the model is good for, one sentence in each language."""

    en: str
    zh: str

    def in_language(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One model in one precision.

    ``family`` is the same for the variants of a model. ``revision`` is the pinned commit, None where nobody has pinned
    one yet: then the hub's newest is resolved, shown and kept. ``context`` in tokens, 0 where it means nothing.
    ``download_bytes``: the sum of all files where each is known, else the publisher's figure, None where there is none.
    ``memory`` is None where nothing is known of the size. ``recommended_from``: the least memory of a computer, in
    bytes, for which it belongs to the recommended set; None for never. ``facts`` is the section of its role that the
    manifest gets. ``unverified`` names the fields that nobody on this project has checked on a real download.
    """

    id: str
    name: str
    family: str
    role: ModelRole
    target: Target
    layout: Layout
    licence: str
    repository: str
    revision: str | None
    precision: str
    languages: tuple[str, ...]
    context: int
    files: tuple[CatalogueFile, ...]
    download_bytes: int | None
    architecture: Architecture | None
    memory: StatedMemory | None
    recommended_from: int | None
    good_for: GoodFor
    facts: dict[str, Any]
    unverified: tuple[str, ...]

    def memory_at(self, tokens: int) -> int | None:
        """Bytes for a talk of ``tokens``: weights and cache by arithmetic; None where the size is not known."""
        if self.memory is None:
            return None
        return self.memory.weights + (self.architecture.bytes_per_token * tokens if self.architecture else 0)

    @property
    def exact(self) -> bool:
        """Every file's size and hash is known beforehand."""
        return self.revision is not None and all(f.size is not None and f.sha256 for f in self.files if not f.optional)

    def manifest_json(self, files: list[dict[str, Any]], revision: str) -> dict[str, Any]:
        """The installed model's manifest; ``files`` holds name, size and sha256 of each file as it lies on the disk.

        Raises ManifestError where it would not be one.
        """
        values = {
            "format": 1,
            "id": self.id,
            "name": self.name,
            "role": self.role.value,
            "licence": self.licence,
            "source": self.repository,
            "revision": revision,
            "precision": self.precision,
            "languages": list(self.languages),
            "files": files,
            self.role.value: self.facts,
        }
        Manifest.from_json(values)
        return values

    @classmethod
    def from_json(cls, values: Any) -> CatalogueEntry:
        """Raises CatalogueError. Nothing may be missing: what is not known is null and named in ``unverified``."""
        name = str(values.get("id", "?")) if isinstance(values, dict) else "?"
        try:
            return _entry(Fields(values, name))
        except (FieldError, ManifestError) as error:
            raise CatalogueError(f"{name}: {error}") from error


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All entries, by role and then from the smallest to the largest."""

    entries: tuple[CatalogueEntry, ...]

    @classmethod
    def load(cls, folder: Path) -> Catalogue:
        """Reads every ``*.json`` of ``folder``; raises CatalogueError where one is wrong or an id stands twice."""
        entries = [_read(path) for path in sorted(folder.glob("*.json"))]
        if len({entry.id for entry in entries}) != len(entries):
            raise CatalogueError("an id stands twice")
        order = list(ModelRole)
        key = lambda entry: (order.index(entry.role), entry.download_bytes or 1 << 60, entry.id)  # noqa: E731
        return cls(tuple(sorted(entries, key=key)))

    def __iter__(self) -> Iterator[CatalogueEntry]:
        return iter(self.entries)

    def by_id(self, identifier: str) -> CatalogueEntry | None:
        return next((entry for entry in self.entries if entry.id == identifier), None)

    def of_role(self, role: ModelRole) -> tuple[CatalogueEntry, ...]:
        return tuple(entry for entry in self.entries if entry.role is role)

    def of_repository(self, repository: str) -> tuple[CatalogueEntry, ...]:
        return tuple(entry for entry in self.entries if entry.repository.lower() == repository.lower())

    def with_file(self, sha256: str) -> CatalogueEntry | None:
        """The entry that lists a file of this hash."""
        return next((e for e in self.entries if any(f.sha256 == sha256 for f in e.files)), None)


def _read(path: Path) -> CatalogueEntry:
    try:
        data = path.read_bytes()
        if len(data) > LARGEST_ENTRY_BYTES:
            raise CatalogueError(f"{path.stem}: too large")
        entry = CatalogueEntry.from_json(json.loads(data))
    except (OSError, RecursionError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CatalogueError(f"{path.stem}: {error}") from error
    if entry.id != path.stem:
        raise CatalogueError(f"{path.stem}: the id is {entry.id!r}")
    return entry


def _entry(fields: Fields) -> CatalogueEntry:
    if fields.whole("format", 1, 1_000_000) != FORMAT:
        raise FieldError("format is of another version")
    role = fields.choice("role", ModelRole)
    good_for = fields.section("good_for")
    entry = CatalogueEntry(
        id=fields.matching("id", _ID),
        name=fields.text("name"),
        family=fields.matching("family", _ID),
        role=role,
        target=fields.choice("target", Target),
        layout=fields.choice("layout", Layout),
        licence=fields.text("licence"),
        repository=fields.matching("repository", _REPOSITORY),
        revision=fields.matching_or_none("revision", _REVISION),
        precision=fields.text("precision"),
        languages=tuple(fields.texts("languages")),
        context=fields.whole("context", 0, 1 << 24),
        files=tuple(_file(Fields(item, "files")) for item in fields.items("files")),
        download_bytes=fields.whole_or_none("download_bytes", 1, 1 << 50),
        architecture=_architecture(fields.section_or_none("architecture")),
        memory=_memory(fields.section_or_none("memory")),
        recommended_from=fields.whole_or_none("recommended_from", 1, 1 << 50),
        good_for=GoodFor(good_for.text("en"), good_for.text("zh")),
        facts=dict(fields.section(role.value).values),
        unverified=tuple(str(item) for item in fields.items("unverified", may_be_empty=True)),
    )
    _check(entry)
    return entry


def _check(entry: CatalogueEntry) -> None:
    if entry.licence not in ALLOWED_LICENCES:
        raise FieldError(f"licence {entry.licence!r} is not one that everybody may use")
    if wrong := [language for language in entry.languages if not _LANGUAGE.fullmatch(language)]:
        raise FieldError(f"languages: {wrong[0]!r} is not a code")
    if len({file.name for file in entry.files}) != len(entry.files):
        raise FieldError("files: a name stands twice")
    whole = [file.size for file in entry.files]
    if None not in whole and entry.download_bytes != sum(size or 0 for size in whole):
        raise FieldError("download_bytes is not the sum of the files")
    for tokens, said in ((SHORT_CONTEXT, "at_4k"), (LONG_CONTEXT, "at_8k")):
        if entry.memory is not None and getattr(entry.memory, said) != entry.memory_at(tokens):
            raise FieldError(f"memory.{said} is not {entry.memory_at(tokens)}, what the arithmetic gives")
    missing = {
        "revision": entry.revision is None,
        "files": any(file.size is None or file.sha256 is None for file in entry.files),
        "download_bytes": entry.download_bytes is None,
        "memory": entry.memory is None,
    }
    if silent := [name for name, unknown in missing.items() if unknown and name not in entry.unverified]:
        raise FieldError(f"unverified does not name {silent[0]}")
    stand_in = [{"name": f.name, "size": f.size or 1, "sha256": f.sha256 or "0" * 64} for f in entry.files]
    entry.manifest_json(stand_in, entry.revision or "unknown")


def _file(fields: Fields) -> CatalogueFile:
    return CatalogueFile(
        name=inner_name(fields.text("name")),
        path=inner_name(fields.text("path")),
        size=fields.whole_or_none("size", 0, 1 << 50),
        sha256=fields.matching_or_none("sha256", _SHA256),
        optional=fields.truth("optional", False),
    )


def _architecture(fields: Fields | None) -> Architecture | None:
    if fields is None:
        return None
    return Architecture(
        layers=fields.whole("layers", 1, 1000),
        kv_heads=fields.whole("kv_heads", 1, 1000),
        head_dim=fields.whole("head_dim", 1, 10_000),
        cache_bytes=fields.whole("cache_bytes", 1, 8),
        vocabulary=fields.whole("vocabulary", 1, 10_000_000),
    )


def _memory(fields: Fields | None) -> StatedMemory | None:
    if fields is None:
        return None
    weights, short, long = (fields.whole(name, 0, 1 << 50) for name in ("weights", "at_4k", "at_8k"))
    return StatedMemory(weights, short, long)
