"""espeak-ng speaks one sentence: voices that are trained on, voices that are kept for measuring, sound at 16 kHz."""

from __future__ import annotations

import random
import re
import subprocess
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
ACCENTS = ("en-us", "en-gb", "en-gb-x-rp", "en-gb-scotland")
HEARD = (
    "m1 m2 m3 m4 m6 m7 m8 f1 f2 f3 f5 Alex Alicia Andrea Andy Annie Denis Diogo Gene Henrique Hugo Jacky Lee Marco "
    "Mario Michael Nguyen Storm adam antonio aunty belinda benjamin boris caleb ed edward gustave iven iven2 john "
    "klatt klatt2 klatt4 marcelo max michel pablo pedro quincy rob robert sandro shelby steph steph2 victor zac"
).split()
UNHEARD = "m5 f4 anika Mike linda david paul travis miguel steph3".split()
QUIET = 0.01
"""Of the loudest sample: what is quieter, at both ends, is no speech."""
SECONDS = 20
TRIALS = 3
_STRESS = "',%=|_:;*~-#!"


@dataclass(frozen=True)
class Manner:
    """How a sentence is spoken: ``voice`` as espeak-ng names it, ``speed`` in words a minute, ``pitch`` 0 to 99."""

    voice: str
    speed: int
    pitch: int


@dataclass(frozen=True)
class Spoken:
    """``samples`` at 16 kHz without the silence at both ends; ``phonemes`` are those that espeak-ng says it spoke."""

    samples: NDArray[np.float32]
    phonemes: list[str]

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE


def manner(chance: random.Random, voices: tuple[str, ...] | list[str] = HEARD, spread: float = 1.0) -> Manner:
    """A voice by chance; ``spread`` 0 is the middle speed and pitch, 1 the whole range of the training."""
    voice = f"{chance.choice(ACCENTS)}+{chance.choice(voices)}"
    if voices is HEARD and chance.random() < 0.15:
        voice = voice.split("+")[0]
    speed = 165 + spread * chance.uniform(-45, 45)
    return Manner(voice, round(speed), round(50 + spread * chance.uniform(-30, 30)))


def speak(text: str, how: Manner) -> Spoken:
    """What espeak-ng makes of ``text``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spoken.wav"
        command = ["espeak-ng", "-v", how.voice, "-s", str(how.speed), "-p", str(how.pitch), "-x", "--sep=_"]
        told = _told([*command, "-w", str(path), text])
        with wave.open(str(path)) as file:
            rate = file.getframerate()
            whole = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    samples = whole.astype(np.float32) / np.float32(32768)
    parts = (part.strip(_STRESS) for part in re.split(r"[_\s]+", told.stdout))
    return Spoken(trimmed(at_16_khz(samples, rate)), [part for part in parts if part])


def _told(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Tried again where it took too long: a computer that slept in between is no reason to lose an hour of training."""
    for trial in range(TRIALS):
        try:
            return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
        except subprocess.TimeoutExpired:
            if trial == TRIALS - 1:
                raise
    raise AssertionError("the last trial returns or raises")


def at_16_khz(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """The same sound at 16 kHz, through its spectrum."""
    if rate == RATE or not len(samples):
        return samples
    step = rate // np.gcd(rate, RATE)
    padded = np.pad(samples, (0, -len(samples) % step))
    length = len(padded) * RATE // rate
    spectrum = np.fft.rfft(padded)
    kept = np.zeros(length // 2 + 1, np.complex128)
    same = min(len(kept), len(spectrum))
    kept[:same] = spectrum[:same]
    return (np.fft.irfft(kept, length) * (length / len(padded))).astype(np.float32)


def trimmed(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Without the silence at both ends."""
    if not len(samples):
        return samples
    loud = np.flatnonzero(np.abs(samples) > QUIET * np.abs(samples).max())
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples[:0]
