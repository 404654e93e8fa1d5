"""Makes models of real shapes with random weights for `alcove bench llm --peers`; they know nothing, none is shipped.

    python models/bench_shapes.py --cache DIR [SHAPE…]

Needs onnx, gguf and numpy: packaging/prepare_peers.py makes that environment and calls this. For each shape the cache
gets the same weights in 4 bits three times: as GGUF Q4_0 for llama.cpp, and as ONNX in the layout of
onnxruntime-genai's model builder (which public repositories use as well), with a scale for 32 and for 128 weights.
Since the weights are the same, the benchmark can tell whether all engines compute the same thing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

BLOCK = 32
"""Weights that share one scale, in Q4_0 and in most public ONNX files."""
LARGE_BLOCK = 128
"""The same in the files that onnx-community makes for CPUs, which the catalogue prefers."""
FOLDERS = {BLOCK: "onnx-block-32", LARGE_BLOCK: "onnx-block-128"}
GGUF = "model-q4_0.gguf"
SPREAD = 0.02
"""Standard deviation of the weights, about that of trained ones."""
VOCABULARY = 151_936
END = VOCABULARY - 1


@dataclass(frozen=True)
class Shape:
    """Sizes of a decoder with grouped-query attention, SiLU-gated feed-forward layers and tied embeddings.

    ``norms_heads``: queries and keys are normalised per head (Qwen3), otherwise they have biases (Qwen2).
    """

    id: str
    architecture: str
    layers: int
    hidden: int
    heads: int
    kv_heads: int
    head_width: int
    feed_forward: int
    norms_heads: bool
    context: int = 32_768
    vocabulary: int = VOCABULARY
    epsilon: float = 1e-6
    theta: float = 1_000_000.0

    @property
    def query_width(self) -> int:
        return self.heads * self.head_width

    @property
    def kv_width(self) -> int:
        return self.kv_heads * self.head_width

    @property
    def cache_bytes_per_token(self) -> int:
        return 2 * self.layers * self.kv_width * 4


SHAPES = {
    shape.id: shape
    for shape in (
        Shape("qwen2.5-0.5b", "qwen2", 24, 896, 14, 2, 64, 4864, norms_heads=False),
        Shape("qwen3-1.7b", "qwen3", 28, 2048, 16, 8, 128, 6144, norms_heads=True),
    )
}


@dataclass(frozen=True)
class Quantized:
    """A matrix [outputs, inputs]: ``whole`` is 0 to 15, [outputs, inputs / 32, 32]; a weight is (whole - 8) · scale."""

    whole: np.ndarray
    scales: np.ndarray


def random_matrix(shape: Shape, name: str, outputs: int, inputs: int) -> Quantized:
    """The same for the same name. Scales are float16, as Q4_0 keeps them, and equal within each large block, so that
    files of either block hold the same weights."""
    chance = _chance(shape, name)
    packed = np.frombuffer(chance.bytes(outputs * inputs // 2), np.uint8).reshape(outputs, inputs // BLOCK, BLOCK // 2)
    whole = np.concatenate([packed & 15, packed >> 4], axis=2)
    scales = chance.uniform(0.8, 1.2, (outputs, inputs // LARGE_BLOCK)) * SPREAD / 4.6
    return Quantized(whole, scales.astype(np.float16).repeat(LARGE_BLOCK // BLOCK, axis=1))


def random_vector(shape: Shape, name: str, size: int, middle: float) -> np.ndarray:
    """float32 [size] around ``middle``: 1 for norms, 0 for biases."""
    return (middle + _chance(shape, name).normal(0, 0.05, size)).astype(np.float32)


def matrices(shape: Shape, layer: int) -> Iterator[tuple[str, int, int]]:
    """Name, outputs and inputs of a layer's linear maps."""
    yield f"{layer}.q", shape.query_width, shape.hidden
    yield f"{layer}.k", shape.kv_width, shape.hidden
    yield f"{layer}.v", shape.kv_width, shape.hidden
    yield f"{layer}.o", shape.hidden, shape.query_width
    yield f"{layer}.gate", shape.feed_forward, shape.hidden
    yield f"{layer}.up", shape.feed_forward, shape.hidden
    yield f"{layer}.down", shape.hidden, shape.feed_forward


def _chance(shape: Shape, name: str) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(zlib.crc32(f"{shape.id}/{name}".encode())))


def write_small_files(shape: Shape, folder: Path) -> None:
    """What a published folder has besides the graph. The tokenizer has a word for each number: N words, N tokens."""
    words = {f"w{number}": number for number in range(shape.vocabulary)}
    tokenizer: dict[str, Any] = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": None,
        "pre_tokenizer": {"type": "WhitespaceSplit"},
        "post_processor": None,
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": words, "unk_token": "w0"},
    }
    template = "{% for message in messages %}{{ message['content'] }} {% endfor %}"
    config = {
        "model_type": shape.architecture,
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "num_key_value_heads": shape.kv_heads,
        "head_dim": shape.head_width,
        "max_position_embeddings": shape.context,
        "vocab_size": shape.vocabulary,
        "eos_token_id": END,
    }
    _write(folder / "tokenizer.json", tokenizer)
    _write(folder / "tokenizer_config.json", {"chat_template": template, "eos_token": f"w{END}"})
    _write(folder / "config.json", config)
    _write(folder / "genai_config.json", genai_config(shape))
    _write(folder / "manifest.json", manifest(shape, folder))


def genai_config(shape: Shape) -> dict[str, Any]:
    """As the builder writes it for the CPU."""
    decoder = {
        "session_options": {"log_id": "onnxruntime-genai", "provider_options": []},
        "filename": "model.onnx",
        "head_size": shape.head_width,
        "hidden_size": shape.hidden,
        "inputs": {
            "input_ids": "input_ids",
            "attention_mask": "attention_mask",
            "past_key_names": "past_key_values.%d.key",
            "past_value_names": "past_key_values.%d.value",
        },
        "outputs": {
            "logits": "logits",
            "present_key_names": "present.%d.key",
            "present_value_names": "present.%d.value",
        },
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "num_key_value_heads": shape.kv_heads,
    }
    model = {
        "bos_token_id": END,
        "context_length": shape.context,
        "decoder": decoder,
        "eos_token_id": END,
        "pad_token_id": END,
        "type": shape.architecture,
        "vocab_size": shape.vocabulary,
    }
    search = {"do_sample": False, "max_length": shape.context, "past_present_share_buffer": True, "top_k": 1}
    return {"model": model, "search": search}


def manifest(shape: Shape, folder: Path) -> dict[str, Any]:
    names = ("model.onnx", "model.onnx.data", "tokenizer.json", "tokenizer_config.json", "config.json")
    files = [
        {"name": name, "size": (folder / name).stat().st_size, "sha256": _sha256(folder / name)}
        for name in (*names, "genai_config.json")
    ]
    return {
        "format": 1,
        "id": f"bench-{shape.id}",
        "name": f"{shape.id} with random weights, for benchmarks alone",
        "role": "chat",
        "licence": "MIT (random numbers)",
        "source": "models/bench_shapes.py",
        "revision": "1",
        "precision": "int4",
        "languages": ["en"],
        "files": files,
        "chat": {
            "context_length": shape.context,
            "cache_bytes_per_token": shape.cache_bytes_per_token,
        },
    }


def _write(path: Path, values: dict[str, Any]) -> None:
    path.write_text(json.dumps(values) + "\n", encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def main() -> None:
    from bench_shapes_gguf import write_gguf
    from bench_shapes_onnx import write_onnx

    parser = argparse.ArgumentParser(description="Make models of real shapes with random weights.")
    parser.add_argument("--cache", type=Path, required=True, help="the folder they go to: 0.9 and 3.2 GB")
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help=f"of {', '.join(SHAPES)}; by default all")
    arguments = parser.parse_args()
    for name in arguments.shapes or SHAPES:
        shape, folder = SHAPES[name], arguments.cache / name
        if (folder / FOLDERS[LARGE_BLOCK] / "manifest.json").is_file():
            print(f"{name}: there already")
            continue
        folder.mkdir(parents=True, exist_ok=True)
        write_gguf(shape, folder / GGUF)
        for block, place in FOLDERS.items():
            (folder / place).mkdir(exist_ok=True)
            write_onnx(shape, folder / place, block)
            write_small_files(shape, folder / place)
        print(f"{name}: written")


if __name__ == "__main__":
    main()
