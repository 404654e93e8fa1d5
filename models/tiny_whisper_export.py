"""The trained network as a model folder that faster-whisper loads: CTranslate2 at 8 bits, tokenizer, manifest."""

from __future__ import annotations

import hashlib
import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2.specs import common_spec
from ctranslate2.specs.whisper_spec import WhisperSpec
from numpy.typing import NDArray
from tiny_whisper_network import TEXT, Attention, Layer, TinyWhisper
from tiny_whisper_tokens import WINDOW_SECONDS, Vocabulary, write_tokenizer
from tiny_whisper_words import words
from torch import Tensor, nn

QUANTIZATION = "int8_float16"
"""What is no matrix is stored at 16 bits, and read at 32 on processors."""
README = """# Alcove demonstration speech model

A small model that Alcove's own recipe trained (`models/make_tiny_whisper.py`, {parameters:,} parameters, 8 bits).
**It knows {known} English words**, those in `words.txt`, and it has only ever heard espeak-ng, a program that speaks.
It understands no person reliably, no other word and no other language: what it does not know, it hears as something
that it knows. It is there so that Alcove's dictation can be tried and tested without any other file. For everything
else take a real model.

It is built as Whisper is and loads as Whisper does; its windows are {seconds} seconds long. Licence: MIT, as all of
Alcove. How well it does is measured in `tests/golden/speech/tiny-whisper.json`.
"""


def export(network: TinyWhisper, vocabulary: Vocabulary, folder: Path, quantization: str = QUANTIZATION) -> None:
    """Write the model folder, its manifest last."""
    folder.mkdir(parents=True, exist_ok=True)
    spec = specification(network, vocabulary)
    spec.validate()
    spec.optimize(quantization=quantization)
    spec.save(str(folder))
    write_tokenizer(vocabulary, folder)
    settings = {
        "chunk_length": WINDOW_SECONDS, "feature_extractor_type": "WhisperFeatureExtractor", "feature_size": 80,
        "hop_length": 160, "n_fft": 400, "sampling_rate": 16000,
    }  # fmt: skip
    (folder / "preprocessor_config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    (folder / "words.txt").write_text("\n".join(words()) + "\n", encoding="utf-8")
    parameters = sum(weight.numel() for name, weight in network.named_parameters() if not name.startswith("sound_"))
    text = README.format(parameters=parameters, known=len(words()), seconds=WINDOW_SECONDS)
    (folder / "README.md").write_text(text, encoding="utf-8")
    write_manifest(folder)


def write_manifest(folder: Path) -> None:
    """``manifest.json``: what the folder is, and its files."""
    (folder / "manifest.json").unlink(missing_ok=True)
    files = [
        {"name": path.name, "size": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in sorted(folder.iterdir())
    ]
    manifest = {
        "format": 1, "id": "tiny-whisper", "name": "Alcove demonstration speech model", "role": "speech",
        "licence": "MIT (a model of the project's own making; it knows a few hundred words)",
        "source": "models/make_tiny_whisper.py", "revision": "1", "precision": "int8", "languages": ["en"],
        "demonstration": True, "files": files,
        "speech": {
            "multilingual": False, "translates": False, "mels": 80, "text_length": TEXT,
            "window_seconds": WINDOW_SECONDS,
        },
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def specification(network: TinyWhisper, vocabulary: Vocabulary) -> Any:
    """CTranslate2's description of Whisper, with the weights of ``network``."""
    shape = network.shape
    spec = WhisperSpec(shape.encoder, shape.heads, shape.decoder, shape.heads)
    for made, own in ((spec.encoder.conv1, network.first), (spec.encoder.conv2, network.second)):
        made.weight, made.bias = _array(own.weight), _array(own.bias)
    spec.encoder.position_encodings.encodings = _array(network.places)
    _norm(spec.encoder.layer_norm, network.encoder_norm)
    for made, own in zip(spec.encoder.layer, network.encoder, strict=True):
        _layer(made, own)
    spec.decoder.embeddings.weight = _array(network.embedding.weight)
    spec.decoder.projection.weight = _array(network.embedding.weight)
    spec.decoder.position_encodings.encodings = _array(network.text_places)
    _norm(spec.decoder.layer_norm, network.decoder_norm)
    for made, own in zip(spec.decoder.layer, network.decoder, strict=True):
        _layer(made, own)
    spec.register_vocabulary(vocabulary.tokens)
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.lang_ids = []
    spec.config.alignment_heads = list(itertools.product([shape.decoder - 1], range(shape.heads)))
    return spec


def _layer(made: Any, own: Layer) -> None:
    _attention(made.self_attention, own.attend, own.norm_self, crossing=False)
    if own.cross is not None and own.norm_cross is not None:
        _attention(made.attention, own.cross, own.norm_cross, crossing=True)
    _norm(made.ffn.layer_norm, own.norm_feed)
    _linear(made.ffn.linear_0, own.widen)
    _linear(made.ffn.linear_1, own.narrow)


def _attention(made: Any, own: Attention, norm: nn.LayerNorm, *, crossing: bool) -> None:
    _norm(made.layer_norm, norm)
    silent = np.zeros(own.key.weight.shape[0], np.float32)
    weights = [_array(part.weight) for part in (own.query, own.key, own.value)]
    biases = [_array(own.query.bias), silent, _array(own.value.bias)]
    groups = [slice(0, 1), slice(1, 3)] if crossing else [slice(0, 3)]
    for linear, group in zip(made.linear, groups, strict=False):
        linear.weight, linear.bias = np.concatenate(weights[group]), np.concatenate(biases[group])
    _linear(made.linear[-1], own.out)


def _linear(made: common_spec.LinearSpec, own: nn.Linear) -> None:
    made.weight, made.bias = _array(own.weight), _array(own.bias)


def _norm(made: common_spec.LayerNormSpec, own: nn.LayerNorm) -> None:
    made.gamma, made.beta = _array(own.weight), _array(own.bias)


def _array(values: Tensor) -> NDArray[np.float32]:
    array: NDArray[np.float32] = values.detach().float().contiguous().numpy()
    return array
