"""Makes tiny-chat: a small Qwen2 decoder, trained to copy the right sentence of a prompt, exported as public ones are.

    PYTHONPATH=. python models/make_tiny_chat.py --out tests/data/models --work build
    PYTHONPATH=. python models/make_tiny_chat.py --out tests/data/models --work build --random

Needs torch 2.13, transformers 4.57.6, optimum-onnx 0.1.0 and onnxruntime. It is a test model that knows nothing: in the
program's own prompt it answers a plain question by copying a sentence with its mark, and that is all it can do. With
``--random`` it makes tiny-qwen2 instead, whose random weights tell a wrong decode loop better: a model that was trained
to copy makes up for a wrong position by itself.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnx
import torch
import transformers
from tiny_chat_data import END, PADDING, START, TEMPLATE, tokenizer_texts
from tiny_chat_training import share_right, train
from tiny_chat_wiring import Wiring
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

CONTEXT = 2048
VOCABULARY = 1664


@dataclass(frozen=True)
class Recipe:
    id: str
    name: str
    steps: int
    hidden: int
    feed_forward: int
    layers: int
    spread: float


TRAINED = Recipe("tiny-chat", "tiny-chat, a test model that knows nothing", 1300, 128, 128, 3, 0.08)
RANDOM = Recipe("tiny-qwen2", "tiny-qwen2, a test model with random weights", 0, 32, 64, 2, 0.3)


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the tiny chat model.")
    parser.add_argument("--out", type=Path, required=True, help="the folder of model folders")
    parser.add_argument("--work", type=Path, required=True, help="for the checkpoint, which the golden maker reads")
    parser.add_argument("--random", action="store_true")
    arguments = parser.parse_args()
    recipe = RANDOM if arguments.random else TRAINED
    torch.set_num_threads(1)
    torch.manual_seed(1)
    work = arguments.work / recipe.id
    shutil.rmtree(work, ignore_errors=True)
    checkpoint = work / "checkpoint"
    checkpoint.mkdir(parents=True)
    tokenizer = make_tokenizer()
    model = make_model(recipe, tokenizer)
    print(f"{sum(p.numel() for p in model.parameters())} parameters, {tokenizer.get_vocab_size()} tokens")
    if recipe.steps:
        Wiring(model, marker=tokenizer.encode("[").ids[0]).apply()
        train(model, tokenizer, recipe.steps)
        print(f"right on lessons never seen: {share_right(model, tokenizer):.3f}")
    model.save_pretrained(checkpoint)
    write_small_files(checkpoint, tokenizer)
    export(checkpoint, work / "onnx")
    collect(recipe, checkpoint, work / "onnx" / "model.onnx", arguments.out / recipe.id)


def make_tokenizer() -> Tokenizer:
    """Byte pairs; digits and Chinese characters stand alone, so that copying goes character by character there."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"[\u4e00-\u9fff]|\p{N}|\n| ?\["), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    special = [AddedToken(name, special=True, normalized=False) for name in (PADDING, START, END)]
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=special, initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(tokenizer_texts(), trainer)
    return tokenizer


def make_model(recipe: Recipe, tokenizer: Tokenizer) -> Any:
    ids = {name: tokenizer.token_to_id(name) for name in (PADDING, END)}
    config = transformers.Qwen2Config(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=recipe.hidden,
        num_hidden_layers=recipe.layers,
        num_attention_heads=4,
        num_key_value_heads=2,
        intermediate_size=recipe.feed_forward,
        max_position_embeddings=CONTEXT,
        rope_theta=1_000_000.0,
        tie_word_embeddings=True,
        initializer_range=recipe.spread,
        attention_dropout=0.0,
        bos_token_id=None,
        eos_token_id=ids[END],
        pad_token_id=ids[PADDING],
    )
    return transformers.Qwen2ForCausalLM(config).eval()


def write_small_files(folder: Path, tokenizer: Tokenizer) -> None:
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "chat_template.jinja").write_text(TEMPLATE, encoding="utf-8")
    told = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "eos_token": END,
        "pad_token": PADDING,
        "model_max_length": CONTEXT,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def export(checkpoint: Path, out: Path) -> None:
    """The very call behind ``optimum-cli export onnx --task text-generation-with-past``."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from optimum.exporters.onnx import main_export

    main_export(str(checkpoint), output=str(out), task="text-generation-with-past", do_validation=True)


def collect(recipe: Recipe, checkpoint: Path, graph: Path, out: Path) -> None:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    write_graph(graph, out / "model.onnx")
    for name in ("config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja"):
        shutil.copyfile(checkpoint / name, out / name)
    (out / "manifest.json").write_text(json.dumps(manifest(recipe, out), indent=2) + "\n", encoding="utf-8")


def write_graph(source: Path, target: Path) -> None:
    """Without the names of the exporting machine's source files."""
    proto = onnx.load(str(source))
    for node in proto.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    proto.doc_string = ""
    target.write_bytes(proto.SerializeToString(deterministic=True))


def manifest(recipe: Recipe, folder: Path) -> dict[str, Any]:
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    return {
        "format": 1,
        "id": recipe.id,
        "name": recipe.name,
        "role": "chat",
        "licence": "MIT (a test model of the project's own making; it knows nothing)",
        "source": "models/make_tiny_chat.py",
        "revision": "1",
        "precision": "float32",
        "languages": ["en", "zh"],
        "files": [
            {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in files.items()
        ],
        "chat": {"context_length": CONTEXT},
    }


if __name__ == "__main__":
    main()
