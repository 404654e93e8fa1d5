"""What the tiny translation model writes in torch, at 32 bits and greedily: the reference of the program's engine.

    python models/golden_tiny_marian.py --work build/tiny-marian --out tests/golden/translation

``--work`` holds the checkpoint that make_tiny_marian.py left. ``score`` is the mean logarithm of the tokens'
probabilities, the end included.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from tiny_marian_data import Supply
from tiny_marian_model import Marian, Shape
from tiny_marian_tokens import Tokens, make_tokenizer

SENTENCES, LONGEST, SEED = 24, 60, 5
LEAD = 0.5
"""Nats by which every token leads the next one: so 8 bits turn none."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Write down what the tiny translation model says in torch.")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    tokens = Tokens(make_tokenizer())
    model = Marian(Shape(len(tokens.pieces)))
    model.load_state_dict(torch.load(arguments.work / "training.pt", weights_only=True)["mean"])
    told = {}
    for source, target in (("en", "zh"), ("zh", "en")):
        supply, rows = Supply(SEED, held_out=True), list[dict[str, object]]()
        while len(rows) < SENTENCES:
            english, chinese = supply.sentence().texts
            text = english if source == "en" else chinese
            made = _greedy(model, tokens, text)
            if made is not None:
                rows.append({"source": text, "text": made[0], "score": round(made[1], 5)})
        told[f"{source}-{target}"] = rows
    arguments.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    (arguments.out / "tiny-marian-torch.json").write_text(text, encoding="utf-8")


def _greedy(model: Marian, tokens: Tokens, text: str) -> tuple[str, float] | None:
    """None where a token barely leads, or the text has letters that the tokenizer does not know."""
    source = [*tokens.processor.encode(text), 0]
    if tokens.processor.unk_id() in source:
        return None
    mask = torch.zeros(1, 1, 1, len(source))
    made: list[int] = []
    scores: list[float] = []
    with torch.inference_mode():
        while len(made) < LONGEST and (not made or made[-1] != 0):
            begun = torch.tensor([[*made, 0]])  # the last one is only a place: the decoder sees what is before it
            logits, _ = model(torch.tensor([source]), mask, begun)
            best = logits[0, -1].log_softmax(-1).topk(2)
            if best.values[0] - best.values[1] < LEAD:
                return None
            made.append(int(best.indices[0]))
            scores.append(float(best.values[0]))
    return str(tokens.processor.decode(made[:-1])), sum(scores) / len(scores)


if __name__ == "__main__":
    main()
