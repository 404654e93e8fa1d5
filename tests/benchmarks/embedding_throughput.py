"""The encoder's own raw throughput, in this process and without anything else: passages and tokens a second.

python tests/benchmarks/embedding_throughput.py [--model DIR] [--passages N] [--seconds S]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

EMBEDDED = Path(sys.prefix) / "share" / "alcove" / "models" / "all-minilm-l6-v2"
TEXT = (
    "harbour ferry ticket lighthouse storm captain invoice contract payment deadline garden cellar market winter "
    "school teacher engine battery repair warranty bridge river mountain village library archive letter recipe flour"
)


def passages(count: int) -> list[str]:
    """Texts of 20 to 150 words, as documents give them; the same ones each time."""
    chance, words = random.Random(1), TEXT.split()
    return [" ".join(chance.choices(words, k=chance.randint(20, 150))) for _ in range(count)]


def main() -> None:
    from app.engines.embedding.encoder import Encoder
    from app.engines.onnx.session import usable_cores

    parser = argparse.ArgumentParser(description="Measure the raw encoder.")
    parser.add_argument("--model", type=Path, default=EMBEDDED)
    parser.add_argument("--passages", type=int, default=512)
    parser.add_argument("--seconds", type=float, default=10.0, help="repeat for about this long")
    arguments = parser.parse_args()
    began = time.perf_counter()
    encoder = Encoder(arguments.model)
    load_seconds = time.perf_counter() - began
    texts = passages(arguments.passages)
    tokens = encoder.count_tokens(texts)
    encoder.embed_passages(texts[:64])
    rounds: list[float] = []
    while not rounds or sum(rounds) < arguments.seconds:
        began = time.perf_counter()
        encoder.embed_passages(texts)
        rounds.append(time.perf_counter() - began)
    queries = []
    for text in texts[:50]:
        began = time.perf_counter()
        encoder.embed_query(text[:60])
        queries.append(time.perf_counter() - began)
    best = min(rounds)
    print(
        json.dumps(
            {
                "model": encoder.manifest.identity,
                "threads": usable_cores(),
                "load_seconds": round(load_seconds, 3),
                "passages": len(texts),
                "tokens_per_passage": round(tokens / len(texts), 1),
                "passages_per_second": round(len(texts) / best, 1),
                "tokens_per_second": round(tokens / best),
                "median_passages_per_second": round(len(texts) / median(rounds), 1),
                "query_milliseconds": round(1000 * median(queries), 2),
            }
        )
    )


if __name__ == "__main__":
    main()
