"""Decides whether to draft, and how much: only what the measured costs and the answers so far make worth checking.

Feeds nothing and chooses no token. A draft is right where the sampler, asked in turn after each drafted token, chooses
that very token; so what is written never depends on what was drafted (see ``generate``).
"""

from __future__ import annotations

from collections.abc import Sequence

from app.engines.llm.generation.prompt_lookup import PromptLookup
from app.engines.llm.generation.step_costs import LENGTHS, StepCosts

MATCHES = (2, 3, 4, 5, 7, 10, 16, 32)
"""Lengths of a match from which another rate of right tokens is counted."""
ASSUMED_RATES = (0.35, 0.5, 0.6, 0.68, 0.76, 0.84, 0.9, 0.94)
ASSUMED_WEIGHT = 3.0
FORGETTING = 0.95
"""Of what was counted so far, for each new token: an answer changes from telling to quoting within a sentence."""
LEAST_GAIN = 1.05
"""Tokens for each single step's time; what promises less is not worth the risk."""
START_STEPS, SHARE_OF_STEPS = 0.5, 0.015
"""What drafts may lose: half a step and 1.5 % of the answer's. So an answer of 40 tokens that no draft helps loses less
than 3 %, and a longer one less than 2 %."""
MOST_SAVED_STEPS = 6.0
"""What drafts saved may be risked again, but not a whole page's savings on the next paragraph."""


class Acceptance:
    """How often the next token is the drafted one, for each length of the match before it."""

    def __init__(self) -> None:
        self._right = [0.0] * len(MATCHES)
        self._seen = [0.0] * len(MATCHES)

    def begin(self) -> None:
        """Another answer: what was learned counts half."""
        self._right = [value / 2 for value in self._right]
        self._seen = [value / 2 for value in self._seen]

    def rate(self, match: int) -> float:
        at = _class(match)
        return (self._right[at] + ASSUMED_RATES[at] * ASSUMED_WEIGHT) / (self._seen[at] + ASSUMED_WEIGHT)

    def add(self, match: int, is_right: bool) -> None:
        at = _class(match)
        self._right[at] = self._right[at] * FORGETTING + is_right
        self._seen[at] = self._seen[at] * FORGETTING + 1


class Speculation:
    """Kept with the model: what a step costs here, and how well drafts do, is learned over all its answers."""

    def __init__(self) -> None:
        self._costs, self._acceptance = StepCosts(), Acceptance()
        self._text, self._match = PromptLookup(), 0
        self._steps, self._saved = 0, 0.0
        self.drafted = self.accepted = 0

    def begin(self, prompt: Sequence[int]) -> None:
        """A new answer to ``prompt``; the counts begin anew."""
        self._costs.begin()
        self._acceptance.begin()
        self._text = PromptLookup(prompt)
        self._steps, self._saved = 0, 0.0
        self.drafted = self.accepted = 0

    def prompted(self, fed: int, seconds: float) -> None:
        """A piece of ``fed`` tokens of a prompt took that long: that tells what a draft of this length will cost."""
        self._costs.add_piece(fed, seconds)

    def add(self, token: int) -> None:
        """The answer goes on with ``token``."""
        self._text.extend((token,))

    def draft(self, most: int) -> list[int]:
        """Up to ``most`` tokens to check behind the last one; none where a single step is expected to be as good."""
        if most < 1 or self._costs.single_seconds is None:
            return []
        match = self._text.find()
        if match is None:
            return []
        self._match = match.length
        copied = self._text.copy(match, min(most, LENGTHS[-1] - 1))
        return copied[: self._best_length(match.length, len(copied))]

    def stepped(self, seconds: float) -> None:
        """A step of one token took that long."""
        self._steps += 1
        self._costs.add(1, seconds)

    def checked(self, drafted: int, accepted: int, seconds: float, rewind_seconds: float) -> None:
        """The last draft was fed behind one token in ``seconds``; its first ``accepted`` tokens were right.

        ``rewind_seconds``: what it took to forget the others.
        """
        self.drafted += drafted
        self.accepted += accepted
        for n in range(min(accepted + 1, drafted)):
            self._acceptance.add(self._match + n, n < accepted)
        self._costs.add(drafted + 1, seconds)
        if accepted < drafted:
            self._costs.add_rewind(rewind_seconds)
        self._steps += accepted + 1
        # By the costs as they are known, not by this step's: on a busy machine any step may take three times as long,
        # and drafts would answer for it.
        cost = self._costs.of(drafted + 1) + (self._costs.rewind if accepted < drafted else 0)
        self._saved = min(self._saved + accepted + 1 - cost, MOST_SAVED_STEPS)

    def _best_length(self, match: int, available: int) -> int:
        """The length that gives the most tokens for its time, of those that may be lost; 0 where none is worth it."""
        may_lose = self._saved + START_STEPS + SHARE_OF_STEPS * self._steps
        best, best_gain, survival, expected = 0, LEAST_GAIN, 1.0, 1.0
        for length in range(1, available + 1):
            survival *= self._acceptance.rate(match + length - 1)
            expected += survival
            if length + 1 not in LENGTHS:
                continue
            cost = self._costs.of(length + 1)
            if cost + self._costs.rewind - 1 > may_lose:
                break
            gain = expected / (cost + (1 - survival) * self._costs.rewind)
            if gain > best_gain:
                best, best_gain = length, gain
        return best


def _class(match: int) -> int:
    return next(n for n in range(len(MATCHES) - 1, -1, -1) if match >= MATCHES[n])
