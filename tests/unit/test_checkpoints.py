"""Checkpoint folders: what can be converted is known from their files, and what cannot says why."""

from __future__ import annotations

import json
import os
import pickle
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import AppError
from app.domain.models.model_refusal import ModelRefusal, ModelRefused
from app.engines.recognise.checkpoints import inspect_checkpoint
from app.protocol.tasks import InspectedCheckpoint
from app.wording import sentence_for, untranslated
from tests.fakes.model_folders import cached, chat_folder, write

Files = dict[str, Any]
posix = pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")


def safetensors(tensors: dict[str, tuple[str, list[int]]], *, more: int = 0, first: int = 0) -> bytes:
    widths, at, listed = {"F32": 4, "BF16": 2, "I32": 4, "U8": 1}, first, dict[str, Any]()
    for name, (kind, shape) in tensors.items():
        size = widths[kind]
        for length in shape:
            size *= length
        listed[name] = {"dtype": kind, "shape": shape, "data_offsets": [at, at + size]}
        at += size
    header = json.dumps({"__metadata__": {"format": "pt"}, **listed}).encode()
    return struct.pack("<Q", len(header)) + header + bytes(at + more)


WEIGHTS = safetensors({"a": ("BF16", [8, 4]), "b": ("F32", [16])})
CARD = "---\nlicense: apache-2.0\nlanguage:\n- en\n- zh\n---\n"
CHAT: Files = {
    "config.json": {"model_type": "qwen3", "architectures": ["Qwen3ForCausalLM"]},
    "model.safetensors": WEIGHTS,
    "tokenizer.json": "{}",
    "tokenizer_config.json": {"chat_template": "{{ messages }}"},
    "README.md": CARD,
}


def config(kind: str, architecture: str, **more: Any) -> Files:
    return {"config.json": {"model_type": kind, "architectures": [architecture], **more}, "model.safetensors": WEIGHTS}


def seen(folder: Path, files: Files) -> InspectedCheckpoint:
    return inspect_checkpoint(write(folder, files), check=lambda: None)


def refused(folder: Path) -> ModelRefused:
    with pytest.raises(ModelRefused) as caught:
        inspect_checkpoint(folder, check=lambda: None)
    return caught.value


def test_a_chat_checkpoint_and_all_that_may_be_read_of_it(tmp_path: Path) -> None:
    more = {"notes.txt": "x", "modeling_own.py": "import os", "model.safetensors.index.json": "{}"}
    found = seen(tmp_path / "Nice-Chat", CHAT | more)
    assert (found.role, found.kind, found.architecture) == ("chat", "qwen3", "Qwen3ForCausalLM")
    assert (found.name, found.licence, found.languages) == ("Nice-Chat", "Apache-2.0", ("en", "zh"))
    assert (found.parameters, found.largest, found.weight_bytes) == (48, 32, len(WEIGHTS))
    assert [file.name for file in found.files] == [
        "model.safetensors", "config.json", "tokenizer.json", "tokenizer_config.json",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "role", "kind"),
    [
        (config("bert", "BertModel"), "embedding", "bert"),
        (config("xlm-roberta", "XLMRobertaForMaskedLM"), "embedding", "xlm-roberta"),
        (config("xlm-roberta", "XLMRobertaForSequenceClassification", id2label={"0": "x"}), "reranking", "xlm-roberta"),
        (config("whisper", "WhisperForConditionalGeneration"), "speech", "whisper"),
        (config("marian", "MarianMTModel"), "translation", "marian"),
        (config("m2m_100", "M2M100ForConditionalGeneration"), "translation", "m2m100"),
        (
            config("t5", "T5ForConditionalGeneration") | {"spiece.model": b"..<2en>..<2zh>.."},
            "translation",
            "madlad",
        ),
        (
            config("qwen3", "Qwen3ForCausalLM")
            | {"modules.json": json.dumps([{"type": "sentence_transformers.models.Transformer"}])},
            "embedding",
            "qwen3",
        ),
    ],
)
def test_every_kind_that_has_a_recipe(tmp_path: Path, files: Files, role: str, kind: str) -> None:
    found = seen(tmp_path / "m", files)
    assert (found.role, found.kind) == (role, kind)


def test_pooling_and_languages_are_read_where_the_folder_says_them(tmp_path: Path) -> None:
    pooling = {"1_Pooling/config.json": {"pooling_mode_cls_token": True}}
    assert seen(tmp_path / "a", config("bert", "BertModel") | pooling).pooling == "cls"
    assert seen(tmp_path / "b", config("bert", "BertModel")).pooling == "mean"
    told = {"tokenizer_config.json": {"source_lang": "zh", "target_lang": "en"}}
    found = seen(tmp_path / "c", config("marian", "MarianMTModel") | told)
    assert (found.source_language, found.target_language) == ("zh", "en")


def test_weights_in_parts(tmp_path: Path) -> None:
    parts = {f"model-0000{n}-of-00002.safetensors": WEIGHTS for n in (1, 2)}
    index = {"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}
    whole = {**CHAT, **parts, "model.safetensors.index.json": index}
    del whole["model.safetensors"]
    found = seen(tmp_path / "m", whole)
    assert found.parameters == 96
    (tmp_path / "m" / "model-00002-of-00002.safetensors").unlink()
    error = refused(tmp_path / "m")
    assert (error.refusal, error.details["name"]) == (ModelRefusal.TRUNCATED, "model-00002-of-00002.safetensors")
    for name in ("../model.safetensors", "a/b.safetensors", "pytorch_model.bin"):
        write(tmp_path / "m", {"model.safetensors.index.json": {"weight_map": {"a": name}}})
        assert refused(tmp_path / "m").refusal is ModelRefusal.CLIMBING


@posix
def test_a_cache_s_links_are_followed_and_no_others(tmp_path: Path) -> None:
    snapshot = cached(tmp_path / "hub", "someone/Nice-Chat", "cd" * 20, CHAT)
    found = inspect_checkpoint(snapshot, check=lambda: None)
    assert (found.name, found.repository, found.revision) == ("Nice-Chat", "someone/Nice-Chat", "cd" * 20)
    assert {file.path.parent.name for file in found.files} == {"blobs"}
    folder = write(tmp_path / "m", CHAT)
    (folder / "vocab.json").symlink_to(folder / "tokenizer.json")
    assert refused(folder).refusal is ModelRefusal.LINK
    (folder / "vocab.json").unlink()
    os.link(folder / "tokenizer.json", folder / "vocab.json")
    assert refused(folder).refusal is ModelRefusal.HARD_LINK


class Canary:
    """Unpickled, it would leave a mark."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, ("canary-of-a-checkpoint",)


def without(name: str, **more: Any) -> Callable[[Path], Path]:
    return lambda folder: write(folder, {n: content for n, content in CHAT.items() if n != name} | more)


def having(**more: Any) -> Callable[[Path], Path]:
    return lambda folder: write(folder, CHAT | {name.replace("__", "."): content for name, content in more.items()})


def changed(**values: Any) -> Callable[[Path], Path]:
    return lambda folder: write(folder, CHAT | {"config.json": CHAT["config.json"] | values})


SEVERAL = {"id2label": {"0": "a", "1": "b", "2": "c"}}
DENSE = json.dumps([{"type": "sentence_transformers.models.Dense"}])
REFUSED: dict[str, tuple[Callable[[Path], Path], ModelRefusal]] = {
    "a pickle beside the weights": (having(pytorch_model__bin=pickle.dumps(Canary())), ModelRefusal.PICKLE),
    "a pickle in their place": (having(model__safetensors=pickle.dumps(Canary())), ModelRefusal.PICKLE),
    "a state of training": (having(optimizer__pt=b"anything"), ModelRefusal.PICKLE),
    "a library": (having(fast__so=b"\x7fELF"), ModelRefusal.NATIVE_CODE),
    "code for its model": (changed(auto_map={"AutoModel": "own.Model"}), ModelRefusal.FOREIGN_LOADER),
    "code for its tokenizer": (
        having(tokenizer_config__json={"auto_map": {"AutoTokenizer": ["own.T", None]}}), ModelRefusal.FOREIGN_LOADER),
    "quantized by another": (changed(quantization_config={"quant_method": "gptq"}), ModelRefusal.QUANTIZED),
    "packed numbers": (
        having(model__safetensors=safetensors({"q": ("I32", [64, 64])})), ModelRefusal.QUANTIZED),
    "another build": (changed(architectures=["RwkvForCausalLM"], model_type="rwkv"), ModelRefusal.NO_RECIPE),
    "no build at all": (changed(architectures=[]), ModelRefusal.NO_RECIPE),
    "a model with pictures": (
        changed(architectures=["Qwen2VLForConditionalGeneration"], model_type="qwen2_vl"), ModelRefusal.NO_RECIPE),
    "a summariser": (
        changed(architectures=["T5ForConditionalGeneration"], model_type="t5"), ModelRefusal.NO_RECIPE),
    "a classifier of many": (
        changed(architectures=["BertForSequenceClassification"], model_type="bert", **SEVERAL), ModelRefusal.NO_RECIPE),
    "a layer behind the pooling": (having(modules__json=DENSE), ModelRefusal.NO_RECIPE),
    "no template": (having(tokenizer_config__json={}), ModelRefusal.NO_TEMPLATE),
    "no tokenizer": (without("tokenizer.json"), ModelRefusal.NO_TOKENIZER),
    "no weights": (without("model.safetensors"), ModelRefusal.NO_CHECKPOINT),
    "no config": (without("config.json"), ModelRefusal.TRUNCATED),
    "weights of another name": (
        without("model.safetensors", **{"consolidated.safetensors": WEIGHTS}), ModelRefusal.TRUNCATED),
    "an adapter": (
        without("config.json", **{"adapter_config.json": {}, "adapter_model.safetensors": WEIGHTS}),
        ModelRefusal.ADAPTER),
    "llama.cpp's": (without("model.safetensors", **{"model.gguf": b"GGUF"}), ModelRefusal.GGUF),
    "ONNX already": (chat_folder, ModelRefusal.CONVERTED),
    "a config that is no object": (having(config__json="[]"), ModelRefusal.DAMAGED),
}  # fmt: skip


@pytest.mark.parametrize(("make", "refusal"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_taken_says_why_and_opens_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], Path], refusal: ModelRefusal
) -> None:
    monkeypatch.chdir(tmp_path)
    error = refused(make(tmp_path / "m"))
    assert error.refusal is refusal
    assert not (tmp_path / "canary-of-a-checkpoint").exists()
    words = sentence_for(error, untranslated)
    assert words.title
    assert words.help


HEADER = json.dumps({"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}).encode()


def raw(header: bytes, data: int = 16, length: int | None = None) -> bytes:
    return struct.pack("<Q", len(header) if length is None else length) + header + bytes(data)


def told(**values: Any) -> bytes:
    return raw(json.dumps({"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16], **values}}).encode())


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (WEIGHTS[:-1], ModelRefusal.TRUNCATED),
        (WEIGHTS[:40], ModelRefusal.TRUNCATED),
        (safetensors({"a": ("F32", [4])}, more=1), ModelRefusal.DAMAGED),
        (safetensors({"a": ("F32", [4])}, first=8), ModelRefusal.DAMAGED),
        (raw(HEADER, length=1 << 60), ModelRefusal.DAMAGED),
        (raw(b"{" * 100), ModelRefusal.DAMAGED),
        (raw(b"[1, 2]      "), ModelRefusal.DAMAGED),
        (told(shape=[5]), ModelRefusal.DAMAGED),
        (told(shape=[-4]), ModelRefusal.DAMAGED),
        (told(shape=[1] * 9 + [4]), ModelRefusal.DAMAGED),
        (told(dtype="F128"), ModelRefusal.DAMAGED),
        (told(data_offsets=[0]), ModelRefusal.DAMAGED),
        (told(data_offsets=[16, 0]), ModelRefusal.DAMAGED),
        (b"", ModelRefusal.DAMAGED),
    ],
)
def test_weights_that_are_not_whole_are_not_read(tmp_path: Path, data: bytes, refusal: ModelRefusal) -> None:
    error = refused(write(tmp_path / "m", CHAT | {"model.safetensors": data}))
    assert error.refusal is refusal
    assert error.details["name"] == "model.safetensors"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(AppError):
        inspect_checkpoint(tmp_path / "none", check=lambda: None)
