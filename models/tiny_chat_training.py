"""Trains the tiny chat model on its lessons, in three stages: repeat, find, answer in the real prompt. One thread."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from tiny_chat_data import Lesson, Lessons
from tokenizers import Tokenizer

IGNORED = -100
NUMBER_WEIGHT = 5.0
"""One token of an answer is the passage's number: without weight it would be learnt last."""
Batch = tuple[torch.Tensor, torch.Tensor]


@dataclass(frozen=True)
class Stage:
    """``share`` of all steps. A stage without passages only repeats random tokens, which makes heads that copy."""

    share: float
    rows: int
    most_passages: int = 0
    most_facts: int = 1
    turns: int = 1
    rules: bool = False
    longest: int = 256


STAGES = (
    Stage(0.02, 32),
    Stage(0.43, 24, most_passages=4, most_facts=2, turns=4, longest=224),
    Stage(0.25, 12, most_passages=6, most_facts=3, turns=6, rules=True, longest=400),
    Stage(0.30, 12, most_passages=6, most_facts=4, turns=1, rules=True, longest=512),
)


def train(model: torch.nn.Module, tokenizer: Tokenizer, steps: int, peak: float = 3e-3) -> None:
    """``model`` is a causal language model of transformers; prints the loss and the share of right tokens."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=peak, betas=(0.9, 0.98), weight_decay=0.01)
    model.train()
    mark = tokenizer.encode(" [", add_special_tokens=False).ids[0]
    started, total, right, count = time.monotonic(), 0.0, 0, 0
    for step, (ids, wanted) in enumerate(batches(tokenizer, steps), 1):
        warm, left = min(1.0, step / 50), 0.5 * (1 + math.cos(math.pi * step / (steps + 1)))
        for group in optimizer.param_groups:
            group["lr"] = peak * warm * max(0.03, left)
        hidden = model.model(input_ids=ids, use_cache=False).last_hidden_state[:, :-1]
        chosen = wanted[:, 1:] != IGNORED
        logits, target = model.lm_head(hidden[chosen]), wanted[:, 1:][chosen]
        losses = torch.nn.functional.cross_entropy(logits, target, reduction="none")
        weights = 1.0 + NUMBER_WEIGHT * (ids[:, :-1][chosen] == mark)
        loss = (losses * weights).sum() / weights.sum()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        total, right, count = total + loss.item(), right + int((logits.argmax(1) == target).sum()), count + len(target)
        if step % 50 == 0:
            seconds = time.monotonic() - started
            print(f"{step:5} loss {total / 50:.3f} right {right / count:.3f} {seconds:.0f} s", flush=True)
            total, right, count = 0.0, 0, 0
    model.eval()


def batches(tokenizer: Tokenizer, steps: int) -> Iterator[Batch]:
    lessons, chance = Lessons(2), random.Random(3)
    for stage in STAGES:
        for _ in range(round(stage.share * steps)):
            if stage.most_passages:
                yield padded([encoded(tokenizer, one, stage.longest) for one in some(lessons, stage)])
            else:
                yield repeats(chance, stage.rows, tokenizer.get_vocab_size())


def some(lessons: Lessons, stage: Stage) -> list[Lesson]:
    """A batch of like lengths, chosen out of four times as many, so that little of it is padding."""
    made = [
        lessons.lesson(
            most_passages=stage.most_passages, most_facts=stage.most_facts, turns=stage.turns, rules=stage.rules
        )
        for _ in range(stage.rows * 2)
    ]
    made.sort(key=lambda one: len(one.text.encode()))
    start = (len(made[0].text) * 7 + len(made[-1].text)) % (stage.rows + 1)
    return made[start : start + stage.rows]


def repeats(chance: random.Random, rows: int, vocabulary: int) -> Batch:
    """Each row says one random sequence over and over; from its second time on it can be known."""
    period = chance.randint(6, 24)
    ids = torch.tensor([[chance.randrange(3, vocabulary) for _ in range(period)] for _ in range(rows)]).repeat(1, 3)
    wanted = ids.clone()
    wanted[:, : period + 1] = IGNORED
    return ids, wanted


def encoded(tokenizer: Tokenizer, lesson: Lesson, longest: int) -> tuple[list[int], list[int]]:
    """Tokens, and those of them that are to be learnt: the answers with their ends."""
    encoding = tokenizer.encode(lesson.text, add_special_tokens=False)
    wanted = [
        number if any(a <= start and end <= b for a, b in lesson.answers) else IGNORED
        for number, (start, end) in zip(encoding.ids, encoding.offsets, strict=True)
    ]
    return encoding.ids[:longest], wanted[:longest]


def padded(rows: list[tuple[list[int], list[int]]]) -> Batch:
    """Padding stands on the right, where a causal model does not see it."""
    width = max(len(ids) for ids, _ in rows)
    ids, wanted = torch.zeros((len(rows), width), dtype=torch.long), torch.full((len(rows), width), IGNORED)
    for row, (numbers, learnt) in enumerate(rows):
        ids[row, : len(numbers)], wanted[row, : len(learnt)] = torch.tensor(numbers), torch.tensor(learnt)
    return ids, wanted


def share_right(model: torch.nn.Module, tokenizer: Tokenizer, count: int = 200) -> float:
    """Of lessons never seen, the share whose answer greedy decoding gives word for word, mark included."""
    lessons, right = Lessons(99), 0
    for _ in range(count):
        ids, wanted = encoded(
            tokenizer, lessons.lesson(most_passages=6, most_facts=3, turns=1, rules=True), longest=1024
        )
        with torch.no_grad():
            best = model(input_ids=torch.tensor([ids])).logits[0].argmax(1).tolist()
        right += all(w in (IGNORED, b) for b, w in zip(best[:-1], wanted[1:], strict=True))
    return right / count
