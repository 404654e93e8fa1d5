"""The bare onnxruntime session: the model's own session, buffers bound once, no loop of ours. For `llm_child.py`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

CAPACITY = 4096


class Engine:
    def __init__(self, model: str, threads: int, *, spin: bool = False, profile: str = "", **entries: str) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", str(int(spin)))
        for key, value in entries.items():
            options.add_session_config_entry(key, value)
        if profile:
            options.enable_profiling = True
            options.profile_file_prefix = profile
        folder = Path(model)
        file = folder / "model.onnx" if folder.is_dir() else folder
        self._session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        self._past = [node for node in self._session.get_inputs() if node.name.startswith("past")]
        self._rows = any(node.name == "alcove.rows" for node in self._session.get_inputs())
        self._cache = [self._buffer(node) for node in self._past]
        self._done, self._logits = 0, np.zeros(0)

    def _buffer(self, node: Any) -> Any:
        shape = [1, node.shape[1], CAPACITY, node.shape[3]]
        return onnxruntime.OrtValue.ortvalue_from_numpy(np.zeros(shape, np.float32))

    def prompt(self, ids: list[int], piece: int = 256) -> int:
        self._done = 0
        for start in range(0, len(ids), piece):
            self._step(ids[start : start + piece])
        return int(self._logits.argmax())

    def write(self, tokens: int) -> int:
        for _ in range(tokens):
            self._step([int(self._logits.argmax())])
        return int(self._logits.argmax())

    def _step(self, ids: list[int]) -> None:
        binding, after = self._session.io_binding(), self._done + len(ids)
        binding.bind_cpu_input("input_ids", np.array([ids], np.int64))
        binding.bind_cpu_input("attention_mask", np.ones((1, after), np.int64))
        if self._rows:
            binding.bind_cpu_input("alcove.rows", np.array([len(ids) - 1], np.int64))
        binding.bind_output("logits", "cpu")
        for node, value in zip(self._past, self._cache, strict=True):
            binding.bind_ortvalue_input(node.name, value)
            binding.bind_ortvalue_output(node.name.replace("past_key_values", "present"), value)
        self._session.run_with_iobinding(binding)
        self._logits = binding.get_outputs()[0].numpy()[0, -1]
        self._done = after

    def end_profile(self) -> dict[str, Any]:
        path = Path(self._session.end_profiling())
        return {"events": len(json.loads(path.read_text())), "path": str(path)}


def version() -> str:
    return str(onnxruntime.__version__)
