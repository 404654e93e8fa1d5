"""The training of the tiny speech model: three losses, a moving mean of the weights, checkpoints it goes on from.

The usual loss is that of the written tokens. Two more (CTC) sit on the encoder: its last layer must tell the words, the
one before it the phonemes that espeak-ng spoke. Without them the attention finds no alignment for a long time.
"""

from __future__ import annotations

import copy
import math
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tiny_whisper_batches import IGNORED, Batch, Batches, shortened
from tiny_whisper_guide import guidance
from tiny_whisper_measure import edits
from tiny_whisper_network import SOUND, Shape, TinyWhisper, wire
from tiny_whisper_tokens import Vocabulary
from tiny_whisper_windows import FRAMES, MELS, Window, Windows
from torch import Tensor
from torch.nn import functional

BATCH = 16
PEAK, WARM_UP = 2e-3, 200
MEAN = 0.996
KEPT_EVERY, CHECKED_EVERY, LOOKED_EVERY = 100, 200, 100
CHECKED = 96
"""Windows at the beginning of the disk that are never trained on."""
DECODER_FROM = 0.6
"""Of the training: from then on two of three steps teach the decoder alone, at half the cost; it learns later."""
SHOWN = 1.0
"""The weight of the loss that shows the decoder where to look."""
TOGETHER, WHOLE = 8, 0.3
"""``WHOLE``: how often padding inside the six seconds is read position by position, as it is in use."""
SINGLE_UNTIL, LEAST_SINGLE = 0.5, 0.2
"""Of the training: when windows are no longer cut to one sentence more often than the least."""
RARE = 20
"""Phonemes that the windows have less often get no class."""


class Training:
    def __init__(self, work: Path, windows: Windows, steps: int) -> None:
        self._work, self._windows, self._steps = work, windows, steps
        self.vocabulary = Vocabulary()
        self._rows = windows.made()
        kept = self._kept()
        symbols = kept["symbols"] if kept else _symbols(self._rows)
        self.shape = Shape(len(self.vocabulary.tokens), len(self.vocabulary.plain), len(symbols))
        torch.manual_seed(1)
        self.network = TinyWhisper(self.shape)
        wire(self.network)
        self.mean = copy.deepcopy(self.network).eval()
        self._quick = copy.deepcopy(self.network).bfloat16()
        self._batches = Batches(self.vocabulary, symbols)
        matrices = [
            weight for name, weight in self.network.named_parameters()
            if weight.ndim == 2 and name.startswith(("encoder.", "decoder."))
        ]  # fmt: skip
        taken = set(map(id, matrices))
        others = [weight for weight in self.network.parameters() if id(weight) not in taken]
        self._optimizers = [
            torch.optim.Muon(matrices, PEAK, 0.01, adjust_lr_fn="match_rms_adamw"),
            torch.optim.AdamW(others, PEAK, (0.9, 0.98), weight_decay=0.01, fused=True),
        ]
        self._weights = [list(network.parameters()) for network in (self.network, self._quick, self.mean)]
        self.step = 0
        if kept:
            self.network.load_state_dict(kept["network"])
            self.mean.load_state_dict(kept["mean"])
            for optimizer, state in zip(self._optimizers, kept["optimizers"], strict=bool(kept["optimizers"])):
                optimizer.load_state_dict(state)
            self.step = kept["step"]

    def _kept(self) -> dict[str, Any] | None:
        path = self._work / "checkpoint.pt"
        return torch.load(path, weights_only=False) if path.exists() else None

    def _keep(self) -> None:
        kept = {
            "symbols": self._batches.symbols, "network": self.network.state_dict(), "mean": self.mean.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer in self._optimizers], "step": self.step,
        }  # fmt: skip
        torch.save(kept, self._work / "checkpoint.new")
        (self._work / "checkpoint.new").replace(self._work / "checkpoint.pt")

    def run(self) -> None:
        """Until all steps are done; tells its losses, and how well it hears the windows kept apart."""
        began, told, losses = time.monotonic(), self.step, list[Tensor]()
        while self.step < self._steps:
            if self.step % LOOKED_EVERY == 0:
                self._rows = self._windows.made()
            losses.append(self._advance(random.Random(self.step)))
            if self.step % 50 == 0:
                means = " ".join(f"{float(value):.3f}" for value in torch.stack(losses).mean(0))
                speed = (self.step - told) / (time.monotonic() - began)
                print(f"step {self.step} losses {means} windows {len(self._rows)} {speed:.2f}/s", flush=True)
                losses.clear()
            if self.step % KEPT_EVERY == 0:
                self._keep()
            if self.step % CHECKED_EVERY == 0:
                print(f"step {self.step} kept apart: {self._check()}", flush=True)

    def _advance(self, chance: random.Random) -> Tensor:
        done = self.step / self._steps
        rate = PEAK * min((self.step + 1) / WARM_UP, 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
        for optimizer in self._optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate
        windows, mels = self._chosen()
        batch = self._batches.batch(windows, mels, chance)
        most = SOUND if chance.random() < WHOLE else min(SOUND, (int(batch.frames.max()) + 8) // 8 * 8)
        exact, quick, mean = self._weights
        with torch.no_grad():
            torch._foreach_copy_(quick, exact)
        alone = done > DECODER_FROM and self.step % 3 != 0
        written, word_loss, phoneme_loss, (_, heard) = self._losses(self._quick, batch, most, fixed=alone)
        aside = 0.5 if done < 0.5 else 0.25
        shown = guidance(self._quick, self.vocabulary, batch, heard)
        (written + aside * (word_loss + phoneme_loss) + SHOWN * shown).backward()
        for weight, counted in zip(exact, quick, strict=True):
            weight.grad, counted.grad = counted.grad.float() if counted.grad is not None else None, None
        torch.nn.utils.clip_grad_norm_(exact, 1.0)
        for optimizer in self._optimizers:
            optimizer.step()
        self.step += 1
        with torch.no_grad():
            torch._foreach_lerp_(mean, exact, 1 - min(MEAN, self.step / (self.step + 50)))
        return torch.stack([written, word_loss, phoneme_loss, shown]).detach()

    def _chosen(self) -> tuple[list[Window], NDArray[np.float16]]:
        """The windows of this step: those of eight steps are drawn together, and each step gets some of like length.

        At first they are cut to a single sentence, later less and less often.
        """
        chance = random.Random(self.step // TOGETHER)
        single = max(LEAST_SINGLE, 1 - self.step / self._steps / SINGLE_UNTIL)
        drawn = [
            (place, *shortened(self._rows[place], chance, single))
            for place in chance.sample(range(CHECKED, len(self._rows)), BATCH * TOGETHER)
        ]
        drawn.sort(key=lambda one: one[1].frames)
        turn = chance.sample(range(TOGETHER), TOGETHER)[self.step % TOGETHER]
        kept = drawn[turn * BATCH : (turn + 1) * BATCH]
        mels = np.zeros((BATCH, MELS, FRAMES), np.float16)
        stored = self._windows.mels(len(self._rows))
        for row, (place, window, first) in zip(mels, kept, strict=True):
            row[:, : window.frames] = stored[place, :, first : first + window.frames]
        return [window for _, window, _ in kept], mels

    def _losses(
        self, network: TinyWhisper, batch: Batch, most: int, *, fixed: bool = False
    ) -> tuple[Tensor, Tensor, Tensor, tuple[Tensor, Tensor]]:
        with torch.set_grad_enabled(torch.is_grad_enabled() and not fixed):
            memory, middle = network.hear(batch.mels.to(network.first.weight.dtype), most)
            words = network.sound_words(memory[:, :most])
            phonemes = network.sound_phonemes(middle[:, :most])
        logits = network.write(batch.tokens, memory)
        written = functional.cross_entropy(
            logits.float().flatten(0, 1), batch.following.flatten(), ignore_index=IGNORED, label_smoothing=0.03
        )
        aside = [
            _aligned(values, targets, batch.frames)
            for values, targets in ((words, batch.words), (phonemes, batch.phonemes))
        ]
        return written, aside[0], aside[1], (logits, words)

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def _check(self) -> str:
        batch = self._batches.batch(
            self._rows[:CHECKED], self._windows.mels(len(self._rows))[:CHECKED], random.Random(1), plain=True
        )
        written, words, phonemes, (logits, heard) = self._losses(self.mean, batch, SOUND)
        wanted = batch.following
        right = ((logits.argmax(-1) == wanted) & (wanted != IGNORED)).sum() / (wanted != IGNORED).sum()
        wrong = total = 0
        for row, frames, target in zip(heard.argmax(-1), batch.frames, batch.words, strict=True):
            told = [n for n in torch.unique_consecutive(row[: int(frames)]).tolist() if n]
            wrong += edits(told, target)
            total += len(target)
        losses = " ".join(f"{float(value):.3f}" for value in (written, words, phonemes))
        return f"losses {losses}, next token {float(right):.1%}, words wrong by the encoder alone {wrong / total:.1%}"


def _aligned(values: Tensor, targets: list[list[int]], frames: Tensor) -> Tensor:
    lengths = torch.tensor([len(target) for target in targets])
    flat = torch.tensor([number for target in targets for number in target], dtype=torch.long)
    logs = values.float().log_softmax(-1).transpose(0, 1)
    return functional.ctc_loss(logs, flat, frames, lengths, zero_infinity=True)


def _symbols(rows: list[Window]) -> dict[str, int]:
    found = Counter(phoneme for row in rows for part in row.parts for phoneme in part.phonemes)
    return {phoneme: place for place, phoneme in enumerate(sorted(p for p, n in found.items() if n >= RARE), 1)}
