"""Chooses the next token from logits, and sees when a text goes round in circles. Knows no model."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Logits = npt.NDArray[Any]


class Sampler:
    """Greedy at temperature 0, else a draw that ``seed`` makes repeatable. One for each answer."""

    def __init__(self, temperature: float = 0.0, seed: int = 0) -> None:
        self._temperature = temperature
        self._random = np.random.Generator(np.random.PCG64(abs(seed)))

    def choose(self, logits: Logits) -> int:
        """The next token's number; ``logits`` is [vocabulary]. Raises ValueError where they are not numbers."""
        best = int(logits.argmax())
        if not np.isfinite(logits[best]):
            raise ValueError("the logits are not finite")
        if self._temperature <= 0:
            return best
        scaled = (logits.astype(np.float64) - float(logits[best])) / self._temperature
        cumulated = np.exp(scaled).cumsum()
        drawn = self._random.random() * cumulated[-1]
        return int(min(np.searchsorted(cumulated, drawn, side="right"), len(cumulated) - 1))


class RepetitionWatch:
    """Says when the last tokens are one short sequence over and over (TRUST T15).

    At least four times and 64 tokens in a row: a table's dashes or a list of like lines are still let through.
    """

    LONGEST_PERIOD = 64
    LEAST_TOKENS = 64
    LEAST_TIMES = 4

    def __init__(self) -> None:
        self._tokens: list[int] = []
        self._runs = [0] * (self.LONGEST_PERIOD + 1)

    def repeats(self, token: int) -> bool:
        """Take the next token; true once the text repeats itself."""
        tokens, length = self._tokens, len(self._tokens)
        found = False
        for period in range(1, min(length, self.LONGEST_PERIOD) + 1):
            run = self._runs[period] + 1 if tokens[length - period] == token else 0
            self._runs[period] = run
            found = found or run + period >= max(self.LEAST_TOKENS, self.LEAST_TIMES * period)
        tokens.append(token)
        return found
