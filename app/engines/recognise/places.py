"""Which folder a person means who names a file, a part of a model's folder or a whole cache; reads no model."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from app.domain.errors import AppError, ErrorCode
from app.domain.models.model_refusal import ModelRefusal, ModelRefused
from app.engines.recognise.contents import Content, content_of

_INNER = re.compile(
    r"(?i)(onnx|onnxruntime|models?|snapshots|weights|mobile|v?\d[\d.]*"
    r"|(cpu|gpu|cuda|dml|directml|webgpu|npu|qnn)([_-].*)?)"
)
"""Names of folders inside a repository, which say nothing about the model."""
_DEEPEST_NAME = 4
_OF_MODELS = (".onnx", ".safetensors", ".gguf", "model.bin", "genai_config.json", "tokenizer.json")
_MOST_NAMES = 20_000
_REFUSED = {
    Content.PICKLE: ModelRefusal.PICKLE,
    Content.NATIVE: ModelRefusal.NATIVE_CODE,
    Content.GGUF: ModelRefusal.GGUF,
    Content.SAFETENSORS: ModelRefusal.SAFETENSORS,
    Content.ARCHIVE: ModelRefusal.ARCHIVE,
    Content.POINTER: ModelRefusal.POINTER,
}


def meant_by(path: Path, variant: str) -> tuple[Path, str]:
    """The model's folder, without links, and the variant that ``path`` names if it is a graph. Raises ModelRefused, and
    AppError PATH_MISSING.

    A link that a person names is followed; those inside the folder are not.
    """
    try:
        return _meant_by(path, variant)
    except PermissionError as error:
        raise ModelRefused(ModelRefusal.UNREADABLE, path.name, problem=error.strerror or "") from error
    except OSError as error:
        raise AppError(ErrorCode.PATH_MISSING, path=str(path)) from error


def _meant_by(path: Path, variant: str) -> tuple[Path, str]:
    if path.is_file():
        path, variant = _of_file(path, variant)
    path = path.resolve()
    if path.name == "onnx" and (path.parent / "config.json").is_file():
        path = path.parent
    if path.name == "snapshots" and path.parent.name.startswith("models--"):
        path = path.parent
    repositories = sorted(entry for entry in path.glob("models--*") if (entry / "snapshots").is_dir())
    if len(repositories) > 1:
        raise ModelRefused(ModelRefusal.SEVERAL, names=[entry.name for entry in repositories[:20]])
    return _snapshot(repositories[0] if repositories else path), variant


def looks_like_a_model(folder: Path, check: Callable[[], None]) -> bool:
    """By names alone and in the first thousands of files; follows no link."""
    seen = 0
    for _, _, names in os.walk(folder):
        check()
        if any(name.lower().endswith(_OF_MODELS) for name in names):
            return True
        seen += 1 + len(names)
        if seen > _MOST_NAMES:
            break
    return False


def _of_file(path: Path, variant: str) -> tuple[Path, str]:
    """Of a file that is no model's, what it is instead: the folder around it may be anything."""
    ending = path.suffix.lower()
    folder = path.parent.resolve()
    if ending == ".onnx":
        inner = folder.name == "onnx" and (folder.parent / "config.json").is_file()
        root = folder.parent if inner else folder
        return root, variant or (folder / path.name).relative_to(root).as_posix()
    if path.name == "model.bin" or ending in (".json", ".jinja", ".onnx_data", ".data"):
        return folder, variant
    try:
        content = content_of(path, ending)
    except OSError as error:
        raise ModelRefused(ModelRefusal.UNREADABLE, path.name, problem=error.strerror or "") from error
    raise ModelRefused(_REFUSED.get(content, ModelRefusal.UNKNOWN), path.name)


def _snapshot(path: Path) -> Path:
    """A cache's folder of a repository stands for the snapshot that its newest reference names."""
    if not path.name.startswith("models--") or not (path / "snapshots").is_dir():
        return path
    try:
        revision = (path / "refs" / "main").read_text(encoding="ascii")[:100].strip()
        chosen = path / "snapshots" / PurePosixPath(revision).name
        if revision and chosen.is_dir():
            return chosen
    except (OSError, UnicodeDecodeError):
        pass  # fetched by its revision: no branch was noted
    try:
        folders = sorted(entry for entry in (path / "snapshots").iterdir() if entry.is_dir())
    except OSError:
        folders = []
    return folders[0] if len(folders) == 1 else path


def name_of(root: Path) -> str:
    """What the model is called by where it lies: the nearest folder whose name is not one of the usual inner ones."""
    places = [root, *root.parents][:_DEEPEST_NAME]
    named = next((place.name for place in places if place.name and not _INNER.fullmatch(place.name)), root.name)
    return named.replace("___", ".")  # so ModelScope's tools write a dot
