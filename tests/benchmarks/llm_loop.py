"""What our own loop costs beside onnxruntime's runs, in decoding and for a prompt.

    python tests/benchmarks/llm_loop.py FOLDER… [--prompt N] [--new N]

The runs are timed inside the loop, so other work on the machine changes both alike.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]


class Timed:
    """A session that counts the seconds of its runs."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.seconds = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def run_with_iobinding(self, *arguments: Any) -> None:
        started = time.perf_counter()
        self._session.run_with_iobinding(*arguments)
        self.seconds += time.perf_counter() - started


def measure(folder: Path, prompt_tokens: int, new_tokens: int) -> None:
    from app.engines.llm.decoder.decoder import Decoder
    from app.engines.llm.generation.generate import Generator
    from app.engines.llm.generation.sampling import Sampler, Sampling

    decoder = Decoder(folder)
    decoder._steps._session = timed = Timed(decoder._session)
    draw = random.Random(0)
    prompt = [draw.randrange(1, decoder.graph.vocabulary) for _ in range(prompt_tokens)]
    for name, sampling in (("greedy", Sampling()), ("sampled", Sampling(temperature=0.7, top_k=40, top_p=0.9))):
        generator, sampler = Generator(decoder), Sampler(sampling)
        timed.seconds = 0.0
        run = generator.run(prompt, sampler, end_ids=frozenset(), most_new_tokens=1, speculate=False)
        prefill = run.prefill_seconds / timed.seconds - 1
        timed.seconds = 0.0
        run = generator.run(prompt, sampler, end_ids=frozenset(), most_new_tokens=new_tokens, speculate=False)
        total = run.prefill_seconds + run.decode_seconds
        speed = len(run.new_tokens) / run.decode_seconds
        row = (folder.name, name, f"{prefill:.1%}", f"{total / timed.seconds - 1:.1%}", f"{speed:.1f}")
        print(*row, sep="\t", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--prompt", type=int, default=512)
    parser.add_argument("--new", type=int, default=64)
    arguments = parser.parse_args()
    sys.path.insert(0, str(CHECKOUT))
    from app.seal.environment import apply_offline_environment

    apply_offline_environment()
    print("model", "choice", "loop over prompt runs", "loop over decode runs", "tokens/s", sep="\t", flush=True)
    for folder in arguments.folders:
        measure(folder, arguments.prompt, arguments.new)


if __name__ == "__main__":
    main()
