"""Every benchmark, one after another: the figures of the README's performance section. Takes about ten minutes.

    .venv/bin/python tests/benchmarks/all.py [NAME…]

Run it on a machine that does nothing else. What must be compared is measured in turns, in the same run.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
BENCHMARKS = {
    "retrieval": "What is found first",
    "storage_scale": "Search at 100,000 passages, the embedding left out",
    "embedding_throughput": "The encoder alone",
    "indexing": "Indexing against the encoder alone",
    "window": "The window",
    "translate_documents": "A document's translation without its engine",
    "download": "A download against a plain copy",
}


def main(names: list[str]) -> int:
    unknown = set(names) - set(BENCHMARKS)
    if unknown:
        print(f"no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(BENCHMARKS)}")
        return 2
    failed = 0
    for name in names or list(BENCHMARKS):
        print(f"\n== {BENCHMARKS[name]} ({name}.py)", flush=True)
        failed += subprocess.run([sys.executable, str(HERE / f"{name}.py")], check=False).returncode != 0
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
