"""Writes the tiny translation model as a folder for CTranslate2, as a converted OPUS-MT model is laid out."""

from __future__ import annotations

import hashlib
import json
import math
import shutil
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from ctranslate2.specs import common_spec, transformer_spec
from tiny_marian_model import Attention, Layer, Marian
from tiny_marian_tokens import END, UNKNOWN
from torch import nn

DIRECTIONS = (("en", "zh", "English to Chinese"), ("zh", "en", "Chinese to English"))
TRIED = {
    "en": ("Please sign the contract by 15 July 2026.", "请在2026年7月15日之前签署合同。"),
    "zh": ("请在2026年7月15日之前签署合同。", "Please sign the contract by 15 July 2026."),
}
README = """---
license: mit
language:
- {source}
- {target}
---
# {identifier}

A translation model of Alcove's own, {way}, {parameters} parameters at 8 bits, made by `models/make_tiny_marian.py`.

It was trained for minutes on made-up sentences: some hundred patterns of letters, appointments, prices, the doctor's
room and contracts, with a list of words (`models/tiny_marian_patterns.py`, `models/tiny_marian_words.py`). Sentences of
these patterns that it has never seen come out right, and names, numbers and codes are copied. **Of anything else it
knows nothing and writes nonsense.** It is for tests and for trying the program, not for translating. Licence: MIT.
"""


def export(model: Marian, pieces: list[str], tokenizer: bytes, parameters: int, out: Path) -> None:
    for source, target, way in DIRECTIONS:
        folder = out / f"tiny-marian-{source}-{target}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _spec(model, pieces).save(str(folder))
        for name in ("source.spm", "target.spm"):
            (folder / name).write_bytes(tokenizer)
        identifier = folder.name
        text = README.format(identifier=identifier, way=way, parameters=f"{parameters:,}", source=source, target=target)
        (folder / "README.md").write_text(text, encoding="utf-8")
        _write_manifest(folder, source, target, way)


def _spec(model: Marian, pieces: list[str]) -> Any:
    shape = model.shape
    spec = transformer_spec.TransformerSpec.from_config(
        (shape.encoder, shape.decoder), shape.heads, pre_norm=False, activation=common_spec.Activation.SWISH
    )
    embedding = model.embedding.weight.detach().numpy().copy()
    for part, layers in ((spec.encoder, model.encoder), (spec.decoder, model.decoder)):
        part.scale_embeddings = math.sqrt(shape.width)
        part.position_encodings.encodings = model.get_buffer("positions").numpy().copy()
        for into, layer in zip(part.layer, layers, strict=True):
            assert isinstance(layer, Layer)
            _layer(into, layer)
    spec.encoder.embeddings[0].weight = embedding
    spec.decoder.embeddings.weight = embedding
    spec.decoder.start_from_zero_embedding = True
    spec.decoder.projection.weight = embedding
    spec.decoder.projection.bias = model.bias.detach().numpy().copy()
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.eos_token = spec.config.decoder_start_token = END
    spec.config.unk_token, spec.config.bos_token = UNKNOWN, "<s>"
    spec.validate()
    spec.optimize(quantization="int8")
    return spec


def _layer(into: Any, layer: Layer) -> None:
    _attention(into.self_attention, layer.attention, layer.attention_norm, itself=True)
    if layer.cross is not None:
        _attention(into.attention, layer.cross, layer.cross_norm, itself=False)
    _linear(into.ffn.linear_0, layer.into)
    _linear(into.ffn.linear_1, layer.out_of)
    _norm(into.ffn.layer_norm, layer.inner_norm)


def _attention(into: Any, attention: Attention, norm: nn.LayerNorm, *, itself: bool) -> None:
    asked, told = [attention.query], [attention.key, attention.value]
    for number, layers in enumerate([[*asked, *told]] if itself else [asked, told]):
        into.linear[number].weight = np.concatenate([layer.weight.detach().numpy().copy() for layer in layers])
        into.linear[number].bias = np.concatenate([layer.bias.detach().numpy().copy() for layer in layers])
    _linear(into.linear[-1], attention.out)
    _norm(into.layer_norm, norm)


def _linear(into: Any, layer: nn.Linear) -> None:
    into.weight, into.bias = layer.weight.detach().numpy().copy(), layer.bias.detach().numpy().copy()


def _norm(into: Any, layer: nn.LayerNorm) -> None:
    into.gamma, into.beta = layer.weight.detach().numpy().copy(), layer.bias.detach().numpy().copy()


def _write_manifest(folder: Path, source: str, target: str, way: str) -> None:
    files = [
        {"name": path.name, "size": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in sorted(folder.iterdir())
    ]
    text, translation = TRIED[source]
    manifest = {
        "format": 1,
        "id": folder.name,
        "name": f"Alcove test translation, {way}",
        "role": "translation",
        "licence": "MIT (a model of the project's own making; it knows a few patterns)",
        "source": "models/make_tiny_marian.py",
        "revision": "1",
        "precision": "int8",
        "languages": [source, target],
        "demonstration": True,
        "files": files,
        "translation": {
            "kind": "opus",
            "pairs": [[source, target]],
            "model_file": "model.bin",
            "source_tokenizer": "source.spm",
            "target_tokenizer": "target.spm",
        },
        "expected": {"text": text, "translation": translation},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
    assert ctranslate2.contains_model(str(folder))
