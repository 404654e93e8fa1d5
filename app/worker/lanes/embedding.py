"""What the embedding lane can do: vectors of passages and of queries. Keeps the models it was told to, nothing else."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib import metadata
from typing import Any, Protocol

from app.domain.models.model_memory import need_of
from app.engines.embedding.encoder import Encoder
from app.engines.embedding.pooling import Floats
from app.engines.embedding.trial import try_encoder
from app.engines.onnx.session import providers as available_providers
from app.machine.processes import resident_bytes
from app.protocol.tasks import EmbedPassages, EmbedQuery, LoadedModel, ModelTried, TryEmbeddingModel, Vectors
from app.worker.warm_model import WarmModel


class Context(Protocol):
    """What these handlers use of the worker's job context."""

    def stop_if_cancelled(self) -> None: ...

    def progress(self, done: int, total: int | None = None, stage: str = "") -> None: ...

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

    def try_model(self, context: Context, task: TryEmbeddingModel, _tail: bytes) -> ModelTried:
        """Loaded anew, so that the time it takes and what it holds are its own."""
        context.progress(0, None, "device:cpu")
        self._warm.forget()
        began = time.perf_counter()
        encoder = self._warm.get(task.model)
        loaded = time.perf_counter() - began
        with context.interrupting(encoder.interrupt):
            found = try_encoder(encoder, context.stop_if_cancelled)
        return ModelTried(
            "cpu",
            round(loaded, 3),
            found.checks,
            found.failed,
            passage_speed=round(found.passages_per_second, 2),
            resident_bytes=resident_bytes(os.getpid()),
            reckoned_bytes=need_of(encoder.manifest).total,
        )

    def models(self) -> tuple[LoadedModel, ...]:
        """What stands in memory now."""
        return tuple(
            LoadedModel(encoder.manifest.id, "cpu", need_of(encoder.manifest).total) for _, encoder in self._warm.loaded
        )

    def handlers(self) -> dict[str, Callable[[Any, Any, bytes], Any]]:
        return {
            EmbedPassages.name: self.embed_passages,
            EmbedQuery.name: self.embed_query,
            TryEmbeddingModel.name: self.try_model,
        }


def open_lane() -> EmbeddingLane:
    return EmbeddingLane()


def versions() -> dict[str, str]:
    """The libraries that this lane works with, for `doctor`."""
    return {name: metadata.version(name) for name in ("onnxruntime", "numpy", "tokenizers")}


def providers() -> tuple[str, ...]:
    return available_providers()


def _answer(encoder: Encoder, vectors: Floats) -> tuple[Vectors, bytes]:
    value = Vectors(len(vectors), encoder.dimension, encoder.manifest.identity)
    return value, vectors.astype("<f4", copy=False).tobytes()
