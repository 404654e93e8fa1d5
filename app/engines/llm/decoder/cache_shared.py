"""Keys and values whose past and present are one memory: a step writes its tokens behind those already there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.engines.llm.decoder.cache import NUMPY_TYPES, Array, Step, Store, capacity_for, on_cpu
from app.engines.onnx.decoder_graph import Slot


class SharedStore(Store):
    """For graphs with GroupQueryAttention. Growing copies one slot after the other, so that little is held twice."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self._slots = tuple(slots)
        self._least = max((slot.least_tokens for slot in slots), default=0)
        self._capacity = 0
        self._arrays: list[Array] = [self._room(slot, 0) for slot in self._slots]
        self._values: list[Any] = [on_cpu(array) for array in self._arrays]

    def reserve(self, step: Step) -> None:
        if step.total <= self._capacity:
            return
        capacity = max(self._least, capacity_for(step.total, step.most))
        self._capacity = 0  # should memory end half way, the next step makes all slots alike again
        for number, slot in enumerate(self._slots):
            room, old = self._room(slot, capacity), self._arrays[number]
            held = (*(slice(None),) * slot.axis, slice(0, step.done))
            room[held] = old[held]
            self._arrays[number], self._values[number] = room, on_cpu(room)
        self._capacity = capacity

    def bind(self, binding: Any, _step: Step) -> None:
        for slot, value in zip(self._slots, self._values, strict=True):
            binding.bind_ortvalue_input(slot.past, value)
            binding.bind_ortvalue_output(slot.present, value)

    def commit(self) -> None:
        pass

    def shorten(self, length: int) -> int:
        return length

    def fork(self, length: int, most: int) -> SharedStore:
        forked = SharedStore(self._slots)
        forked.reserve(Step(0, length, most))
        for slot, copied, array in zip(self._slots, forked._arrays, self._arrays, strict=True):
            held = (*(slice(None),) * slot.axis, slice(0, length))
            copied[held] = array[held]
        return forked

    @property
    def bytes(self) -> int:
        return sum(array.nbytes for array in self._arrays)

    @staticmethod
    def _room(slot: Slot, tokens: int) -> Array:
        """Zeros, which the system gives without touching them: what is not yet used takes no memory."""
        return np.zeros(slot.shape_of(tokens), NUMPY_TYPES[slot.kind])
