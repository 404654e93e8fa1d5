"""Where the decoder of the tiny speech model is to look: the first head of each of its layers is shown it.

The encoder's own loss tells at which position it hears which word. While a word is read back, the first layer's head
looks at that word; while the next is written, the last layer's looks at the next one. Without this the decoder finds
out where it stands long after the encoder knows every word.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from tiny_whisper_batches import Batch
from tiny_whisper_network import TinyWhisper
from tiny_whisper_tokens import MARKS, Vocabulary
from torch import Tensor

NEAR = 4
"""Positions (20 ms) on both sides that are as good as the right one."""
NEVER = -1e9


def places_of_words(logs: NDArray[np.float32], words: list[list[int]], frames: list[int]) -> list[list[int]]:
    """For each row the position at which each of its words begins to be heard, on the likeliest path.

    ``logs`` [rows, positions, classes] are logarithms of probabilities, class 0 says nothing.
    """
    return [_path(logs[row, :count], said) for row, (said, count) in enumerate(zip(words, frames, strict=True))]


def _path(logs: NDArray[np.float32], words: list[int]) -> list[int]:
    if not words or len(logs) < 2 * len(words) + 1:
        return []
    states = np.zeros(2 * len(words) + 1, np.int64)
    states[1::2] = words
    skips = np.zeros(len(states), bool)
    skips[3::2] = states[3::2] != states[1:-2:2]
    heard = logs[:, states]
    best = np.full(len(states), NEVER)
    best[:2] = heard[0, :2]
    came = np.zeros((len(logs), len(states)), np.int64)
    for place in range(1, len(logs)):
        one = np.concatenate([[NEVER], best[:-1]])
        two = np.where(skips, np.concatenate([[NEVER, NEVER], best[:-2]]), NEVER)
        choices = np.stack([best, one, two])
        came[place] = choices.argmax(0)
        best = choices.max(0) + heard[place]
    state = len(states) - 1 if best[-1] > best[-2] else len(states) - 2
    begins = dict[int, int]()
    for place in range(len(logs) - 1, -1, -1):
        begins[state] = place
        state -= int(came[place, state])
    return [begins.get(2 * number + 1, 0) for number in range(len(words))]


def guidance(network: TinyWhisper, vocabulary: Vocabulary, batch: Batch, heard: Tensor) -> Tensor:
    """The loss of heads that look elsewhere; ``heard`` are the encoder's logits for words."""
    logs = heard.detach().float().log_softmax(-1).numpy()
    places = places_of_words(logs, batch.words, batch.frames.tolist())
    first, last = network.decoder[0].cross.first_head, network.decoder[-1].cross.first_head
    losses = list[Tensor]()
    reading = _spots(vocabulary, batch.tokens, batch.following, places, late=1)
    writing = _spots(vocabulary, batch.following, batch.following, places, late=0)
    for shares, (rows, queries, keys) in ((first, reading), (last, writing)):
        if rows:
            near = torch.tensor(keys)[:, None] + torch.arange(-NEAR, NEAR + 1)
            looked = shares[
                torch.tensor(rows)[:, None], torch.tensor(queries)[:, None], near.clamp(0, shares.shape[2] - 1)
            ]
            losses.append(-(looked.float().sum(1).clamp(1e-4, 1)).log().mean())
    return torch.stack(losses).mean() if losses else heard.sum() * 0


def _spots(
    vocabulary: Vocabulary, tokens: Tensor, following: Tensor, places: list[list[int]], late: int
) -> tuple[list[int], list[int], list[int]]:
    rows, queries, keys = list[int](), list[int](), list[int]()
    start = len(MARKS) + 1
    for row, (said, counted) in enumerate(zip(tokens.tolist(), following.tolist(), strict=True)):
        number = 0
        begun = vocabulary.start not in said if not late else False
        for query, token in enumerate(said):
            begun = begun or token == vocabulary.start
            if begun and start <= token < vocabulary.end and number < len(places[row]):
                if counted[query] >= 0:
                    rows.append(row)
                    queries.append(query)
                    keys.append(places[row][number])
                number += 1
    return rows, queries, keys
