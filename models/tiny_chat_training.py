"""Trains the tiny chat model on its lessons, short ones first. One thread; goes on where it was interrupted.

Two things make little training enough: many questions to the same passages in one row, each knowing nothing of the
others, and heads that are shown where to look until they find it themselves.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tiny_chat_batches import IGNORED, Batch, Look, batch_of, row_of
from tiny_chat_data import Lessons, Shape
from tiny_chat_forward import Heads, hidden_states
from tiny_chat_wiring import WATCHED
from tokenizers import Tokenizer

NUMBER_WEIGHT, END_WEIGHT = 4.0, 3.0
"""Few tokens of an answer decide it: the first (which sentence; see Stage), the passage's number, that it ends."""
PEAK, WARM_STEPS, FALLING_STEPS = 3e-3, 60, 1450
SAVED_EVERY, TOLD_EVERY, SHOWN_EACH = 25, 50, 1 / 7


@dataclass(frozen=True)
class Stage:
    """``tokens`` in a batch, padding included. ``shown`` is the weight of the watched heads' loss, ``first`` that of an
    answer's first token, in the later stages also of its source. ``rate``: of PEAK; without it, along a cosine."""

    steps: int
    tokens: int
    shape: Shape
    shown: tuple[float, float]
    first: float = 3.0
    rate: tuple[float, float] | None = None


STAGES = (
    Stage(300, 4000, Shape((1, 2), (1, 2), 5, rules=False, history=0.0, refusals=0.1), (1.0, 0.7)),
    Stage(300, 5000, Shape((1, 4), (1, 3), 7, rules=False, history=0.2, refusals=0.2, tables=0.05), (0.7, 0.475)),
    Stage(300, 4500, Shape((1, 4), (1, 3), 7, rules=True, history=0.3, refusals=0.2, tables=0.08), (2.0, 1.6667)),
    Stage(375, 4500, Shape((1, 4), (1, 3), 7, True, 0.3, 0.2, 0.08), (1.5, 1.5), first=10.0, rate=(0.5, 0.312500)),
    Stage(225, 4000, Shape((1, 4), (1, 3), 7, True, 0.3, 0.2, 0.08, 0.9), (1.0, 0.678571), 6.0, (0.5, 0.339286)),
    Stage(700, 4000, Shape((1, 4), (1, 3), 8, True, 0.3, 0.2, 0.06, 0.9, 0.4), (2.5, 2.0), 6.0, (0.33, 0.0)),
    Stage(300, 4000, Shape((1, 4), (1, 3), 8, True, 0.3, 0.2, 0.06, 0.9, 0.4), (2.5, 2.0), 6.0, (0.2, 0.0)),
)


class Training:
    """``log`` collects a line for every TOLD_EVERY steps; ``folder`` keeps the state from which to go on."""

    def __init__(self, model: Any, tokenizer: Tokenizer, folder: Path, plan: tuple[Stage, ...]) -> None:
        self._model, self._tokenizer, self._state, self._plan = model, tokenizer, folder / "training.pt", plan
        self._optimizer = torch.optim.AdamW(
            [p for p in model.parameters() if p.requires_grad], lr=PEAK, betas=(0.9, 0.98), weight_decay=0.01
        )
        self._steps = sum(stage.steps for stage in plan)
        self._done, self._seconds = 0, 0.0
        self.log: list[dict[str, float]] = []
        if self._state.is_file():
            kept = torch.load(self._state, weights_only=True)
            model.load_state_dict(kept["model"])
            self._optimizer.load_state_dict(kept["optimizer"])
            self._done, self._seconds, self.log = kept["done"], kept["seconds"], json.loads(kept["log"])
            print(f"going on after step {self._done}", flush=True)

    def run(self) -> None:
        self._model.train()
        sums: dict[str, float] = {}
        for step, stage, share in self._ahead():
            started = time.monotonic()
            batch = self._batch(step, stage)
            for group in self._optimizer.param_groups:
                group["lr"] = PEAK * _rate(step, stage, share)
            told = self._step(batch, stage, stage.shown[0] + (stage.shown[1] - stage.shown[0]) * share)
            self._done, self._seconds = step, self._seconds + time.monotonic() - started
            for name, value in told.items():
                sums[name] = sums.get(name, 0.0) + value
            if step % TOLD_EVERY == 0:
                mean = {name: round(value / TOLD_EVERY, 4) for name, value in sums.items()}
                self.log.append({"step": step, "seconds": round(self._seconds), **mean})
                print(json.dumps(self.log[-1]), flush=True)
                sums = {}
            if step % SAVED_EVERY == 0 or step == self._steps:
                self._save()
        self._model.eval()

    def _ahead(self) -> Iterator[tuple[int, Stage, float]]:
        """Steps still to be made, each with its stage and how much of that is done, 0 to 1."""
        step = 0
        for stage in self._plan:
            for within in range(stage.steps):
                step += 1
                if step > self._done:
                    yield step, stage, within / stage.steps

    def _batch(self, step: int, stage: Stage) -> Batch:
        """Rows of like lengths, chosen out of more, so that little of it is padding. A step has its own seed."""
        lessons = Lessons(1000 + step)
        rows = [row_of(self._tokenizer, lessons.lesson(stage.shape)) for _ in range(max(8, stage.tokens // 100))]
        rows.sort(key=lambda row: len(row.ids))
        start = step * 7919 % len(rows)
        while start and len(rows[start].ids) * (len(rows) - start) < stage.tokens:
            start -= 1
        taken = [rows[start]]
        for row in rows[start + 1 :]:
            if len(row.ids) * (len(taken) + 1) > stage.tokens:
                break
            taken.append(row)
        return batch_of(taken)

    def _step(self, batch: Batch, stage: Stage, shown: float) -> dict[str, float]:
        watched: Heads = {}
        if shown:
            for layer, head in dict.fromkeys((layer, head) for _, layer, head in WATCHED):
                watched[layer] = (*watched.get(layer, ()), head)
        hidden, scores = hidden_states(self._model, batch.ids, batch.positions, batch.mask, watched)
        chosen = batch.wanted != IGNORED
        logits, target = self._model.lm_head(hidden[chosen]), batch.wanted[chosen]
        losses = torch.nn.functional.cross_entropy(logits, target, reduction="none")
        weights = self._weights(batch, stage.first)[chosen]
        loss = (losses * weights).sum() / weights.sum()
        told = {"loss": loss.item(), "right": (logits.argmax(1) == target).float().mean().item()}
        for look, layer, head in WATCHED:
            if shown and len(batch.looks[look]) and (look is not Look.FIRST or stage.rate):
                missed = look_loss(scores[layer, head], batch.looks[look])
                told[f"{look.value} {layer}.{head}"] = missed.item()
                loss = loss + shown * SHOWN_EACH * missed
        if not math.isfinite(loss.item()):
            raise FloatingPointError("the loss is not a number")
        self._optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
        self._optimizer.step()
        return told

    def _weights(self, batch: Batch, first: float) -> torch.Tensor:
        mark, end = (self._tokenizer.encode(text, add_special_tokens=False).ids[0] for text in (" [", "<|im_end|>"))
        chosen = batch.wanted != IGNORED
        weights = torch.ones(batch.wanted.shape)
        weights[batch.ids == mark] = NUMBER_WEIGHT
        weights[:, 1:][chosen[:, 1:] & ~chosen[:, :-1]] = first
        weights[batch.wanted == mark] = weights[batch.wanted == end] = END_WEIGHT
        return weights

    def _save(self) -> None:
        made = self._state.with_suffix(".new")
        state = {"model": self._model.state_dict(), "optimizer": self._optimizer.state_dict(), "done": self._done}
        torch.save({**state, "seconds": self._seconds, "log": json.dumps(self.log)}, made)
        made.replace(self._state)


def _rate(step: int, stage: Stage, share: float) -> float:
    if stage.rate is not None:
        return stage.rate[0] + (stage.rate[1] - stage.rate[0]) * share
    return min(1.0, step / WARM_STEPS) * 0.5 * (1 + math.cos(math.pi * step / (FALLING_STEPS + 1)))


def look_loss(scores: torch.Tensor, looks: torch.Tensor) -> torch.Tensor:
    """How little of each place's attention goes to the places it should look at, as the mean of its logarithm."""
    attention = scores.log_softmax(dim=-1)
    rows, places, seen = looks.unbind(1)
    width = scores.shape[-1]
    at = rows * width + places
    unique, group = at.unique(return_inverse=True)
    given = torch.zeros(len(unique)).index_add(0, group, attention[rows, places, seen].exp())
    return -(given + 1e-6).log().mean()


def share_right(model: Any, tokenizer: Tokenizer, shape: Shape, lessons: int, seed: int = 7) -> dict[str, float]:
    """Of questions with names never seen, the share whose answer greedy decoding gives word for word, by kind."""
    supply, right, count = Lessons(seed, held_out=True), dict[str, int](), dict[str, int]()
    for _ in range(lessons):
        lesson = supply.lesson(shape)
        row = row_of(tokenizer, lesson)
        batch = batch_of([row])
        with torch.no_grad():
            hidden, _ = hidden_states(model, batch.ids, batch.positions, batch.mask, {})
            best = model.lm_head(hidden)[0].argmax(1)
        wrong = (best != batch.wanted[0]) & (batch.wanted[0] != IGNORED)
        wrong_branches = {row.branch[place] for place in wrong.nonzero()[:, 0].tolist()}
        for number, branch in enumerate(lesson.branches, 1):
            for name in (lesson.language, f"{lesson.language} {branch.kind}"):
                count[name] = count.get(name, 0) + 1
                right[name] = right.get(name, 0) + (number not in wrong_branches)
    return {name: round(right[name] / count[name], 3) for name in sorted(count)}
