"""What the embedding lane can do: vectors of passages and of queries. Keeps the last model loaded, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol

from app.domain.manifest import MANIFEST_NAME
from app.engines.embedding.encoder import Encoder
from app.engines.embedding.pooling import Floats
from app.engines.onnx_session import providers as available_providers
from app.protocol.tasks import EmbedPassages, EmbedQuery, Vectors


class Context(Protocol):
    """What these handlers use of the worker's job context."""

    def stop_if_cancelled(self) -> None: ...


Stamp = tuple[tuple[str, int, int, int], ...]


class WarmEncoder:
    """Loads a model at its first use and keeps it until another, or a changed one, is asked for."""

    def __init__(self) -> None:
        self._encoder: Encoder | None = None
        self._key: tuple[Path, Stamp] | None = None

    def get(self, folder: Path) -> Encoder:
        """Raises AppError as :class:`Encoder`."""
        key = (folder, _stamp(folder, self._encoder))
        if self._encoder is None or key != self._key:
            self._encoder = self._key = None  # two models never stand in memory side by side
            encoder = Encoder(folder)
            self._encoder, self._key = encoder, (folder, _stamp(folder, encoder))
        return self._encoder

    def models(self) -> tuple[str, ...]:
        return () if self._encoder is None else (self._encoder.manifest.identity,)


class EmbeddingLane:
    def __init__(self) -> None:
        self._warm = WarmEncoder()

    def embed_passages(self, context: Context, task: EmbedPassages, _tail: bytes) -> tuple[Vectors, bytes]:
        encoder = self._warm.get(task.model)
        return _answer(encoder, encoder.embed_passages(task.texts, context.stop_if_cancelled))

    def embed_query(self, context: Context, task: EmbedQuery, _tail: bytes) -> tuple[Vectors, bytes]:
        encoder = self._warm.get(task.model)
        context.stop_if_cancelled()
        return _answer(encoder, encoder.embed_query(task.text))


def handlers() -> dict[str, Callable[[Any, Any, bytes], Any]]:
    lane = EmbeddingLane()
    return {EmbedPassages.name: lane.embed_passages, EmbedQuery.name: lane.embed_query}


def versions() -> dict[str, str]:
    """The libraries that this lane works with, for `doctor`."""
    return {name: metadata.version(name) for name in ("onnxruntime", "numpy", "tokenizers")}


def providers() -> tuple[str, ...]:
    return available_providers()


def _answer(encoder: Encoder, vectors: Floats) -> tuple[Vectors, bytes]:
    value = Vectors(len(vectors), encoder.dimension, encoder.manifest.identity)
    return value, vectors.astype("<f4", copy=False).tobytes()


def _stamp(folder: Path, encoder: Encoder | None) -> Stamp:
    """Changes when a file of the model is replaced or written to; a missing file counts as a change."""
    names = [MANIFEST_NAME, *(file.name for file in encoder.manifest.files)] if encoder else [MANIFEST_NAME]
    return tuple(_mark(folder, name) for name in names)


def _mark(folder: Path, name: str) -> tuple[str, int, int, int]:
    try:
        status = (folder / name).stat()
    except OSError:
        return name, 0, 0, 0
    return name, status.st_ino, status.st_size, status.st_mtime_ns
