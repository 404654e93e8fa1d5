"""Tells the language of a text: by its script at once, else by the language identification where set-up kept one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.domain.errors import AppError
from app.domain.text.language import LOOKED_AT, Guess, guess_language
from app.jobs.job import Priority
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import DetectLanguage, LaneName, LanguageGuess

SURE = 0.9
SECONDS = 20.0
"""Starting the lane takes one or two; longer than this nobody waits for a guess."""


class TellLanguage:
    """Blocking: up to a few seconds where the lane has to start first. ``identifier`` need not exist. Thread-safe."""

    def __init__(self, lanes: Lanes, identifier: Path) -> None:
        self._lanes, self._identifier = lanes, identifier

    def of(self, text: str, stop: StopSignal | None = None) -> Guess:
        """The language '' where nothing tells. Raises JobCancelled."""
        guess = guess_language(text)
        known = not guess.language or (guess.script != "Latn" and guess.probability >= SURE)
        if known or not self._identifier.is_file():
            return guess
        task = DetectLanguage(text[:LOOKED_AT], self._identifier)
        try:
            found = self._lanes.run(
                LaneName.TRANSLATION, task, priority=Priority.INTERACTIVE, stop=stop, time_limit=SECONDS
            ).value
        except AppError:  # a guess is no reason to fail: what the characters say still holds
            return guess
        assert isinstance(found, LanguageGuess)
        return Guess(found.language, found.probability, found.script)

    def of_segments(self, segments: Sequence[str]) -> str:
        """The language that most of a document is in; English where nothing tells."""
        return self.of("\n".join(segments[:400])).language or "en"
