"""A folder of the size of an OPUS-MT model that translates what the small one does: its weights, side by side.

A vector that stands several times beside itself has the same mean and variance, so that a layer's norm changes nothing;
a matrix over it is the small one repeated, divided by the times. The vocabulary is filled up with pieces that are never
written. So a sentence costs what it costs with a real model, and comes out right.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2.specs import common_spec, transformer_spec

TIMES, PIECES = 4, 65_001
ENCODER, DECODER, HEADS, SMALL_WIDTH = 3, 2, 4, 160
TINY = Path(__file__).resolve().parents[1] / "data" / "models" / "tiny-marian-en-zh"
NEVER = -1e9
_TYPES = (np.float32, np.int8, np.int16, np.int32, np.float16)


def grow_marian(folder: Path, small: Path = TINY) -> Path:
    """Writes the folder, 67 million parameters at 8 bits, with a manifest; returns it."""
    folder.mkdir(parents=True)
    held = _weights(small / "model.bin")
    spec = transformer_spec.TransformerSpec.from_config(
        (ENCODER, DECODER), HEADS * TIMES, pre_norm=False, activation=common_spec.Activation.SWISH
    )
    words = json.loads((small / "shared_vocabulary.json").read_text(encoding="utf-8"))
    vocabulary = [*words, *(f"piece{number}" for number in range(PIECES - len(words)))]
    for part, name in ((spec.encoder, "encoder"), (spec.decoder, "decoder")):
        part.scale_embeddings = SMALL_WIDTH**0.5
        part.position_encodings.encodings = np.tile(held[f"{name}/position_encodings/encodings"], TIMES)
        for number, layer in enumerate(part.layer):
            _layer(layer, f"{name}/layer_{number}", held)
    embedding = held.get("decoder/embeddings/weight", held.get("encoder/embeddings_0/weight"))
    assert embedding is not None
    table = np.zeros((PIECES, SMALL_WIDTH * TIMES), np.float32)
    table[: len(words)] = np.tile(embedding, TIMES)
    spec.encoder.embeddings[0].weight = table
    spec.decoder.embeddings.weight = table
    spec.decoder.start_from_zero_embedding = True
    spec.decoder.projection.weight = table / TIMES
    bias = np.full(PIECES, NEVER, np.float32)
    bias[: len(words)] = held["decoder/projection/bias"]
    spec.decoder.projection.bias = bias
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.config.eos_token = spec.config.decoder_start_token = "</s>"
    spec.config.unk_token = "<unk>"
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(small / name, folder / name)
    values = json.loads((small / "manifest.json").read_text(encoding="utf-8"))
    values |= {"id": folder.name, "files": [_listed(path) for path in sorted(folder.iterdir())]}
    (folder / "manifest.json").write_text(json.dumps(values), encoding="utf-8")
    return folder


def _listed(path: Path) -> dict[str, Any]:
    return {"name": path.name, "size": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def _layer(layer: Any, name: str, held: dict[str, np.ndarray]) -> None:
    for part, rows in (("self_attention", (3, 1)), ("attention", (1, 2, 1))):
        attention = getattr(layer, part, None)
        if attention is None:
            continue
        for number, (linear, several) in enumerate(zip(attention.linear, rows, strict=True)):
            _linear(linear, f"{name}/{part}/linear_{number}", held, several)
        _norm(attention.layer_norm, f"{name}/{part}/layer_norm", held)
    for number, linear in enumerate((layer.ffn.linear_0, layer.ffn.linear_1)):
        _linear(linear, f"{name}/ffn/linear_{number}", held, 1)
    _norm(layer.ffn.layer_norm, f"{name}/ffn/layer_norm", held)


def _linear(linear: Any, name: str, held: dict[str, np.ndarray], several: int) -> None:
    """``several`` matrices stand below one another: of queries, keys, values."""
    parts = np.split(held[f"{name}/weight"], several)
    linear.weight = np.concatenate([np.tile(part, (TIMES, TIMES)) / TIMES for part in parts]).astype(np.float32)
    linear.bias = np.concatenate([np.tile(part, TIMES) for part in np.split(held[f"{name}/bias"], several)])


def _norm(norm: Any, name: str, held: dict[str, np.ndarray]) -> None:
    norm.gamma, norm.beta = (np.tile(held[f"{name}/{part}"], TIMES) for part in ("gamma", "beta"))


def _weights(path: Path) -> dict[str, np.ndarray]:
    """Float32 arrays by name; as CTranslate2's model_spec.py writes them, 8 bits made whole by their scales."""
    data, at = path.read_bytes(), 4

    def text() -> str:
        nonlocal at
        (length,) = struct.unpack_from("<H", data, at)
        at += 2 + length
        return data[at - length : at - 1].decode()

    def number(form: str) -> int:
        nonlocal at
        (value,) = struct.unpack_from(form, data, at)
        at += struct.calcsize(form)
        return int(value)

    text()
    number("<I")
    held: dict[str, np.ndarray] = {}
    for _ in range(number("<I")):
        name, shape = text(), tuple(number("<I") for _ in range(number("<B")))
        kind, size = _TYPES[number("<B")], number("<I")
        held[name] = np.frombuffer(data, kind, size // np.dtype(kind).itemsize, at).reshape(shape)
        at += size
    for _ in range(number("<I")):
        alias, name = text(), text()
        held[alias] = held[name]
    return {name: _whole(name, value, held) for name, value in held.items()}


def _whole(name: str, value: np.ndarray, held: dict[str, np.ndarray]) -> np.ndarray:
    scale = held.get(f"{name}_scale")
    whole = value.astype(np.float32)
    return whole / scale.astype(np.float32).reshape(-1, 1) if scale is not None and value.dtype == np.int8 else whole
