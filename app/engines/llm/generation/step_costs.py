"""What a step of several tokens costs against a step of one, learned from the steps themselves. Reads no clock."""

from __future__ import annotations

from collections import deque
from statistics import median_low

LENGTHS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
"""Only these are fed to check drafts, so that each is measured soon. Kernels work in rows of four."""
ASSUMED_SLOPE = 0.15
"""Single steps for each further token, before anything was measured (0.5B at 4 bits, two cores: 0.1 to 0.2)."""
REMEMBERED = 7


class StepCosts:
    """Costs are in single steps of the present context: on every machine 1 is what one plain token takes."""

    def __init__(self) -> None:
        self._single: deque[float] = deque(maxlen=REMEMBERED)
        self._several: dict[int, deque[float]] = {}
        self._pieces: dict[int, float] = {}
        self._rewind: deque[float] = deque(maxlen=REMEMBERED)

    def begin(self) -> None:
        """Another context: its single steps take another time, but the ratios stay about the same."""
        self._single.clear()

    @property
    def single_seconds(self) -> float | None:
        """None until two single steps were timed; the first one after a prompt is slower than the rest."""
        return median_low(self._single) if len(self._single) > 1 else None

    def add_piece(self, fed: int, seconds: float) -> None:
        """A piece of a prompt: the first that is known of this machine, before any draft was risked."""
        if fed > 1:
            self._pieces[fed] = seconds

    def add(self, fed: int, seconds: float) -> None:
        """A step of ``fed`` tokens took that long. A step of several counts once a single one is known."""
        if fed == 1:
            self._single.append(seconds)
            if single := self.single_seconds:
                for length, piece_seconds in self._pieces.items():
                    self._several.setdefault(length, deque(maxlen=REMEMBERED)).append(piece_seconds / single)
                self._pieces.clear()
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
        return median_low(self._rewind) if self._rewind else 0.0

    def of(self, fed: int) -> float:
        """A step of ``fed`` tokens, at least 1.

        Between measured lengths by the flattest line from the shorter one (a piece that was slow by chance counts for
        nothing beside another), beyond them as steeply as up to there.
        """
        if fed == 1:
            return 1.0
        if fed in self._several:
            return max(1.0, median_low(self._several[fed]))
        known = {1: 1.0} | {length: median_low(values) for length, values in self._several.items()}
        below = max(length for length in known if length < fed)
        slopes = [(known[length] - known[below]) / (length - below) for length in known if length > fed]
        if not slopes:
            slopes = [(known[below] - 1.0) / (below - 1) if below > 1 else ASSUMED_SLOPE]
        return max(1.0, known[below] + max(0.0, min(slopes)) * (fed - below))
