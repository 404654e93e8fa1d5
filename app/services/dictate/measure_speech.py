"""Measures a speech model as the product uses it: files beside the bare engine, live text, hours of recording."""

from __future__ import annotations

import itertools
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.domain.dictate.dictating import BYTES_A_SECOND
from app.domain.dictate.live_window import WindowRules
from app.domain.dictate.measured_speech import Held, MeasuredSpeech
from app.jobs.job import Job, JobEnded, JobEvent, Priority
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
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
from app.services.dictate.measure_hours import MeasureHours, Speaker

_FRAME_SECONDS = 0.1
_LONGEST_CLIP = 60.0


@dataclass(frozen=True, slots=True)
class Effort:
    """Rounds of the clip, live rounds in real time, hours that are simulated."""

    rounds: int = 7
    live: int = 3
    hours: float = 8.0


QUICK = Effort(rounds=3, live=1, hours=0.0)


class MeasureSpeech:
    """Blocking; one measurement at a time."""

    def __init__(self, lanes: Lanes, devices: Devices, folder: Path) -> None:
        """``folder``: where the sound of the simulated hours waits meanwhile."""
        self._lanes, self._devices = lanes, devices
        self._hours = MeasureHours(lanes, devices, folder)

    def measure(
        self,
        model: InstalledModel,
        clip: Path,
        effort: Effort,
        *,
        stop: StopSignal | None = None,
        on_step: Callable[[int, int], None] = lambda _done, _of: None,
        on_hour: Callable[[Held], None] = lambda _held: None,
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
        if not effort.hours:
            return told
        speaker = Speaker(model, _options(), sound, told.bare)
        return replace(told, simulated=self._hours.measure(speaker, effort.hours, stop, on_hour))

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
        watched: Any = _Watched(self._lanes)
        told = Told(lambda _text: None, lambda: None, 1e9)
        session = LiveSession(watched, self._devices, model, _options(), told, WindowRules(), time.monotonic)
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


class _Watched:
    """The lanes, with the moments at which passes over a dictation end."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self.passes: list[float] = []

    def submit(
        self, lane: LaneName, task: Any, *, priority: Priority, tail: bytes, on_event: Callable[[Job, JobEvent], None]
    ) -> Job:
        def watch(job: Job, event: JobEvent) -> None:
            on_event(job, event)
            if isinstance(event, JobEnded) and isinstance(task, HearSpeech):
                self.passes.append(time.monotonic())

        return self._lanes.submit(lane, task, priority=priority, tail=tail, on_event=watch)

    def run(self, *arguments: Any, **named: Any) -> Any:
        return self._lanes.run(*arguments, **named)


def _options() -> SpeechOptions:
    """What the bare engine does by itself, too."""
    return SpeechOptions(language="en")
