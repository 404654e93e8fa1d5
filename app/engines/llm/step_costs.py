"""What a step of several tokens costs against a step of one, learned from the steps themselves. Reads no clock."""

from __future__ import annotations

from collections import deque
from statistics import median, median_low

LENGTHS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
"""Only these are fed, so that each is measured soon. Kernels work in rows of four; more than 32 never paid."""
ASSUMED_SLOPE = 0.15
"""Single steps for each further token, before anything was measured (0.5B at 4 bits, two cores: 0.1 to 0.2)."""
REMEMBERED = 7


class StepCosts:
    """Costs are in single steps of the present context: on every machine 1 is what one plain token takes."""

    def __init__(self) -> None:
        self._single: deque[float] = deque(maxlen=REMEMBERED)
        self._several: dict[int, deque[float]] = {}
        self._rewind: deque[float] = deque(maxlen=REMEMBERED)

    def begin(self) -> None:
        """Another context: its single steps take another time, but the ratios stay about the same."""
        self._single.clear()

    @property
    def single_seconds(self) -> float | None:
        """None until two single steps were timed; the first one after a prompt is slower than the rest."""
        return median_low(self._single) if len(self._single) > 1 else None

    def add(self, fed: int, seconds: float) -> None:
        """A step of ``fed`` tokens took that long. A step of several counts once a single one is known."""
        if fed == 1:
            self._single.append(seconds)
        elif single := self.single_seconds:
            if fed not in self._several:  # what was assumed counts too: the first step of a size is often slow
                self._several[fed] = deque([self.of(fed)], REMEMBERED)
            self._several[fed].append(seconds / single)

    def add_rewind(self, seconds: float) -> None:
        if single := self.single_seconds:
            self._rewind.append(seconds / single)

    @property
    def rewind(self) -> float:
        """What it costs to forget the drafted tokens that were wrong."""
        return median(self._rewind) if self._rewind else 0.0

    def of(self, fed: int) -> float:
        """A step of ``fed`` tokens; between measured lengths by a line, beyond them by the last one's slope."""
        if fed == 1:
            return 1.0
        if fed in self._several:
            return median_low(self._several[fed])
        known = {1: 1.0} | {length: median_low(values) for length, values in self._several.items()}
        below = max(length for length in known if length < fed)
        above = min((length for length in known if length > fed), default=None)
        if above is not None:
            slope = (known[above] - known[below]) / (above - below)
        else:
            slope = (known[below] - 1.0) / (below - 1) if below > 1 else ASSUMED_SLOPE
        return max(1.0, known[below] + max(0.0, slope) * (fed - below))
