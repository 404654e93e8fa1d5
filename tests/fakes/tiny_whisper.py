"""A Whisper folder for CTranslate2 that is made in a moment: it says the same sentence of whatever it hears.

Its decoder is a table from one token to the next: nothing of the sound reaches the text, all the rest is as in a real
model (mel front end, languages, tasks, time stamps, alignment).
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

SENTENCE = ("seven", "boats", "leave", "the", "harbour")
ENGLISH = ("ships", "sail", "out")
WIDTH, HEADS, FRAMES, MELS = 64, 4, 1500, 80
CLOCK = 16
"""So many of the numbers tell where in the window a frame or token is; through them words get their times."""
FRAMES_A_TOKEN = 15
MARK = "<unused>"
"""Empty in the vocabulary of a model of many languages: by that CTranslate2 4.8 knows one, as Whisper's own have it."""
LANGUAGES = ("en", "zh", "de", "es", "ru", "ko", "fr", "ja", "pt", "tr", "pl")


def tokenizer(words: Sequence[str]) -> Tokenizer:
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {letter: number for number, letter in enumerate(alphabet)}
    made = Tokenizer(models.BPE(vocabulary, []))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.add_tokens([AddedToken(f" {word}", normalized=False) for word in dict.fromkeys(words)])
    made.add_tokens([AddedToken(MARK, normalized=False)])
    special = ["<|endoftext|>", "<|startoftranscript|>", *(f"<|{code}|>" for code in LANGUAGES)]
    special += ["<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>"]
    made.add_special_tokens([*special, "<|notimestamps|>"])
    made.add_tokens([AddedToken(f"<|{step * 0.02:.2f}|>", normalized=False) for step in range(FRAMES + 1)])
    return made


def chains(made: Tokenizer, seconds: float) -> list[list[str]]:
    """What follows what, from the first token on."""
    sentence, english = ([f" {word}" for word in words] for words in (SENTENCE, ENGLISH))
    end = [f"<|{seconds:.2f}|>", "<|endoftext|>"]
    return [
        ["<|startoftranscript|>", "<|en|>"],
        ["<|startoftranscript|>", "<|0.00|>"],
        ["<|transcribe|>", "<|0.00|>", *sentence, *end],
        ["<|notimestamps|>", sentence[0]],
        ["<|translate|>", "<|0.02|>", *english, end[0]],
    ]


def spec(made: Tokenizer, seconds: float, layers: int) -> Any:
    noise = np.random.default_rng(4)
    built = ctranslate2.specs.WhisperSpec(layers, HEADS, 1, HEADS)
    size = made.get_vocab_size()
    embeddings = np.zeros((size, WIDTH), np.float32)
    embeddings[:, CLOCK:] = np.sign(noise.normal(size=(size, WIDTH - CLOCK)))
    projection = np.zeros((size, WIDTH), np.float32)
    for chain in chains(made, seconds):
        for before, after in itertools.pairwise(chain):
            projection[made.token_to_id(after)] += embeddings[made.token_to_id(before)]
    built.encoder.conv1.weight = np.zeros((WIDTH, MELS, 3), np.float32)
    built.encoder.conv2.weight = np.zeros((WIDTH, WIDTH, 3), np.float32)
    built.encoder.conv1.bias = built.encoder.conv2.bias = np.zeros(WIDTH, np.float32)
    built.encoder.position_encodings.encodings = _clock(np.arange(FRAMES))
    built.decoder.position_encodings.encodings = _clock(np.maximum(0, np.arange(448) - 1) * FRAMES_A_TOKEN)
    built.decoder.embeddings.weight = embeddings
    built.decoder.projection.weight = projection
    for layer in (*built.encoder.layer, *built.decoder.layer):
        _still(layer)
    for norm in (built.encoder.layer_norm, built.decoder.layer_norm):
        _norm(norm)
    return built


def _clock(frames: Any) -> Any:
    angles = frames[:, None] * (2 * np.pi / np.geomspace(2 * FRAMES, 40, CLOCK // 2))
    table = np.zeros((len(frames), WIDTH), np.float32)
    table[:, :CLOCK] = np.concatenate([np.cos(angles), np.sin(angles)], axis=1)
    return table


def _still(layer: Any) -> None:
    """Adds nothing to what goes through it; where it listens to the sound, it looks at the frame of its own time."""
    for attention in (layer.self_attention, getattr(layer, "attention", None)):
        if attention is not None:
            _norm(attention.layer_norm)
            sizes = [3 * WIDTH, WIDTH] if len(attention.linear) == 2 else [WIDTH, 2 * WIDTH, WIDTH]
            for linear, rows in zip(attention.linear, sizes, strict=True):
                _linear(linear, rows, WIDTH)
    if hasattr(layer, "attention"):
        for linear in layer.attention.linear[:2]:  # queries; keys, and values behind them
            for head in range(HEADS):
                at = head * (WIDTH // HEADS)
                linear.weight[at : at + CLOCK, :CLOCK] = 4.0 * np.eye(CLOCK)
    _norm(layer.ffn.layer_norm)
    _linear(layer.ffn.linear_0, 2 * WIDTH, WIDTH)
    _linear(layer.ffn.linear_1, WIDTH, 2 * WIDTH)


def _linear(linear: Any, rows: int, columns: int) -> None:
    linear.weight = np.zeros((rows, columns), np.float32)
    linear.bias = np.zeros(rows, np.float32)


def _norm(norm: Any) -> None:
    norm.gamma, norm.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)


def write_model(folder: Path, seconds: float = 2.0, *, multilingual: bool = False, layers: int = 1) -> Path:
    """As a hub gives it, without a manifest. ``seconds``: where its sentence ends in every window. ``layers`` of the
    encoder: more of them do the same more slowly."""
    folder.mkdir(parents=True, exist_ok=True)
    made = tokenizer((*SENTENCE, *ENGLISH))
    built = spec(made, seconds, layers)
    tokens = [made.id_to_token(number) for number in range(made.get_vocab_size())]
    built.register_vocabulary(["" if multilingual and token == MARK else token for token in tokens])
    built.config.suppress_ids = []
    built.config.suppress_ids_begin = []
    built.config.lang_ids = [made.token_to_id(f"<|{code}|>") for code in LANGUAGES]
    built.config.alignment_heads = [[0, 0], [0, 1]]
    built.validate()
    built.optimize(quantization="float32")
    built.save(str(folder))
    made.save(str(folder / "tokenizer.json"))
    (folder / "preprocessor_config.json").write_text(json.dumps({"feature_size": MELS, "chunk_length": 30}), "utf-8")
    return folder


def install(folder: Path, seconds: float = 2.0, *, multilingual: bool = False, layers: int = 1) -> Path:
    """With its manifest, as the program keeps it."""
    write_model(folder, seconds, multilingual=multilingual, layers=layers)
    files = [
        {"name": path.name, "size": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in sorted(folder.iterdir())
    ]
    manifest = {
        "format": 1, "id": folder.name, "name": "Stand-in", "role": "speech", "licence": "MIT", "source": "tests",
        "revision": "1", "precision": "float32", "languages": ["en"], "files": files,
        "speech": {"kind": "whisper", "model_file": "model.bin", "multilingual": multilingual, "translates": True},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder
