"""The reference run of a graph: the whole sequence anew for every token, empty caches, no state kept between steps.

It shares no code with the program's own loop. Slow and simple: what it cannot get wrong is caching.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped]

TYPES: dict[str, Any] = {
    "tensor(float)": np.float32,
    "tensor(float16)": np.float16,
    "tensor(int64)": np.int64,
    "tensor(int32)": np.int32,
    "tensor(bool)": np.bool_,
}
SAMPLED_LOGITS = 8
LEAST_CAPACITY = 64


class PlainRun:
    """One graph. ``head_size`` stands in for a width that the graph leaves open."""

    def __init__(self, graph: Path, config: dict[str, Any]) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        self._head_size = config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"]

    def logits(self, ids: list[int]) -> np.ndarray[Any, Any]:
        """[vocabulary] after the last of ``ids``."""
        count, nodes = len(ids), self._session.get_inputs()
        told = {node.name: _told(node.name, ids, TYPES[node.type]) for node in nodes}
        caches = {node.name: np.zeros(self._empty(node), TYPES[node.type]) for node in nodes if told[node.name] is None}
        values = {name: value for name, value in told.items() if value is not None}
        if any("past_sliding_length" in node.shape for node in nodes):
            logits = self._in_one_memory(values, caches, count)
        else:
            logits = self._session.run(["logits"], values | caches)[0]
        last: np.ndarray[Any, Any] = logits[0, -1].astype(np.float32)
        return last

    def _in_one_memory(self, values: dict[str, Any], caches: dict[str, Any], count: int) -> np.ndarray[Any, Any]:
        """Where a sliding window's cache must be there from the beginning: past and present are one memory."""
        binding, kept = self._session.io_binding(), []
        for name, value in values.items():
            binding.bind_cpu_input(name, value)
        binding.bind_output("logits", "cpu")
        for name, cache in caches.items():
            shape = (*cache.shape[:2], max(count, LEAST_CAPACITY), cache.shape[3])
            kept.append(onnxruntime.OrtValue.ortvalue_from_numpy(np.zeros(shape, cache.dtype)))
            binding.bind_ortvalue_input(name, kept[-1])
            binding.bind_ortvalue_output(name.replace("past_key_values", "present"), kept[-1])
        self._session.run_with_iobinding(binding)
        logits: np.ndarray[Any, Any] = binding.get_outputs()[0].numpy()
        return logits

    def _empty(self, node: Any) -> list[int]:
        """A cache of no tokens, or a state of zeros: the batch is 1, and what follows the heads has no length yet."""
        sizes = [size if isinstance(size, int) else None for size in node.shape]
        sizes[0] = 1
        if len(sizes) == 4:
            sizes[2] = 0
            sizes[3] = sizes[3] or self._head_size
        return [size if size is not None else 0 for size in sizes]

    def run(self, prompt: list[int], steps: int) -> dict[str, Any]:
        """Greedy. The logits of the first step and of the last, and the least lead of all steps."""
        ids, leads, kept = list(prompt), list[float](), list[dict[str, Any]]()
        for step in range(steps):
            logits = self.logits(ids)
            best = np.argsort(-logits, kind="stable")[:SAMPLED_LOGITS]
            leads.append(float(logits[best[0]] - logits[best[1]]))
            if step in (0, steps - 1):
                kept.append({"ids": best.tolist(), "values": [round(float(logits[one]), 4) for one in best]})
            ids.append(int(best[0]))
        return {"tokens": ids[len(prompt) :], "least_lead": round(min(leads), 5), "logits": kept}


def _told(name: str, ids: list[int], kind: Any) -> Any:
    """What an input that is no cache is told; None for a cache."""
    if name == "input_ids":
        return np.array([ids], kind)
    if name == "attention_mask":
        return np.ones((1, len(ids)), kind)
    if name == "position_ids":
        return np.arange(len(ids), dtype=kind)[None]
    if name == "num_logits_to_keep":
        return np.array(1, kind)
    return np.array([False]) if name == "use_cache_branch" else None


def config_of(folder: Path) -> dict[str, Any]:
    config: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
    return config
