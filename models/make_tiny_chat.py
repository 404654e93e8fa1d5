"""Makes tiny-chat: a small Qwen2 decoder, trained to copy the right sentence of a prompt, exported as public ones are.

    PYTHONPATH=. python models/make_tiny_chat.py --out tests/data/models/tiny-chat --work build/tiny-chat

Needs torch 2.13, transformers 4.57.6, optimum-onnx 0.1.0 and onnxruntime. It is a test model that knows nothing: in the
program's own prompt it answers a plain question by copying a sentence with its mark, and that is all it can do.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import onnx
import torch  # type: ignore[import-not-found]
import transformers  # type: ignore[import-not-found]
from tiny_chat_data import END, PADDING, START, TEMPLATE, tokenizer_texts
from tiny_chat_training import train
from tiny_chat_wiring import wire_for_copying
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

CONTEXT = 1024
VOCABULARY = 1664
STEPS = 2400


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the tiny chat model.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="for the checkpoint, which the golden maker reads")
    parser.add_argument("--steps", type=int, default=STEPS, help="0 leaves the weights random")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    shutil.rmtree(arguments.work, ignore_errors=True)
    checkpoint = arguments.work / "checkpoint"
    checkpoint.mkdir(parents=True)
    tokenizer = make_tokenizer()
    model = make_model(tokenizer, spread=0.08 if arguments.steps else 0.2)
    print(f"{sum(p.numel() for p in model.parameters())} parameters, {tokenizer.get_vocab_size()} tokens")
    if arguments.steps:
        wire_for_copying(model)
        train(model, tokenizer, arguments.steps)
    model.save_pretrained(checkpoint)
    write_small_files(checkpoint, tokenizer)
    export(checkpoint, arguments.work / "onnx")
    collect(checkpoint, arguments.work / "onnx" / "model.onnx", arguments.out)


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


def make_model(tokenizer: Tokenizer, *, spread: float) -> Any:
    ids = {name: tokenizer.token_to_id(name) for name in (PADDING, END)}
    config = transformers.Qwen2Config(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=128,
        num_hidden_layers=3,
        num_attention_heads=4,
        num_key_value_heads=2,
        intermediate_size=128,
        max_position_embeddings=CONTEXT,
        rope_theta=1_000_000.0,
        tie_word_embeddings=True,
        initializer_range=spread,
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
    from optimum.exporters.onnx import main_export  # type: ignore[import-not-found]

    main_export(str(checkpoint), output=str(out), task="text-generation-with-past", do_validation=True)


def collect(checkpoint: Path, graph: Path, out: Path) -> None:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    write_graph(graph, out / "model.onnx")
    for name in ("config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja"):
        shutil.copyfile(checkpoint / name, out / name)
    (out / "manifest.json").write_text(json.dumps(manifest(out), indent=2) + "\n", encoding="utf-8")


def write_graph(source: Path, target: Path) -> None:
    """Without the names of the exporting machine's source files."""
    proto = onnx.load(str(source))
    for node in proto.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    proto.doc_string = ""
    target.write_bytes(proto.SerializeToString(deterministic=True))


def manifest(folder: Path) -> dict[str, Any]:
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    return {
        "format": 1,
        "id": "tiny-chat",
        "name": "tiny-chat, a test model that knows nothing",
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
