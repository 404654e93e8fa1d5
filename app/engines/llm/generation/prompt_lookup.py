"""Finds where a text last went on as it now ends, so that a draft can be copied from there. Knows no model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LEAST = 2
"""One equal token says nothing about the next."""
LONGEST = 32
"""Matches are measured up to here; a longer one promises no more."""
MOST_TRIED = 24
"""Of a pair of tokens that stands in a text hundreds of times (a comma and 'the') only the latest are looked at."""


@dataclass(frozen=True, slots=True)
class Match:
    """The last ``length`` tokens stood before; ``after`` is the place of the token that followed them there."""

    length: int
    after: int


class PromptLookup:
    """A text as tokens with all its pairs, linked from the latest to the earliest: one step a token, whatever its
    length (the chains of LZ77 as deflate has them, RFC 1951 section 4)."""

    def __init__(self, tokens: Iterable[int] = ()) -> None:
        self._tokens: list[int] = []
        self._latest: dict[int, int] = {}
        self._earlier: list[int] = []
        """For each token, where the pair that ends with it ended before; -1 where it is new."""
        self.extend(tokens)

    def __len__(self) -> int:
        return len(self._tokens)

    def extend(self, tokens: Iterable[int]) -> None:
        own, latest, earlier = self._tokens, self._latest, self._earlier
        before = own[-1] if own else None
        for token in tokens:
            if before is None:
                earlier.append(-1)
            else:
                pair = before << 32 | token
                earlier.append(latest.get(pair, -1))
                latest[pair] = len(own)
            own.append(token)
            before = token

    def find(self) -> Match | None:
        """The longest earlier text that is the same as the end; the latest of equally long ones, None if there is none.

        The place where a passage was being copied from has the longest match, so that copying goes on there.
        """
        tokens, last = self._tokens, len(self._tokens) - 1
        if last < LEAST:
            return None
        best, found, at = 0, -1, self._earlier[last]
        for _ in range(MOST_TRIED):
            if at < 0:
                break
            most = min(LONGEST, at + 1)
            # A longer match than the best must have this token too: most candidates end here.
            if best < most and (best < LEAST or tokens[at - best] == tokens[last - best]):
                length = LEAST
                while length < most and tokens[at - length] == tokens[last - length]:
                    length += 1
                if length > best:
                    best, found = length, at
                    if best == LONGEST:
                        break
            at = self._earlier[at]
        return Match(best, found + 1) if best else None

    def copy(self, match: Match, most: int) -> list[int]:
        """Up to ``most`` of the tokens that followed; at least one."""
        return self._tokens[match.after : match.after + most]
