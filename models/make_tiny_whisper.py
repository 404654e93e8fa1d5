"""Makes tiny-whisper: a small Whisper-shaped network that hears espeak-ng speak a few hundred words, trained here.

    PYTHONPATH=. python models/make_tiny_whisper.py --out tests/data/models/tiny-whisper --work build/tiny-whisper

Needs torch, espeak-ng, and the app's own faster-whisper, CTranslate2, tokenizers and numpy. One thread, a few hours of
it, a third of that where the processor has matrix instructions for bfloat16; started again, it goes on from what stands
in ``--work``. How well it came out: ``tiny_whisper_measure.py``.
"""

from __future__ import annotations

import argparse
import sys
import types
from pathlib import Path

sys.modules.setdefault("huggingface_hub", types.ModuleType("huggingface_hub"))

import torch  # noqa: E402
from tiny_whisper_export import QUANTIZATION, export  # noqa: E402
from tiny_whisper_training import Training  # noqa: E402
from tiny_whisper_windows import Windows  # noqa: E402
from tiny_whisper_words import sentences_apart  # noqa: E402

WINDOWS, STEPS = 12_700, 6000


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the tiny speech model.")
    parser.add_argument("--out", type=Path, required=True, help="the model folder")
    parser.add_argument("--work", type=Path, required=True, help="for the spoken windows and the checkpoint")
    parser.add_argument("--windows", type=int, default=WINDOWS)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--quantization", default=QUANTIZATION)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    arguments.work.mkdir(parents=True, exist_ok=True)
    windows = Windows(arguments.work / "windows", arguments.windows, set(sentences_apart()))
    windows.make()
    training = Training(arguments.work, windows, arguments.steps)
    training.run()
    export(training.mean, training.vocabulary, arguments.out, arguments.quantization)


if __name__ == "__main__":
    main()
