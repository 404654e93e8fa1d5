"""CTranslate2's Whisper as faster-whisper calls it, but a stop is seen inside a call, and a language is not guessed.

Its calls take seconds on a slow machine, and none of them can be interrupted: whoever hears says how they are waited
for. A call that was left runs to its end beside the next one, on the same weights (two workers of the engine).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

Apart = Callable[[Callable[[], Any]], Any]
"""Runs a call and gives what it returns or raises; may leave it before, by raising."""
SURE_OF_CHANGE = 0.6
"""From this probability on a window is taken to be in another language than the one before it."""
WORKERS = 2
"""Of the engine: one for a call that was left and runs out, one for what is wanted now."""


def at_once(work: Callable[[], Any]) -> Any:
    """The plain way: here, to its end."""
    return work()


class LeavingWhisper:
    """Everything that is not here is the engine's own. ``apart`` holds for the calls from now on."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self.apart: Apart = at_once
        self.language = ""
        """Of the last window that was looked at for its language; '' before the first."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def encode(self, *arguments: Any, **named: Any) -> Any:
        return self.apart(partial(self._model.encode, *arguments, **named))

    def generate(self, *arguments: Any, **named: Any) -> Any:
        return self.apart(partial(self._model.generate, *arguments, **named))

    def align(self, *arguments: Any, **named: Any) -> Any:
        return self.apart(partial(self._model.align, *arguments, **named))

    def detect_language(self, *arguments: Any, **named: Any) -> list[list[tuple[str, float]]]:
        """Tokens with their probabilities, the one to take first: that of the window before, unless another is sure."""
        found = self.apart(partial(self._model.detect_language, *arguments, **named))
        for ranked in found:
            before = next((one for one in ranked if one[0] == f"<|{self.language}|>"), None)
            if before is not None and ranked[0][1] < SURE_OF_CHANGE:
                ranked.remove(before)
                ranked.insert(0, before)
            self.language = ranked[0][0][2:-2]
        return list(found)
