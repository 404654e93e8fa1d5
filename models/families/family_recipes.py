"""The tiny families: each one's configuration, special tokens and published formats. Data only; loads nothing."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Any

CONTEXT = 1024
TOKENS = 320


class Words(enum.Enum):
    """How a family's tokenizer cuts text: byte pairs as GPT-2 has them, or sentence pieces that fall back to bytes."""

    BYTES = "bytes"
    PIECES = "pieces"


class Format(enum.StrEnum):
    """One published form. The value ends the folder's name; one folder may hold several graphs (see ``GRAPHS``)."""

    PLAIN = "onnx"
    MERGED = "merged"
    GROUPED = "gqa"
    GENAI_INT4 = "genai-int4"
    GENAI_FLOAT = "genai-fp32"
    GENAI_WHOLE = "genai-whole"
    """Layers with a sliding window keep the whole cache, as older builders made it."""


@dataclass(frozen=True)
class Family:
    """``settings`` are the configuration's keyword arguments beside the sizes that all share.

    ``start`` is the token that the family's template begins with ("" where it has none), ``end`` ends a turn.
    ``specials`` in the order of their numbers, from 0. ``graphs``: the variants of the plain export that are kept;
    with ``parts`` the 4-bit one has its tensors in a file of their own, as large published models have.
    """

    id: str
    title: str
    architecture: str
    config: str
    settings: dict[str, Any]
    specials: tuple[str, ...]
    start: str
    end: str
    padding: str
    formats: tuple[Format, ...]
    graphs: tuple[str, ...] = ("model", "model_int8", "model_q4")
    words: Words = Words.BYTES
    seed: int = 1
    parts: bool = False
    sizes: dict[str, Any] = field(default_factory=dict)


SIZES: dict[str, Any] = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": CONTEXT,
    "initializer_range": 0.3,
    "attention_dropout": 0.0,
}
CHATML = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
THINKING = ("<think>", "</think>")
LLAMA = (
    "<|begin_of_text|>",
    "<|end_of_text|>",
    "<|start_header_id|>",
    "<|end_header_id|>",
    "<|eot_id|>",
    "<|eom_id|>",
    "<|finetune_right_pad_id|>",
)

FAMILIES = (
    Family(
        id="qwen2",
        title="Qwen2 and Qwen2.5",
        architecture="Qwen2ForCausalLM",
        config="Qwen2Config",
        settings={"rope_theta": 1_000_000.0, "tie_word_embeddings": True},
        specials=CHATML,
        start="",
        end="<|im_end|>",
        padding="<|endoftext|>",
        formats=(Format.PLAIN, Format.MERGED, Format.GENAI_INT4, Format.GENAI_FLOAT),
        graphs=("model", "model_int8", "model_quantized", "model_q4", "model_q4f16"),
        sizes={"hidden_size": 64},
    ),
    Family(
        id="qwen3",
        title="Qwen3",
        architecture="Qwen3ForCausalLM",
        config="Qwen3Config",
        settings={"rope_theta": 1_000_000.0, "tie_word_embeddings": True, "head_dim": 16},
        specials=(*CHATML, *THINKING),
        start="",
        end="<|im_end|>",
        padding="<|endoftext|>",
        formats=(Format.PLAIN, Format.GENAI_INT4, Format.GROUPED),
        parts=True,
    ),
    Family(
        id="llama3",
        title="Llama 3.x",
        architecture="LlamaForCausalLM",
        config="LlamaConfig",
        settings={
            "rope_theta": 500_000.0,
            "tie_word_embeddings": True,
            "head_dim": 16,
            "rope_scaling": {
                "rope_type": "llama3",
                "factor": 8.0,
                "low_freq_factor": 1.0,
                "high_freq_factor": 4.0,
                "original_max_position_embeddings": 128,
            },
        },
        specials=LLAMA,
        start="<|begin_of_text|>",
        end="<|eot_id|>",
        padding="<|finetune_right_pad_id|>",
        formats=(Format.PLAIN, Format.GENAI_INT4),
    ),
    Family(
        id="smollm2",
        title="SmolLM2",
        architecture="LlamaForCausalLM",
        config="LlamaConfig",
        settings={"rope_theta": 100_000.0, "tie_word_embeddings": True},
        specials=CHATML,
        start="<|im_start|>",
        end="<|im_end|>",
        padding="<|im_end|>",
        formats=(Format.PLAIN,),
    ),
    Family(
        id="smollm3",
        title="SmolLM3",
        architecture="SmolLM3ForCausalLM",
        config="SmolLM3Config",
        settings={
            "rope_theta": 5_000_000.0,
            "tie_word_embeddings": True,
            "no_rope_layers": [1, 1, 1, 0],
            "use_sliding_window": False,
        },
        specials=(*CHATML, "<|begin_of_text|>", "<|end_of_text|>", *THINKING),
        start="<|im_start|>",
        end="<|im_end|>",
        padding="<|im_end|>",
        # No genai folder: for processors its builder 0.18 asks for position_ids in layers without RoPE, and fails.
        formats=(Format.PLAIN,),
        sizes={"num_hidden_layers": 4},
    ),
    Family(
        id="phi3",
        title="Phi-3",
        architecture="Phi3ForCausalLM",
        config="Phi3Config",
        settings={
            "rope_theta": 10_000.0,
            "tie_word_embeddings": False,
            "original_max_position_embeddings": CONTEXT,
            "sliding_window": 2047,
            "resid_pdrop": 0.0,
        },
        specials=("<unk>", "<s>", "</s>", "<|endoftext|>", "<|assistant|>", "<|system|>", "<|end|>", "<|user|>"),
        start="<s>",
        end="<|end|>",
        padding="<|endoftext|>",
        words=Words.PIECES,
        formats=(Format.PLAIN, Format.GENAI_INT4),
        sizes={"num_attention_heads": 2, "num_key_value_heads": 2},
    ),
    Family(
        id="phi4-mini",
        title="Phi-4-mini",
        architecture="Phi3ForCausalLM",
        config="Phi3Config",
        settings={
            "rope_theta": 10_000.0,
            "tie_word_embeddings": True,
            "partial_rotary_factor": 0.5,
            "rope_scaling": {
                "type": "longrope",
                "short_factor": [1.0, 1.1, 1.2, 1.3, 1.4, 1.6, 1.8, 2.0],
                "long_factor": [1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0],
            },
            # Prompt and answer of the golden runs stay below: above, other factors hold for all earlier positions too.
            "original_max_position_embeddings": CONTEXT // 2,
            "resid_pdrop": 0.0,
        },
        specials=("<|endoftext|>", "<|assistant|>", "<|system|>", "<|end|>", "<|user|>", "<|tool|>", "<|/tool|>"),
        start="",
        end="<|end|>",
        padding="<|endoftext|>",
        formats=(Format.PLAIN, Format.GENAI_INT4),
        sizes={"hidden_size": 64, "num_attention_heads": 2, "num_key_value_heads": 1},
    ),
    Family(
        id="gemma3",
        title="Gemma 3",
        architecture="Gemma3ForCausalLM",
        config="Gemma3TextConfig",
        settings={
            "head_dim": 16,
            "query_pre_attn_scalar": 16,
            "rope_theta": 1_000_000.0,
            "rope_local_base_freq": 10_000.0,
            "sliding_window": 64,
            "layer_types": ["sliding_attention", "sliding_attention", "full_attention"],
            "tie_word_embeddings": True,
        },
        specials=("<pad>", "<eos>", "<bos>", "<unk>", "<start_of_turn>", "<end_of_turn>"),
        start="<bos>",
        end="<end_of_turn>",
        padding="<pad>",
        words=Words.PIECES,
        formats=(Format.PLAIN, Format.GENAI_INT4, Format.GENAI_WHOLE),
        sizes={"num_hidden_layers": 3},
    ),
    Family(
        id="granite",
        title="Granite 3",
        architecture="GraniteForCausalLM",
        config="GraniteConfig",
        settings={
            "rope_theta": 10_000.0,
            "tie_word_embeddings": True,
            "embedding_multiplier": 3.0,
            "attention_multiplier": 0.25,
            "residual_multiplier": 0.6,
            "logits_scaling": 2.0,
        },
        specials=("<|end_of_text|>", "<|start_of_role|>", "<|end_of_role|>"),
        start="",
        end="<|end_of_text|>",
        padding="<|end_of_text|>",
        formats=(Format.PLAIN, Format.GENAI_INT4),
        sizes={"num_attention_heads": 2, "num_key_value_heads": 1},
    ),
    Family(
        id="lfm2",
        title="LFM2, whose layers are convolutions and attention by turns",
        architecture="Lfm2ForCausalLM",
        config="Lfm2Config",
        settings={
            "rope_theta": 1_000_000.0,
            "layer_types": ["conv", "full_attention", "conv", "full_attention"],
            "conv_L_cache": 3,
            "conv_bias": False,
            "block_auto_adjust_ff_dim": False,
            "tie_word_embeddings": True,
        },
        specials=("<|pad|>", "<|startoftext|>", "<|endoftext|>", "<|im_start|>", "<|im_end|>"),
        start="<|startoftext|>",
        end="<|im_end|>",
        padding="<|pad|>",
        formats=(Format.PLAIN, Format.GENAI_INT4),
        sizes={"num_hidden_layers": 4, "num_attention_heads": 2, "num_key_value_heads": 1},
    ),
)


def family(name: str) -> Family:
    """Raises KeyError for a name that is none of the families."""
    return {one.id: one for one in FAMILIES}[name]
