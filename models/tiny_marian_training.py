"""Trains the tiny translation model, both directions in every batch. One thread; goes on where it was interrupted.

Head 0 of the last layer's cross attention is shown which words belong together (guided alignment, as Marian's own
``--guided-alignment``): so copying begins early, and the engine can follow a bold word across the sentence.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from tiny_marian_data import Supply
from tiny_marian_model import Marian
from tiny_marian_tokens import Row, Tokens
from torch import Tensor

PEAK, WARM_STEPS, LEAST = 2.5e-3, 250, 0.02
SHOWN = 0.4
"""Weight of the loss of looking."""
TOKENS, BUFFER = 2200, 1500
"""Tokens of a batch, padding included, and sentences among which those of like length are looked for."""
SAVED_EVERY, TOLD_EVERY = 100, 100
AVERAGED = 0.995
"""Share of the earlier in the running mean of the weights, which is what is exported."""
IGNORED = -100


@dataclass(frozen=True)
class Batch:
    """Token numbers [rows, tokens], a mask to add [rows, 1, 1, source], looks as (row, place in target, in source)."""

    source: Tensor
    mask: Tensor
    begun: Tensor
    wanted: Tensor
    looks: Tensor


class Training:
    def __init__(self, model: Marian, tokens: Tokens, folder: Path, steps: int) -> None:
        self._model, self._tokens, self._state, self._steps = model, tokens, folder / "training.pt", steps
        self._optimizer = torch.optim.AdamW(model.parameters(), lr=PEAK, betas=(0.9, 0.98), weight_decay=0.01)
        self.mean = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self._done, self._seconds = 0, 0.0
        self.log: list[dict[str, float]] = []
        if self._state.is_file():
            kept = torch.load(self._state, weights_only=True)
            model.load_state_dict(kept["model"])
            self._optimizer.load_state_dict(kept["optimizer"])
            self.mean = kept["mean"]
            self._done, self._seconds, self.log = kept["done"], kept["seconds"], json.loads(kept["log"])
            print(f"going on after step {self._done}", flush=True)

    def run(self) -> None:
        """Until all steps are made; the model then holds the mean of its last weights."""
        sums: dict[str, float] = {}
        batches = self._batches()
        while self._done < self._steps:
            started = time.monotonic()
            told = self._step(next(batches))
            self._done, self._seconds = self._done + 1, self._seconds + time.monotonic() - started
            for name, value in told.items():
                sums[name] = sums.get(name, 0.0) + value
            if self._done % TOLD_EVERY == 0:
                mean = {name: round(value / TOLD_EVERY, 4) for name, value in sums.items()}
                self.log.append({"step": self._done, "seconds": round(self._seconds), **mean})
                print(json.dumps(self.log[-1]), flush=True)
                sums = {}
            if self._done % SAVED_EVERY == 0 or self._done == self._steps:
                self._save()
        self._model.load_state_dict(self.mean)

    def _batches(self) -> Iterator[Batch]:
        """Rows of like lengths, both directions mixed. Begun anew, other sentences come: the seed is the step."""
        draw = random.Random(self._done)
        from_english = Supply(10_000 + self._done, varied="english")
        from_chinese = Supply(20_000 + self._done, varied="chinese")
        while True:
            rows = [self._tokens.row(from_english.sentence(), from_english=True) for _ in range(BUFFER // 2)]
            rows += [self._tokens.row(from_chinese.sentence(), from_english=False) for _ in range(BUFFER // 2)]
            rows.sort(key=lambda row: (len(row.source) + len(row.target), draw.random()))
            batches: list[list[Row]] = [[]]
            for row in rows:
                widest = max((len(r.source) + len(r.target) for r in (*batches[-1], row)), default=0)
                if widest * (len(batches[-1]) + 1) > TOKENS:
                    batches.append([])
                batches[-1].append(row)
            draw.shuffle(batches)
            yield from (batch_of(batch) for batch in batches)

    def _step(self, batch: Batch) -> dict[str, float]:
        step = self._done + 1
        falling = LEAST + (1 - LEAST) * 0.5 * (1 + math.cos(math.pi * min(1.0, step / self._steps)))
        for group in self._optimizer.param_groups:
            group["lr"] = PEAK * min(1.0, step / WARM_STEPS) * falling
        logits, look = self._model(batch.source, batch.mask, batch.begun)
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), batch.wanted.flatten(), ignore_index=IGNORED)
        missed = look_loss(look, batch.looks)
        self._optimizer.zero_grad()
        (loss + SHOWN * missed).backward()
        torch.nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
        self._optimizer.step()
        kept = min(AVERAGED, 1 - 1 / (step + 1))
        for name, value in self._model.state_dict().items():
            self.mean[name].lerp_(value, 1 - kept)
        if not math.isfinite(loss.item()):
            raise FloatingPointError("the loss is not a number")
        right = (logits.argmax(-1) == batch.wanted) | (batch.wanted == IGNORED)
        return {"loss": loss.item(), "look": missed.item(), "right": right.all(1).float().mean().item()}

    def _save(self) -> None:
        made = self._state.with_suffix(".new")
        state = {"model": self._model.state_dict(), "optimizer": self._optimizer.state_dict(), "mean": self.mean}
        torch.save({**state, "done": self._done, "seconds": self._seconds, "log": json.dumps(self.log)}, made)
        made.replace(self._state)


def batch_of(rows: list[Row]) -> Batch:
    longest, longest_target = max(len(row.source) for row in rows), max(len(row.target) for row in rows)
    source = torch.zeros(len(rows), longest, dtype=torch.long)
    mask = torch.full((len(rows), 1, 1, longest), -1e9)
    begun = torch.zeros(len(rows), longest_target, dtype=torch.long)
    wanted = torch.full((len(rows), longest_target), IGNORED)
    looks: list[tuple[int, int, int]] = []
    for number, row in enumerate(rows):
        source[number, : len(row.source)] = torch.tensor(row.source)
        mask[number, 0, 0, : len(row.source)] = 0.0
        begun[number, : len(row.target)] = wanted[number, : len(row.target)] = torch.tensor(row.target)
        looks += [(number, place, seen) for place, seen in row.looks]
    return Batch(source, mask, begun, wanted, torch.tensor(looks))


def look_loss(attention: Tensor, looks: Tensor) -> Tensor:
    """How little of each place's attention (as logarithms) goes where it should look; the mean."""
    rows, places, seen = looks.unbind(1)
    at, group = (rows * attention.shape[1] + places).unique(return_inverse=True)
    given = torch.zeros(len(at)).index_add(0, group, attention[rows, places, seen].exp())
    return -(given + 1e-6).log().mean()
