"""What a decoder remembers of the tokens before: where it lies in memory, how it grows, what can be forgotten again."""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from app.engines.onnx.session import runtime
from app.engines.onnx.values import ElementType

Array = npt.NDArray[Any]
NUMPY_TYPES: dict[ElementType, Any] = {
    ElementType.INT64: np.int64,
    ElementType.INT32: np.int32,
    ElementType.BOOL: np.bool_,
    ElementType.FLOAT: np.float32,
    ElementType.FLOAT16: np.float16,
}
LEAST_STEP_TOKENS = 256
GROWTH = 8
"""A cache grows by an eighth: little is allocated in vain, and what growing copies is lost in what computing costs."""


@dataclass(frozen=True, slots=True)
class Step:
    """From ``done`` tokens to ``total``, of never more than ``most``."""

    done: int
    total: int
    most: int


class Store(ABC):
    """The memory of one kind of cache. A step is ``reserve``, ``bind``, the run, and ``commit`` if it went well."""

    @abstractmethod
    def reserve(self, step: Step) -> None:
        """Make room for what the step adds. Raises MemoryError."""

    @abstractmethod
    def bind(self, binding: Any, step: Step) -> None:
        """Give ``binding`` the memory to read and the one to write."""

    @abstractmethod
    def commit(self) -> None:
        """The step went well: what it wrote counts."""

    @abstractmethod
    def shorten(self, length: int) -> int:
        """Forget what came after the first ``length`` tokens, which are fewer than are held; how many still are."""

    @abstractmethod
    def fork(self, length: int, most: int) -> Store:
        """A copy of the first ``length`` tokens in memory of its own. Raises MemoryError."""

    @property
    @abstractmethod
    def bytes(self) -> int:
        """What is allocated."""


class Cache:
    """``tokens`` are remembered; ``most_tokens`` is what fits into the context and into the memory it was given."""

    def __init__(self, stores: Sequence[Store], most_tokens: int) -> None:
        self.tokens: list[int] = []
        self.most_tokens = most_tokens
        self._stores = tuple(stores)

    @property
    def bytes(self) -> int:
        return sum(store.bytes for store in self._stores)

    def bind(self, binding: Any, count: int) -> None:
        """Bind all caches for a step of ``count`` more tokens. Raises MemoryError."""
        step = Step(len(self.tokens), len(self.tokens) + count, self.most_tokens)
        for store in self._stores:
            store.reserve(step)
            store.bind(binding, step)

    def commit(self, ids: Sequence[int]) -> None:
        for store in self._stores:
            store.commit()
        self.tokens.extend(ids)

    def fork(self, length: int) -> Cache:
        """A copy of the first ``length`` tokens; this one stays as it is. Raises MemoryError."""
        forked = Cache([store.fork(length, self.most_tokens) for store in self._stores], self.most_tokens)
        forked.tokens = self.tokens[:length]
        return forked

    def shorten(self, length: int) -> int:
        """How many tokens are still remembered: as many as the store that forgets most."""
        if length < len(self.tokens):
            kept = length
            # States first: they may have to go further back, and the keys and values follow them.
            for store in reversed(self._stores):
                kept = store.shorten(kept)
            del self.tokens[kept:]
        return len(self.tokens)


def capacity_for(total: int, most: int) -> int:
    """The room, in tokens, that a cache of ``total`` tokens gets."""
    step = max(LEAST_STEP_TOKENS, total // GROWTH)
    return max(total, min(most, -(-total // step) * step))


def on_cpu(array: Array) -> Any:
    """An OrtValue over the array's own memory: no copy, and what a run writes into it stands in the array."""
    return _wrap()(array)


@functools.cache
def _wrap() -> Callable[[Array], Any]:
    """Looked up once: a step wraps an array for each slot."""
    wrap: Callable[[Array], Any] = runtime().OrtValue.ortvalue_from_numpy
    return wrap
