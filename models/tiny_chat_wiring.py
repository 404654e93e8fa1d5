"""Gives the tiny chat model a head start: heads that look back, one that copies, one that knows the passage's number.

Heads that copy what followed before ('induction heads', Olsson and others 2022) take most of a small model's training
to appear by themselves. Rotary positions and the biases of Qwen2's projections can express them; training then shapes
them to the task. With k = v and q = v turned back by n positions, a score depends on the distance alone.
"""

from __future__ import annotations

from typing import Any

import torch

STILL_RADIANS = 0.008
"""Rotations slower than this a token leave content comparable over a whole prompt."""
LOOK_BACK = {0: 113.0, 1: 113.0, 2: 113.0}
"""Rotation to squared length: these three tell one distance from the next."""
RECENT = {4: 40.0, 6: 100.0}
"""The nearest marker wins, near and far."""
NOT_ITSELF = {1: 25.0, 2: 25.0}
WRITTEN, COPIED, NUMBER_COPIED, MATCH, QUIET = 0.12, 0.25, 0.1, 1.5, 0.05
MARKER_SEEN, MARKER_WANTED = 4.0, 16.0


class Wiring:
    """``marker`` is the token before a passage's number."""

    def __init__(self, model: Any, marker: int) -> None:
        config = model.config
        self._model, self._marker = model, marker
        self._width = config.hidden_size // config.num_attention_heads
        self._turns = float(config.rope_theta) ** -(torch.arange(0, self._width, 2) / self._width)
        still = [n for n in range(self._width // 2) if self._turns[n] < STILL_RADIANS]
        self._content = torch.tensor(still + [n + self._width // 2 for n in still])
        size = len(self._content)
        basis = torch.linalg.qr(torch.randn(config.hidden_size, config.hidden_size)).Q.T
        # The token itself, the one before it, the one before that, the number of its passage.
        self._token, self._before, self._earlier, self._number = basis[: 4 * size].split(size)

    def apply(self) -> None:
        with torch.no_grad():
            for layer in self._model.model.layers:  # what is not wired begins as a whisper
                layer.self_attn.o_proj.weight *= QUIET
                layer.mlp.down_proj.weight *= QUIET
            embedding = self._model.model.embed_tokens.weight
            for room in (self._before, self._earlier, self._number):
                embedding -= embedding @ room.T @ room
            first, second, third = (layer.self_attn for layer in self._model.model.layers)
            self._look_back(first)
            self._copy(second)
            self._find_number(second, embedding[self._marker])
            self._tell_number(third)

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
        self._match(attention, (self._token, self._before), (self._before, self._earlier))
        copied = torch.linalg.qr(torch.randn(self._model.config.hidden_size, self._width)).Q
        attention.v_proj.weight[: self._width] = copied.T
        attention.o_proj.weight[:, : self._width] = COPIED * copied

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
        """Where the two tokens before this one stood once, there the passage's number is known."""
        self._match(attention, (self._before, self._earlier), (self._before, self._earlier))
        attention.k_proj.bias[: self._width] = self._at(NOT_ITSELF, 0)
        attention.q_proj.bias[: self._width] = -self._at(NOT_ITSELF, 0)
        attention.v_proj.weight[: len(self._number)] = self._number
        attention.o_proj.weight[:, : len(self._token)] = NUMBER_COPIED * self._token.T

    def _match(self, attention: Any, asked: tuple[torch.Tensor, ...], held: tuple[torch.Tensor, ...]) -> None:
        half = len(self._content) // 2
        for projection, (one, other) in ((attention.q_proj, asked), (attention.k_proj, held)):
            projection.weight[: self._width] = 0
            projection.weight[self._content[0::2]] = MATCH * one[:half]
            projection.weight[self._content[1::2]] = MATCH * other[:half]

    def _at(self, lengths: dict[int, float], distance: int) -> torch.Tensor:
        """A vector of those rotations, turned back by ``distance`` tokens."""
        length = torch.zeros(self._width // 2)
        for rotation, squared in lengths.items():
            length[rotation] = squared**0.5
        angle = distance * self._turns
        return torch.cat([length * torch.cos(angle), -length * torch.sin(angle)])
