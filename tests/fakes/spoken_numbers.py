"""A speech lane that hears numbers: sound whose samples are 7 says the word '7'; 0 is silence. Runs when a test says.

The sound of a word lasts a second; a word of which less than half a second is there is misheard.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from app.domain.dictate.transcript import TranscriptSegment
from app.domain.errors import AppError, ErrorCode
from app.jobs.job import Job, JobEnded, JobState
from app.jobs.lanes import Outcome
from app.protocol.tasks import FindVoice, HearSpeech, SpeechHeard, Stretch, VoiceFound, WarmSpeech

RATE = 16_000
STEP = 1_600


def spoken(*numbers: int, seconds: float = 1.0) -> bytes:
    """Words one after another; 0 is a silence of the same length."""
    return b"".join(struct.pack("<h", number) * round(seconds * RATE) for number in numbers)


def runs(sound: bytes) -> list[tuple[int, float, float]]:
    """(number, start, end) of every word, seconds; looked at every tenth of a second."""
    numbers = [struct.unpack_from("<h", sound, at * 2)[0] for at in range(0, len(sound) // 2, STEP)]
    found, at = [], 0
    for number, group in groupby(numbers):
        count = len(list(group))
        found.append((number, at * STEP / RATE, (at + count) * STEP / RATE))
        at += count
    return found


def voice(sound: bytes, pause: float) -> VoiceFound:
    stretches: list[Stretch] = []
    seconds = len(sound) / 2 / RATE
    for number, start, end in runs(sound):
        if number:
            if stretches and start - stretches[-1].end < pause:
                stretches[-1] = Stretch(stretches[-1].start, end)
            else:
                stretches.append(Stretch(start, end))
    padded = [Stretch(max(0.0, s.start - 0.4), min(seconds, s.end + 0.4)) for s in stretches]
    return VoiceFound(tuple(padded), seconds)


def heard(task: HearSpeech, sound: bytes) -> SpeechHeard:
    words = [(n, a, b) for n, a, b in runs(sound) if n]
    told = [(str(number) if end - start >= 0.5 else "mm", start, end) for number, start, end in words]
    segments = (TranscriptSegment(told[0][1], told[-1][2], " ".join(w for w, _, _ in told)),) if told else ()
    return SpeechHeard(segments, voice(sound, task.pause), "en", 0.0, 0.9)


@dataclass(eq=False)
class SpokenNumbers:
    """What :class:`LiveSession` uses of the lanes, and of the devices."""

    waiting: list[tuple[Any, bytes, Callable[[Any, Any], None]]] = field(default_factory=list)
    tails: list[int] = field(default_factory=list)
    quick: int = 0
    last: int = 0
    crashes: int = 0

    def submit(self, _lane: Any, task: Any, *, tail: bytes = b"", on_event: Any, **_more: Any) -> Any:
        self.waiting.append((task, tail, on_event))
        return Job(_lane, task, on_event)

    def run(self, _lane: Any, task: Any, *, tail: bytes = b"", **_more: Any) -> Outcome:
        return Outcome(self._value(task, tail))

    def provider_for(self, _model: str) -> str:
        return "cpu"

    def work(self) -> None:
        """Do all that waits."""
        while self.waiting:
            task, tail, on_event = self.waiting.pop(0)
            try:
                ended = JobEnded(JobState.DONE, self._value(task, tail))
            except AppError as error:
                ended = JobEnded(JobState.FAILED, error=error)
            on_event(None, ended)

    def _value(self, task: Any, tail: bytes) -> Any:
        self.tails.append(len(tail))
        if isinstance(task, WarmSpeech):
            return None
        if self.crashes:
            self.crashes -= 1
            raise AppError(ErrorCode.WORKER_CRASHED)
        if isinstance(task, FindVoice):
            return voice(tail, task.pause)
        assert isinstance(task, HearSpeech)
        self.quick += task.options.quick
        self.last += not task.options.quick
        return heard(task, tail)


@dataclass(frozen=True)
class NamedModel:
    """What a session needs of an installed model."""

    id: str = "numbers"
    folder: Path = Path("numbers")
