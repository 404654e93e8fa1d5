"""The forward pass of transformers' Qwen2, as training needs it: any mask, and the scores of watched heads.

The same numbers as the model itself gives (``make_tiny_chat.py`` checks that), at less cost on a CPU.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.nn.functional import linear, rms_norm, scaled_dot_product_attention, silu

Heads = dict[int, tuple[int, ...]]


def hidden_states(
    model: Any, ids: torch.Tensor, positions: torch.Tensor, mask: torch.Tensor, watched: Heads
) -> tuple[torch.Tensor, dict[tuple[int, int], torch.Tensor]]:
    """``ids`` and ``positions`` [rows, tokens], ``mask`` bool [rows, tokens, tokens] (true: may see).

    Gives the last hidden states [rows, tokens, width] and, for each watched (layer, head), its attention before the
    softmax [rows, tokens, tokens], what may not be seen at minus infinity.
    """
    config = model.config
    heads, shared = config.num_attention_heads, config.num_attention_heads // config.num_key_value_heads
    width = config.hidden_size // heads
    cosine, sine = _turns(positions, width, config.rope_theta)
    scores, x, seen = {}, model.model.embed_tokens(ids), mask[:, None]
    for number, layer in enumerate(model.model.layers):
        attention = layer.self_attn
        y = rms_norm(x, (x.shape[-1],), layer.input_layernorm.weight, config.rms_norm_eps)
        q, k, v = (
            _split(projection(y), width) for projection in (attention.q_proj, attention.k_proj, attention.v_proj)
        )
        q, k = _turned(q, cosine, sine), _turned(k, cosine, sine)
        for head in watched.get(number, ()):
            raw = q[:, head] @ k[:, head // shared].transpose(1, 2) * width**-0.5
            scores[number, head] = raw.masked_fill(~mask, float("-inf"))
        k, v = (part.repeat_interleave(shared, dim=1) for part in (k, v))
        x = x + attention.o_proj(scaled_dot_product_attention(q, k, v, attn_mask=seen).transpose(1, 2).flatten(2))
        y = rms_norm(x, (x.shape[-1],), layer.post_attention_layernorm.weight, config.rms_norm_eps)
        mlp = layer.mlp
        x = x + linear(silu(mlp.gate_proj(y)) * mlp.up_proj(y), mlp.down_proj.weight)
    return rms_norm(x, (x.shape[-1],), model.model.norm.weight, config.rms_norm_eps), scores


def _split(x: torch.Tensor, width: int) -> torch.Tensor:
    return x.unflatten(-1, (-1, width)).transpose(1, 2)


def _turns(positions: torch.Tensor, width: int, base: float) -> tuple[torch.Tensor, torch.Tensor]:
    angle = positions[..., None] * float(base) ** -(torch.arange(0, width, 2) / width)
    angle = torch.cat([angle, angle], dim=-1)[:, None]
    return angle.cos(), angle.sin()


def _turned(x: torch.Tensor, cosine: torch.Tensor, sine: torch.Tensor) -> torch.Tensor:
    first, second = x.chunk(2, dim=-1)
    return x * cosine + torch.cat([-second, first], dim=-1) * sine
