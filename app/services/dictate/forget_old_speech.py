"""The person's rule on how long what was spoken is kept: older rows of the history go, with all that came of them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.dictate.dictation import SpokenKind
from app.domain.errors import AppError
from app.jobs.stop_signal import StopSignal
from app.storage.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeepRule:
    """In days; 0 keeps it for good. ``sound_days``: the kept sound of dictations, whose text may stay longer."""

    dictation_days: int = 0
    recording_days: int = 0
    sound_days: int = 0


class ForgetOldSpeech:
    """Blocking; callable from any thread. Recordings' own files are never touched."""

    def __init__(self, store: Store, rule: Callable[[], KeepRule], clock: Callable[[], datetime]) -> None:
        self._store, self._rule, self._clock = store, rule, clock

    def apply(self, stop: StopSignal | None = None) -> int:
        """Returns how many rows went. What the store cannot do now is left for the next time."""
        rule, gone = self._rule(), 0
        try:
            for kind, days in (
                (SpokenKind.DICTATION, rule.dictation_days),
                (SpokenKind.FILE, rule.recording_days),
            ):
                if stop is not None:
                    stop.raise_if_set()
                if days > 0:
                    old = self._store.dictations.spoken_before(self._clock() - timedelta(days=days), kind)
                    gone += len(self._store.dictations.delete([one.id for one in old])) if old else 0
            if rule.sound_days > 0:
                old = self._store.dictations.spoken_before(self._clock() - timedelta(days=rule.sound_days))
                if loud := [one.id for one in old if one.has_sound]:
                    self._store.dictations.drop_sound(loud)
        except AppError as error:
            log.warning("what is older than the rule allows stays for now: %s", error.code)
        return gone
