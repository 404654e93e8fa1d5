"""Turns passages and queries into vectors with any encoder that its manifest describes; holds no architecture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.models.manifest import EmbeddingFacts, Manifest
from app.engines.embedding.batches import batches
from app.engines.embedding.pooling import Floats, finish, pool
from app.engines.embedding.tokens import Tokens
from app.engines.onnx.session import open_session, runtime

TOKEN_OUTPUTS = ("last_hidden_state", "token_embeddings", "hidden_states")
NUMPY_TYPES: dict[str, Any] = {
    "tensor(int64)": np.int64,
    "tensor(int32)": np.int32,
    "tensor(float)": np.float32,
    "tensor(float16)": np.float16,
}
Ids = npt.NDArray[np.int64]
FATAL = 4
"""onnxruntime's log level for a run: its errors are raised as well, and a stop is none."""


def never_stop() -> None:
    """For callers who cannot be cancelled."""


class Encoder:
    """A loaded embedding model. Not for two threads at once, but for :meth:`interrupt`."""

    def __init__(self, folder: Path, *, options: Any = None) -> None:
        """Raises AppError: MODEL_MISSING, MODEL_BROKEN, MODEL_UNSUPPORTED, OUT_OF_MEMORY."""
        self.manifest = Manifest.load(folder)
        if self.manifest.embedding is None:
            raise AppError(ErrorCode.MODEL_UNSUPPORTED, model=self.manifest.id, path=str(folder), problem="role")
        self._folder = folder
        self._facts: EmbeddingFacts = self.manifest.embedding
        self._tokens = Tokens(folder, self.manifest, self._facts)
        self._session = open_session(self.manifest.root(folder) / self._facts.model_file, options=options)
        self._inputs = {node.name: node for node in self._session.get_inputs()}
        self._output = self._choose_output()
        self._run_options = runtime().RunOptions()
        self._run_options.log_severity_level = FATAL
        self._is_interrupted = False

    @property
    def providers(self) -> tuple[str, ...]:
        return tuple(self._session.get_providers())

    @property
    def dimension(self) -> int:
        return self._facts.dimension

    def interrupt(self) -> None:
        """From any thread: what runs now and everything later raises JobCancelled, until :meth:`resume`."""
        self._is_interrupted = True
        self._run_options.terminate = True

    def resume(self) -> None:
        """Undo :meth:`interrupt`."""
        self._is_interrupted = False
        self._run_options.terminate = False

    def embed_passages(self, texts: Sequence[str], stop_if_cancelled: Callable[[], None] = never_stop) -> Floats:
        """float32 [texts, dimension] in the order of ``texts``. ``stop_if_cancelled`` is called between batches."""
        return self._embed([self._facts.passage_prefix + text for text in texts], stop_if_cancelled)

    def embed_query(self, text: str) -> Floats:
        """float32 [1, dimension]; not the same as a passage's vector where the model has prefixes."""
        return self._embed([self._facts.query_prefix + text], never_stop)

    def count_tokens(self, texts: Sequence[str]) -> int:
        """Tokens that the model reads for ``texts``, special ones included, what is cut off left out."""
        return sum(len(ids) for ids in self._tokens.encode(texts))

    def _embed(self, texts: Sequence[str], stop_if_cancelled: Callable[[], None]) -> Floats:
        encoded = self._tokens.encode(texts)
        vectors = np.zeros((len(texts), self._facts.dimension), np.float32)
        for batch in batches([len(ids) for ids in encoded]):
            stop_if_cancelled()
            vectors[batch] = self._run([encoded[index] for index in batch])
        return vectors

    def _run(self, encoded: Sequence[Sequence[int]]) -> Floats:
        lengths = np.array([len(ids) for ids in encoded], np.int64)
        ids = np.full((len(encoded), int(lengths.max())), self._tokens.padding, np.int64)
        for row, numbers in zip(ids, encoded, strict=True):
            row[: len(numbers)] = numbers
        hidden = self._outcome(self._feeds(ids, lengths))
        if hidden.ndim != 3 or hidden.shape[2] < self._facts.dimension:
            raise self._unsupported(f"output of shape {list(hidden.shape)}")
        vectors = pool(hidden.astype(np.float32, copy=False), lengths, self._facts.pooling)
        return finish(vectors, self._facts.dimension, normalise=self._facts.normalise)

    def _outcome(self, feeds: dict[str, Any]) -> npt.NDArray[Any]:
        if self._is_interrupted:
            raise JobCancelled
        try:
            found: npt.NDArray[Any] = self._session.run([self._output], feeds, self._run_options)[0]
        except Exception as error:
            # A run that is told to end fails with whatever its running node had to say.
            if self._is_interrupted:
                raise JobCancelled from error
            raise
        return found

    def _feeds(self, ids: Ids, lengths: Ids) -> dict[str, Any]:
        """What the graph asks for, by name. Padding stands on the right, so that it moves no position."""
        rows, width = ids.shape
        feeds: dict[str, Any] = {}
        for name, node in self._inputs.items():
            value: npt.NDArray[Any]
            if name == "input_ids":
                value = ids
            elif name == "attention_mask":
                value = (np.arange(width) < lengths[:, None]).astype(np.int64)
            elif name == "token_type_ids":
                value = np.zeros_like(ids)
            elif name == "position_ids":
                value = np.broadcast_to(np.arange(width), ids.shape)
            elif name.startswith("past_key_values."):
                # a decoder exported with its cache: nothing is cached
                value = np.zeros(self._empty_cache(name, node.shape, rows))
            else:
                raise self._unsupported(f"input {name}")
            feeds[name] = np.ascontiguousarray(value, dtype=NUMPY_TYPES.get(node.type, np.int64))
        return feeds

    def _empty_cache(self, name: str, shape: Sequence[Any], rows: int) -> tuple[int, int, int, int]:
        if len(shape) != 4 or not isinstance(shape[1], int) or not isinstance(shape[3], int):
            raise self._unsupported(f"input {name}")
        return rows, shape[1], 0, shape[3]

    def _choose_output(self) -> str:
        outputs = self._session.get_outputs()
        names = {node.name for node in outputs}
        named = next((name for name in TOKEN_OUTPUTS if name in names), None)
        found = named or next((node.name for node in outputs if len(node.shape) == 3), None)
        if found is None:
            raise self._unsupported("no output with a vector for each token")
        return str(found)

    def _unsupported(self, problem: str) -> AppError:
        return AppError(
            ErrorCode.MODEL_UNSUPPORTED,
            model=self.manifest.id,
            path=str(self._folder),
            file=self._facts.model_file,
            problem=problem,
        )
