"""onnxruntime-genai with its own loop and a shared cache buffer. For `llm_child.py`."""

from __future__ import annotations

import json
from importlib import metadata

import numpy as np
import onnxruntime_genai

CONTEXT = 4096


class Engine:
    """``model`` is the folder. ``spin``: idle threads wait busily, as genai does where nobody says otherwise."""

    def __init__(self, model: str, threads: int, *, spin: bool = True) -> None:
        config = onnxruntime_genai.Config(model)
        options = {"intra_op_num_threads": threads, "session.intra_op.allow_spinning": str(int(spin))}
        config.overlay(json.dumps({"model": {"decoder": {"session_options": options}}}))
        self._model = onnxruntime_genai.Model(config)
        self._parameters = onnxruntime_genai.GeneratorParams(self._model)
        self._parameters.set_search_options(max_length=CONTEXT, min_length=CONTEXT, do_sample=False)
        self._generator: onnxruntime_genai.Generator | None = None

    def prompt(self, ids: list[int]) -> int:
        if self._generator is None:
            self._generator = onnxruntime_genai.Generator(self._model, self._parameters)
        self._generator.rewind_to(0)
        self._generator.append_tokens(np.asarray([ids], np.int32))
        return self._last()

    def write(self, tokens: int) -> int:
        """generate_next_token() makes one from the logits at hand and feeds the one before: as many steps as tokens."""
        assert self._generator is not None
        for _ in range(tokens):
            self._generator.generate_next_token()
        return self._last()

    def _last(self) -> int:
        assert self._generator is not None
        return int(np.asarray(self._generator.get_logits())[0, -1].argmax())


def version() -> str:
    return metadata.version("onnxruntime-genai")
