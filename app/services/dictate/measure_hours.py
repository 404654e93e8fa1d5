"""Hours of one dictation, simulated faster than they last: what both processes hold from hour to hour.

Everything is the product's own (the microphone's frames, the encrypted file, the passes, the agreement, the pipe, the
worker and its voice activity), but the clock, and how often the model decodes: a share of the minutes, so that hours
take minutes. In the others the passes get the words of the same pass in the last minute that was decoded.
"""

from __future__ import annotations

import math
import os
import random
import tempfile
import threading
import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.domain.dictate.dictating import BYTES_A_SECOND, DictationText, DictationWish
from app.domain.dictate.live_window import WindowRules
from app.domain.dictate.measured_speech import Held, SimulatedHours
from app.jobs.job import Job, JobEnded, JobEvent, Priority
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.machine.processes import resident_bytes
from app.model_files.model_files import InstalledModel
from app.protocol.tasks import FindVoice, HearSpeech, LaneName, SpeechHeard, SpeechOptions, VoiceFound
from app.services.devices import Devices
from app.services.dictate.dictate import Afterwards, Dictate
from app.services.dictate.live_session import LiveSession, Told
from app.storage.recordings import Recordings

_SILENCE_SECONDS = 49
"""Behind each sentence: most of hours is silence."""
_NOISE = 20
"""The loudest sample of that silence: a microphone's own noise, which voice activity has to look at."""
_EVERY = 10.0
"""Seconds of the recording from pass to pass."""
_DECODING_SECONDS = 60.0
"""So long the model may decode in all."""
_PASSES_A_MINUTE = 4
_MINUTES_BEFORE = 15
"""After so much of the recording memory is looked at the first time: caches and arenas are filled then."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is simulated: ``sound`` of one sentence, and the seconds that the model takes for it."""

    model: InstalledModel
    options: SpeechOptions
    sound: bytes
    decoding: float


class MeasureHours:
    """Blocking. ``folder``: where the sound waits meanwhile, 115 MB for each hour; nothing stays of it."""

    def __init__(self, lanes: Lanes, devices: Devices, folder: Path) -> None:
        self._lanes, self._devices, self._folder = lanes, devices, folder

    def measure(
        self, speaker: Speaker, hours: float, stop: StopSignal, on_hour: Callable[[Held], None] = lambda _held: None
    ) -> SimulatedHours:
        """Raises what the lanes raise."""
        round_ = speaker.sound + _silence()
        rounds = math.ceil(hours * 3600 * BYTES_A_SECOND / len(round_))
        decoded_every = max(1, math.ceil(rounds * _PASSES_A_MINUTE * speaker.decoding / _DECODING_SECONDS))
        began = time.monotonic()
        thrifty = ThriftyLanes(self._lanes, self._devices)
        clock = _Clock()
        held: list[Held] = []

        def look() -> None:
            worker = next((one.resident for one in self._lanes.memory() if one.lane is LaneName.SPEECH), None)
            held.append(Held(round(clock.now / 3600, 2), worker, resident_bytes(os.getpid())))
            on_hour(held[-1])

        def sound() -> Iterator[bytes]:
            due = min(_MINUTES_BEFORE * 60.0, hours * 1800)
            for number in range(rounds):
                thrifty.begin_round(decodes=number % decoded_every == 0)
                for begin in range(0, len(round_), BYTES_A_SECOND):
                    stop.raise_if_set()
                    clock.now += 1.0
                    yield round_[begin : begin + BYTES_A_SECOND]
                    thrifty.wait()
                if clock.now >= due:
                    look()
                    due = 3600.0 * (math.floor(clock.now / 3600) + 1)

        with tempfile.TemporaryDirectory(prefix="hours-", dir=self._folder) as folder:
            recordings = Recordings(Path(folder) / "recordings.db", lambda: os.urandom(32).hex())
            try:
                listener = _Simulated(thrifty, speaker, clock)
                Dictate(listener, recordings, Afterwards()).dictate(sound(), DictationWish(), stop=stop)
                written = recordings.path.stat().st_size
            finally:
                recordings.close()
        look()
        took = round(time.monotonic() - began, 1)
        return SimulatedHours(round(clock.now / 3600, 2), took, decoded_every, written, tuple(held))


class _Clock:
    now = 0.0


class _Simulated:
    """Begins the one dictation, as the person's listener would."""

    def __init__(self, lanes: ThriftyLanes, speaker: Speaker, clock: _Clock) -> None:
        self._lanes, self._speaker, self._clock = lanes, speaker, clock

    def begin(
        self, _language: str, on_text: Callable[[DictationText], None], on_pause: Callable[[], None]
    ) -> LiveSession:
        told = Told(on_text, on_pause, 1e9)
        lanes: Any = self._lanes
        rules = WindowRules(every=_EVERY)
        model, options = self._speaker.model, self._speaker.options
        return LiveSession(lanes, lanes, model, options, told, rules, lambda: self._clock.now)


class ThriftyLanes:
    """The lanes, in which a pass asks the model only in the rounds that decode; the voice is found in every one."""

    def __init__(self, lanes: Lanes, devices: Devices) -> None:
        self._lanes, self._devices = lanes, devices
        self._changed = threading.Condition()
        self._under_way = self._number = 0
        self._known: dict[int, SpeechHeard] = {}
        self._decodes = True

    def begin_round(self, *, decodes: bool) -> None:
        with self._changed:
            self._number, self._decodes = 0, decodes

    def wait(self) -> None:
        """Until no pass is under way."""
        with self._changed:
            self._changed.wait_for(lambda: not self._under_way, 60.0)

    def provider_for(self, model_id: str) -> str:
        return self._devices.provider_for(model_id)

    def submit(
        self, lane: LaneName, task: Any, *, priority: Priority, tail: bytes, on_event: Callable[[Job, JobEvent], None]
    ) -> Job:
        with self._changed:
            self._under_way += 1
            number = self._number
            self._number += isinstance(task, HearSpeech)
            known = None if self._decodes or not isinstance(task, HearSpeech) else self._known.get(number)

        def watch(job: Job, event: JobEvent) -> None:
            if isinstance(event, JobEnded):
                if isinstance(event.value, SpeechHeard):
                    self._known[number] = event.value
                elif known is not None and isinstance(event.value, VoiceFound):
                    said = known.segments if event.value.stretches else ()
                    event = replace(event, value=replace(known, segments=said, voice=event.value))
            try:
                on_event(job, event)
            finally:
                if isinstance(event, JobEnded):
                    with self._changed:
                        self._under_way -= 1
                        self._changed.notify_all()

        asked = task if known is None else FindVoice(pause=task.pause)
        return self._lanes.submit(lane, asked, priority=priority, tail=tail, on_event=watch)

    def run(self, *arguments: Any, **named: Any) -> Any:
        return self._devices.run(*arguments, **named) if "model_id" in named else self._lanes.run(*arguments, **named)


def _silence() -> bytes:
    chance = random.Random(4)
    second = array("h", (chance.randint(-_NOISE, _NOISE) for _ in range(BYTES_A_SECOND // 2)))
    return second.tobytes() * _SILENCE_SECONDS
