"""llama.cpp through its own C interface, so that Python's part is one call a token. For `llm_child.py`."""

from __future__ import annotations

import ctypes
from importlib import metadata
from typing import Any

import llama_cpp

CONTEXT = 4096


class Engine:
    """``model`` is a GGUF file. Batches and flash attention as llama.cpp chooses them itself."""

    def __init__(self, model: str, threads: int) -> None:
        self._quiet = llama_cpp.llama_log_callback(lambda _level, _text, _data: None)
        llama_cpp.llama_log_set(self._quiet, ctypes.c_void_p(0))
        llama_cpp.llama_backend_init()
        self._model = llama_cpp.llama_model_load_from_file(model.encode(), llama_cpp.llama_model_default_params())
        parameters: Any = llama_cpp.llama_context_default_params()
        parameters.n_ctx = CONTEXT
        parameters.n_threads = parameters.n_threads_batch = threads
        self._context = llama_cpp.llama_init_from_model(self._model, parameters)
        if not self._context:
            raise RuntimeError("llama.cpp does not load this file")
        chain = llama_cpp.llama_sampler_chain_init(llama_cpp.llama_sampler_chain_default_params())
        llama_cpp.llama_sampler_chain_add(chain, llama_cpp.llama_sampler_init_greedy())
        self._sampler = chain

    def prompt(self, ids: list[int]) -> int:
        """In batches of llama.cpp's own default size; only the last token's logits are made."""
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(self._context), True)
        size = llama_cpp.llama_n_batch(self._context)
        for start in range(0, len(ids), size):
            self._decode(ids[start : start + size])
        return self._next()

    def write(self, tokens: int) -> int:
        last = self._next()
        for _ in range(tokens):
            self._decode([last])
            last = self._next()
        return last

    def _next(self) -> int:
        return int(llama_cpp.llama_sampler_sample(self._sampler, self._context, -1))

    def _decode(self, ids: list[int]) -> None:
        array = (llama_cpp.llama_token * len(ids))(*ids)
        if llama_cpp.llama_decode(self._context, llama_cpp.llama_batch_get_one(array, len(ids))):
            raise RuntimeError("llama_decode failed")


def version() -> str:
    return metadata.version("llama-cpp-python")
