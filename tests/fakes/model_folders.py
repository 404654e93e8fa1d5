"""Small model folders of every kind that is recognised, written byte by byte; they hold noise and run nowhere."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

FLOAT, INT64 = 1, 7
Shape = Sequence[int | str]


def graph(
    inputs: Mapping[str, Shape],
    outputs: Mapping[str, Shape],
    *,
    weights: Mapping[str, tuple[str, int, int] | bytes] | None = None,
    operator: tuple[str, str] = ("", "Identity"),
) -> bytes:
    """An .onnx file. ``weights``: float32 by name, raw bytes or (location, offset, length) of data outside."""
    domain, kind = operator
    node = _text(1, "a") + _text(2, "b") + _text(4, kind) + (_text(7, domain) if domain else b"")
    inner = _message(1, node)
    for name, given in (weights or {}).items():
        inner += _message(5, _weight(name, given))
    for number, ports in ((11, inputs), (12, outputs)):
        for name, shape in ports.items():
            inner += _message(number, _port(name, shape))
    opsets = _message(8, _number(2, 21)) + _message(8, _text(1, "com.microsoft") + _number(2, 1))
    return _number(1, 10) + _message(7, inner) + opsets


def chat_graph(layers: int = 2, heads: int = 2, width: int = 8, **more: Any) -> bytes:
    past: dict[str, Shape] = {}
    present: dict[str, Shape] = {}
    for layer in range(layers):
        for part in ("key", "value"):
            past[f"past_key_values.{layer}.{part}"] = ("batch", heads, "past", width)
            present[f"present.{layer}.{part}"] = ("batch", heads, "total", width)
    inputs = {"input_ids": ("batch", "new"), "attention_mask": ("batch", "total"), **past}
    return graph(inputs, {"logits": ("batch", "new", 320), **present}, **more)


def encoder_graph(dimension: int = 16, **more: Any) -> bytes:
    inputs = {"input_ids": ("batch", "n"), "attention_mask": ("batch", "n")}
    return graph(inputs, {"last_hidden_state": ("batch", "n", dimension)}, **more)


def classifier_graph() -> bytes:
    return graph({"input_ids": ("batch", "n"), "attention_mask": ("batch", "n")}, {"logits": ("batch", 1)})


def ctranslate2(specification: str, *, version: int = 6, values: bytes = bytes(64)) -> bytes:
    """A model.bin with one int8 variable."""
    name = _counted(specification)
    variable = _counted("weight") + struct.pack("<BIBI", 1, len(values), 1, len(values)) + values
    return struct.pack("<I", version) + name + struct.pack("<II", 1, 1) + variable + struct.pack("<I", 0)


def write(folder: Path, files: Mapping[str, bytes | str | dict[str, Any]]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, dict):
            content = json.dumps(content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


CHAT_FILES: dict[str, bytes | str | dict[str, Any]] = {
    "config.json": {"model_type": "qwen3", "max_position_embeddings": 4096, "architectures": ["QwenForCausalLM"]},
    "tokenizer.json": "{}",
    "tokenizer_config.json": {"chat_template": "{{ messages }}"},
}


def chat_folder(folder: Path, **graphs: bytes) -> Path:
    """``graphs`` by the stem of their file in onnx/; model_q4 alone where none is given."""
    chosen = graphs or {"model_q4": chat_graph()}
    return write(folder, {**CHAT_FILES, **{f"onnx/{stem}.onnx": data for stem, data in chosen.items()}})


def whisper_folder(folder: Path) -> Path:
    files = {"config.json": {"lang_ids": [1, 2]}, "tokenizer.json": "{}", "vocabulary.txt": "a\n\nb\n"}
    return write(folder, {"model.bin": ctranslate2("WhisperSpec"), **files})


def translation_folder(folder: Path) -> Path:
    files = {"config.json": "{}", "shared_vocabulary.json": "[]", "source.spm": b"s", "target.spm": b"t"}
    return write(folder, {"model.bin": ctranslate2("TransformerSpec"), **files})


def cached(cache: Path, repository: str, revision: str, files: Mapping[str, bytes | str | dict[str, Any]]) -> Path:
    """As the hub's own tools keep them: bytes in blobs by their hash, names as links in the snapshot."""
    folder = cache / f"models--{repository.replace('/', '--')}"
    plain = write(folder / "plain", files)
    snapshot = folder / "snapshots" / revision
    (folder / "blobs").mkdir(parents=True)
    (folder / "refs").mkdir()
    (folder / "refs" / "main").write_text(revision, encoding="ascii")
    for path in sorted(path for path in plain.rglob("*") if path.is_file()):
        blob = folder / "blobs" / hashlib.sha256(path.read_bytes()).hexdigest()
        path.rename(blob)
        link = snapshot / path.relative_to(plain)
        link.parent.mkdir(parents=True, exist_ok=True)
        up = "../" * (len(link.relative_to(folder).parts) - 1)
        link.symlink_to(f"{up}blobs/{blob.name}")
    return snapshot


def _varint(value: int) -> bytes:
    out = b""
    while value >= 0x80:
        out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
    return out + bytes([value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _message(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _message(field, value.encode())


def _port(name: str, shape: Shape) -> bytes:
    sizes = b"".join(_message(1, _number(1, s) if isinstance(s, int) else _text(2, s)) for s in shape)
    kind = INT64 if name in ("input_ids", "attention_mask", "position_ids", "sr") else FLOAT
    return _text(1, name) + _message(2, _message(1, _number(1, kind) + _message(2, sizes)))


def _weight(name: str, given: tuple[str, int, int] | bytes) -> bytes:
    if isinstance(given, bytes):
        return _number(1, len(given) // 4) + _number(2, FLOAT) + _text(8, name) + _message(9, given)
    location, offset, length = given
    entries = {"location": location, "offset": str(offset), "length": str(length)}
    outside = b"".join(_message(13, _text(1, key) + _text(2, value)) for key, value in entries.items())
    return _number(1, length // 4) + _number(2, FLOAT) + _text(8, name) + outside + _number(14, 1)


def _counted(text: str) -> bytes:
    data = text.encode() + b"\0"
    return struct.pack("<H", len(data)) + data
