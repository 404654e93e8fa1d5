"""What the embedding lane can do: vectors of passages and of queries. Keeps the models it was told to, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib import metadata
from typing import Any, Protocol

from app.engines.embedding.encoder import Encoder
from app.engines.embedding.pooling import Floats
from app.engines.onnx_session import providers as available_providers
from app.protocol.tasks import EmbedPassages, EmbedQuery, Vectors
from app.worker.warm_model import WarmModel


class Context(Protocol):
    """What these handlers use of the worker's job context."""

    def stop_if_cancelled(self) -> None: ...

    def interrupting(self, interrupt: Callable[[], None]) -> AbstractContextManager[None]: ...


class EmbeddingLane:
    def __init__(self) -> None:
        self._warm = WarmModel(Encoder)

    def embed_passages(self, context: Context, task: EmbedPassages, _tail: bytes) -> tuple[Vectors, bytes]:
        """Stopped at once, also within a batch: a search waits for it."""
        encoder = self._warm.get(task.model, task.beside)
        encoder.resume()
        with context.interrupting(encoder.interrupt):
            return _answer(encoder, encoder.embed_passages(task.texts, context.stop_if_cancelled))

    def embed_query(self, context: Context, task: EmbedQuery, _tail: bytes) -> tuple[Vectors, bytes]:
        encoder = self._warm.get(task.model, task.beside)
        encoder.resume()
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
