"""Sound for tests: a real recording, and files of samples that a test makes itself."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

JFK = Path(__file__).resolve().parents[1] / "data" / "speech" / "jfk.opus"
"""John F. Kennedy, 11 seconds of a speech in the public domain; from the test data of faster-whisper (MIT)."""
RATE = 16_000


def pcm_of(path: Path) -> NDArray[np.int16]:
    """Its samples at 16,000 a second, one channel."""
    from app.engines.speech.audio_file import open_audio

    with open_audio(path) as audio:
        return np.concatenate([block[0] for block in audio.blocks()])


def write_wav(path: Path, samples: Any, rate: int = RATE) -> Path:
    """``samples``: [n] or [channels, n], of int16's range."""
    table = np.atleast_2d(np.asarray(samples)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(table))
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.ascontiguousarray(table.T).tobytes())
    return path
