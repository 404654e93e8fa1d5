"""Pieces of sound from the real reading lane, and the history that plays and writes out what was spoken."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.dictate.dictation import NewDictation, SpokenKind
from app.domain.dictate.transcript import Transcript, TranscriptFormat, TranscriptSegment
from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import Refusal
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import LaneName, ReadSound
from app.services.dictate.spoken_history import SpokenHistory
from app.storage.store import Store
from tests.fakes.sound_files import JFK, RATE, write_wav

TONE = [round(8000 * math.sin(n / 9)) for n in range(5 * RATE)]


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    opened = Lanes()
    yield opened
    opened.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "library.db") as opened:
        yield opened


def samples(sound: bytes) -> list[int]:
    return array("h", sound).tolist()


@pytest.mark.parametrize(("start", "seconds"), [(0.0, 2.0), (1.25, 0.5), (4.5, 3.0), (9.0, 1.0)])
def test_a_piece_is_what_stands_there(lanes: Lanes, tmp_path: Path, start: float, seconds: float) -> None:
    path = write_wav(tmp_path / "tone.wav", TONE)
    outcome = lanes.run(LaneName.READING, ReadSound(path, start, seconds), time_limit=30)
    wanted = TONE[round(start * RATE) : round((start + seconds) * RATE)]
    assert samples(outcome.tail) == wanted
    assert outcome.value.samples == len(wanted)


def test_a_compressed_recording_is_heard_from_its_middle(lanes: Lanes) -> None:
    whole = samples(lanes.run(LaneName.READING, ReadSound(JFK, 0.0, 60.0), time_limit=30).tail)
    piece = samples(lanes.run(LaneName.READING, ReadSound(JFK, 4.0, 2.0), time_limit=30).tail)
    assert len(piece) == 2 * RATE
    there = whole[4 * RATE : 6 * RATE]
    apart = sum(abs(one - other) for one, other in zip(piece, there, strict=True)) / len(piece)
    loud = sum(abs(one) for one in there) / len(there)
    assert apart < 0.2 * loud


def test_what_is_no_sound_is_refused(lanes: Lanes, tmp_path: Path) -> None:
    (tmp_path / "letter.mp3").write_text("Dear Sir or Madam")
    for path, refusal in ((tmp_path / "letter.mp3", Refusal.NOT_SOUND), (tmp_path / "gone.wav", Refusal.MISSING)):
        with pytest.raises(AppError) as caught:
            lanes.run(LaneName.READING, ReadSound(path, 0.0, 1.0), time_limit=30)
        assert (caught.value.code, caught.value.details["refusal"]) == (ErrorCode.READING, refusal)


def test_the_history_plays_kept_sound_and_files(lanes: Lanes, store: Store, tmp_path: Path) -> None:
    history = SpokenHistory(store, lanes)
    path = write_wav(tmp_path / "tone.wav", TONE)
    kept = store.dictations.add(
        NewDictation(SpokenKind.DICTATION, "tone", seconds=5.0, sound=array("h", TONE).tobytes())
    )
    file = store.dictations.add(NewDictation(SpokenKind.FILE, "tone", seconds=5.0, path=path))
    for one in (kept, file):
        pieces = history.sound(one)
        assert pieces is not None
        assert samples(pieces(1.0, 0.5, StopSignal())) == TONE[RATE : RATE * 3 // 2]
    path.unlink()
    assert history.sound(file) is None
    store.dictations.drop_sound([kept.id])
    assert history.sound(history.get(kept.id)) is None


def test_a_transcript_is_written_out_whole_or_not_at_all(lanes: Lanes, store: Store, tmp_path: Path) -> None:
    history = SpokenHistory(store, lanes)
    spoken = Transcript("en", 4.0, (TranscriptSegment(0.0, 1.5, "One."), TranscriptSegment(2.0, 4.0, "Two.")), "m")
    one = store.dictations.add(NewDictation(SpokenKind.DICTATION, "One. Two.", seconds=4.0, transcript=spoken))
    target = tmp_path / "out.srt"
    history.write_out(one, TranscriptFormat.SRT, target)
    assert "00:00:02,000 --> 00:00:04,000\nTwo." in target.read_text(encoding="utf-8")
    with pytest.raises(AppError) as caught:
        history.write_out(one, TranscriptFormat.TXT, target)
    assert caught.value.code is ErrorCode.TARGET_EXISTS
    assert [file.name for file in tmp_path.glob("*.srt*")] == ["out.srt"]


def test_deleting_forgets_the_document_too(lanes: Lanes, store: Store, tmp_path: Path) -> None:
    history = SpokenHistory(store, lanes)
    path = write_wav(tmp_path / "tone.wav", TONE)
    store.documents.journal([path])
    document = store.documents.by_path(path)
    assert document is not None
    one = store.dictations.add(NewDictation(SpokenKind.FILE, "tone", path=path))
    store.dictations.link(one.id, document.id)
    assert history.delete([one.id, 99]) == 1
    assert store.documents.by_path(path) is None
    assert path.exists()
