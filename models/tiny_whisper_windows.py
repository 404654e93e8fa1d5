"""Windows of six seconds for the tiny speech model: sentences with pauses, noise and cuts, as mel spectrograms on disk.

A window holds one to four sentences, each spoken by one voice. Some are cut at an end, as they are where a person still
speaks or a long recording is taken window by window; there espeak-ng speaks the part before the cut once more by
itself, and its length says where the cut has to be. Some windows hold silence, hum or noise alone: their text is empty.
"""

from __future__ import annotations

import json
import random
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from faster_whisper.feature_extractor import FeatureExtractor
from numpy.typing import NDArray
from tiny_whisper_tokens import WINDOW_SECONDS
from tiny_whisper_voices import RATE, Manner, Spoken, manner, speak
from tiny_whisper_words import sentence

MELS = 80
FRAMES = WINDOW_SECONDS * 100
SAMPLES = WINDOW_SECONDS * RATE
NO_SPEECH = 0.07
TAILS = 0.35
"""How many windows end inside a sentence; a fifth as many begin inside one."""


@dataclass(frozen=True)
class Part:
    """What is said from ``start`` to ``end`` seconds; ``whole`` is False where the window ends inside of it."""

    text: str
    start: float
    end: float
    whole: bool
    phonemes: list[str]


@dataclass
class Window:
    """``frames`` of the spectrogram are sound, what follows is padding."""

    parts: list[Part] = field(default_factory=list)
    frames: int = 0


class Windows:
    """The windows on disk: ``mels.bin`` (float16), ``windows.jsonl``. What an interrupted run made is kept."""

    def __init__(self, folder: Path, count: int, sentences: set[str]) -> None:
        self._folder, self._count, self._kept_apart = folder, count, sentences
        folder.mkdir(parents=True, exist_ok=True)
        self._extractor = FeatureExtractor(feature_size=MELS, chunk_length=WINDOW_SECONDS)

    def made(self) -> list[Window]:
        """Those that stand on disk."""
        path = self._folder / "windows.jsonl"
        if not path.exists():
            return []
        lines = path.read_text(encoding="utf-8").split("\n")[:-1]
        return [Window([Part(**part) for part in row["parts"]], row["frames"]) for row in map(json.loads, lines)]

    def mels(self, count: int) -> NDArray[np.float16]:
        """The spectrograms of the first ``count`` windows, read from disk where they are used."""
        return np.memmap(self._folder / "mels.bin", np.float16, "r", shape=(count, MELS, FRAMES))

    def make(self) -> None:
        """Go on until there are as many as wanted."""
        done = len(self.made())
        size = MELS * FRAMES * 2
        with (self._folder / "mels.bin").open("ab") as mels, (self._folder / "windows.jsonl").open("a") as rows:
            mels.truncate(done * size)
            for place in range(done, self._count):
                window, sound = self.window(random.Random(1_000_003 * place + 5))
                mels.write(self.spectrogram(sound).tobytes())
                mels.flush()
                rows.write(json.dumps(asdict(window)) + "\n")
                rows.flush()

    def spectrogram(self, sound: NDArray[np.float32]) -> NDArray[np.float16]:
        """As faster-whisper has it: the frames of the sound, then zeros."""
        mel = self._extractor(sound)[:, :-1][:, :FRAMES]
        return np.pad(mel, ((0, 0), (0, FRAMES - mel.shape[1]))).astype(np.float16)

    def window(self, chance: random.Random) -> tuple[Window, NDArray[np.float32]]:
        """One window and its sound, which may be shorter than six seconds."""
        sound = np.zeros(SAMPLES, np.float32)
        if chance.random() < NO_SPEECH:
            length = round(chance.uniform(0.3, WINDOW_SECONDS) * RATE)
            return Window([], _frames(length)), disturbed(sound[:length], chance, speech=False)
        how, parts, end = manner(chance), list[Part](), 0.0
        at = chance.choice((0.0, chance.uniform(0, 0.5), chance.uniform(0, 0.5), chance.uniform(0.4, 2.2)))
        length, most = WINDOW_SECONDS, chance.choice((1, 2, 3, 4, 4))
        while len(parts) < most:
            if parts and chance.random() < 0.15:
                how = manner(chance)
            text = self._sentence(chance)
            spoken = speak(text, how)
            if not parts and chance.random() < TAILS / 5 and at < 0.6:
                text, spoken = _without_beginning(text, spoken, how, chance)
                at = 0.0
            if (cuts := chance.random() < TAILS and len(parts) + 1 >= most - 1) or at + spoken.seconds > length - 0.05:
                left = length - at if not cuts else chance.uniform(0.3, 1.0) * min(spoken.seconds, length - at)
                text, phonemes, seconds = _before_cut(text, how, left, chance)
                place = round(at * RATE)
                heard = spoken.samples[: min(round(seconds * RATE), SAMPLES - place)] * chance.uniform(0.7, 1.0)
                sound[place : place + len(heard)] += heard
                if text:
                    parts.append(Part(text, at, at + seconds, False, phonemes))
                end = at + seconds
                return self._finished(Window(parts), sound[: round(end * RATE)], chance)
            place = round(at * RATE)
            sound[place : place + len(spoken.samples)] += spoken.samples * chance.uniform(0.7, 1.0)
            end = at + spoken.seconds
            parts.append(Part(text, at, end, True, spoken.phonemes))
            at = end + chance.choice((chance.uniform(0.08, 0.4), chance.uniform(0.3, 1.2)))
            if at > length - 0.4:
                break
        tail = chance.choice((chance.uniform(0, 0.3), chance.uniform(0.2, 1.5), 6.0))
        return self._finished(Window(parts), sound[: round(min(end + tail, length) * RATE)], chance)

    def _finished(
        self, window: Window, sound: NDArray[np.float32], chance: random.Random
    ) -> tuple[Window, NDArray[np.float32]]:
        window.frames = _frames(len(sound))
        return window, disturbed(sound, chance, speech=True)

    def _sentence(self, chance: random.Random) -> str:
        while (text := sentence(chance)) in self._kept_apart:
            pass
        return text


def _frames(samples: int) -> int:
    return min(samples // 160, FRAMES)


def _before_cut(text: str, how: Manner, left: float, chance: random.Random) -> tuple[str, list[str], float]:
    """The words that are whole within ``left`` seconds, their phonemes, and the seconds to cut at: at most ``left``."""
    said = text.rstrip(".?").split()
    for count in range(len(said) - 1, 0, -1):
        spoken = speak(" ".join(said[:count]), how)
        if spoken.seconds <= left - 0.02:
            cut = min(left, spoken.seconds + chance.uniform(-0.02, 0.1))
            return " ".join(said[:count]).rstrip(","), spoken.phonemes, cut
    return "", [], min(left, 0.12)


def _without_beginning(text: str, spoken: Spoken, how: Manner, chance: random.Random) -> tuple[str, Spoken]:
    said = text.split()
    if len(said) < 3:
        return text, spoken
    count = chance.randint(1, len(said) - 2)
    first = speak(" ".join(said[:count]).rstrip(","), how)
    place = round((first.seconds * 0.97 + chance.uniform(-0.01, 0.05)) * RATE)
    return " ".join(said[count:]), Spoken(spoken.samples[place:], spoken.phonemes[len(first.phonemes) :])


def disturbed(sound: NDArray[np.float32], chance: random.Random, *, speech: bool) -> NDArray[np.float32]:
    """``sound`` through another room, microphone and loudness, with noise: its parts by chance."""
    if len(sound) < RATE // 5:
        sound = np.pad(sound, (0, RATE // 5 - len(sound)))
    random_numbers = np.random.default_rng(chance.getrandbits(32))
    level = float(np.sqrt(np.mean(sound**2))) if speech else 0.05
    if speech and chance.random() < 0.5:
        sound = _filtered(sound, chance, random_numbers)
    if chance.random() < (0.7 if speech else 0.8):
        noise = _noise(len(sound), chance, random_numbers)
        decibels = chance.uniform(8, 45)
        sound = sound + noise * (level * 10 ** (-decibels / 20))
    loudest = float(np.abs(sound).max())
    if speech and loudest > 0:
        sound = sound * (10 ** chance.uniform(-1.6, -0.02) / loudest)
    return sound.astype(np.float32)


def _filtered(
    sound: NDArray[np.float32], chance: random.Random, random_numbers: np.random.Generator
) -> NDArray[np.float32]:
    size = 1 << (len(sound) + RATE // 4 - 1).bit_length()
    spectrum = np.fft.rfft(sound, size)
    pitch = np.fft.rfftfreq(size, 1 / RATE)
    spectrum *= 10 ** (chance.uniform(-6, 6) * np.log2(np.maximum(pitch, 60) / 1000) / 60)
    if chance.random() < 0.15:
        spectrum *= 1 / (1 + (pitch / chance.uniform(3400, 7000)) ** 8)
    if chance.random() < 0.3:
        length = RATE // 4
        echo = random_numbers.standard_normal(length) * np.exp(-np.arange(length) / (RATE * chance.uniform(0.02, 0.08)))
        echo *= chance.uniform(0.02, 0.25) / np.sqrt((echo**2).sum())
        echo[0] += 1
        spectrum *= np.fft.rfft(echo, size)
    return np.fft.irfft(spectrum, size)[: len(sound)].astype(np.float32)


def _noise(length: int, chance: random.Random, random_numbers: np.random.Generator) -> NDArray[np.float32]:
    """Noise of loudness 1: white, pink or brown, hum, or clicks."""
    kind = chance.random()
    if kind < 0.12:
        seconds = np.arange(length) / RATE
        hum = sum(np.sin(2 * np.pi * chance.choice((50, 60)) * n * seconds + n) / n for n in range(1, 6))
        noise = np.asarray(hum, np.float64)
    elif kind < 0.2:
        noise = random_numbers.standard_normal(length) * (random_numbers.random(length) < 0.0004) + 1e-6
    else:
        slope = chance.choice((0.0, 0.5, 1.0, 0.5))
        spectrum = np.fft.rfft(random_numbers.standard_normal(length))
        spectrum /= np.maximum(np.arange(len(spectrum)), 20) ** slope
        noise = np.fft.irfft(spectrum, length)
    loudness = float(np.sqrt(np.mean(noise**2))) + 1e-9
    return np.asarray(noise / loudness, np.float32)
