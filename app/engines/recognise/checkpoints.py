"""From a checkpoint folder to what can be made of it: safetensors of a known build alone; loads and runs nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.models.manifest import ModelRole
from app.domain.models.model_refusal import ModelRefusal, ModelRefused
from app.engines.onnx.files import is_inside
from app.engines.recognise.contents import Content
from app.engines.recognise.inventory import Found, Inventory, take_inventory
from app.engines.recognise.safetensors_header import (
    PLAIN,
    MalformedSafetensorsError,
    ShortSafetensorsError,
    TensorHead,
    read_header,
)
from app.engines.recognise.small_files import LARGEST_JSON_BYTES, read_any_json, read_card, read_json
from app.protocol.tasks.checkpoints import InspectedCheckpoint
from app.protocol.tasks.models import InspectedFile

CHAT = frozenset({"qwen2", "qwen3", "llama", "mistral", "phi3", "granite", "smollm3", "gemma3_text"})
ENCODERS = frozenset({"bert", "roberta", "xlm-roberta", "distilbert", "mpnet", "modernbert", "qwen3"})
_MODULES = ("Transformer", "Pooling", "Normalize")
_INDEX, _WEIGHTS = "model.safetensors.index.json", "model.safetensors"
_POOLING = "1_Pooling/config.json"
_SMALL_FILES = frozenset({
    "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
    "added_tokens.json", "vocab.json", "merges.txt", "vocab.txt", "tokenizer.model", "spiece.model",
    "sentencepiece.model", "sentencepiece.bpe.model", "source.spm", "target.spm", "preprocessor_config.json",
    "normalizer.json", "chat_template.jinja", "modules.json", "sentence_bert_config.json",
    "config_sentence_transformers.json", _POOLING,
})  # fmt: skip
_LANGUAGE_MARKS = (b"<2en>", b"<2zh>")
"""Tokens by which MADLAD is told the language to write; other T5 models are no translators."""


@dataclass(frozen=True, slots=True)
class _Build:
    role: ModelRole
    kind: str


def inspect_checkpoint(path: Path, *, check: Callable[[], None]) -> InspectedCheckpoint:
    """What lies at ``path``. ``check`` may raise to stop. Raises ModelRefused, and AppError PATH_MISSING."""
    inventory = take_inventory(path, check)
    files = inventory.below(".")
    if "config.json" not in files:
        raise _why_none(inventory)
    config = read_json(files, "config.json")
    for name in ("config.json", "tokenizer_config.json"):
        if any(read_json(files, name).get(key) for key in ("auto_map", "trust_remote_code")):
            raise ModelRefused(ModelRefusal.FOREIGN_LOADER, name)
    if config.get("quantization_config"):
        raise ModelRefused(ModelRefusal.QUANTIZED, "config.json")
    weights = _weights(inventory, files)
    tensors = [head for found in weights for head in _tensors(found)]
    odd = next((head for head in tensors if head.kind not in PLAIN and head.elements > 1024), None)
    if odd is not None:
        raise ModelRefused(ModelRefusal.QUANTIZED, problem=f"{odd.name[:100]}: {odd.kind}")
    architecture = _architecture(config)
    build = _build(inventory, config, architecture)
    allowed = [found for name, found in inventory.files.items() if name in _SMALL_FILES]
    card, cache = read_card(files), inventory.cache
    source, target = _languages(files)
    return InspectedCheckpoint(
        root=inventory.root,
        name=(cache.repository.rpartition("/")[2] if cache is not None else path.resolve().name)[:200],
        role=build.role.value,
        kind=build.kind,
        architecture=architecture,
        files=tuple(InspectedFile(found.name, found.path, found.size) for found in (*weights, *allowed)),
        parameters=sum(head.elements for head in tensors),
        largest=max((head.elements for head in tensors), default=0),
        weight_bytes=sum(found.size for found in weights),
        licence=card.licence,
        languages=card.languages,
        pooling=_pooling(inventory, build),
        source_language=source,
        target_language=target,
        repository=cache.repository if cache is not None else "",
        revision=cache.revision if cache is not None else "",
    )


def _weights(inventory: Inventory, files: Mapping[str, Found]) -> list[Found]:
    """``model.safetensors``, or all the parts that its index names."""
    if _WEIGHTS in files:
        return [files[_WEIGHTS]]
    if _INDEX not in files:
        raise _why_none(inventory)
    listed = read_json(files, _INDEX).get("weight_map")
    if not isinstance(listed, dict) or not listed:
        raise ModelRefused(ModelRefusal.DAMAGED, _INDEX)
    names = sorted({str(name) for name in listed.values()})
    for name in names:
        if not is_inside(name) or "/" in name or not name.endswith(".safetensors"):
            raise ModelRefused(ModelRefusal.CLIMBING, _INDEX, problem=name[:200])
        if name not in files:
            raise ModelRefused(ModelRefusal.TRUNCATED, name)
    return [files[_INDEX], *(files[name] for name in names)]


def _tensors(found: Found) -> tuple[TensorHead, ...]:
    if found.name == _INDEX:
        return ()
    try:
        return read_header(found.path, found.size)
    except ShortSafetensorsError as error:
        raise ModelRefused(ModelRefusal.TRUNCATED, found.name, problem=str(error)[:200]) from error
    except MalformedSafetensorsError as error:
        raise ModelRefused(ModelRefusal.DAMAGED, found.name, problem=str(error)[:200]) from error
    except OSError as error:
        raise ModelRefused(ModelRefusal.UNREADABLE, found.name, problem=error.strerror or "") from error


def _why_none(inventory: Inventory) -> ModelRefused:
    """What the folder holds instead of a checkpoint."""
    names = {found.name: found for found in inventory.files.values()}
    if "adapter_config.json" in names:
        return ModelRefused(ModelRefusal.ADAPTER, "adapter_config.json")
    gguf = next((name for name, kind in inventory.contents.items() if kind is Content.GGUF), None)
    if gguf is not None:
        return ModelRefused(ModelRefusal.GGUF, gguf)
    if any(found.ending == ".onnx" for found in names.values()) or "model.bin" in names:
        return ModelRefused(ModelRefusal.CONVERTED)
    if any(kind is Content.SAFETENSORS for kind in inventory.contents.values()):
        lacking = _WEIGHTS if "config.json" in names else "config.json"
        return ModelRefused(ModelRefusal.TRUNCATED, lacking)
    return ModelRefused(ModelRefusal.NO_CHECKPOINT)


def _architecture(config: Mapping[str, Any]) -> str:
    listed = config.get("architectures")
    return str(listed[0])[:100] if isinstance(listed, list) and listed else ""


def _build(inventory: Inventory, config: Mapping[str, Any], architecture: str) -> _Build:
    """Raises ModelRefused where there is no recipe for it."""
    files, kind = inventory.below("."), str(config.get("model_type", ""))
    made_for_vectors = "modules.json" in files
    if made_for_vectors:
        _check_modules(files)
    if architecture == "WhisperForConditionalGeneration":
        return _Build(ModelRole.SPEECH, "whisper")
    if architecture in ("MarianMTModel", "M2M100ForConditionalGeneration"):
        return _Build(ModelRole.TRANSLATION, "marian" if architecture == "MarianMTModel" else "m2m100")
    if architecture == "T5ForConditionalGeneration" and _knows_languages(files):
        return _Build(ModelRole.TRANSLATION, "madlad")
    if architecture.endswith("ForSequenceClassification") and kind in ENCODERS:
        labels = config.get("id2label")
        if (isinstance(labels, dict) and len(labels) == 1) or config.get("num_labels") == 1:
            return _Build(ModelRole.RERANKING, kind)
    elif kind in ENCODERS and (made_for_vectors or architecture.endswith(("Model", "ForMaskedLM"))):
        return _Build(ModelRole.EMBEDDING, kind)
    elif architecture.endswith("ForCausalLM") and kind in CHAT:
        _see_that_it_answers(files)
        return _Build(ModelRole.CHAT, kind)
    raise ModelRefused(ModelRefusal.NO_RECIPE, architecture or kind)


def _see_that_it_answers(files: Mapping[str, Found]) -> None:
    if not {"tokenizer.json", "tokenizer.model", "vocab.json"} & set(files):
        raise ModelRefused(ModelRefusal.NO_TOKENIZER)
    if "chat_template.jinja" not in files and not read_json(files, "tokenizer_config.json").get("chat_template"):
        raise ModelRefused(ModelRefusal.NO_TEMPLATE)


def _check_modules(files: Mapping[str, Found]) -> None:
    """What sentence-transformers does after the encoder: pooling and a unit length are known here, a layer is not."""
    listed = read_any_json(files["modules.json"])
    kinds = [str(item.get("type", "")) if isinstance(item, dict) else "" for item in listed or []]
    foreign = next((kind for kind in kinds if kind.rpartition(".")[2] not in _MODULES), None)
    if foreign is not None:
        raise ModelRefused(ModelRefusal.NO_RECIPE, foreign[:100] or "modules.json")


def _knows_languages(files: Mapping[str, Found]) -> bool:
    for name in ("tokenizer.json", "spiece.model", "sentencepiece.model"):
        found = files.get(name)
        if found is not None and found.size <= LARGEST_JSON_BYTES * 2:
            try:
                data = found.path.read_bytes()
            except OSError as error:
                raise ModelRefused(ModelRefusal.UNREADABLE, name, problem=error.strerror or "") from error
            return all(mark in data for mark in _LANGUAGE_MARKS)
    return False


def _pooling(inventory: Inventory, build: _Build) -> str:
    """As the folder says it; the comparison needs one, and the manifest finds it again in what was made."""
    if build.role is not ModelRole.EMBEDDING:
        return ""
    found = inventory.files.get(_POOLING)
    values = read_any_json(found) if found is not None else {}
    modes = values if isinstance(values, dict) else {}
    if modes.get("pooling_mode_cls_token"):
        return "cls"
    if modes.get("pooling_mode_lasttoken") or (found is None and build.kind == "qwen3"):
        return "last"
    return "mean"


def _languages(files: Mapping[str, Found]) -> tuple[str, str]:
    """From and to, of a translation model that knows one way only; '' and '' otherwise."""
    told = read_json(files, "tokenizer_config.json")
    source, target = told.get("source_lang"), told.get("target_lang")
    if isinstance(source, str) and isinstance(target, str) and len(source) <= 3 >= len(target):
        return source, target
    return "", ""
