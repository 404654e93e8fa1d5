"""Turns lessons into batches: tokens, who sees whom, what is to be learnt, and where the watched heads should look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

import torch
from tiny_chat_data import ANSWER_BEGINS, Branch, Lesson
from tokenizers import Tokenizer

IGNORED = -100
RARE = 5
"""A token that stands in the passages oftener than that says little about which sentence is meant."""


class Look(Enum):
    """What a watched head is shown while the model learns; the name of what it should look at."""

    SENTENCE_START = "sentence start"
    NUMBER = "number"
    MATCH = "match"
    ASKED = "asked"
    SOURCE = "source"
    FIRST = "first source"
    CITED = "cited"


@dataclass
class Row:
    """``branch`` is 0 for the prompt, then counts the branches; ``looks`` are pairs of places, by kind."""

    ids: list[int] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    branch: list[int] = field(default_factory=list)
    wanted: list[int] = field(default_factory=list)
    looks: dict[Look, list[tuple[int, int]]] = field(default_factory=lambda: {look: [] for look in Look})


@dataclass(frozen=True)
class Batch:
    """``wanted``: at each place the token that should come next, or IGNORED. ``looks``: row, place, place looked at."""

    ids: torch.Tensor
    positions: torch.Tensor
    mask: torch.Tensor
    wanted: torch.Tensor
    looks: dict[Look, torch.Tensor]


def row_of(tokenizer: Tokenizer, lesson: Lesson) -> Row:
    start = tokenizer.encode(lesson.start, add_special_tokens=False)
    row, length = Row(), len(start.ids)
    row.ids, row.positions = list(start.ids), list(range(length))
    row.branch, row.wanted = [0] * length, [IGNORED] * length
    at = _places(start.offsets)
    for (begin, end), number in zip(lesson.sentences, lesson.numbers, strict=True):
        tokens = [place for place, (a, b) in enumerate(start.offsets) if begin <= a and b <= end]
        for place in tokens:
            row.looks[Look.SENTENCE_START].append((place, tokens[0]))
            row.looks[Look.NUMBER].append((place, at[number]))
    for count, branch in enumerate(lesson.branches, 1):
        _add(row, tokenizer, branch, count, at, start.ids)
    return row


def _add(row: Row, tokenizer: Tokenizer, branch: Branch, count: int, at: dict[int, int], start: Sequence[int]) -> None:
    encoding = tokenizer.encode(branch.text, add_special_tokens=False)
    origin, length = len(row.ids), len(encoding.ids)
    answer = len(branch.question) + len(ANSWER_BEGINS)
    row.ids += encoding.ids
    row.positions += range(len(start), len(start) + length)
    row.branch += [count] * length
    learnt = [n for n, (a, b) in enumerate(encoding.offsets) if answer <= a and b < len(branch.text)]
    row.wanted += [IGNORED] * length
    for n in learnt:
        row.wanted[origin + n - 1] = encoding.ids[n]
    if branch.at < 0:
        return
    stop = at[branch.at + len(branch.sentence) - 1]
    sentence = range(at[branch.at], stop + 1)
    begin = branch.question.find(branch.subject)
    named = range(begin, begin + len(branch.subject)) if begin >= 0 else range(len(branch.question))
    asked = list[int]()
    for n, (a, b) in enumerate(encoding.offsets):
        if (a + 1 in named or a in named) and b <= named.stop and start.count(encoding.ids[n]) <= RARE:
            same = [place for place in sentence if start[place] == encoding.ids[n]]
            row.looks[Look.MATCH] += [(origin + n, place) for place in same]
            asked += [origin + n] if same else []
    copied = answer + len(branch.sentence) - 1
    for n in learnt:
        a = encoding.offsets[n][0]
        place = stop if a == copied else at.get(branch.at + a - answer) if a < copied else None
        row.looks[Look.ASKED] += [(origin + n - 1, one) for one in asked] if a <= copied + 2 else []
        if place is not None and (a == copied or start[place] == encoding.ids[n]):
            row.looks[Look.SOURCE].append((origin + n - 1, place))
            row.looks[Look.FIRST] += [(origin + n - 1, place)] if n == learnt[0] else []
        if a == copied + 2:
            row.looks[Look.CITED].append((origin + n - 1, stop))


def _places(offsets: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Character to token; the first of several where a character takes more than one."""
    places = dict[int, int]()
    for place, (a, b) in enumerate(offsets):
        for character in range(a, b):
            places.setdefault(character, place)
    return places


def batch_of(rows: Sequence[Row]) -> Batch:
    """Padding stands on the right and sees itself alone."""
    width = max(len(row.ids) for row in rows)
    shape = (len(rows), width)
    ids, positions, branch = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    wanted = torch.full(shape, IGNORED)
    looks: dict[Look, list[tuple[int, int, int]]] = {look: [] for look in Look}
    for number, row in enumerate(rows):
        length = len(row.ids)
        for whole, part in ((ids, row.ids), (positions, row.positions), (branch, row.branch), (wanted, row.wanted)):
            whole[number, :length] = torch.tensor(part)
        branch[number, length:] = -1
        for look, pairs in row.looks.items():
            looks[look] += [(number, a, b) for a, b in pairs]
    same = branch[:, :, None] == branch[:, None, :]
    prompt = (branch[:, None, :] == 0) & (branch[:, :, None] > 0)
    mask = (same | prompt) & torch.ones((width, width), dtype=torch.bool).tril()
    return Batch(
        ids, positions, mask, wanted, {look: torch.tensor(made).reshape(-1, 3) for look, made in looks.items()}
    )
