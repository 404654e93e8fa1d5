"""Tiny random embedders of the architectures that the catalogue names, exported to ONNX, with golden vectors.

    python models/tiny_embedders.py --models tests/data/models --golden tests/golden/embedding

Needs torch, transformers, onnx and onnxscript. The weights are random: what they prove is that feeding, pooling,
prefixes and cutting agree with the reference implementation, not that the vectors mean anything.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers
from tiny_tokenizers import byte_pairs, pieces
from tokenizers import Tokenizer

COMMAND = "python models/tiny_embedders.py --models tests/data/models --golden tests/golden/embedding"
QWEN_TASK = "Instruct: Given a question, find the passages that answer it\nQuery:"
TEXTS = (
    "The cat sits outside.",
    "How long may green tea be stored?",
    "绿茶最好在半年之内喝完。",
    "",
    "Green tea keeps for about six months in a cool, dark place. " * 6,
)


@dataclass(frozen=True)
class Recipe:
    """One tiny model. ``inputs`` in the order of the exported graph; ``facts`` is the manifest's embedding section."""

    id: str
    model: Callable[[int], torch.nn.Module]
    tokenizer: Callable[[], Tokenizer]
    inputs: tuple[str, ...]
    facts: dict[str, Any]
    pad_left: bool = False


class TokenVectors(torch.nn.Module):  # type: ignore[misc]
    """The bare encoder as published exports have it: named inputs in, last_hidden_state out."""

    def __init__(self, model: torch.nn.Module, names: tuple[str, ...]) -> None:
        super().__init__()
        self.model, self.names = model, names

    def forward(self, *values: torch.Tensor) -> torch.Tensor:
        extra = {"use_cache": False} if "position_ids" in self.names else {}
        output: torch.Tensor = self.model(**dict(zip(self.names, values, strict=True)), **extra).last_hidden_state
        return output


def bert(vocabulary: int) -> torch.nn.Module:
    return transformers.BertModel(
        transformers.BertConfig(
            vocab_size=vocabulary,
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=4,
            intermediate_size=64,
            max_position_embeddings=96,
            initializer_range=0.3,
        ),
        add_pooling_layer=False,
    )


def roberta(vocabulary: int) -> torch.nn.Module:
    return transformers.XLMRobertaModel(
        transformers.XLMRobertaConfig(
            vocab_size=vocabulary,
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=4,
            intermediate_size=64,
            max_position_embeddings=98,
            type_vocab_size=1,
            pad_token_id=1,
            initializer_range=0.3,
        ),
        add_pooling_layer=False,
    )


def qwen(vocabulary: int) -> torch.nn.Module:
    return transformers.Qwen3Model(
        transformers.Qwen3Config(
            vocab_size=vocabulary,
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=4,
            num_key_value_heads=2,
            head_dim=16,
            intermediate_size=64,
            max_position_embeddings=128,
            initializer_range=0.3,
        )
    )


RECIPES = (
    Recipe(
        id="tiny-e5",
        model=bert,
        tokenizer=lambda: pieces("<s>", "</s>", "<pad>", "<unk>"),
        inputs=("input_ids", "attention_mask", "token_type_ids"),
        facts={
            "dimension": 32,
            "pooling": "mean",
            "max_tokens": 64,
            "query_prefix": "query: ",
            "passage_prefix": "passage: ",
        },
    ),
    Recipe(
        id="tiny-gte",
        model=roberta,
        tokenizer=lambda: pieces("<s>", "</s>", "<pad>", "<unk>"),
        inputs=("input_ids", "attention_mask"),
        facts={"dimension": 16, "pooling": "cls", "max_tokens": 64},
    ),
    Recipe(
        id="tiny-qwen3",
        model=qwen,
        tokenizer=lambda: byte_pairs("<|endoftext|>"),
        inputs=("input_ids", "attention_mask", "position_ids"),
        facts={"dimension": 24, "pooling": "last", "max_tokens": 64, "query_prefix": QWEN_TASK},
        pad_left=True,
    ),
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the tiny embedders and their golden vectors.")
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--golden", type=Path, required=True)
    arguments = parser.parse_args()
    for recipe in RECIPES:
        make(recipe, arguments.models / recipe.id, arguments.golden / f"{recipe.id}.json")


def make(recipe: Recipe, folder: Path, golden: Path) -> None:
    torch.manual_seed(sum(recipe.id.encode()))
    tokenizer = recipe.tokenizer()
    model = recipe.model(tokenizer.get_vocab_size()).eval()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    export(model, recipe.inputs, folder / "model.onnx")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "manifest.json").write_text(json.dumps(manifest(recipe, folder), indent=2) + "\n", encoding="utf-8")
    reference = Reference(recipe, model, tokenizer)
    values = {
        "command": COMMAND,
        "torch": torch.__version__.split("+")[0],
        "transformers": transformers.__version__,
        "texts": list(TEXTS),
        "passages": reference.vectors(recipe.facts.get("passage_prefix", "")),
        "queries": reference.vectors(recipe.facts.get("query_prefix", "")),
    }
    golden.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def export(model: torch.nn.Module, names: tuple[str, ...], path: Path) -> None:
    rows, tokens = torch.export.Dim("batch", min=1, max=512), torch.export.Dim("tokens", min=2, max=96)
    ids = torch.arange(3, 3 + 2 * 7).reshape(2, 7)
    mask = torch.ones_like(ids)
    mask[1, 5:] = 0
    values = {
        "input_ids": ids,
        "attention_mask": mask,
        "token_type_ids": torch.zeros_like(ids),
        "position_ids": torch.arange(7).expand(2, 7).contiguous(),
    }
    program = torch.onnx.export(
        TokenVectors(model, names).eval(),
        tuple(values[name] for name in names),
        dynamo=True,
        input_names=list(names),
        output_names=["last_hidden_state"],
        dynamic_shapes=(tuple({0: rows, 1: tokens} for _ in names),),
    )
    assert program is not None
    proto = program.model_proto
    for node in proto.graph.node:  # names of source files on the machine that exported it
        del node.metadata_props[:]
        node.doc_string = ""
    for value in (*proto.graph.value_info, *proto.graph.input, *proto.graph.output, *proto.graph.initializer):
        value.doc_string = ""
        del value.metadata_props[:]
    del proto.graph.metadata_props[:]
    del proto.metadata_props[:]
    path.write_bytes(proto.SerializeToString(deterministic=True))


class Reference:
    """How the model cards pool, in torch, with the padding side that they use."""

    def __init__(self, recipe: Recipe, model: torch.nn.Module, tokenizer: Tokenizer) -> None:
        self._recipe, self._model, self._tokenizer = recipe, model, tokenizer
        tokenizer.enable_truncation(int(recipe.facts["max_tokens"]))
        direction = "left" if recipe.pad_left else "right"
        name = "<|endoftext|>" if recipe.pad_left else "<pad>"
        tokenizer.enable_padding(direction=direction, pad_id=tokenizer.token_to_id(name), pad_token=name)

    def vectors(self, prefix: str) -> list[list[float]]:
        batch = self._tokenizer.encode_batch([prefix + text for text in TEXTS])
        ids = torch.tensor([encoding.ids for encoding in batch])
        mask = torch.tensor([encoding.attention_mask for encoding in batch])
        inputs = {"input_ids": ids, "attention_mask": mask}
        if "position_ids" in self._recipe.inputs:
            inputs["position_ids"] = (mask.cumsum(1) - 1).clamp(min=0)
        with torch.no_grad():
            hidden = self._model(**inputs).last_hidden_state
        pooled = self._pool(hidden, mask)[:, : int(self._recipe.facts["dimension"])]
        unit = torch.nn.functional.normalize(pooled, dim=1)
        return [[round(float(number), 6) for number in row] for row in unit]

    def _pool(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        pooling = self._recipe.facts["pooling"]
        if pooling == "cls":
            return hidden[:, 0]
        if pooling == "last":  # padded on the left, so the last column is everyone's last token
            return hidden[:, -1]
        weights = mask.unsqueeze(-1)
        return (hidden * weights).sum(1) / weights.sum(1)


def manifest(recipe: Recipe, folder: Path) -> dict[str, Any]:
    names = ("model.onnx", "tokenizer.json")
    data = {name: (folder / name).read_bytes() for name in names}
    return {
        "format": 1,
        "id": recipe.id,
        "name": f"{recipe.id} (random weights)",
        "role": "embedding",
        "licence": "MIT",
        "source": "models/tiny_embedders.py",
        "revision": "1",
        "precision": "float32",
        "languages": ["en", "zh"],
        "files": [{"name": n, "size": len(d), "sha256": hashlib.sha256(d).hexdigest()} for n, d in data.items()],
        "embedding": recipe.facts,
    }


if __name__ == "__main__":
    main()
