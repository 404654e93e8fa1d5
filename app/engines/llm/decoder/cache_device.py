"""Keys and values in a graphics card's memory: a step reads and writes them there, and only logits come back.

Rooms are bound by address with the shape that counts, as the memory of the two CPU stores is: a view of a card's memory
with another shape is nothing that the runtime's Python side can make.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from app.engines.llm.decoder.cache import NUMPY_TYPES, Array, Step, Store, capacity_for
from app.engines.onnx.decoder_graph import Slot
from app.engines.onnx.session import runtime

DEVICE_NUMBER = 0


class DeviceStore(Store):
    """For graphs that share past and present, and for those that copy the past: then two rooms a slot take turns.

    Forgetting is free where they share; else what is kept goes through the computer's memory, since it lies in strips.
    """

    def __init__(self, slots: Sequence[Slot], device: str, *, shares: bool) -> None:
        """``device`` as onnxruntime names it: 'cuda', 'webgpu'."""
        self._slots, self._device, self._shares = tuple(slots), device, shares
        self._least = max((slot.least_tokens for slot in slots), default=0) if shares else 0
        self._capacity = 0
        self._length = self._next = 0
        self._rooms = [_Rooms(slot, device) for slot in self._slots]

    def reserve(self, step: Step) -> None:
        if self._shares:
            if step.total > self._capacity:
                capacity = max(self._least, capacity_for(step.total, step.most))
                held, before = step.done, self._capacity
                self._capacity = 0  # should memory end half way, nothing is taken to be there
                for rooms in self._rooms:
                    kept = rooms.read(before)[rooms.beginning(held)] if held else None
                    rooms.fill(kept, held, capacity)
                self._capacity = capacity
        else:
            for rooms in self._rooms:
                rooms.make_next(capacity_for(step.total, step.most), step.total)

    def bind(self, binding: Any, step: Step) -> None:
        self._next = step.total
        for rooms in self._rooms:
            if self._shares:
                rooms.bind_past(binding, self._capacity)
                rooms.bind_present(binding, self._capacity, 0)
            else:
                rooms.bind_past(binding, self._length)
                rooms.bind_present(binding, step.total, 1)

    def commit(self) -> None:
        self._length = self._next
        if not self._shares:
            for rooms in self._rooms:
                rooms.turn()

    def shorten(self, length: int) -> int:
        if not self._shares:
            for rooms in self._rooms:
                kept = rooms.read(self._length)[rooms.beginning(length)]
                rooms.fill(kept, length, length)
        self._length = length
        return length

    def fork(self, length: int, most: int) -> DeviceStore:
        forked = DeviceStore(self._slots, self._device, shares=self._shares)
        capacity = max(forked._least, capacity_for(length, most)) if self._shares else length
        for new, old in zip(forked._rooms, self._rooms, strict=True):
            held = old.read(self._capacity if self._shares else self._length)[old.beginning(length)]
            new.fill(held, length, capacity)
        forked._capacity, forked._length = (capacity if self._shares else 0), length
        return forked

    @property
    def bytes(self) -> int:
        return sum(rooms.bytes for rooms in self._rooms)


class _Rooms:
    """The past's room and, where past and present are apart, the present's."""

    def __init__(self, slot: Slot, device: str) -> None:
        self.slot, self._device = slot, device
        self._kind = NUMPY_TYPES[slot.kind]
        self._per_token = math.prod(slot.shape)
        self._values = [self._room(0), self._room(0)]
        self._elements = [0, 0]

    @property
    def bytes(self) -> int:
        return sum(self._elements) * int(np.dtype(self._kind).itemsize)

    def beginning(self, length: int) -> tuple[slice, ...]:
        return (*(slice(None),) * self.slot.axis, slice(0, length))

    def make_next(self, tokens: int, least: int) -> None:
        """Room for the next present; what it held before is let go first."""
        if least * self._per_token > self._elements[1]:
            self._values[1], self._elements[1] = self._room(0), 0
            self._values[1], self._elements[1] = self._room(tokens), tokens * self._per_token

    def bind_past(self, binding: Any, tokens: int) -> None:
        address, shape = self._values[0].data_ptr(), self.slot.shape_of(tokens)
        binding.bind_input(self.slot.past, self._device, DEVICE_NUMBER, self._kind, shape, address)

    def bind_present(self, binding: Any, tokens: int, room: int) -> None:
        address, shape = self._values[room].data_ptr(), self.slot.shape_of(tokens)
        binding.bind_output(self.slot.present, self._device, DEVICE_NUMBER, self._kind, shape, address)

    def turn(self) -> None:
        self._values.reverse()
        self._elements.reverse()

    def read(self, tokens: int) -> Array:
        """A copy, in the computer's memory, of the past's room with room for ``tokens``."""
        flat: Array = self._values[0].numpy().reshape(-1)
        return flat[: tokens * self._per_token].reshape(self.slot.shape_of(tokens))

    def fill(self, kept: Array | None, length: int, capacity: int) -> None:
        """Make the past's room anew for ``capacity`` tokens, of which the first ``length`` are ``kept``."""
        room: Array = np.zeros(self.slot.shape_of(capacity), self._kind)
        if kept is not None:
            room[self.beginning(length)] = kept
        self._values[0], self._elements[0] = self._room(0), 0
        flat = room.reshape(-1) if room.size else np.zeros(1, self._kind)
        self._values[0] = runtime().OrtValue.ortvalue_from_numpy(flat, self._device, DEVICE_NUMBER)
        self._elements[0] = room.size

    def _room(self, tokens: int) -> Any:
        """Never empty: a room of nothing has no address."""
        make = runtime().OrtValue.ortvalue_from_shape_and_type
        return make([max(1, tokens * self._per_token)], self._kind, self._device, DEVICE_NUMBER)
