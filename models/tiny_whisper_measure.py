"""How many words the tiny speech model gets wrong, through faster-whisper, on sentences that it never heard.

    PYTHONPATH=. python models/tiny_whisper_measure.py --model tests/data/models/tiny-whisper \
        --out tests/golden/speech/tiny-whisper.json
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import types
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tiny_whisper_voices import HEARD, RATE, UNHEARD, Manner, manner, speak
from tiny_whisper_words import sentences_apart

FEWEST_DECIBELS, MOST_DECIBELS = 10.0, 35.0
"""Speech over noise."""


FIRST = 14


@dataclass(frozen=True)
class Clip:
    """``text`` as it is spoken in ``sound`` (16 kHz)."""

    text: str
    sound: NDArray[np.float32]


def words_of(text: str) -> list[str]:
    """The words without capitals and marks."""
    return re.findall(r"[a-z]+", text.lower())


def word_errors(told: str, wanted: str) -> int:
    """How many words have to be put in, taken out or changed."""
    return edits(words_of(told), words_of(wanted))


def edits(first: Sequence[Any], second: Sequence[Any]) -> int:
    """How many items have to be put in, taken out or changed, to make ``second`` of ``first``."""
    row = list(range(len(second) + 1))
    for place, one in enumerate(first, 1):
        before, row[0] = row[0], place
        for other, two in enumerate(second, 1):
            before, row[other] = row[other], min(row[other] + 1, row[other - 1] + 1, before + (one != two))
    return row[-1]


def clip(texts: Sequence[str], how: Manner, chance: random.Random, *, noisy: bool = True) -> Clip:
    """``texts`` one after another, with pauses, silence around them and a little noise."""
    parts = [np.zeros(round(chance.uniform(0.1, 0.6) * RATE), np.float32)]
    for text in texts:
        parts += [speak(text, how).samples, np.zeros(round(chance.uniform(0.3, 0.9) * RATE), np.float32)]
    sound = np.concatenate(parts) * np.float32(10 ** chance.uniform(-1, 0))
    if noisy:
        level = float(np.sqrt(np.mean(sound**2)))
        loudness = level * 10 ** (-chance.uniform(FEWEST_DECIBELS, MOST_DECIBELS) / 20)
        numbers = np.random.default_rng(chance.getrandbits(32))
        sound = sound + numbers.standard_normal(len(sound)).astype(np.float32) * np.float32(loudness)
    return Clip(" ".join(texts), sound)


def clips(kind: str, count: int) -> list[Clip]:
    """The clips of one row of the figures, always the same ones."""
    chance, apart = random.Random(f"clips of {kind}"), sentences_apart()
    made = list[Clip]()
    while len(made) < count:
        how = manner(chance, UNHEARD if kind == "unheard voices" else HEARD)
        texts = [chance.choice(apart)]
        if kind == "several sentences":
            texts += chance.choices(apart, k=3)
        if kind == "clear":
            how = Manner("en-us", 165, 50)
        if kind == "no speech":
            numbers = np.random.default_rng(chance.getrandbits(32))
            length = round(chance.uniform(0.5, 8) * RATE)
            made.append(Clip("", numbers.standard_normal(length).astype(np.float32) * len(made) ** 2 * 1e-4))
            continue
        made.append(clip(texts, how, chance, noisy=kind != "clear"))
    return made


KINDS = {"clear": 60, "heard voices": 100, "unheard voices": 100, "several sentences": 15, "no speech": 12}


def load(folder: Path) -> Any:
    """The model as faster-whisper has it. That imports a client of a model hub, which nothing here needs or has."""
    sys.modules.setdefault("huggingface_hub", types.ModuleType("huggingface_hub"))
    from faster_whisper import WhisperModel

    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)


def told(model: Any, sound: NDArray[np.float32], **options: Any) -> str:
    """What ``model`` writes of ``sound``."""
    segments, _ = model.transcribe(sound, language="en", **options)
    return "".join(segment.text for segment in segments).strip()


def measured(model: Any, kind: str, count: int, **options: Any) -> dict[str, float | int]:
    """The figures of one row: words, wrong ones, their share (of clips without speech: those with any text).

    ``first`` is the share of the first clips alone, which the test hears again.
    """
    made = clips(kind, count)
    texts = [told(model, one.sound, **options) for one in made]
    wrong, total = counted(texts, made)
    first_wrong, first_total = counted(texts[:FIRST], made[:FIRST])
    first = round(first_wrong / first_total, 4)
    return {"clips": count, "words": total, "wrong": wrong, "rate": round(wrong / total, 4), "first": first}


def counted(texts: Sequence[str], made: Sequence[Clip]) -> tuple[int, int]:
    """How many words are wrong, of how many; where nothing is said, how many texts there are, of how many clips."""
    total = sum(len(words_of(one.text)) for one in made)
    wrong = sum(word_errors(text, one.text) for text, one in zip(texts, made, strict=True))
    return (wrong, total) if total else (sum(bool(text) for text in texts), len(made))


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the tiny speech model.")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--share", type=float, default=1.0, help="of the clips")
    arguments = parser.parse_args()
    model = load(arguments.model)
    figures = {kind: measured(model, kind, max(1, round(count * arguments.share))) for kind, count in KINDS.items()}
    text = json.dumps(figures, indent=2) + "\n"
    print(text, end="")
    if arguments.out:
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
