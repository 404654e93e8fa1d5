"""Runs an exported graph plainly by onnxruntime, as a judge of it: the whole text at once, or step by step."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from numpy.typing import NDArray

_TYPES = {"tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(int64)": np.int64}


def session(graph: Path) -> Any:
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    onnxruntime.disable_telemetry_events()
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


class Decoder:
    """A language model's graph with its caches as inputs and outputs."""

    def __init__(self, graph: Path) -> None:
        self._session = session(graph)
        self._inputs = {port.name: port for port in self._session.get_inputs()}
        self._outputs: list[str] = [port.name for port in self._session.get_outputs()]
        self._pasts = [name for name in self._inputs if name.startswith("past")]

    def logits(self, ids: list[int], cache: dict[str, NDArray[Any]] | None = None) -> tuple[NDArray[np.float32], Any]:
        """Float32 [tokens, vocabulary] of ``ids`` behind ``cache``, and the cache with them in it."""
        cache = cache if cache is not None else {name: self._empty(name) for name in self._pasts}
        done = next(iter(cache.values())).shape[2]
        feed: dict[str, Any] = {
            "input_ids": np.asarray([ids], np.int64),
            "attention_mask": np.ones((1, done + len(ids)), np.int64),
            "position_ids": np.arange(done, done + len(ids), dtype=np.int64)[None],
        }
        feed = {name: value for name, value in feed.items() if name in self._inputs} | cache
        outputs = dict(zip(self._outputs, self._session.run(None, feed), strict=True))
        fresh = {name: outputs[self._present(name)] for name in self._pasts}
        return outputs["logits"][0].astype(np.float32), fresh

    def _present(self, past: str) -> str:
        """'past_key_values.3.key' comes out as 'present.3.key'."""
        ending = past.partition(".")[2]
        form = re.compile(rf"present[a-z_]*\.{re.escape(ending)}")
        return next(name for name in self._outputs if form.fullmatch(name))

    def _empty(self, name: str) -> NDArray[Any]:
        port = self._inputs[name]
        batch, heads, _, width = port.shape
        return np.zeros((1 if not isinstance(batch, int) else batch, heads, 0, width), _TYPES[port.type])


class Encoder:
    """A graph from tokens to one output: vectors of tokens, or a score."""

    def __init__(self, graph: Path, output: str) -> None:
        self._session, self._output = session(graph), output
        self._inputs = [port.name for port in self._session.get_inputs()]

    def run(self, ids: list[int], types: list[int]) -> NDArray[np.float32]:
        row = np.asarray([ids], np.int64)
        feed = {
            "input_ids": row,
            "attention_mask": np.ones_like(row),
            "token_type_ids": np.asarray([types], np.int64),
            "position_ids": np.arange(len(ids), dtype=np.int64)[None],
        }
        outputs = self._session.run([self._output], {name: feed[name] for name in self._inputs})
        made: NDArray[np.float32] = outputs[0][0].astype(np.float32)
        return made
