"""Remembers what the chat model was told in the last conversations; asks nothing and stores nothing.

So a follow-up's prompt can begin word for word as the one before it, and that beginning is not computed again.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.ask.conversation import Citation
from app.domain.ask.prompt import Exchange, Source
from app.domain.text.readable import readable

MOST_TURNS_REMEMBERED = 24
MOST_EXCHANGES = 8


@dataclass(frozen=True, slots=True)
class Telling:
    """What a model was told up to a turn: all exchanges with their passages, and these as they can be cited."""

    exchanges: tuple[Exchange, ...] = ()
    citations: tuple[Citation, ...] = ()

    def numbered(self, found: Sequence[Citation]) -> tuple[Citation, ...] | None:
        """``found`` with the numbers that the conversation knows them by, new ones counted on from there.

        None where nothing found was told before: then the conversation turned to something else, and its earlier
        passages would only be in the way.
        """
        known = {citation.passage_id: citation for citation in self.citations}
        if len(self.exchanges) >= MOST_EXCHANGES or not any(citation.passage_id in known for citation in found):
            return None
        after, made = max(citation.n for citation in self.citations), list[Citation]()
        for citation in found:
            if (told := known.get(citation.passage_id)) is None:
                after += 1
                told = replace(citation, n=after)
            made.append(told)
        return tuple(made)

    def new(self, numbered: Sequence[Citation]) -> list[Citation]:
        known = {citation.n for citation in self.citations}
        return [citation for citation in numbered if citation.n not in known]

    def all(self, numbered: Sequence[Citation]) -> list[Citation]:
        """What an answer may cite: what this question found, the best first, then what was told before."""
        found = {citation.n for citation in numbered}
        return [*numbered, *(citation for citation in self.citations if citation.n not in found)]

    def and_then(self, question: str, new: Sequence[Citation], answer: str) -> Telling:
        exchange = Exchange(question, answer, tuple(sources(new)))
        return Telling((*self.exchanges, exchange), (*self.citations, *new))


class Told:
    """From any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_turn: dict[int, Telling] = {}

    def up_to(self, turn_id: int | None) -> Telling:
        """Empty where it is not known any more: a follow-up then gets the earlier turns without their passages."""
        with self._lock:
            return self._by_turn.get(turn_id, Telling()) if turn_id is not None else Telling()

    def keep(self, turn_id: int, telling: Telling) -> None:
        with self._lock:
            self._by_turn[turn_id] = telling
            while len(self._by_turn) > MOST_TURNS_REMEMBERED:
                del self._by_turn[next(iter(self._by_turn))]


def sources(citations: Sequence[Citation]) -> list[Source]:
    """Passages as the model sees them."""
    return [Source(c.n, c.title or c.path.name, readable(c.text)) for c in citations]
