"""The network of the tiny speech model: Whisper's layers in torch, with two losses more for the training.

faster-whisper pads every window to 30 seconds before it asks the encoder, whatever ``chunk_length`` is. All positions
behind the six seconds have the same sound (none) and here the same place, so they stay equal through every layer: one
of them, whose key counts for as many as there are, gives the same attention as all of them. So the training reads 302
positions instead of 1500, and the result is that of 1500.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

SOUND, ALL = 300, 1500
"""Positions of the encoder: those of a window's six seconds, those that faster-whisper asks for."""
MORE = 2
"""Behind the sound: the position that the last frame still reaches, and one for all the others."""
TEXT = 448
PLACES, PLACE, SHARP = 64, 3.0, 0.75
"""The features that hold a position's place, as many as a head has, their size, and how sharply wired heads look."""
LOOKS = (3, 5, 9)
"""How many positions (20 ms each) away the wired heads of each layer of the encoder look."""


@dataclass(frozen=True)
class Shape:
    """``words`` and ``phonemes`` are the classes of the two losses beside the usual one, 0 for none of them."""

    tokens: int
    words: int
    phonemes: int
    width: int = 192
    heads: int = 3
    encoder: int = 3
    decoder: int = 2
    feed_encoder: int = 768
    feed_decoder: int = 384
    drop: float = 0.1


def sinusoids(length: int, width: int) -> Tensor:
    """Whisper's own places."""
    scales = torch.exp(-math.log(10_000) / (width // 2 - 1) * torch.arange(width // 2))
    angles = torch.arange(length)[:, None] * scales[None]
    return torch.cat([angles.sin(), angles.cos()], 1)


class Attention(nn.Module):  # type: ignore[misc]
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.width, shape.width)
        self.key = nn.Linear(shape.width, shape.width, bias=False)
        self.value = nn.Linear(shape.width, shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.first_head: Tensor | None = None

    def forward(self, hidden: Tensor, memory: Tensor, mask: Tensor | None, last_counts: int = 1) -> Tensor:
        """``last_counts``: for how many equal positions the last of ``memory`` stands."""
        query, key, value = (self._split(part) for part in (self.query(hidden), self.key(memory), self.value(memory)))
        query = query * query.shape[-1] ** -0.5
        if last_counts > 1:  # one feature more, which is 1 in every query and the logarithm in the last key
            more = torch.zeros_like(key[..., :1])
            more[:, :, -1] = math.log(last_counts)
            query, key = torch.cat([query, torch.ones_like(query[..., :1])], -1), torch.cat([key, more], -1)
        scores = query @ key.transpose(-1, -2)
        if mask is not None:
            scores = scores + mask
        shares = scores.softmax(-1)
        self.first_head = shares[:, 0] if self.training else None
        return self.out((shares @ value).transpose(1, 2).flatten(2))

    def _split(self, values: Tensor) -> Tensor:
        return values.unflatten(2, (self.heads, -1)).transpose(1, 2)


class Layer(nn.Module):  # type: ignore[misc]
    """``crossing`` is True in the decoder, which also attends to the sound."""

    def __init__(self, shape: Shape, feed: int, drop: float, *, crossing: bool) -> None:
        super().__init__()
        self.norm_self, self.attend = nn.LayerNorm(shape.width), Attention(shape)
        self.norm_cross = nn.LayerNorm(shape.width) if crossing else None
        self.cross = Attention(shape) if crossing else None
        self.norm_feed = nn.LayerNorm(shape.width)
        self.widen, self.narrow = nn.Linear(shape.width, feed), nn.Linear(feed, shape.width)
        self.drop = nn.Dropout(drop) if drop else nn.Identity()

    def forward(self, hidden: Tensor, mask: Tensor | None, last_counts: int, memory: Tensor | None = None) -> Tensor:
        normed = self.norm_self(hidden)
        hidden = hidden + self.drop(self.attend(normed, normed, mask, 1 if self.cross else last_counts))
        if self.cross is not None and self.norm_cross is not None and memory is not None:
            hidden = hidden + self.drop(self.cross(self.norm_cross(hidden), memory, None, last_counts))
        return hidden + self.drop(self.narrow(functional.gelu(self.widen(self.norm_feed(hidden)))))


class TinyWhisper(nn.Module):  # type: ignore[misc]
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.first = nn.Conv1d(80, shape.width, 3, padding=1)
        self.second = nn.Conv1d(shape.width, shape.width, 3, stride=2, padding=1)
        self.encoder = nn.ModuleList(
            Layer(shape, shape.feed_encoder, 0.0, crossing=False) for _ in range(shape.encoder)
        )
        self.encoder_norm = nn.LayerNorm(shape.width)
        self.decoder = nn.ModuleList(
            Layer(shape, shape.feed_decoder, shape.drop, crossing=True) for _ in range(shape.decoder)
        )
        self.decoder_norm = nn.LayerNorm(shape.width)
        self.embedding = nn.Embedding(shape.tokens, shape.width)
        nn.init.normal_(self.embedding.weight, std=0.07)
        self.sound_phonemes = nn.Linear(shape.width, shape.phonemes + 1)
        self.sound_words = nn.Linear(shape.width, shape.words + 1)
        self.register_buffer("places", places(ALL, shape.width), persistent=False)
        self.register_buffer("text_places", sinusoids(TEXT, shape.width) * 0.1, persistent=False)

    def hear(self, mels: Tensor, sound: int = SOUND, *, whole: bool = False) -> tuple[Tensor, Tensor]:
        """The encoder's positions, and what its middle layer has for phonemes.

        ``mels`` are [batch, 80, 600] frames. Where all windows are shorter, only the first ``sound`` positions are
        read, and one that stands for the rest; ``whole`` reads all 1500, as CTranslate2 does.
        """
        positions = ALL if whole else sound + MORE
        mels = functional.pad(mels[:, :, : 2 * sound], (0, 2 * (positions - sound)))
        hidden = functional.gelu(self.second(functional.gelu(self.first(mels)))).transpose(1, 2)
        padding = self.places[SOUND : SOUND + positions - sound]
        hidden = hidden + torch.cat([self.places[:sound], padding])
        last_counts = 1 if whole else ALL - positions + 1
        middle = hidden
        for number, layer in enumerate(self.encoder, 1):
            hidden = layer(hidden, None, last_counts)
            if number == len(self.encoder) - 1:
                middle = hidden
        return self.encoder_norm(hidden), middle

    def write(self, tokens: Tensor, memory: Tensor) -> Tensor:
        """The logits behind each of ``tokens`` [batch, length]."""
        hidden = self.embedding(tokens) + self.text_places[: tokens.shape[1]]
        causal = torch.full((tokens.shape[1], tokens.shape[1]), -1e4, dtype=hidden.dtype).triu(1)
        last_counts = ALL - memory.shape[1] + 1
        for layer in self.decoder:
            hidden = layer(hidden, causal, last_counts, memory)
        return self.decoder_norm(hidden) @ self.embedding.weight.T


def places(length: int, width: int) -> Tensor:
    """Those of the sound, in the first features only; then one and the same for all padding behind a window."""
    angles = torch.arange(SOUND)[:, None] * _frequencies()[None]
    sound = torch.cat([PLACE * angles.sin(), PLACE * angles.cos(), torch.zeros(SOUND, width - PLACES)], 1)
    padding = torch.cat([torch.zeros(PLACES), torch.full((width - PLACES,), 0.5)])
    return torch.cat([sound, padding.expand(length - SOUND, -1)])


def _frequencies() -> Tensor:
    """Half as many as ``PLACES``, in radians for each position: from 12 positions to four windows for a turn."""
    shares = torch.arange(PLACES // 2) / (PLACES // 2 - 1)
    return 2 * math.pi / (12 * 100**shares)


@torch.no_grad()  # type: ignore[untyped-decorator]
def wire(network: TinyWhisper) -> None:
    """Let two heads of each layer of the encoder look a little back and ahead before the training begins.

    The sound's own features leave those of the places alone at first, and a head compares places: its query turns them
    by as many positions as it is to look away. Learnt from nothing that takes longer than the training lasts.
    """
    network.second.weight[:PLACES] = 0
    network.second.bias[:PLACES] = 0
    angles = _frequencies()
    half = PLACES // 2
    for layer, away in zip(network.encoder, LOOKS, strict=False):
        layer.attend.out.weight[:PLACES] = 0
        layer.attend.out.bias[:PLACES] = 0
        layer.narrow.weight[:PLACES] = 0
        layer.narrow.bias[:PLACES] = 0
        for head, positions in enumerate((-away, away)):
            rows = slice(head * PLACES, (head + 1) * PLACES)
            sine, cosine = torch.diag((angles * positions).sin()), torch.diag((angles * positions).cos())
            for linear in (layer.attend.query, layer.attend.key):
                linear.weight[rows] *= 0.1
            layer.attend.query.weight[rows, :half] += SHARP * torch.cat([cosine, -sine])
            layer.attend.query.weight[rows, half:PLACES] += SHARP * torch.cat([sine, cosine])
            layer.attend.key.weight[rows, :PLACES] += SHARP * torch.eye(PLACES)
