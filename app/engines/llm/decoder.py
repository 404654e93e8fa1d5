"""An exported decoder in onnxruntime: finds its inputs and caches by name and shape, and feeds tokens. No text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.errors import AppError, ErrorCode
from app.domain.manifest import ChatFacts, Manifest
from app.engines.onnx_session import open_session, runtime

NUMPY_TYPES: dict[str, Any] = {
    "tensor(int64)": np.int64,
    "tensor(int32)": np.int32,
    "tensor(float)": np.float32,
    "tensor(float16)": np.float16,
}
NUMBERS = ("input_ids", "attention_mask", "position_ids")
Logits = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Slot:
    """One growing cache, [1, heads, tokens, width]: the input that takes it, the output that gives it back longer."""

    past: str
    present: str
    heads: int
    width: int
    kind: Any


@dataclass(slots=True)
class Cache:
    """What a decoder remembers of ``tokens``: one OrtValue a slot, in the slots' order."""

    tokens: list[int] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)


class Decoder:
    """A loaded model. Not for two threads at once."""

    can_rewind = True
    """Whether :meth:`shorten` reaches every length; a model with recurrent states only reaches the marks it kept."""
    can_verify = True
    """Whether one step gives the logits after every token fed: then drafts can be checked."""

    def __init__(self, folder: Path, *, options: Any = None, provider: str = "cpu") -> None:
        """``provider`` is the execution provider to run on.

        Raises AppError: MODEL_MISSING, MODEL_BROKEN, MODEL_UNSUPPORTED (with the reason), OUT_OF_MEMORY."""
        self.manifest = Manifest.load(folder)
        self.folder = folder
        self.provider = provider
        if self.manifest.chat is None:
            raise self._unsupported("role")
        self.facts: ChatFacts = self.manifest.chat
        self._session = open_session(folder / self.facts.model_file, options=options)
        self._inputs = {node.name: node for node in self._session.get_inputs()}
        self._output = self._logits_name()
        self._slots = self._find_slots()

    @property
    def providers(self) -> tuple[str, ...]:
        return tuple(self._session.get_providers())

    @property
    def slots(self) -> tuple[Slot, ...]:
        return self._slots

    def new_cache(self) -> Cache:
        """Remembers nothing yet."""
        empty = [np.zeros((1, slot.heads, 0, slot.width), slot.kind) for slot in self._slots]
        return Cache([], [runtime().OrtValue.ortvalue_from_numpy(array) for array in empty])

    def shorten(self, cache: Cache, length: int) -> int:
        """Forget everything after the first ``length`` tokens; how many are still remembered.

        They are fewer than ``length`` only where the model cannot rewind (:attr:`can_rewind`): feed the rest again.
        """
        if length < len(cache.tokens):
            kept = [np.ascontiguousarray(value.numpy()[:, :, :length]) for value in cache.values]
            cache.values = [runtime().OrtValue.ortvalue_from_numpy(array) for array in kept]
            del cache.tokens[length:]
        kept: int = len(cache.tokens)
        return kept

    def feed(self, cache: Cache, ids: Sequence[int]) -> Logits:
        """Append ``ids`` (at least one) to what ``cache`` remembers; the logits [vocabulary] after the last of them.

        ``cache`` changes only when the step went well. Raises AppError OUT_OF_MEMORY, MODEL_BROKEN.
        """
        last: Logits = self.feed_all(cache, ids)[-1]
        return last

    def feed_all(self, cache: Cache, ids: Sequence[int]) -> Logits:
        """:meth:`feed` with the logits [tokens fed, vocabulary] after each of ``ids``, to check drafts with."""
        done, binding = len(cache.tokens), self._session.io_binding()
        for name, array in self._numbers(ids, done).items():
            binding.bind_cpu_input(name, array)
        binding.bind_output(self._output, "cpu")
        for slot, value in zip(self._slots, cache.values, strict=True):
            binding.bind_ortvalue_input(slot.past, value)
            binding.bind_output(slot.present, "cpu")
        self._run(binding)
        logits, *cache.values = binding.get_outputs()
        cache.tokens.extend(ids)
        rows: Logits = logits.numpy()[0]
        return rows

    def memory(self, tokens: int) -> int:
        """Bytes that the model takes with ``tokens`` remembered, by arithmetic: weights, cache, logits of a piece."""
        weights = sum(file.size for file in self.manifest.files)
        per_token = sum(slot.heads * slot.width * np.dtype(slot.kind).itemsize for slot in self._slots)
        return weights + per_token * tokens

    def interrupt(self) -> None:
        """From any thread: the step that runs now and every later one raises JobCancelled, until :meth:`resume`.

        The cache stays as it was before that step.
        """

    def resume(self) -> None:
        """Steps run again; called before each answer."""

    def _numbers(self, ids: Sequence[int], done: int) -> dict[str, npt.NDArray[Any]]:
        after = done + len(ids)
        values = {
            "input_ids": np.array([ids]),
            "attention_mask": np.ones((1, after)),
            "position_ids": np.arange(done, after)[None],
        }
        return {
            name: np.ascontiguousarray(values[name], NUMPY_TYPES[self._inputs[name].type])
            for name in NUMBERS
            if name in self._inputs
        }

    def _run(self, binding: Any) -> None:
        states = runtime().capi.onnxruntime_pybind11_state
        try:  # with a binding, onnxruntime raises a plain RuntimeError for what else has a type of its own
            self._session.run_with_iobinding(binding)
        except (RuntimeError, states.Fail, states.InvalidArgument, states.RuntimeException) as error:
            code = ErrorCode.OUT_OF_MEMORY if "alloc" in str(error).lower() else ErrorCode.MODEL_BROKEN
            raise self._error(code, str(error)[:500]) from error

    def _logits_name(self) -> str:
        names = [node.name for node in self._session.get_outputs()]
        if "logits" in names:
            return "logits"
        raise self._unsupported("no output named logits")

    def _find_slots(self) -> tuple[Slot, ...]:
        """Pairs pasts with presents by layer and by key or value; refuses what this loop would feed wrongly."""
        pasts = {key: name for name in self._inputs if (key := _key(name, "past"))}
        others = set(self._inputs) - set(pasts.values()) - set(NUMBERS)
        if others or "input_ids" not in self._inputs:
            raise self._unsupported(f"input {sorted(others)[0]}" if others else "no input named input_ids")
        if wrong := [name for name in NUMBERS if name in self._inputs and "int" not in self._inputs[name].type]:
            raise self._unsupported(f"input {wrong[0]} of type {self._inputs[wrong[0]].type}")
        presents = {key: node.name for node in self._session.get_outputs() if (key := _key(node.name, "present"))}
        if not pasts or set(pasts) != set(presents):
            raise self._unsupported("caches that do not match" if pasts else "no cache of earlier tokens")
        return tuple(self._slot(pasts[key], presents[key]) for key in sorted(pasts))

    def _slot(self, past: str, present: str) -> Slot:
        node = self._inputs[past]
        kind, shape = NUMPY_TYPES.get(node.type), node.shape
        if kind not in (np.float32, np.float16) or len(shape) != 4 or isinstance(shape[2], int):
            raise self._unsupported(f"cache {past} of type {node.type} and shape {shape}")
        heads, width = shape[1], shape[3]
        if not isinstance(heads, int) or not isinstance(width, int) or not 0 < heads * width < 1 << 20:
            raise self._unsupported(f"cache {past} of shape {shape}")
        return Slot(past, present, heads, width, kind)

    def _unsupported(self, problem: str) -> AppError:
        return self._error(ErrorCode.MODEL_UNSUPPORTED, problem)

    def _error(self, code: ErrorCode, problem: str) -> AppError:
        return AppError(code, model=self.manifest.id, path=str(self.folder), problem=problem)


def _key(name: str, beginning: str) -> tuple[int, str] | None:
    """Layer and 'key' or 'value' of a cache's name; the word before the number may hold 'key_values' as well."""
    match = re.fullmatch(rf"{beginning}\D*(\d+)\D*?(key|value)s?", name)
    return (int(match[1]), match[2]) if match else None
