"""Keys and values that the graph itself copies at each step, from the past to a present that is longer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from app.engines.llm.decoder.cache import NUMPY_TYPES, Array, Step, Store, capacity_for, on_cpu
from app.engines.onnx.decoder_graph import Slot


class GrowingStore(Store):
    """Two memories a slot that take turns as past and present.

    The runtime's own allocator would give each step's present a new place, a little larger than any that is free: its
    arena grows to several times of what is held. Here it is twice, by arithmetic.
    """

    def __init__(self, slots: Sequence[Slot]) -> None:
        self._pairs = [_Pair(slot) for slot in slots]

    def reserve(self, step: Step) -> None:
        for pair in self._pairs:
            pair.reserve(step.total, step.most)

    def bind(self, binding: Any, step: Step) -> None:
        for pair in self._pairs:
            pair.bind(binding, step.total)

    def commit(self) -> None:
        for pair in self._pairs:
            pair.turn()

    def shorten(self, length: int) -> int:
        for pair in self._pairs:
            pair.shorten(length)
        return length

    def fork(self, length: int, most: int) -> GrowingStore:
        forked = GrowingStore([pair.slot for pair in self._pairs])
        for pair, other in zip(forked._pairs, self._pairs, strict=True):
            pair.reserve(length, most)
            pair.take(other.beginning(length), length)
        return forked

    @property
    def bytes(self) -> int:
        return sum(pair.bytes for pair in self._pairs)


class _Pair:
    def __init__(self, slot: Slot) -> None:
        self.slot = slot
        self._per_token = math.prod(slot.shape)
        self._rooms = [self._room(0), self._room(0)]
        self._past: Array = self._view(0, 0)
        self._past_value = on_cpu(self._past)
        self._present, self._present_value = self._past, self._past_value

    @property
    def bytes(self) -> int:
        return sum(room.nbytes for room in self._rooms)

    def reserve(self, total: int, most: int) -> None:
        """Only the next present needs the room: the step fills it, so nothing is copied for growing."""
        if total * self._per_token > self._rooms[1].size:
            self._present, self._present_value = self._past, self._past_value  # lets go of the old room
            self._rooms[1] = self._room(0)
            self._rooms[1] = self._room(capacity_for(total, most))

    def bind(self, binding: Any, total: int) -> None:
        self._present = self._view(1, total)
        self._present_value = on_cpu(self._present)
        binding.bind_ortvalue_input(self.slot.past, self._past_value)
        binding.bind_ortvalue_output(self.slot.present, self._present_value)

    def turn(self) -> None:
        self._rooms.reverse()
        self._past, self._past_value = self._present, self._present_value

    def shorten(self, length: int) -> None:
        kept = self.beginning(length)
        self.reserve(length, length)
        self.take(kept, length)

    def beginning(self, length: int) -> Array:
        """A view of the first ``length`` tokens."""
        return self._past[(*(slice(None),) * self.slot.axis, slice(0, length))]

    def take(self, kept: Array, length: int) -> None:
        """Remember ``length`` tokens, those of ``kept``; there is room for them."""
        self._present = self._view(1, length)
        self._present[...] = kept
        self._present_value = on_cpu(self._present)
        self.turn()

    def _view(self, room: int, tokens: int) -> Array:
        return self._rooms[room][: tokens * self._per_token].reshape(self.slot.shape_of(tokens))

    def _room(self, tokens: int) -> Array:
        return np.empty(tokens * self._per_token, NUMPY_TYPES[self.slot.kind])
