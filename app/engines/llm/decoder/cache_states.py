"""States of convolutions and recurrences: each step overwrites them, so going back means going to a kept copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.engines.llm.decoder.cache import NUMPY_TYPES, Array, Step, Store, on_cpu
from app.engines.onnx.decoder_graph import State

MOST_MARKS = 4
"""A conversation goes back to the end of its last prompt or a little before; older borders are seldom wanted."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The states as they were after ``length`` tokens."""

    length: int
    arrays: tuple[Array, ...]


class StateStore(Store):
    """Two sets that take turns, and a copy for each of the last borders between pieces of a prompt."""

    def __init__(self, states: Sequence[State]) -> None:
        self._states = tuple(states)
        self._past, self._present = self._zeros(), self._zeros()
        self._past_values, self._present_values = [*map(on_cpu, self._past)], [*map(on_cpu, self._present)]
        self._marks = list[Mark]()

    def reserve(self, step: Step) -> None:
        """A step of several tokens is a piece of a prompt: a follow-up may want to go on from where it began."""
        if step.total - step.done > 1 and step.done and all(mark.length != step.done for mark in self._marks):
            self._marks.append(Mark(step.done, tuple(array.copy() for array in self._past)))
            del self._marks[:-MOST_MARKS]

    def bind(self, binding: Any, _step: Step) -> None:
        for state, past, present in zip(self._states, self._past_values, self._present_values, strict=True):
            binding.bind_ortvalue_input(state.past, past)
            binding.bind_ortvalue_output(state.present, present)

    def commit(self) -> None:
        self._past, self._present = self._present, self._past
        self._past_values, self._present_values = self._present_values, self._past_values

    def shorten(self, length: int) -> int:
        self._marks = [mark for mark in self._marks if mark.length <= length]
        mark = self._marks[-1] if self._marks else None
        for number, array in enumerate(self._past):
            array[...] = 0 if mark is None else mark.arrays[number]
        return 0 if mark is None else mark.length

    def fork(self, length: int, most: int) -> StateStore:
        raise NotImplementedError("states cannot be had as they were at any length (Decoder.fork)")

    @property
    def bytes(self) -> int:
        marked = sum(array.nbytes for mark in self._marks for array in mark.arrays)
        return marked + sum(array.nbytes for array in (*self._past, *self._present))

    def _zeros(self) -> list[Array]:
        return [np.zeros(state.shape, NUMPY_TYPES[state.kind]) for state in self._states]
