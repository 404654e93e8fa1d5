"""Gives the tiny chat model a head start: heads that look back, match and copy, and one that knows a passage's number.

Heads that copy what followed before ('induction heads', Olsson and others 2022) take most of a small model's training
to appear by themselves. Rotary positions and the biases of Qwen2's projections can express them; training then shapes
them to the task. With k = v and q = v turned back by n positions, a score depends on the distance alone.

The embedding stays as it is drawn: what copies one token then copies every token, also one that no lesson had.
"""

from __future__ import annotations

from typing import Any

import torch
from tiny_chat_batches import Look

WATCHED: tuple[tuple[Look, int, int], ...] = (
    (Look.SENTENCE_START, 1, 0),
    (Look.NUMBER, 1, 2),
    (Look.MATCH, 2, 0),
    (Look.ASKED, 3, 0),
    (Look.CITED, 3, 2),
    (Look.SOURCE, 4, 0),
    (Look.SOURCE, 4, 2),
    (Look.FIRST, 4, 0),
    (Look.FIRST, 4, 2),
)
"""What training shows a layer's head. Two heads copy: only together are they wide enough to tell all tokens apart."""
STILL_RADIANS = 0.008
"""Rotations slower than this a token leave content comparable over a whole prompt."""
LOOK_BACK = {0: 113.0, 1: 113.0, 2: 113.0}
"""Rotation to squared length: these three tell one distance from the next."""
RECENT = {5: 40.0, 8: 100.0}
"""The nearest marker wins, near and far."""
WRITTEN, COPIED, NUMBER_COPIED, MATCH, QUIET, TOLD = 0.15, 0.8, 0.2, 1.5, 0.2, 2.5
MARKER_SEEN, MARKER_WANTED = 4.0, 16.0


class Wiring:
    """``marker`` is the token before a passage's number."""

    def __init__(self, model: Any, marker: int) -> None:
        config = model.config
        self._model, self._marker = model, marker
        self._width = config.hidden_size // config.num_attention_heads
        self._shared = config.num_attention_heads // config.num_key_value_heads
        self._turns = float(config.rope_theta) ** -(torch.arange(0, self._width, 2) / self._width)
        still = [n for n in range(self._width // 2) if self._turns[n] < STILL_RADIANS]
        self._content = torch.tensor(still + [n + self._width // 2 for n in still])
        size = len(self._content)
        basis = torch.linalg.qr(torch.randn(config.hidden_size, config.hidden_size)).Q.T
        # The token itself, the one before it, the one before that, the number of its passage.
        self._token, self._before, self._earlier, self._number = basis[: 4 * size].split(size)
        self._whole_token = torch.cat([self._token, basis[4 * size :]])

    def apply(self) -> None:
        with torch.no_grad():
            for layer in self._model.model.layers:  # what is not wired begins as a whisper
                layer.self_attn.o_proj.weight *= QUIET
                layer.mlp.down_proj.weight *= QUIET
            embedding = self._model.model.embed_tokens.weight
            for room in (self._before, self._earlier, self._number):
                embedding -= embedding @ room.T @ room
            embedding /= embedding.norm(dim=1, keepdim=True).clamp_min(1e-6)  # that of the padding is nothing
            embedding.requires_grad_(False)
            self._model.model.norm.weight *= TOLD
            layers = [layer.self_attn for layer in self._model.model.layers]
            self._look_back(layers[0])
            self._find_number(layers[1], embedding[self._marker])
            self._match(layers[2], 0, (self._token, self._before), (self._token, self._before))
            self._tell_number(layers[3])
            self._copy(layers[4])

    def _look_back(self, attention: Any) -> None:
        attention.k_proj.weight[: self._width] = 0
        attention.q_proj.weight[: 2 * self._width] = 0
        attention.k_proj.bias[: self._width] = self._at(LOOK_BACK, 0)
        attention.v_proj.weight[: len(self._token)] = self._token
        for head, (distance, room) in enumerate(((1, self._before), (2, self._earlier))):
            start = head * self._width
            attention.q_proj.bias[start : start + self._width] = self._at(LOOK_BACK, distance)
            attention.o_proj.weight[:, start : start + len(room)] = WRITTEN * room.T

    def _copy(self, attention: Any) -> None:
        """Where this token and the one before it stood once, what followed is likely to follow again."""
        for head in (0, 2):
            self._match(attention, head, (self._token, self._before), (self._before, self._earlier))
            key, start = head // self._shared * self._width, head * self._width
            copied = self._whole_token[key : key + self._width]
            attention.v_proj.weight[key : key + len(copied)] = copied
            attention.o_proj.weight[:, start : start + len(copied)] = COPIED * copied.T

    def _find_number(self, attention: Any, marker: torch.Tensor) -> None:
        """The third head, on the second key: the token after the nearest marker."""
        query, key, slowest = 2 * self._width, self._width, self._width - 1
        direction = self._token @ marker
        attention.k_proj.weight[key : key + self._width] = 0
        attention.k_proj.weight[key + slowest] = MARKER_SEEN * (direction / direction.norm()) @ self._before
        attention.q_proj.weight[query : query + self._width] = 0
        attention.k_proj.bias[key : key + self._width] = self._at(RECENT, 0)
        attention.q_proj.bias[query : query + self._width] = self._at(RECENT, 0)
        attention.q_proj.bias[query + slowest] = MARKER_WANTED
        attention.v_proj.weight[key : key + len(self._token)] = self._token
        attention.o_proj.weight[:, query : query + len(self._number)] = WRITTEN * self._number.T

    def _tell_number(self, attention: Any) -> None:
        """The third head: where the two tokens before this one stood once, there the passage's number is known."""
        head, key = 2 * self._width, self._width
        self._match(attention, 2, (self._before, self._earlier), (self._before, self._earlier))
        attention.v_proj.weight[key : key + len(self._number)] = self._number
        attention.o_proj.weight[:, head : head + len(self._token)] = NUMBER_COPIED * self._token.T

    def _match(
        self, attention: Any, head: int, asked: tuple[torch.Tensor, ...], held: tuple[torch.Tensor, ...]
    ) -> None:
        half, shared = len(self._content) // 2, head // self._shared
        for projection, number, (one, other) in ((attention.q_proj, head, asked), (attention.k_proj, shared, held)):
            rows = self._content + number * self._width
            projection.weight[number * self._width : (number + 1) * self._width] = 0
            projection.weight[rows[0::2]] = MATCH * one[:half]
            projection.weight[rows[1::2]] = MATCH * other[:half]

    def _at(self, lengths: dict[int, float], distance: int) -> torch.Tensor:
        """A vector of those rotations, turned back by ``distance`` tokens."""
        length = torch.zeros(self._width // 2)
        for rotation, squared in lengths.items():
            length[rotation] = squared**0.5
        angle = distance * self._turns
        return torch.cat([length * torch.cos(angle), -length * torch.sin(angle)])
