"""Measures a speech model as the product uses it: files beside the bare engine, live text, hours of recording."""

from __future__ import annotations

import itertools
import os
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.dictate.dictating import BYTES_A_SECOND
from app.domain.dictate.live_window import WindowRules
from app.domain.dictate.measured_speech import MeasuredSpeech
from app.jobs.job import Job, JobEnded, JobEvent, Priority
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.machine.processes import resident_bytes
from app.model_files.model_files import InstalledModel
from app.protocol.tasks import (
    BareTranscribed,
    FileTranscribed,
    HearSpeech,
    LaneName,
    ReadSound,
    SpeechOptions,
    TranscribeBare,
    TranscribeFile,
)
from app.services.devices import Devices
from app.services.dictate.live_session import LiveSession, Told

_FRAME_SECONDS = 0.1
_LONGEST_CLIP = 60.0
_SILENCE_SECONDS = 49
"""Between two sentences of the simulated recording: most of hours is silence."""
_SIMULATED_EVERY = 10.0
"""Seconds of the simulated recording from pass to pass: hours shall not take hours."""
_MINUTES_BEFORE = 15
"""After so much of the simulated recording memory is looked at the first time: caches and arenas are filled then."""


@dataclass(frozen=True, slots=True)
class Effort:
    """Rounds of the clip, live rounds in real time, hours that are simulated."""

    rounds: int = 7
    live: int = 3
    hours: float = 8.0


QUICK = Effort(rounds=3, live=1, hours=0.0)


class MeasureSpeech:
    """Blocking; one measurement at a time."""

    def __init__(self, lanes: Lanes, devices: Devices) -> None:
        self._lanes, self._devices = lanes, devices

    def measure(
        self,
        model: InstalledModel,
        clip: Path,
        effort: Effort,
        *,
        stop: StopSignal | None = None,
        on_step: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> MeasuredSpeech:
        """``clip``: a recording of some seconds of speech. Raises what the lanes raise, FileRefused."""
        stop = stop or StopSignal()
        steps = effort.rounds + effort.live + 1
        ours, bare, provider = list[float](), list[float](), ""
        sound = self._lanes.run(LaneName.READING, ReadSound(clip, 0.0, _LONGEST_CLIP), stop=stop).tail
        for number in range(effort.rounds + 1):
            pair = (self._ours, self._bare) if number % 2 else (self._bare, self._ours)
            took = {method: method(model, clip, stop) for method in pair}
            if number:  # the first round warms both
                ours.append(took[self._ours][0])
                bare.append(took[self._bare][0])
            provider = took[self._ours][1]
            on_step(number, steps)
        waits, gaps = list[float](), list[float]()
        for number in range(effort.live):
            wait, gap = self._live(model, sound, stop)
            waits.append(wait)
            gaps.append(gap)
            on_step(effort.rounds + number + 1, steps)
        told = MeasuredSpeech(
            model.id,
            provider,
            round(len(sound) / BYTES_A_SECOND, 2),
            round(statistics.median(ours), 4),
            round(statistics.median(bare), 4),
            round(statistics.median(waits), 4),
            round(statistics.median(gaps), 4),
        )
        return self._with_hours(told, model, sound, effort.hours, stop) if effort.hours else told

    def _ours(self, model: InstalledModel, clip: Path, stop: StopSignal) -> tuple[float, str]:
        began = time.perf_counter()
        task = TranscribeFile(model.folder, clip, _options())
        told = self._lanes.run(LaneName.SPEECH, task, stop=stop, on_partial=lambda _value, _tail: None).value
        assert isinstance(told, FileTranscribed)
        return time.perf_counter() - began, told.provider

    def _bare(self, model: InstalledModel, clip: Path, stop: StopSignal) -> tuple[float, str]:
        told = self._lanes.run(LaneName.SPEECH, TranscribeBare(model.folder, clip, _options()), stop=stop).value
        assert isinstance(told, BareTranscribed)
        return told.seconds, ""

    def _live(self, model: InstalledModel, sound: bytes, stop: StopSignal) -> tuple[float, float]:
        """In real time: seconds to the final text, and the longest between two passes that show text."""
        watched = _Watched(self._lanes)
        session = self._session(watched, model, WindowRules(), time.monotonic)
        step = round(_FRAME_SECONDS * BYTES_A_SECOND)
        pause = threading.Event()
        began = time.monotonic()
        for number, begin in enumerate(range(0, len(sound), step), 1):
            stop.raise_if_set()
            session.feed(sound[begin : begin + step])
            pause.wait(max(0.0, began + number * _FRAME_SECONDS - time.monotonic()))
        ended = time.monotonic()
        session.finish(stop)
        passes = [began, *watched.passes]
        return time.monotonic() - ended, max(b - a for a, b in itertools.pairwise(passes))

    def _with_hours(
        self, told: MeasuredSpeech, model: InstalledModel, sound: bytes, hours: float, stop: StopSignal
    ) -> MeasuredSpeech:
        """As fast as the model can: sentences with silence between them, one dictation without an end."""
        now = 0.0
        watched = _Watched(self._lanes)
        session = self._session(watched, model, WindowRules(every=_SIMULATED_EVERY), lambda: now)
        round_ = sound + bytes(_SILENCE_SECONDS * BYTES_A_SECOND)
        before: tuple[int | None, int | None] | None = None
        step = BYTES_A_SECOND
        while now < hours * 3600:
            for begin in range(0, len(round_), step):
                stop.raise_if_set()
                now += 1.0
                session.feed(round_[begin : begin + step])
                watched.wait()
            if before is None and now >= min(_MINUTES_BEFORE * 60, hours * 1800):
                before = self._held()
        after = self._held()
        session.cancel()
        first = before or after
        return MeasuredSpeech(
            told.model, told.provider, told.clip, told.ours, told.bare, told.wait, told.gap, round(now / 3600, 2),
            first[0], after[0], first[1], after[1],
        )  # fmt: skip

    def _held(self) -> tuple[int | None, int | None]:
        worker = next((one.resident for one in self._lanes.memory() if one.lane is LaneName.SPEECH), None)
        return worker, resident_bytes(os.getpid())

    def _session(
        self, lanes: _Watched, model: InstalledModel, rules: WindowRules, clock: Callable[[], float]
    ) -> LiveSession:
        told = Told(lambda _text: None, lambda: None, 1e9)
        watched: Any = lanes
        return LiveSession(watched, self._devices, model, _options(), told, rules, clock)


class _Watched:
    """The lanes, with the moments at which passes over a dictation end."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self.passes: list[float] = []
        self._changed = threading.Condition()
        self._under_way = 0

    def submit(
        self, lane: LaneName, task: Any, *, priority: Priority, tail: bytes, on_event: Callable[[Job, JobEvent], None]
    ) -> Job:
        def watch(job: Job, event: JobEvent) -> None:
            on_event(job, event)
            if isinstance(event, JobEnded):
                if isinstance(task, HearSpeech):
                    self.passes.append(time.monotonic())
                with self._changed:
                    self._under_way -= 1
                    self._changed.notify_all()

        with self._changed:
            self._under_way += 1
        return self._lanes.submit(lane, task, priority=priority, tail=tail, on_event=watch)

    def run(self, *arguments: Any, **named: Any) -> Any:
        return self._lanes.run(*arguments, **named)

    def wait(self) -> None:
        """Until no pass is under way."""
        with self._changed:
            self._changed.wait_for(lambda: not self._under_way, 60.0)


def _options() -> SpeechOptions:
    """What the bare engine does by itself, too."""
    return SpeechOptions(language="en")
