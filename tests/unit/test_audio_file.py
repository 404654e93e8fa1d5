"""Recordings as samples: every container, gaps, blocks, hostile bytes; the one file that was given and no other."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.speech.audio_file import BLOCK_SECONDS, RATE, open_audio
from app.engines.speech.containers import container_of
from tests.fakes.sound_files import JFK, pcm_of, write_wav

WRITTEN = {
    "a.wav": ("wav", "pcm_s16le", "wav"),
    "a.mp3": ("mp3", "mp3", "mp3"),
    "a.m4a": ("mp4", "aac", "mov"),
    "a.mp4": ("mp4", "aac", "mov"),
    "a.flac": ("flac", "flac", "flac"),
    "a.ogg": ("ogg", "flac", "ogg"),
    "a.opus": ("ogg", "libopus", "ogg"),
    "a.webm": ("webm", "libopus", "matroska"),
    "a.mkv": ("matroska", "aac", "matroska"),
    "a.aac": ("adts", "aac", "aac"),
}


def encode(path: Path, container: str, codec: str, samples: Any, rate: int = 48_000) -> Path:
    """``samples``: int16 [channels, n] at ``rate``."""
    table = np.atleast_2d(samples).astype(np.int16)
    layout = "stereo" if len(table) == 2 else "mono"
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream(codec, rate=rate, layout=layout)
        for begin in range(0, table.shape[1], 960):
            part = np.ascontiguousarray(table[:, begin : begin + 960].T.reshape(1, -1))
            frame = av.AudioFrame.from_ndarray(part, format="s16", layout=layout)
            frame.sample_rate, frame.pts = rate, begin
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def tone(seconds: float, rate: int = 48_000, hertz: float = 440.0) -> Any:
    return np.sin(np.arange(round(seconds * rate)) * 2 * np.pi * hertz / rate) * 12_000


def samples(path: Path, *, split: bool = False) -> Any:
    with open_audio(path) as audio:
        return np.concatenate(list(audio.blocks(split=split)), axis=1)


def refusal(path: Path) -> Refusal | None:
    try:
        samples(path)
    except FileRefused as error:
        return error.refusal
    return None


@pytest.mark.parametrize("name", WRITTEN)
def test_every_container_is_known_by_its_bytes_and_decoded(tmp_path: Path, name: str) -> None:
    container, codec, demuxer = WRITTEN[name]
    path = encode(tmp_path / name, container, codec, tone(3.0))
    path = path.rename(tmp_path / "without-a-name")
    with open_audio(path) as audio:
        assert audio.facts.container == demuxer
        assert audio.facts.sample_rate == 48_000
        sound = np.concatenate(list(audio.blocks()), axis=1)
    assert sound.shape[1] / RATE == pytest.approx(3.0, abs=0.06)
    middle = sound[0, RATE : 2 * RATE].astype(np.float64)
    loudest = np.abs(np.fft.rfft(middle)).argmax()
    assert loudest == pytest.approx(440, abs=1)


def test_blocks_are_half_a_minute_and_together_the_whole(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "long.wav", np.arange(RATE * 70) % 1000)
    with open_audio(path) as audio:
        blocks = list(audio.blocks())
    assert [block.shape[1] // RATE for block in blocks] == [BLOCK_SECONDS, BLOCK_SECONDS, 10]
    assert np.array_equal(np.concatenate(blocks, axis=1)[0], np.arange(RATE * 70) % 1000)


def test_two_channels_stay_apart_or_become_one(tmp_path: Path) -> None:
    path = encode(tmp_path / "two.flac", "flac", "flac", np.stack([tone(1.0), tone(1.0) * 0]))
    both = samples(path, split=True)
    assert both.shape[0] == 2
    assert np.abs(both[0]).max() > 8_000
    assert np.abs(both[1]).max() < 50
    assert samples(path).shape[0] == 1


def test_a_gap_in_the_times_is_silence_of_that_length(tmp_path: Path) -> None:
    path = tmp_path / "gap.mkv"
    with av.open(str(path), "w", format="matroska") as out:
        stream = out.add_stream("pcm_s16le", rate=RATE, layout="mono")
        for begin in (0, RATE * 5):
            part = np.full((1, RATE), 900, np.int16)
            frame = av.AudioFrame.from_ndarray(part, format="s16", layout="mono")
            frame.sample_rate, frame.pts = RATE, begin
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    sound = samples(path)[0]
    assert len(sound) / RATE == pytest.approx(6.0, abs=0.05)
    assert not sound[round(RATE * 1.1) : round(RATE * 4.9)].any()
    assert sound[round(RATE * 5.2)] == 900


@pytest.mark.parametrize("text", ["ffconcat version 1.0\nfile {0}\n", "#EXTM3U\n{0}\n", "[playlist]\nFile1={0}\n"])
@pytest.mark.parametrize("name", ["list.mp3", "list.wav", "list.m4a", "list.mkv"])
def test_a_playlist_opens_nothing_under_any_name(tmp_path: Path, text: str, name: str) -> None:
    path = tmp_path / name
    path.write_text(text.format(JFK), encoding="utf-8")
    assert refusal(path) is Refusal.PLAYLIST


def test_links_and_folders_are_no_recordings(tmp_path: Path) -> None:
    link = tmp_path / "link.opus"
    link.symlink_to(JFK)
    assert refusal(link) is Refusal.NOT_A_FILE
    assert refusal(tmp_path) is Refusal.NOT_A_FILE
    assert refusal(tmp_path / "gone.wav") is Refusal.MISSING


def test_a_film_without_sound_says_so(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("mpeg4", rate=5)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for _ in range(5):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")))
        out.mux(stream.encode(None))
    assert refusal(path) is Refusal.NO_SOUND


def test_a_cut_recording_gives_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "half.opus"
    data = JFK.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert 3.0 < samples(path).shape[1] / RATE < 8.0


@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.m4a", "a.flac", "a.ogg", "a.opus", "a.mkv"])
def test_changed_bytes_end_as_sound_or_as_a_refusal(tmp_path: Path, name: str) -> None:
    """TRUST T10 in small; the slow run beside it does two thousand."""
    _mutate(tmp_path, name, 12)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.m4a", "a.flac", "a.ogg", "a.opus", "a.mkv"])
def test_two_thousand_changed_files_end_as_sound_or_as_a_refusal(tmp_path: Path, name: str) -> None:
    _mutate(tmp_path, name, 290)


def _mutate(tmp_path: Path, name: str, count: int) -> None:
    container, codec, _ = WRITTEN[name]
    whole = encode(tmp_path / name, container, codec, tone(1.0)).read_bytes()
    rng, path, ends = random.Random(name), tmp_path / f"changed-{name}", set()
    for _ in range(count):
        data = bytearray(whole)
        for _ in range(rng.randint(1, 20)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        if rng.random() < 0.3:
            del data[rng.randrange(len(data)) :]
        path.write_bytes(data)
        ends.add(refusal(path))
    assert ends <= {
        None, Refusal.DAMAGED, Refusal.NOT_SOUND, Refusal.NO_SOUND, Refusal.UNSUPPORTED, Refusal.TOO_LARGE,
        Refusal.EMPTY,
    }  # fmt: skip


def test_the_signature_alone_decides() -> None:
    assert container_of(io.BytesIO(b"RIFF\0\0\0\0WAVEfmt ")) == "wav"
    with pytest.raises(FileRefused) as caught:
        container_of(io.BytesIO(b"RIFF\0\0\0\0AVI LIST"))
    assert caught.value.refusal is Refusal.NOT_SOUND


def test_the_recording_of_other_tests_is_speech() -> None:
    assert len(pcm_of(JFK)) / RATE == pytest.approx(11.0, abs=0.1)
