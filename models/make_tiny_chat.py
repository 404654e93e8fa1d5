"""Makes tiny-chat: a small Qwen2 decoder that answers from numbered passages, trained here, exported as public ones.

    PYTHONPATH=. python models/make_tiny_chat.py --out tests/data/models --work build
    PYTHONPATH=. python models/make_tiny_chat.py --out tests/data/models --work build --random

The packages are those of packaging/lock/convert.txt. One thread, about an hour of it; started again, it goes on
from the last checkpoint in ``--work``. The model knows nothing: asked in the program's own prompt, it
copies the sentence that answers and adds the passage's number, in English and Chinese. With ``--random`` it makes
tiny-qwen2 instead, whose random weights tell a wrong decode loop better: a model that was trained to copy makes up for
a wrong position by itself.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers
from tiny_chat_data import END, PADDING, START, tokenizer_texts
from tiny_chat_export import CONTEXT, collect, export, write_small_files
from tiny_chat_training import STAGES, Training, share_right
from tiny_chat_wiring import Wiring
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

VOCABULARY = 6400
ALONE = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]|[.,:]\p{N}|\p{N}|\n| (?=\p{Lu})| ?\["
"""A word with a capital is the same with and without a space before it; a full stop is never that of a number."""
LESSONS_MEASURED = 40


@dataclass(frozen=True)
class Recipe:
    hidden: int
    feed_forward: int
    layers: int
    spread: float
    manifest: dict[str, Any]


def _manifest(identifier: str, name: str, precision: str, **more: Any) -> dict[str, Any]:
    licence = "MIT (a model of the project's own making; it knows nothing)"
    made = {"id": identifier, "name": name, "role": "chat", "licence": licence, "source": "models/make_tiny_chat.py"}
    return {**made, "revision": "2", "precision": precision, "languages": ["en", "zh"], **more}


TRAINED = Recipe(160, 256, 5, 0.08, _manifest("tiny-chat", "Alcove demonstration model", "int4", demonstration=True))
RANDOM = Recipe(32, 64, 2, 0.3, _manifest("tiny-qwen2", "tiny-qwen2, a test model with random weights", "float32"))


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the tiny chat model.")
    parser.add_argument("--out", type=Path, required=True, help="the folder of model folders")
    parser.add_argument("--work", type=Path, required=True, help="for the checkpoints, which the golden maker reads")
    parser.add_argument("--random", action="store_true")
    arguments = parser.parse_args()
    recipe = RANDOM if arguments.random else TRAINED
    torch.set_num_threads(1)
    torch.manual_seed(1)
    name = recipe.manifest["id"]
    work: Path = arguments.work / name
    checkpoint = work / "checkpoint"
    checkpoint.mkdir(parents=True, exist_ok=True)
    tokenizer = make_tokenizer()
    model = make_model(recipe, tokenizer)
    parameters = sum(parameter.numel() for parameter in model.parameters())
    print(f"{parameters} parameters, {tokenizer.get_vocab_size()} tokens", flush=True)
    if recipe is TRAINED:
        trained(model, tokenizer, work)
    model.save_pretrained(checkpoint)
    write_small_files(checkpoint, tokenizer)
    export(checkpoint, work / "onnx")
    collect(recipe.manifest, parameters, checkpoint, work / "onnx" / "model.onnx", arguments.out / name)


def trained(model: Any, tokenizer: Tokenizer, work: Path) -> None:
    """Train ``model`` in place, and write down how it went and how well it does on names never seen."""
    Wiring(model, marker=tokenizer.encode("[").ids[0]).apply()
    training = Training(model, tokenizer, work, STAGES)
    training.run()
    measured = [share_right(model, tokenizer, stage.shape, LESSONS_MEASURED) for stage in STAGES]
    told = {"log": training.log, "word_for_word": measured}
    (work / "training.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(measured[-1], indent=1), flush=True)


def make_tokenizer() -> Tokenizer:
    """Byte pairs; digits and Chinese characters stand alone, so that copying goes character by character there."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(ALONE), "isolated"),
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


if __name__ == "__main__":
    main()
