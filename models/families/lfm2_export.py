"""Exports LFM2, which optimum 0.1 does not know, with the names of the public ONNX repositories.

Attention layers have ``past_key_values.N.key`` and ``.value``, convolution layers ``past_conv.N`` with the last
``conv_L_cache`` inputs of the convolution; ``num_logits_to_keep`` says how many positions get logits.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import torch
from transformers import Lfm2ForCausalLM
from transformers.models.lfm2.modeling_lfm2 import apply_rotary_pos_emb, repeat_kv


class Exported(torch.nn.Module):  # type: ignore[misc]
    """The model's own weights, computed without its cache class: states come in and go out as tensors."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model
        self.kinds: list[str] = list(model.config.layer_types)

    def forward(
        self, input_ids: Any, attention_mask: Any, position_ids: Any, num_logits_to_keep: Any, *states: Any
    ) -> tuple[Any, ...]:
        inner = self.model.model
        hidden = inner.embed_tokens(input_ids)
        angles = inner.pos_emb(hidden, position_ids)
        unseen = mask(input_ids, attention_mask)
        given, kept = iter(states), []
        for layer, kind in zip(inner.layers, self.kinds, strict=True):
            normed = layer.operator_norm(hidden)
            if kind == "conv":
                mixed, state = convolved(layer.conv, normed, next(given))
                kept.append(state)
            else:
                mixed, keys, values = attended(layer.self_attn, normed, angles, unseen, next(given), next(given))
                kept += [keys, values]
            hidden = hidden + mixed
            hidden = hidden + layer.feed_forward(layer.ffn_norm(hidden))
        last = inner.embedding_norm(hidden)
        first_kept = last.shape[1] - num_logits_to_keep
        logits = self.model.lm_head(last[:, first_kept:])
        return (logits, *kept)


def mask(input_ids: Any, attention_mask: Any) -> Any:
    """What a query may not see: everything after itself, and padding. [batch, 1, new, all], 0 or the lowest float."""
    new, every = input_ids.shape[1], attention_mask.shape[1]
    seen = torch.arange(every)[None, :] <= torch.arange(every - new, every)[:, None]
    seen = seen[None, None] & attention_mask[:, None, None].bool()
    return torch.where(seen, 0.0, torch.finfo(torch.float32).min)


def convolved(conv: Any, hidden: Any, state: Any) -> tuple[Any, Any]:
    gate, out_gate, value = conv.in_proj(hidden).transpose(1, 2).chunk(3, dim=1)
    every = torch.cat([state, gate * value], dim=2)
    made = conv.conv.weight.shape[2]
    # The state holds one column more than the convolution needs for the first new position.
    mixed = torch.nn.functional.conv1d(every[:, :, 1:], conv.conv.weight, conv.conv.bias, groups=hidden.shape[2])
    return conv.out_proj((out_gate * mixed).transpose(1, 2)), every[:, :, -made:]


def attended(attention: Any, hidden: Any, angles: Any, unseen: Any, keys: Any, values: Any) -> tuple[Any, Any, Any]:
    shape = (*hidden.shape[:2], -1, attention.head_dim)
    queries = attention.q_layernorm(attention.q_proj(hidden).view(shape)).transpose(1, 2)
    new_keys = attention.k_layernorm(attention.k_proj(hidden).view(shape)).transpose(1, 2)
    queries, new_keys = apply_rotary_pos_emb(queries, new_keys, *angles)
    keys = torch.cat([keys, new_keys], dim=2)
    values = torch.cat([values, attention.v_proj(hidden).view(shape).transpose(1, 2)], dim=2)
    groups = attention.num_key_value_groups
    scores = queries @ repeat_kv(keys, groups).transpose(2, 3) * attention.scaling + unseen
    mixed = torch.softmax(scores, dim=-1) @ repeat_kv(values, groups)
    return attention.out_proj(mixed.transpose(1, 2).reshape(*hidden.shape[:2], -1)), keys, values


def export_lfm2(checkpoint: Path, out: Path) -> None:
    """Writes ``model.onnx`` into ``out``."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    model = Lfm2ForCausalLM.from_pretrained(checkpoint).eval()
    config = model.config
    head = config.hidden_size // config.num_attention_heads
    pasts, presents, states, axes = [], [], [], dict[str, dict[int, str]]()
    for layer, kind in enumerate(config.layer_types):
        if kind == "conv":
            pasts.append(f"past_conv.{layer}")
            presents.append(f"present_conv.{layer}")
            states.append(torch.randn(1, config.hidden_size, config.conv_L_cache))
            axes |= {pasts[-1]: {0: "batch_size"}, presents[-1]: {0: "batch_size"}}
            continue
        for name in ("key", "value"):
            pasts.append(f"past_key_values.{layer}.{name}")
            presents.append(f"present.{layer}.{name}")
            states.append(torch.randn(1, config.num_key_value_heads, 5, head))
            axes |= {pasts[-1]: {0: "batch_size", 2: "past_sequence_length"}}
            axes |= {presents[-1]: {0: "batch_size", 2: "total_sequence_length"}}
    inputs = ["input_ids", "attention_mask", "position_ids", "num_logits_to_keep"]
    axes |= {
        "input_ids": {0: "batch_size", 1: "sequence_length"},
        "attention_mask": {0: "batch_size", 1: "total_sequence_length"},
        "position_ids": {0: "batch_size", 1: "sequence_length"},
        "logits": {0: "batch_size", 1: "num_logits"},
    }
    example = (torch.arange(3)[None] + 9, torch.ones((1, 8), dtype=torch.long), torch.arange(5, 8)[None])
    torch.onnx.export(
        Exported(model),
        (*example, torch.tensor(2), *states),
        str(out / "model.onnx"),
        input_names=[*inputs, *pasts],
        output_names=["logits", *presents],
        dynamic_axes=axes,
        opset_version=18,
        dynamo=False,
    )
