"""A folder of the shape of an OPUS-MT model (six and six layers of 512, 65,001 pieces), random weights at 8 bits."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2.specs import common_spec, transformer_spec

WIDTH, INNER, HEADS, LAYERS, PIECES = 512, 2048, 8, 6, 65_001
TINY = Path(__file__).resolve().parents[1] / "data" / "models" / "tiny-marian-en-zh"


def make_opus_shape(folder: Path) -> Path:
    """The tokenizer is that of the tiny model, so that a sentence has as many tokens as there."""
    folder.mkdir(parents=True)
    draw = np.random.default_rng(1)
    spec = transformer_spec.TransformerSpec.from_config(
        (LAYERS, LAYERS), HEADS, pre_norm=False, activation=common_spec.Activation.SWISH
    )
    words = json.loads((TINY / "shared_vocabulary.json").read_text(encoding="utf-8"))
    vocabulary = [*words, *(f"piece{number}" for number in range(PIECES - len(words)))]
    table = _random(draw, PIECES, WIDTH)
    for part in (spec.encoder, spec.decoder):
        part.scale_embeddings = WIDTH**0.5
        part.position_encodings.encodings = _random(draw, 512, WIDTH)
        for layer in part.layer:
            _layer(layer, draw)
    spec.encoder.embeddings[0].weight = table
    spec.decoder.embeddings.weight = table
    spec.decoder.projection.weight = table
    spec.decoder.projection.bias = np.zeros(PIECES, np.float32)
    spec.decoder.start_from_zero_embedding = True
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.config.eos_token = spec.config.decoder_start_token = "</s>"
    spec.config.unk_token = "<unk>"
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes((TINY / name).read_bytes())
    values = json.loads((TINY / "manifest.json").read_text(encoding="utf-8"))
    values |= {"id": "opus-shape", "files": [_listed(path) for path in sorted(folder.iterdir())]}
    values.pop("expected")
    (folder / "manifest.json").write_text(json.dumps(values), encoding="utf-8")
    return folder


def _listed(path: Path) -> dict[str, Any]:
    return {"name": path.name, "size": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def _random(draw: np.random.Generator, *shape: int) -> np.ndarray:
    return (draw.standard_normal(shape) * 0.03).astype(np.float32)


def _layer(layer: Any, draw: np.random.Generator) -> None:
    for name, rows in (("self_attention", (3, 1)), ("attention", (1, 2, 1))):
        attention = getattr(layer, name, None)
        if attention is None:
            continue
        for linear, times in zip(attention.linear, rows, strict=True):
            linear.weight, linear.bias = _random(draw, times * WIDTH, WIDTH), np.zeros(times * WIDTH, np.float32)
        _norm(attention.layer_norm)
    layer.ffn.linear_0.weight, layer.ffn.linear_0.bias = _random(draw, INNER, WIDTH), np.zeros(INNER, np.float32)
    layer.ffn.linear_1.weight, layer.ffn.linear_1.bias = _random(draw, WIDTH, INNER), np.zeros(WIDTH, np.float32)
    _norm(layer.ffn.layer_norm)


def _norm(norm: Any) -> None:
    norm.gamma, norm.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)
