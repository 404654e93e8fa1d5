"""Chat, embedding and reranking models from their graph and the small files beside it; what no file says is marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from app.domain.models.manifest import ModelRole, Pooling
from app.domain.models.model_refusal import ModelRefusal, ModelRefused
from app.engines.onnx.decoder_graph import read_decoder_graph
from app.engines.onnx.files import UnsuitableError
from app.engines.onnx.genai_folder import GENAI_CONFIG, GenaiFolder
from app.engines.onnx.values import Header
from app.engines.recognise.graphs import Graph
from app.engines.recognise.inventory import Found, Inventory
from app.engines.recognise.small_files import read_json, whole

TOKENIZER = "tokenizer.json"
CHAT_FILES = (
    "config.json", "generation_config.json", GENAI_CONFIG, TOKENIZER, "tokenizer_config.json", "chat_template.jinja",
    "special_tokens_map.json", "added_tokens.json",
)  # fmt: skip
_TOKEN_OUTPUTS = ("last_hidden_state", "token_embeddings", "hidden_states")
_FALLBACK_CONTEXT = 4096
_FALLBACK_LENGTH = 512
_INSTRUCT = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"


@dataclass(frozen=True, slots=True)
class Recognised:
    """``facts`` is the manifest's section of the role; ``guessed`` names those that no file says.

    ``languages`` are those that the model's own files name, for a folder whose card names none.
    """

    role: ModelRole
    facts: dict[str, Any]
    files: tuple[Found, ...]
    precision: str
    guessed: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Habits:
    """What a family of embedding models is known for, where its own files leave it out."""

    names: tuple[str, ...]
    pooling: Pooling
    query: str = ""
    passage: str = ""


_HABITS = (
    _Habits(("e5",), Pooling.MEAN, "query: ", "passage: "),
    _Habits(("qwen3",), Pooling.LAST, _INSTRUCT),
    _Habits(("gte", "bge", "granite-embedding", "new"), Pooling.CLS),
    _Habits(("minilm", "mpnet", "labse", "paraphrase"), Pooling.MEAN),
)


def is_decoder(header: Header) -> bool:
    """It gives words and takes the memory of earlier ones."""
    return any(port.name.startswith(("past", "cache")) for port in header.inputs)


def is_classifier(header: Header, config: Mapping[str, Any]) -> bool:
    """It judges a pair of texts by one number."""
    architectures = config.get("architectures")
    named = isinstance(architectures, list) and any(str(a).endswith("SequenceClassification") for a in architectures)
    logits = header.output("logits")
    return logits is not None and (named or (logits.shape is not None and logits.shape[-1] == 1))


def gives_vectors(header: Header) -> bool:
    return any(header.output(name) is not None for name in (*_TOKEN_OUTPUTS, "sentence_embedding"))


def chat(inventory: Inventory, folder: str, graph: Graph, genai: GenaiFolder | None) -> Recognised:
    """Raises ModelRefused."""
    files = inventory.below(folder)
    config = read_json(files, "config.json")
    config = {**config, **_section(config, "text_config"), **_of_genai(files)}
    try:
        decoder = read_decoder_graph(graph.header, genai=genai, config=config)
    except UnsuitableError as error:
        raise ModelRefused(ModelRefusal.UNSUPPORTED, graph.file.name, problem=str(error)[:200]) from error
    tokenizer = read_json(files, "tokenizer_config.json")
    if TOKENIZER not in files:
        raise ModelRefused(ModelRefusal.NO_TOKENIZER)
    if "chat_template.jinja" not in files and not tokenizer.get("chat_template"):
        raise ModelRefused(ModelRefusal.NO_TEMPLATE)
    context = genai.context_length if genai is not None else 0
    context = context or whole(config, "max_position_embeddings", "n_positions", "max_seq_len")
    context = context or whole(tokenizer, "model_max_length")
    facts = {
        "context_length": decoder.context(context or _FALLBACK_CONTEXT),
        "model_file": _within(graph.file, folder),
        "tokenizer_file": TOKENIZER,
        "cache_bytes_per_token": decoder.cache_bytes_per_token,
        "state_bytes": decoder.state_bytes,
    }
    beside = tuple(files[name] for name in CHAT_FILES if name in files)
    return Recognised(
        ModelRole.CHAT, facts, (*graph.files, *beside), graph.precision, () if context else ("chat.context_length",)
    )


def embedding(inventory: Inventory, folder: str, graph: Graph, name: str) -> Recognised:
    """``name`` of the repository or folder, which tells the family. Raises ModelRefused."""
    files, header = inventory.below(folder), graph.header
    if TOKENIZER not in files:
        raise ModelRefused(ModelRefusal.NO_TOKENIZER)
    config = read_json(files, "config.json")
    kind = str(config.get("model_type", "")).lower()
    output = next((port for out in _TOKEN_OUTPUTS if (port := header.output(out)) is not None), None)
    output = output or header.output("sentence_embedding")
    wide = output.shape[-1] if output is not None and output.shape else 0
    dimension = wide if isinstance(wide, int) and wide else whole(config, "hidden_size", "dim", "d_model", most=8192)
    if not dimension:
        raise ModelRefused(ModelRefusal.UNSUPPORTED, graph.file.name, problem="no width of its vectors")
    habits = next((h for h in _HABITS if any(n in name.lower() for n in h.names)), None)
    habits = habits or next((h for h in _HABITS if kind in h.names), None)
    pooling = _pooling(inventory, folder)
    query, passage = _prompts(files)
    guessed = [] if pooling is not None else ["embedding.pooling"]
    if not query and not passage and habits is not None:
        query, passage = habits.query, habits.passage
        guessed += ["embedding.query_prefix"] if query or passage else []
    length = whole(read_json(files, "sentence_bert_config.json"), "max_seq_length", most=1 << 20)
    length = length or whole(read_json(files, "tokenizer_config.json"), "model_max_length", most=1 << 20)
    length = length or _positions(config, kind)
    guessed += [] if length else ["embedding.max_tokens"]
    facts = {
        "dimension": dimension,
        "pooling": (pooling or (habits.pooling if habits else Pooling.MEAN)).value,
        "max_tokens": max(3, length or _FALLBACK_LENGTH),
        "query_prefix": query,
        "passage_prefix": passage,
        "model_file": _within(graph.file, folder),
        "tokenizer_file": TOKENIZER,
    }
    beside = tuple(files[name] for name in (TOKENIZER, "config.json", "tokenizer_config.json") if name in files)
    return Recognised(ModelRole.EMBEDDING, facts, (*graph.files, *beside), graph.precision, tuple(guessed))


def reranking(inventory: Inventory, folder: str, graph: Graph) -> Recognised:
    """Raises ModelRefused."""
    files = inventory.below(folder)
    if TOKENIZER not in files:
        raise ModelRefused(ModelRefusal.NO_TOKENIZER)
    config = read_json(files, "config.json")
    length = whole(read_json(files, "tokenizer_config.json"), "model_max_length", most=1 << 20)
    length = length or _positions(config, str(config.get("model_type", "")))
    facts = {
        "max_tokens": length or _FALLBACK_LENGTH,
        "model_file": _within(graph.file, folder),
        "tokenizer_file": TOKENIZER,
    }
    beside = tuple(files[name] for name in (TOKENIZER, "config.json", "tokenizer_config.json") if name in files)
    guessed = () if length else ("reranking.max_tokens",)
    return Recognised(ModelRole.RERANKING, facts, (*graph.files, *beside), graph.precision, guessed)


def _of_genai(files: Mapping[str, Found]) -> Mapping[str, Any]:
    """Sizes that a folder of onnxruntime-genai keeps in its own file, under config.json's names."""
    decoder = _section(_section(read_json(files, GENAI_CONFIG), "model"), "decoder")
    names = {"head_size": "head_dim", "hidden_size": "hidden_size", "num_key_value_heads": "num_key_value_heads"}
    names["num_attention_heads"] = "num_attention_heads"
    return {ours: decoder[theirs] for theirs, ours in names.items() if theirs in decoder}


def _section(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = values.get(name)
    return found if isinstance(found, dict) else {}


def _within(found: Found, folder: str) -> str:
    return str(PurePosixPath(found.name).relative_to(PurePosixPath(folder)))


def _positions(config: Mapping[str, Any], kind: str) -> int:
    """RoBERTa counts from its padding token on: 514 positions hold 512 tokens."""
    length = whole(config, "max_position_embeddings", most=1 << 20)
    return length - 2 if length and "roberta" in kind else length


def _pooling(inventory: Inventory, folder: str) -> Pooling | None:
    """As sentence-transformers writes it: the first module of pooling."""
    place = next(
        (n for n in inventory.folders if n.endswith("_Pooling") and PurePosixPath(n).parent == PurePosixPath(folder)),
        "",
    )
    values = read_json(inventory.below(place), "config.json") if place else {}
    if values.get("pooling_mode_cls_token") is True:
        return Pooling.CLS
    if values.get("pooling_mode_lasttoken") is True:
        return Pooling.LAST
    if values.get("pooling_mode_mean_tokens") is True:
        return Pooling.MEAN
    if any(value is True for name, value in values.items() if name.startswith("pooling_mode_")):
        raise ModelRefused(ModelRefusal.UNSUPPORTED, f"{place}/config.json", problem="pooling")
    return None


def _prompts(files: Mapping[str, Found]) -> tuple[str, str]:
    prompts = read_json(files, "config_sentence_transformers.json").get("prompts")
    if not isinstance(prompts, dict):
        return "", ""
    query = prompts.get("query")
    passage = next((prompts[name] for name in ("passage", "document") if prompts.get(name)), "")
    return query if isinstance(query, str) else "", passage if isinstance(passage, str) else ""
