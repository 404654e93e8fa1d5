"""What a chat model really holds in memory against the arithmetic.

    python tests/benchmarks/llm_memory.py FOLDER… [--tokens N]

A process of its own for each folder; resident memory above what Python and onnxruntime take without a model. Linux.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CHECKOUT))

from app.jobs.launch import LARGE_PAGES  # noqa: E402

PIECE = 128


def resident() -> int:
    """Bytes of this process, read from the kernel."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("no VmRSS")


def measure(folder: Path, tokens: int) -> None:
    from app.seal.environment import apply_offline_environment

    apply_offline_environment()
    import random

    from app.engines.llm.decoder.decoder import Decoder
    from app.engines.onnx.session import runtime

    runtime()
    before = resident()
    decoder = Decoder(folder)
    loaded = resident() - before
    cache, draw = decoder.new_cache(), random.Random(0)
    # Words of a text come again and again: a few hundred different tokens, most of them of low number.
    known = [min(int(draw.paretovariate(0.5) * 20), decoder.graph.vocabulary - 1) for _ in range(600)]
    ids = draw.choices(known, k=min(tokens, decoder.facts.context_length))
    for start in range(0, len(ids), PIECE):
        decoder.feed(cache, ids[start : start + PIECE])
    held, counted = resident() - before, decoder.memory(len(ids))
    row = (folder.name, len(ids), f"{loaded / 1e6:.0f}", f"{held / 1e6:.0f}", f"{counted / 1e6:.0f}")
    print(*row, f"{held / counted:.2f}", sep="\t", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--tokens", type=int, default=2048)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        measure(arguments.folders[0], arguments.tokens)
        return
    print("model", "tokens", "loaded MB", "held MB", "arithmetic MB", "ratio", sep="\t", flush=True)
    for folder in arguments.folders:
        command = [sys.executable, __file__, str(folder), "--tokens", str(arguments.tokens), "--one"]
        subprocess.run(command, check=True, env={**os.environ, **LARGE_PAGES})


if __name__ == "__main__":
    main()
