"""Makes the two sounds in ``assets/sounds``: the microphone listens, the microphone has stopped.

python packaging/make_sounds.py

Two soft sine tones each, rising or falling, with slow edges: heard, and over before the first word.
"""

from __future__ import annotations

import math
import struct
import sys
import wave
from pathlib import Path

SOUNDS = Path(__file__).resolve().parents[1] / "assets" / "sounds"
RATE = 44_100
TONE_SECONDS, LOUDNESS = 0.055, 0.16
TONES = {"listen": (660.0, 880.0), "stop": (880.0, 660.0)}


def main() -> int:
    SOUNDS.mkdir(parents=True, exist_ok=True)
    for name, tones in TONES.items():
        with wave.open(str(SOUNDS / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(b"".join(tone(frequency) for frequency in tones))
    return 0


def tone(frequency: float) -> bytes:
    count = int(RATE * TONE_SECONDS)
    values = (
        LOUDNESS * math.sin(math.pi * n / count) ** 2 * math.sin(2 * math.pi * frequency * n / RATE)
        for n in range(count)
    )
    return b"".join(struct.pack("<h", round(32767 * value)) for value in values)


if __name__ == "__main__":
    sys.exit(main())
