"""The network: a small Marian (post-norm transformer, sinusoidal positions, one embedding), written for training.

As transformers' MarianMTModel computes it and CTranslate2 runs it: embeddings times sqrt(width), the decoder begins
with a row of zeros.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Shape:
    vocabulary: int
    width: int = 160
    inner: int = 512
    heads: int = 4
    encoder: int = 3
    decoder: int = 2
    longest: int = 256


class Attention(nn.Module):  # type: ignore[misc]
    """``look`` of forward: also the logarithm of head 0's attention, float32 [rows, queries, keys]."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query, self.key, self.value, self.out = (nn.Linear(shape.width, shape.width) for _ in range(4))

    def forward(self, asked: Tensor, told: Tensor, mask: Tensor, look: bool = False) -> tuple[Tensor, Tensor | None]:
        rows, length, width = asked.shape
        query, key, value = (
            layer(of).view(rows, -1, self.heads, width // self.heads).transpose(1, 2)
            for layer, of in ((self.query, asked), (self.key, told), (self.value, told))
        )
        scores = query @ key.transpose(2, 3) / math.sqrt(width // self.heads) + mask
        seen = (scores.softmax(-1) @ value).transpose(1, 2).reshape(rows, length, width)
        return self.out(seen), scores[:, 0].log_softmax(-1) if look else None


class Layer(nn.Module):  # type: ignore[misc]
    def __init__(self, shape: Shape, *, looks: bool) -> None:
        super().__init__()
        self.attention, self.attention_norm = Attention(shape), nn.LayerNorm(shape.width)
        self.cross = Attention(shape) if looks else None
        self.cross_norm = nn.LayerNorm(shape.width)
        self.into, self.out_of = nn.Linear(shape.width, shape.inner), nn.Linear(shape.inner, shape.width)
        self.inner_norm = nn.LayerNorm(shape.width)

    def forward(
        self, x: Tensor, mask: Tensor, told: Tensor | None = None, told_mask: Tensor | None = None, look: bool = False
    ) -> tuple[Tensor, Tensor | None]:
        seen = None
        x = self.attention_norm(x + self.attention(x, x, mask)[0])
        if self.cross is not None and told is not None and told_mask is not None:
            crossed, seen = self.cross(x, told, told_mask, look)
            x = self.cross_norm(x + crossed)
        return self.inner_norm(x + self.out_of(nn.functional.silu(self.into(x)))), seen


class Marian(nn.Module):  # type: ignore[misc]
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        nn.init.normal_(self.embedding.weight, std=shape.width**-0.5)
        self.encoder = nn.ModuleList(Layer(shape, looks=False) for _ in range(shape.encoder))
        self.decoder = nn.ModuleList(Layer(shape, looks=True) for _ in range(shape.decoder))
        self.bias = nn.Parameter(torch.zeros(shape.vocabulary))
        self.register_buffer("positions", sinusoids(shape.longest, shape.width), persistent=False)

    def forward(self, source: Tensor, source_mask: Tensor, begun: Tensor) -> tuple[Tensor, Tensor]:
        """``begun``: the target; what stands before it is the row of zeros. Logits and the last layer's look."""
        scale, positions = math.sqrt(self.shape.width), self.get_buffer("positions")
        x = self.embedding(source) * scale + positions[: source.shape[1]]
        for layer in self.encoder:
            x, _ = layer(x, source_mask)
        y = self.embedding(begun[:, :-1]) * scale
        y = nn.functional.pad(y, (0, 0, 1, 0)) + positions[: begun.shape[1]]
        causal = torch.full((begun.shape[1], begun.shape[1]), -1e9).triu(1)
        look: Tensor | None = None
        for layer in self.decoder:
            y, look = layer(y, causal, x, source_mask, look=layer is self.decoder[-1])
        assert look is not None
        return nn.functional.linear(y, self.embedding.weight, self.bias), look


def sinusoids(length: int, width: int) -> Tensor:
    """Sines in the first half, cosines in the second, as transformers has them for Marian."""
    rates = 1 / 10000 ** (2 * torch.arange(width // 2) / width)
    angles = torch.arange(length)[:, None] * rates
    return torch.cat((angles.sin(), angles.cos()), 1)
