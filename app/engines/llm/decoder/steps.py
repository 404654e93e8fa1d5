"""One step of a decoder: binds numbers, caches and logits for onnxruntime, and runs. Judges no error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from app.engines.llm.decoder.cache import NUMPY_TYPES, Array, Cache, on_cpu
from app.engines.onnx.decoder_graph import DecoderGraph, Role, Told


class Steps:
    def __init__(self, session: Any, graph: DecoderGraph) -> None:
        self._session, self._graph = session, graph
        self.gives_last_row = graph.gives_last_row
        """Known from the graph, or learned from the first step of several tokens."""
        self._knows_rows = graph.gives_last_row or graph.can_choose_rows
        self._vocabulary = graph.vocabulary
        self._room: Array = np.empty(0, NUMPY_TYPES[graph.logits_kind])

    def run(self, cache: Cache, ids: Sequence[int], run_options: Any, *, wants_all: bool) -> Array:
        """The logits, float32 or float16 [rows, vocabulary], of ``ids`` after what ``cache`` remembers.

        They are overwritten by the next step. Raises MemoryError, and what onnxruntime raises.
        """
        done, binding = len(cache.tokens), self._session.io_binding()
        rows = len(ids) if wants_all or not self._graph.can_choose_rows else 1
        for told in self._graph.told:
            binding.bind_cpu_input(told.name, _number(told, ids, done, rows))
        room = self._bind_logits(binding, 1 if self.gives_last_row else rows, is_one=len(ids) == 1)
        cache.bind(binding, len(ids))
        self._session.run_with_iobinding(binding, run_options)
        logits: Array = room if room is not None else binding.get_outputs()[0].numpy()
        return self._learn(logits.reshape(-1, logits.shape[-1]), len(ids), rows)

    def _bind_logits(self, binding: Any, rows: int, *, is_one: bool) -> Array | None:
        """Our own memory where its size is known, kept from step to step: a copy less, and nothing for the arena."""
        if not self._vocabulary or not (self._knows_rows or is_one):
            binding.bind_output(self._graph.logits, "cpu")
            return None
        size = rows * self._vocabulary
        if self._room.size < size:
            self._room = np.empty(0, self._room.dtype)
            self._room = np.empty(size, self._room.dtype)
        room = self._room[:size].reshape(self._logits_shape(rows))
        binding.bind_ortvalue_output(self._graph.logits, on_cpu(room))
        return room

    def _logits_shape(self, rows: int) -> tuple[int, ...]:
        return (1, rows, self._vocabulary)[3 - self._graph.logits_rank :]

    def _learn(self, logits: Array, fed: int, rows: int) -> Array:
        self._vocabulary = self._vocabulary or int(logits.shape[-1])
        if rows > 1 and not self._knows_rows:
            self._knows_rows, self.gives_last_row = True, len(logits) < fed
        return logits


def _number(told: Told, ids: Sequence[int], done: int, rows: int) -> Array:
    values = _NUMBERS[told.role](ids, done, rows)
    shape = {0: (), 1: (-1,), 2: (1, -1)}.get(told.rank)
    kind = NUMPY_TYPES[told.kind]
    if shape is None:  # three kinds of position, which are the same for text
        return np.array(np.broadcast_to(values, (3, 1, len(values))), kind)
    return np.array(values.reshape(shape), kind)  # ascontiguousarray would make a list of a single number


_NUMBERS: dict[Role, Callable[[Sequence[int], int, int], Array]] = {
    Role.TOKENS: lambda ids, _done, _rows: np.array(ids, np.int64),
    Role.MASK: lambda ids, done, _rows: np.ones(done + len(ids), np.int64),
    Role.POSITIONS: lambda ids, done, _rows: np.arange(done, done + len(ids)),
    Role.CACHE_POSITIONS: lambda ids, done, _rows: np.arange(done, done + len(ids)),
    Role.ROWS: lambda _ids, _done, rows: np.array([rows]),
    Role.PLACES: lambda ids, _done, rows: np.arange(len(ids) - rows, len(ids)),
    Role.LAST_PLACE: lambda ids, done, _rows: np.array([done + len(ids) - 1]),
    Role.TOTAL: lambda ids, done, _rows: np.array([done + len(ids)]),
    Role.CACHE_BRANCH: lambda _ids, done, _rows: np.array([done > 0]),
}
