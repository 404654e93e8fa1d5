"""Writes a shape's random weights as a GGUF file in Q4_0, as llama.cpp reads it; without a vocabulary's texts."""

from __future__ import annotations

from pathlib import Path

import gguf  # type: ignore[import-not-found]
import numpy as np
from bench_shapes import BLOCK, Quantized, Shape, matrices, random_matrix, random_vector

NAMES = {
    "q": "attn_q",
    "k": "attn_k",
    "v": "attn_v",
    "o": "attn_output",
    "gate": "ffn_gate",
    "up": "ffn_up",
    "down": "ffn_down",
}


def write_gguf(shape: Shape, path: Path) -> None:
    writer = gguf.GGUFWriter(path, shape.architecture)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.hidden)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_key_length(shape.head_width)
    writer.add_value_length(shape.head_width)
    writer.add_layer_norm_rms_eps(shape.epsilon)
    writer.add_rope_freq_base(shape.theta)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q4_0)
    writer.add_vocab_size(shape.vocabulary)
    writer.add_tokenizer_model("no_vocab")

    def matrix(name: str, values: Quantized) -> None:
        writer.add_tensor(f"{name}.weight", q4_0(values), raw_dtype=gguf.GGMLQuantizationType.Q4_0)

    matrix("token_embd", random_matrix(shape, "embedding", shape.vocabulary, shape.hidden))
    writer.add_tensor("output_norm.weight", random_vector(shape, "norm", shape.hidden, 1))
    for layer in range(shape.layers):
        block = f"blk.{layer}"
        for name, outputs, inputs in matrices(shape, layer):
            kind = name.split(".")[1]
            matrix(f"{block}.{NAMES[kind]}", random_matrix(shape, name, outputs, inputs))
            if kind in "qkv" and not shape.norms_heads:
                writer.add_tensor(f"{block}.{NAMES[kind]}.bias", random_vector(shape, f"{name}.bias", outputs, 0))
        writer.add_tensor(f"{block}.attn_norm.weight", random_vector(shape, f"{layer}.norm", shape.hidden, 1))
        writer.add_tensor(f"{block}.ffn_norm.weight", random_vector(shape, f"{layer}.ffn_norm", shape.hidden, 1))
        if shape.norms_heads:
            for kind in "qk":
                values = random_vector(shape, f"{layer}.{kind}_norm", shape.head_width, 1)
                writer.add_tensor(f"{block}.attn_{kind}_norm.weight", values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def q4_0(values: Quantized) -> np.ndarray:
    """uint8 [outputs, inputs / 32 · 18]: a block is its float16 scale, then 16 bytes; byte i has weights i, i + 16."""
    half = BLOCK // 2
    bytes_ = values.whole[:, :, :half] | (values.whole[:, :, half:] << 4)
    scales = np.ascontiguousarray(values.scales).view(np.uint8).reshape(*values.scales.shape, 2)
    return np.concatenate([scales, bytes_], axis=2).reshape(len(bytes_), -1)
