"""Recordings in the background: kept as they go, gone on with after a stop or a kill, after dictations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from app.domain.dictate.dictation import SpokenKind, SpokenState
from app.domain.dictate.transcribing import (
    RecordingBegun,
    RecordingEvent,
    RecordingFailed,
    RecordingWritten,
    SegmentWritten,
)
from app.domain.errors import AppError, ErrorCode, FileRefused, JobCancelled
from app.domain.library.document import Refusal
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import ModelFiles
from app.protocol.tasks import SpeechOptions
from app.services.devices import Devices
from app.services.dictate.transcribe_files import TranscribeFiles
from app.services.give_way import GiveWay
from app.settings.file import ValuesFile
from app.settings.schema import Settings, State
from app.storage.store import Store
from tests.fakes.sound_files import JFK, pcm_of, write_wav
from tests.fakes.tiny_whisper import SENTENCE, install

SAID = " ".join(SENTENCE)
OPTIONS = SpeechOptions()


class Killed(Exception):  # noqa: N818 - it stands for what a kill does
    """Raised in a callback: nothing after it runs."""


@pytest.fixture(scope="module")
def lanes() -> Iterator[Lanes]:
    opened = Lanes(grace_seconds=100)
    yield opened
    opened.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.db") as opened:
        yield opened


@pytest.fixture
def way() -> GiveWay:
    return GiveWay(calm_seconds=0.0)


@pytest.fixture
def service(lanes: Lanes, store: Store, way: GiveWay, tmp_path: Path) -> TranscribeFiles:
    install(tmp_path / "models" / "stand-in")
    return made(lanes, store, way, tmp_path)


def made(lanes: Lanes, store: Store, way: GiveWay, tmp_path: Path) -> TranscribeFiles:
    settings, state = ValuesFile(tmp_path / "settings.json", Settings), ValuesFile(tmp_path / "state.json", State)
    models = ModelFiles(tmp_path / "models", tmp_path / "embedded")
    ticks = iter(range(0, 100_000, 60))
    return TranscribeFiles(store, Devices(lanes, settings, state), models, way, clock=lambda: next(ticks))


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    """Two minutes of speech: some windows of the model."""
    return write_wav(tmp_path / "minutes.wav", np.tile(pcm_of(JFK), 12))


def segments(events: list[RecordingEvent]) -> list[float]:
    return [event.segment.start for event in events if isinstance(event, SegmentWritten)]


def stopping_after(
    count: int, act: Callable[[], None], events: list[RecordingEvent]
) -> Callable[[RecordingEvent], None]:
    def on_event(event: RecordingEvent) -> None:
        events.append(event)
        if len(segments(events)) == count and isinstance(event, SegmentWritten):
            act()

    return on_event


def test_a_recording_stands_in_the_history(service: TranscribeFiles, store: Store) -> None:
    done = service.one(JFK, OPTIONS)
    assert done.transcript.text == SAID
    row = store.dictations.of_path(JFK)
    assert row is not None
    assert (row.kind, row.state, row.text, row.model) == (SpokenKind.FILE, SpokenState.WRITTEN, SAID, "stand-in")
    assert store.dictations.transcript(row.id) == done.transcript
    assert row.seconds == pytest.approx(11.0, abs=0.1)


def test_after_a_kill_it_goes_on_where_it_was(service: TranscribeFiles, store: Store, minutes: Path) -> None:
    def die() -> None:
        raise Killed

    first: list[RecordingEvent] = []
    with pytest.raises(Killed):
        service.one(minutes, OPTIONS, on_event=stopping_after(3, die, first))
    (row,) = service.unfinished()
    assert row.state is SpokenState.UNDER_WAY
    assert row.text.startswith(SAID)
    again: list[RecordingEvent] = []
    done = service.one(minutes, OPTIONS, on_event=again.append)
    assert isinstance(again[0], RecordingBegun)
    assert again[0].gone_on > 60.0
    starts = [segment.start for segment in done.transcript.segments]
    assert starts == sorted(set(starts))
    assert segments(first)[:3] == starts[:3]
    assert len(starts) >= 4
    assert store.dictations.count() == 1
    assert service.unfinished() == []


def test_a_stop_keeps_what_is_written_and_the_next_try_goes_on(
    service: TranscribeFiles, store: Store, minutes: Path
) -> None:
    stop = StopSignal()
    with pytest.raises(JobCancelled):
        service.one(minutes, OPTIONS, stop=stop, on_event=stopping_after(2, stop.stop, []))
    row = store.dictations.of_path(minutes)
    assert row is not None
    assert (row.state, row.problem) == (SpokenState.FAILED, "cancelled")
    events: list[RecordingEvent] = []
    service.one(minutes, OPTIONS, on_event=events.append)
    assert isinstance(events[0], RecordingBegun)
    assert events[0].gone_on > 0.0
    fresh: list[RecordingEvent] = []
    service.one(minutes, OPTIONS, again=True, on_event=fresh.append)
    assert isinstance(fresh[0], RecordingBegun)
    assert fresh[0].gone_on == 0.0


def test_a_dictation_goes_before_and_nothing_is_heard_twice(
    service: TranscribeFiles, way: GiveWay, minutes: Path
) -> None:
    def dictate() -> None:
        with way.person_waits():
            pass

    events: list[RecordingEvent] = []
    done = service.one(minutes, OPTIONS, on_event=stopping_after(2, dictate, events))
    starts = [segment.start for segment in done.transcript.segments]
    assert starts == sorted(set(starts))
    assert starts == pytest.approx(segments(events), abs=0.01)
    assert starts[-1] > 85.0


def test_each_file_of_several_is_answered_for(service: TranscribeFiles, store: Store, tmp_path: Path) -> None:
    text = tmp_path / "words.mp3"
    text.write_text("no sound at all", encoding="utf-8")
    still = write_wav(tmp_path / "still.wav", np.zeros(16_000 * 5))
    ended = service.all([text, JFK, still, tmp_path / "gone.mp3"], OPTIONS)
    assert isinstance(ended[1], RecordingWritten)
    failed = [one.error.details["refusal"] for one in ended if isinstance(one, RecordingFailed)]
    assert failed == [Refusal.NOT_SOUND.value, Refusal.NO_SPEECH.value, Refusal.MISSING.value]
    assert text.read_text(encoding="utf-8") == "no sound at all"
    assert store.dictations.count() == 1


def test_a_failure_can_be_kept_with_its_reason_and_tried_again(
    service: TranscribeFiles, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "talk.opus"
    path.write_text("no sound at all", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(FileRefused):
            service.one(path, OPTIONS, keeps_failure=True)
        (row,) = store.dictations.list()
        assert (row.state, row.problem, row.path) == (SpokenState.FAILED, Refusal.NOT_SOUND.value, path)
    path.write_bytes(JFK.read_bytes())
    service.one(path, OPTIONS, keeps_failure=True)
    (row,) = store.dictations.list()
    assert (row.state, row.problem) == (SpokenState.WRITTEN, None)


def test_a_failure_leaves_the_text_of_an_earlier_time(service: TranscribeFiles, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "talk.opus"
    path.write_bytes(JFK.read_bytes())
    service.one(path, OPTIONS)
    path.write_bytes(JFK.read_bytes()[:200])
    with pytest.raises(FileRefused):
        service.one(path, OPTIONS)
    row = store.dictations.of_path(path)
    assert row is not None
    assert (row.state, row.text) == (SpokenState.WRITTEN, SAID)


def test_without_a_speech_model_nothing_begins(lanes: Lanes, store: Store, way: GiveWay, tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        made(lanes, store, way, tmp_path).all([JFK], OPTIONS)
    assert caught.value.code is ErrorCode.SPEECH_MODEL_MISSING
