"""Gives the tiny chat model a head start: heads that look one token back, and one that copies what followed before.

Such a pair (an 'induction head', Olsson and others 2022) takes most of a small model's training to appear by itself.
Rotary positions and the biases of Qwen2's projections can express it; training then shapes it to the task.
"""

from __future__ import annotations

from typing import Any

import torch  # type: ignore[import-not-found]

LOOK_BACK_SCORE = 340.0
"""The attention score before division by the square root of the head's width, at the distance looked for."""
FAST_TURNS = 3
"""As many of the fastest rotations tell one distance from the next; content lies in the slow ones."""
STILL_RADIANS = 0.008
"""Rotations slower than this a token leave content comparable over a whole prompt."""
WRITTEN, COPIED, MATCH = 0.12, 0.25, 1.3


def wire_for_copying(model: Any) -> None:
    config = model.config
    width = config.hidden_size // config.num_attention_heads
    turns = float(config.rope_theta) ** -(torch.arange(0, width, 2) / width)
    still = [n for n in range(width // 2) if turns[n] < STILL_RADIANS]
    content = still + [n + width // 2 for n in still]
    basis = torch.linalg.qr(torch.randn(config.hidden_size, config.hidden_size)).Q.T
    seen, kept = basis[: len(content)], basis[len(content) : 2 * len(content)]
    first, second = (layer.self_attn for layer in model.model.layers[:2])
    with torch.no_grad():
        embedding = model.model.embed_tokens.weight
        embedding -= embedding @ kept.T @ kept  # room for what the first layer writes
        look_back(first, turns, width, distances=(1, 2))
        rows = torch.arange(len(content))
        first.v_proj.weight[rows] = seen
        first.o_proj.weight[:, rows] = WRITTEN * kept.T
        columns = torch.tensor(content)
        second.q_proj.weight[:width] = 0
        second.k_proj.weight[:width] = 0
        second.q_proj.weight[columns] = MATCH * seen
        second.k_proj.weight[columns] = MATCH * kept
        copied = torch.linalg.qr(torch.randn(config.hidden_size, width)).Q
        second.v_proj.weight[:width] = copied.T
        second.o_proj.weight[:, :width] = COPIED * copied


def look_back(attention: Any, turns: torch.Tensor, width: int, distances: tuple[int, ...]) -> None:
    """With k = v and q = v turned back by n positions, the score depends on the distance alone: highest at n."""
    length = torch.zeros(width // 2)
    length[:FAST_TURNS] = (LOOK_BACK_SCORE / FAST_TURNS) ** 0.5
    attention.k_proj.bias[:width] = torch.cat([length, torch.zeros(width // 2)])
    for head, distance in enumerate(distances):
        turned = torch.cat([length * torch.cos(distance * turns), -length * torch.sin(distance * turns)])
        attention.q_proj.bias[head * width : (head + 1) * width] = turned
