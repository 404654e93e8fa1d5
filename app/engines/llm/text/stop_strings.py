"""Ends an answer at a text that was named beforehand, wherever the tokens' borders lie; knows no tokens."""

from __future__ import annotations

from collections.abc import Sequence


class StopStrings:
    """Lets text through until one of ``stops`` stands in it. What might be the beginning of one is held back."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = tuple(stop for stop in stops if stop)
        self._held = ""
        self.found = False

    def take(self, text: str) -> str:
        """What can be shown after this piece; once ``found``, nothing more comes."""
        if self.found:
            return ""
        text, self._held = self._held + text, ""
        first = min((at for stop in self._stops if (at := text.find(stop)) >= 0), default=None)
        if first is not None:
            self.found = True
            return text[:first]
        shown = len(text) - beginnings(text, self._stops)
        self._held = text[shown:]
        return text[:shown]

    def rest(self) -> str:
        """What was held back, at an end without a stop."""
        held, self._held = self._held, ""
        return held


def beginnings(text: str, wanted: Sequence[str]) -> int:
    """How many characters at the end of ``text`` may be the beginning of one of ``wanted`` (never all of it)."""
    longest = min(len(text), max((len(word) - 1 for word in wanted), default=0))
    for length in range(longest, 0, -1):
        end = text[-length:]
        if any(word.startswith(end) and len(word) > length for word in wanted):
            return length
    return 0
