"""Makes tiny-marian-en-zh and tiny-marian-zh-en: a small translation model, trained here, in the layout of OPUS-MT.

    python models/make_tiny_marian.py --out tests/data/models --work build/tiny-marian

The packages are those of packaging/lock/convert.txt. One thread, about an hour of it; started again, it goes on from
the last checkpoint in ``--work``. One network learns both directions (what it reads tells which way), so both
folders hold the same weights. It knows the patterns and words of tiny_marian_patterns.py and tiny_marian_words.py and
copies names, numbers and codes that it has never seen; of anything else it knows nothing.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from tiny_marian_export import export
from tiny_marian_model import Marian, Shape
from tiny_marian_tokens import Tokens, make_tokenizer
from tiny_marian_training import Training

STEPS = 6500


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the tiny translation model.")
    parser.add_argument("--out", type=Path, required=True, help="the folder of model folders")
    parser.add_argument("--work", type=Path, required=True, help="for the checkpoints")
    parser.add_argument("--as-it-is", action="store_true", help="export the last checkpoint without training on")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    work: Path = arguments.work
    work.mkdir(parents=True, exist_ok=True)
    tokenizer = make_tokenizer()
    tokens = Tokens(tokenizer)
    model = Marian(Shape(len(tokens.pieces)))
    parameters = sum(parameter.numel() for parameter in model.parameters())
    print(f"{parameters} parameters, {len(tokens.pieces)} pieces", flush=True)
    training = Training(model, tokens, work, STEPS)
    if arguments.as_it_is:
        model.load_state_dict(training.mean)
    else:
        training.run()
    (work / "training.json").write_text(json.dumps(training.log, indent=1) + "\n", encoding="utf-8")
    export(model, tokens.pieces, tokenizer, parameters, arguments.out)


if __name__ == "__main__":
    main()
