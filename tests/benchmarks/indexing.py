"""How much of the encoder's own speed indexing reaches: the whole of `alcove add` against the bare encoder, in turns.

    .venv/bin/python tests/benchmarks/indexing.py [--documents N] [--rounds N]

Each round indexes the same folder into a new store, and encodes exactly the texts that were embedded in it, sorted by
length and in batches of the same size, in a worker of its own without anything around it. The ratio of the two, in the
same round, is the figure; the machines are shared, so single times mean little.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.composition import Alcove  # noqa: E402
from app.domain.library.document import Passage  # noqa: E402
from app.domain.library.embedding_text import embedded_text  # noqa: E402
from app.domain.models.manifest import ModelRole  # noqa: E402
from app.protocol.tasks import EmbedPassages, LaneName  # noqa: E402
from app.seal.models import SealState  # noqa: E402
from app.services.library.indexing_pipeline import PASSAGES_A_BATCH  # noqa: E402
from app.settings.paths import Home  # noqa: E402

WORDS = (
    "harbour ferry ticket lighthouse storm captain invoice contract payment deadline garden cellar market winter "
    "school teacher engine battery repair warranty bridge river mountain village library archive letter recipe flour "
    "the of and to in is was for on with as by at from that which this are be has not"
).split()


def write_documents(folder: Path, count: int) -> None:
    """Like a folder of notes and reports: half a page to eight pages of sentences and paragraphs."""
    chance = random.Random(7)
    folder.mkdir()
    for number in range(count):
        paragraphs = []
        for _ in range(chance.randint(2, 30)):
            sentences = [
                " ".join(chance.choices(WORDS, k=chance.randint(6, 24))).capitalize() + "."
                for _ in range(chance.randint(2, 7))
            ]
            paragraphs.append(" ".join(sentences))
        (folder / f"{number:04}.txt").write_text("\n\n".join(paragraphs))


def warm(alcove: Alcove) -> Path:
    model = alcove.models.best(ModelRole.EMBEDDING)
    assert model is not None, "run the set-up first: it prepares the embedding model"
    alcove.lanes.run(LaneName.EMBEDDING, EmbedPassages(model.folder, ("warm",)))
    return model.folder


def texts_of(alcove: Alcove) -> list[str]:
    texts = []
    for document in alcove.library.documents(limit=100_000):
        for passage in alcove.store.passages.of_document(document.id):
            texts.append(embedded_text(passage.title, Passage(passage.text, passage.place)))
    return sorted(texts, key=len)


def bare_seconds(alcove: Alcove, model: Path, texts: list[str]) -> float:
    """The lane with one job after another; two in flight, so that the pipe costs nothing between them."""
    started = time.perf_counter()
    jobs = [texts[n : n + PASSAGES_A_BATCH] for n in range(0, len(texts), PASSAGES_A_BATCH)]
    ended: list[int] = []
    for job in jobs:
        alcove.lanes.submit(
            LaneName.EMBEDDING,
            EmbedPassages(model, tuple(job)),
            on_event=lambda _job, event: ended.append(1) if hasattr(event, "state") else None,
        )
    while len(ended) < len(jobs):
        time.sleep(0.002)
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    ratios = []
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "documents"
        write_documents(folder, arguments.documents)
        for round_ in range(arguments.rounds):
            alcove = Alcove.open(Home(Path(work) / f"home{round_}"), SealState(sealed=False, means="none"))
            try:
                model = warm(alcove)
                summary = alcove.add_documents.start([folder]).wait()
                texts = texts_of(alcove)
                bare = bare_seconds(alcove, model, texts)
            finally:
                alcove.close()
            ratios.append(bare / summary.seconds)
            print(
                f"round {round_ + 1}: {len(texts)} passages of {summary.indexed} documents: indexed in "
                f"{summary.seconds:.2f} s ({len(texts) / summary.seconds:.0f}/s), encoder alone {bare:.2f} s "
                f"({len(texts) / bare:.0f}/s), ratio {ratios[-1]:.3f}"
            )
    print(f"indexing reaches {statistics.median(ratios):.0%} of the encoder's own throughput (wanted: 85 %)")


if __name__ == "__main__":
    main()
