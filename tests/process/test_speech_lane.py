"""The speech lane in its own process: files and sound to text, voice, bad input, stop; with a stand-in for a model."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.domain.dictate.transcript import TranscriptSegment
from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.library.document import Refusal
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import (
    AudioDescribed,
    DescribeAudio,
    FileTranscribed,
    FindVoice,
    HearSpeech,
    LaneName,
    ModelTried,
    SpeechHeard,
    SpeechOptions,
    SpeechPiece,
    SpeechWarm,
    TranscribeFile,
    TrySpeechModel,
    VoiceFound,
    WarmSpeech,
)
from tests.fakes.sound_files import JFK, pcm_of, write_wav
from tests.fakes.tiny_whisper import ENGLISH, SENTENCE, install

SAID, ENGLISH_SAID = " ".join(SENTENCE), " ".join(ENGLISH)


@pytest.fixture(scope="module")
def lanes() -> Iterator[Lanes]:
    opened = Lanes(grace_seconds=100)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory.mktemp("models") / "stand-in")


@pytest.fixture(scope="module")
def multilingual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory.mktemp("models") / "many-tongues", multilingual=True)


def transcribe(
    lanes: Lanes, task: TranscribeFile
) -> tuple[FileTranscribed, list[TranscriptSegment], list[SpeechPiece]]:
    pieces: list[SpeechPiece] = []
    outcome = lanes.run(LaneName.SPEECH, task, on_partial=lambda value, _tail: pieces.append(value))
    assert isinstance(outcome.value, FileTranscribed)
    return outcome.value, [segment for piece in pieces for segment in piece.segments], pieces


def test_a_recording_becomes_segments_with_times_and_words(lanes: Lanes, model: Path) -> None:
    told, segments, pieces = transcribe(lanes, TranscribeFile(model, JFK, SpeechOptions(words=True)))
    assert told.language == "en"
    assert told.provider == "cpu"
    assert told.duration == pytest.approx(11.0, abs=0.1)
    assert 5 < told.voiced <= 11.1
    assert [segment.text for segment in segments] == [SAID] * len(segments)
    assert segments
    assert told.segments == len(segments)
    words = segments[0].words
    assert [word.text.strip() for word in words] == list(SENTENCE)
    assert all(a.start <= a.end <= b.start + 0.02 for a, b in itertools.pairwise(words))
    reached = [piece.reached for piece in pieces]
    assert reached == sorted(reached)
    assert reached[-1] >= segments[-1].end


def test_going_on_from_a_second_gives_the_rest_only(lanes: Lanes, model: Path, tmp_path: Path) -> None:
    path = write_wav(tmp_path / "minutes.wav", np.tile(pcm_of(JFK), 12))
    _, every, _ = transcribe(lanes, TranscribeFile(model, path))
    assert len(every) >= 4
    _, rest, _ = transcribe(lanes, TranscribeFile(model, path, since=every[2].end))
    assert rest
    assert all(segment.start >= every[2].end for segment in rest)


def test_two_channels_are_told_apart(lanes: Lanes, model: Path, tmp_path: Path) -> None:
    voice = pcm_of(JFK)
    silence = np.zeros_like(voice)
    both = np.stack([np.concatenate([voice, silence]), np.concatenate([silence, voice])])
    path = write_wav(tmp_path / "two.wav", both)
    told, segments, _ = transcribe(lanes, TranscribeFile(model, path, split_channels=True))
    assert told.channels == 2
    left = [segment for segment in segments if segment.channel == 0]
    right = [segment for segment in segments if segment.channel == 1]
    half = len(voice) / 16_000
    assert left
    assert all(segment.end <= half + 0.5 for segment in left)
    assert right
    assert all(segment.start >= half - 0.5 for segment in right)


def test_translation_needs_a_model_of_many_languages(lanes: Lanes, model: Path, multilingual: Path) -> None:
    options = SpeechOptions(translate=True)
    assert {s.text for s in transcribe(lanes, TranscribeFile(model, JFK, options))[1]} == {SAID}
    assert {s.text for s in transcribe(lanes, TranscribeFile(multilingual, JFK, options))[1]} == {ENGLISH_SAID}


def test_silence_gives_no_word(lanes: Lanes, model: Path, tmp_path: Path) -> None:
    told, segments, _ = transcribe(
        lanes, TranscribeFile(model, write_wav(tmp_path / "still.wav", np.zeros(16_000 * 40)))
    )
    assert segments == []
    assert told.voiced == 0.0
    assert told.duration == pytest.approx(40.0)
    heard = lanes.run(LaneName.SPEECH, HearSpeech(model), tail=bytes(32_000 * 3)).value
    assert isinstance(heard, SpeechHeard)
    assert heard.segments == ()


def test_a_clipped_recording_is_known_for_one(lanes: Lanes, model: Path, tmp_path: Path) -> None:
    loud = np.clip(pcm_of(JFK).astype(np.int32) * 40, -32768, 32767)
    told, _, _ = transcribe(lanes, TranscribeFile(model, write_wav(tmp_path / "loud.wav", loud)))
    assert told.clipped > 0.05
    plain, _, _ = transcribe(lanes, TranscribeFile(model, JFK))
    assert plain.clipped < 0.001


def test_sound_from_the_pipe_is_heard_where_somebody_speaks(lanes: Lanes, model: Path) -> None:
    before = np.zeros(16_000 * 3, np.int16)
    partials: list[VoiceFound] = []
    tail = np.concatenate([before, pcm_of(JFK)]).astype("<i2").tobytes()
    told = lanes.run(
        LaneName.SPEECH, HearSpeech(model), tail=tail, on_partial=lambda value, _tail: partials.append(value)
    ).value
    assert isinstance(told, SpeechHeard)
    assert told.segments[0].text == SAID
    assert partials == [told.voice]
    assert told.voice.stretches[0].start > 2.0
    assert told.segments[0].start >= told.voice.stretches[0].start


def test_voice_is_found_in_a_file_as_in_its_sound(lanes: Lanes) -> None:
    of_file = lanes.run(LaneName.SPEECH, FindVoice(JFK, pause=0.3)).value
    of_tail = lanes.run(LaneName.SPEECH, FindVoice(pause=0.3), tail=pcm_of(JFK).astype("<i2").tobytes()).value
    assert isinstance(of_file, VoiceFound)
    assert of_file == of_tail
    assert len(of_file.stretches) > 1
    assert 0.1 < of_file.peak <= 1.0


def test_warming_says_what_the_model_can(lanes: Lanes, model: Path, multilingual: Path) -> None:
    many = lanes.run(LaneName.SPEECH, WarmSpeech(multilingual)).value
    one = lanes.run(LaneName.SPEECH, WarmSpeech(model)).value
    again = lanes.run(LaneName.SPEECH, WarmSpeech(model)).value
    assert isinstance(many, SpeechWarm)
    assert many.multilingual
    assert many.translates
    assert isinstance(one, SpeechWarm)
    assert not one.multilingual
    assert one.load_seconds > 0.0
    assert again == SpeechWarm(0.0, "cpu", False, False)


def test_a_model_is_tried(lanes: Lanes, model: Path) -> None:
    tried = lanes.run(LaneName.SPEECH, TrySpeechModel(model)).value
    assert isinstance(tried, ModelTried)
    assert tried.checks
    assert not tried.failed
    assert tried.sound_speed > 1.0
    assert tried.resident_bytes is None or tried.resident_bytes < (tried.reckoned_bytes or 0)


def test_a_recording_is_described(lanes: Lanes) -> None:
    told = lanes.run(LaneName.SPEECH, DescribeAudio(JFK)).value
    assert isinstance(told, AudioDescribed)
    assert (told.container, told.codec, told.channels) == ("ogg", "opus", 1)
    assert told.duration == pytest.approx(11, abs=0.1)


BAD = {
    "words.mp3": (b"Dear Ada, these are words and no sound.", Refusal.NOT_SOUND),
    "list.mp3": (b"ffconcat version 1.0\nfile '/etc/hostname'\n", Refusal.PLAYLIST),
    "stream.wav": (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n", Refusal.PLAYLIST),
    "plain.mp3": (b"file 'jfk.opus'\nfile 'other.opus'\n", Refusal.PLAYLIST),
    "nothing.wav": (b"", Refusal.EMPTY),
    "cut.mp4": (
        b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2mp41\x00\x00\x01\x00mdat" + bytes(200),
        Refusal.DAMAGED,
    ),
    "cut.flac": (b"fLaC\x00\x00\x00\x22" + bytes(10), Refusal.DAMAGED),
    "cut.opus": (JFK.read_bytes()[:300], Refusal.DAMAGED),
    "noise.mkv": (b"\x1aE\xdf\xa3" + bytes(range(256)) * 8, Refusal.DAMAGED),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_recording_is_refused_with_its_reason(lanes: Lanes, model: Path, tmp_path: Path, name: str) -> None:
    content, refusal = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(AppError) as caught:
        lanes.run(LaneName.SPEECH, TranscribeFile(model, path))
    assert caught.value.code is ErrorCode.READING
    assert caught.value.details["refusal"] == refusal.value
    assert path.read_bytes() == content


def test_a_missing_file_and_a_missing_model_have_their_codes(lanes: Lanes, model: Path, tmp_path: Path) -> None:
    with pytest.raises(AppError) as missing:
        lanes.run(LaneName.SPEECH, TranscribeFile(model, tmp_path / "gone.wav"))
    assert missing.value.details["refusal"] == Refusal.MISSING.value
    with pytest.raises(AppError) as no_model:
        lanes.run(LaneName.SPEECH, TranscribeFile(tmp_path / "no-model", JFK))
    assert no_model.value.code is ErrorCode.MODEL_MISSING


def test_a_stop_ends_a_long_recording_between_two_segments(lanes: Lanes, model: Path, tmp_path: Path) -> None:
    path = write_wav(tmp_path / "long.wav", np.tile(pcm_of(JFK), 12))
    stop, seen = StopSignal(), list[SpeechPiece]()

    def on_partial(value: SpeechPiece, _tail: bytes) -> None:
        seen.append(value)
        stop.stop()

    with pytest.raises(JobCancelled):
        lanes.run(LaneName.SPEECH, TranscribeFile(model, path), stop=stop, on_partial=on_partial)
    assert 1 <= len(seen) <= 2


def test_a_broken_model_says_so(lanes: Lanes, tmp_path: Path) -> None:
    folder = install(tmp_path / "broken")
    data = bytearray((folder / "model.bin").read_bytes())
    data[:64] = bytes(64)
    (folder / "model.bin").write_bytes(data)
    with pytest.raises(AppError) as caught:
        lanes.run(LaneName.SPEECH, WarmSpeech(folder))
    assert caught.value.code is ErrorCode.MODEL_BROKEN
    folder = install(tmp_path / "no-tokens")
    size = (folder / "tokenizer.json").stat().st_size
    (folder / "tokenizer.json").write_bytes(b"{" + b" " * (size - 1))
    with pytest.raises(AppError) as caught:
        lanes.run(LaneName.SPEECH, WarmSpeech(folder))
    assert caught.value.code is ErrorCode.MODEL_BROKEN
    assert caught.value.details["file"] == "tokenizer.json"
