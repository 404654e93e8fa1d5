"""Batches for the training of the tiny speech model: spectrograms, changed a little, and what is to be written.

In two of three batches the model learns times, in one the text alone (which ``word_timestamps`` needs). Some batches
have earlier text before the beginning, up to as long as faster-whisper ever gives: sentences, or words as hot-words
are given. It says nothing about the window, and the model learns not to repeat it.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from tiny_whisper_tokens import Vocabulary
from tiny_whisper_windows import Window
from tiny_whisper_words import sentence, words
from torch import Tensor

IGNORED = -100
LATEST_BEGINNING = 1.0
"""faster-whisper lets no first time be later, in seconds."""
NO_SPEECH_TOLD = 0.85
"""How often a window without speech is taught to begin with the token for it, and not with a time."""


@dataclass(frozen=True)
class Batch:
    mels: Tensor
    frames: Tensor
    tokens: Tensor
    following: Tensor
    words: list[list[int]]
    phonemes: list[list[int]]


class Batches:
    """``symbols`` numbers the phonemes from 1, as the windows have them."""

    def __init__(self, vocabulary: Vocabulary, symbols: dict[str, int]) -> None:
        self.vocabulary, self.symbols = vocabulary, symbols

    def batch(
        self, windows: list[Window], mels: NDArray[np.float16], chance: random.Random, *, plain: bool = False
    ) -> Batch:
        """``plain``: nothing is changed, and times are wanted, without earlier text."""
        timed = plain or chance.random() < 0.65
        earlier = [] if plain or chance.random() < 0.6 else self._earlier(chance)
        rows = [self.written(window, timed, chance) for window in windows]
        most = len(earlier) + max(len(tokens) for tokens, _ in rows)
        tokens = torch.full((len(rows), most), self.vocabulary.end)
        following = torch.full((len(rows), most), IGNORED)
        for place, (before, after) in enumerate(rows):
            tokens[place, : len(earlier) + len(before)] = torch.tensor(earlier + before)
            following[place, len(earlier) : len(earlier) + len(after)] = torch.tensor(after)
        sound = torch.from_numpy(mels.astype(np.float32))
        if not plain:
            sound = changed(sound, [window.frames for window in windows], chance)
        texts = [" ".join(part.text for part in window.parts) for window in windows]
        return Batch(
            sound,
            torch.tensor([max(window.frames // 2, 1) for window in windows]),
            tokens,
            following,
            [self.vocabulary.plain_numbers(text) for text in texts],
            [[self.symbols.get(p, 0) for part in w.parts for p in part.phonemes if p in self.symbols] for w in windows],
        )

    def written(self, window: Window, timed: bool, chance: random.Random) -> tuple[list[int], list[int]]:
        """The tokens from the start on, and what is to follow each of them."""
        known = self.vocabulary
        if not window.parts:
            told = chance.random() < NO_SPEECH_TOLD
            second = known.zero if timed else known.untimed
            return [known.start, second], [known.nothing if told or not timed else known.zero, known.end]
        tokens = [known.start] if timed else [known.start, known.untimed]
        for place, part in enumerate(window.parts):
            if timed:
                tokens.append(known.time(part.start if place else min(part.start, LATEST_BEGINNING)))
            tokens += known.numbers(part.text)
            if timed and part.whole:
                tokens.append(known.time(part.end))
        following = [*tokens[1:], known.end]
        if not timed:
            following[0] = IGNORED
        return tokens, following

    def _earlier(self, chance: random.Random) -> list[int]:
        known = self.vocabulary
        length = chance.choice((chance.randint(1, 12), chance.randint(4, 50), chance.randint(30, 223)))
        hints = chance.random() < 0.3
        found = list[int]()
        while len(found) < length:
            if hints:
                found += known.numbers(chance.choice(words())) if chance.random() < 0.9 else [0]
                continue
            start = chance.uniform(0, 3)
            found += [known.time(start), *known.numbers(sentence(chance)), known.time(start + chance.uniform(0.5, 3))]
        return [known.before, *found[-length:]]


def shortened(window: Window, chance: random.Random, single: float) -> tuple[Window, int]:
    """``window`` cut to one of its sentences, as often as ``single`` says, and the frame where that begins."""
    if len(window.parts) < 2 or chance.random() >= single:
        return window, 0
    place = chance.randrange(len(window.parts))
    part, first, last = window.parts[place], 0.0, window.frames / 100
    if place:
        first = chance.uniform(window.parts[place - 1].end, part.start)
    if place + 1 < len(window.parts):
        last = chance.uniform(part.end, window.parts[place + 1].start)
    frame = math.ceil(first * 100)
    moved = replace(part, start=part.start - frame / 100, end=part.end - frame / 100)
    return Window([moved], max(math.floor(last * 100) - frame, 1)), frame


def changed(mels: Tensor, frames: list[int], chance: random.Random) -> Tensor:
    """Other throats (the bands a little apart or closer), bands and moments that are missing, other loudness."""
    changed_rows = list[Tensor]()
    bands = torch.arange(mels.shape[1], dtype=torch.float32)
    for mel, count in zip(mels, frames, strict=True):
        sound = mel[:, :count].clone()
        if chance.random() < 0.5:
            wanted = (bands * chance.uniform(0.92, 1.09)).clamp(0, len(bands) - 1)
            low = wanted.floor().long().clamp(max=len(bands) - 2)
            share = (wanted - low)[:, None]
            sound = sound[low] * (1 - share) + sound[low + 1] * share
        if chance.random() < 0.5:
            sound = sound + chance.uniform(-0.2, 0.2)
        middle = float(sound.mean()) if count else 0.0
        for _ in range(chance.choice((0, 0, 1, 2))):
            first = chance.randrange(mels.shape[1] - 10)
            sound[first : first + chance.randint(1, 10)] = middle
        for _ in range(chance.choice((0, 0, 1, 2))):
            first = chance.randrange(max(count, 1))
            sound[:, first : first + chance.randint(1, 12)] = middle
        changed_rows.append(torch.nn.functional.pad(sound, (0, mel.shape[1] - count)))
    return torch.stack(changed_rows)
