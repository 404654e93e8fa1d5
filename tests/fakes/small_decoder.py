"""A decoder of few tokens whose logits and costs a test chooses: it makes situations, and stands for no model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

Logits = npt.NDArray[Any]


@dataclass
class SmallCache:
    tokens: list[int] = field(default_factory=list)


class SmallDecoder:
    """``logits`` gives the next token's from all tokens before it; ``cost`` a step's seconds from its tokens.

    ``clock`` advances by these alone. ``steps`` counts the tokens of each step.
    """

    def __init__(
        self,
        logits: Callable[[Sequence[int]], Logits],
        cost: Callable[[int], float] = lambda _fed: 1.0,
        *,
        context_length: int = 1 << 20,
        can_rewind: bool = True,
        can_verify: bool = True,
    ) -> None:
        self._logits, self._cost = logits, cost
        self.can_rewind, self.can_verify, self.takes_pieces = can_rewind, can_verify, True
        self.facts = SimpleNamespace(context_length=context_length)
        self.manifest, self.folder = SimpleNamespace(id="small"), Path("small")
        self.now = 0.0
        self.steps: list[int] = []
        self.before_step: Callable[[int], None] = lambda _fed: None

    def clock(self) -> float:
        return self.now

    def new_cache(self, cache_bytes: int | None = None) -> SmallCache:
        return SmallCache()

    def fork(self, cache: SmallCache, length: int) -> SmallCache:
        return SmallCache(cache.tokens[:length] if self.can_rewind else [])

    def memory(self, tokens: int) -> int:
        return 1000 + 10 * tokens

    def shorten(self, cache: SmallCache, length: int) -> int:
        if length < len(cache.tokens):
            del cache.tokens[length if self.can_rewind else 0 :]
        return len(cache.tokens)

    def feed(self, cache: SmallCache, ids: Sequence[int]) -> Logits:
        last: Logits = self.feed_all(cache, ids)[-1]
        return last

    def feed_all(self, cache: SmallCache, ids: Sequence[int]) -> Logits:
        self.before_step(len(ids))
        self.now += self._cost(len(ids))
        self.steps.append(len(ids))
        rows = [self._logits([*cache.tokens, *ids[: n + 1]]) for n in range(len(ids))]
        cache.tokens.extend(ids)
        assert len(cache.tokens) <= self.facts.context_length
        return np.array(rows)


def going_on_as(text: Sequence[int], vocabulary: int) -> Callable[[Sequence[int]], Logits]:
    """Logits of a model that writes ``text``, whatever was chosen: token n follows n tokens."""

    def logits(tokens: Sequence[int]) -> Logits:
        row = np.zeros(vocabulary, np.float32)
        row[text[min(len(tokens), len(text) - 1)]] = 9.0
        return row

    return logits
