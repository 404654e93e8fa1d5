"""Whether indexing slows an answer that a person waits for, and whether searching as one types starves the indexing.

    .venv/bin/python tests/benchmarks/answer_while_indexing.py --model DIR [--documents N] [--rounds N] [--tokens N]

Each round writes one answer in calm and one while a folder is indexed, in turns, in the same lanes; the ratio of their
speeds is the figure. DIR is a chat model's folder, real or of `models/bench_shapes.py`: the tiny ones of the tests are
so fast that nothing can be in their way. Then a hundred searches are typed while the folder is still indexed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.composition import Alcove  # noqa: E402
from app.domain.library.indexing import FileEnded  # noqa: E402
from app.protocol.tasks import ChatMessage, Generate, Generated, LaneName  # noqa: E402
from app.seal.models import SealState  # noqa: E402
from app.services.library.add_documents import IndexingRun  # noqa: E402
from app.settings.paths import Home  # noqa: E402
from tests.benchmarks.indexing import warm, write_documents  # noqa: E402

SEARCHES = 100
TYPED = ("harbour", "ferry ticket", "invoice", "battery re", "winter mark", "letter", "river bridge", "repair warr")


class Indexing:
    """A run over the folder, and how many files have ended."""

    def __init__(self, alcove: Alcove, folder: Path) -> None:
        self._changed = threading.Condition()
        self._done = 0
        self.run: IndexingRun = alcove.add_documents.start([folder], on_event=self._take)

    def _take(self, event: object) -> None:
        if isinstance(event, FileEnded):
            with self._changed:
                self._done += 1
                self._changed.notify_all()

    @property
    def done(self) -> int:
        with self._changed:
            return self._done

    def wait_for(self, files: int) -> float:
        """Seconds until so many more files are done."""
        started = time.perf_counter()
        with self._changed:
            wanted = self._done + files
            if not self._changed.wait_for(lambda: self._done >= wanted or self.run.has_ended, 120):
                raise TimeoutError("the indexing does not go on")
        return time.perf_counter() - started


def answered(alcove: Alcove, model: Path, tokens: int) -> tuple[float, float]:
    """Tokens a second of the decoding, and seconds of all; searched for first, as every question is."""
    started = time.perf_counter()
    with alcove.lanes.person_waits():
        alcove.find.find("When does the ferry leave the harbour?", 6)
        made = _written(alcove, model, tokens)
    return made.new_tokens / max(made.decode_seconds, 1e-9), time.perf_counter() - started


def _written(alcove: Alcove, model: Path, tokens: int) -> Generated:
    question = ChatMessage("user", "Tell of the harbour, the ferry and the lighthouse in winter. " * 8)
    task = Generate(model, (question,), tokens, temperature=1000.0, speculate=False)
    made = alcove.lanes.run(LaneName.LLM, task).value
    assert isinstance(made, Generated)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tokens", type=int, default=64)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "documents"
        write_documents(folder, arguments.documents)
        alcove = Alcove.open(Home(Path(work) / "home"), SealState(sealed=False, means="none"))
        try:
            warm(alcove)
            answered(alcove, arguments.model, 8)
            indexing = Indexing(alcove, folder)
            indexing.wait_for(5)
            ratios = [_round(alcove, indexing, arguments.model, arguments.tokens) for _ in range(arguments.rounds)]
            print(f"an answer while indexing against one in calm: {statistics.median(ratios):.2f} (wanted: 0.95)")
            _type(alcove, indexing)
            indexing.run.cancel()
            indexing.run.wait()
        finally:
            alcove.close()


def _round(alcove: Alcove, indexing: Indexing, model: Path, tokens: int) -> float:
    indexing.run.resume()
    calm_files = indexing.wait_for(4)
    before = indexing.done
    beside, whole = answered(alcove, model, tokens)
    meanwhile = indexing.done - before
    again = indexing.wait_for(4)
    indexing.run.pause()
    time.sleep(1.5)  # what was begun comes to its end
    calm, calm_whole = answered(alcove, model, tokens)
    if indexing.run.has_ended:
        raise SystemExit("the folder was too small: say --documents")
    print(
        f"beside indexing {beside:.1f} tokens/s ({whole:.1f} s), in calm {calm:.1f} ({calm_whole:.1f} s): "
        f"{beside / calm:.2f}; files meanwhile {meanwhile}; four files before {calm_files:.1f} s, after {again:.1f} s"
    )
    return beside / calm


def _type(alcove: Alcove, indexing: Indexing) -> None:
    indexing.run.resume()
    indexing.wait_for(2)
    before, started, times = indexing.done, time.perf_counter(), list[float]()
    for number in range(SEARCHES):
        began = time.perf_counter()
        alcove.find.as_typed(TYPED[number % len(TYPED)])
        times.append(time.perf_counter() - began)
        time.sleep(0.05)
    seconds = time.perf_counter() - started
    typed = indexing.done - before
    quiet = indexing.wait_for(max(4, typed))
    print(
        f"{SEARCHES} searches typed in {seconds:.1f} s (95th percentile {sorted(times)[-5] * 1000:.0f} ms): {typed} "
        f"files indexed meanwhile, as many in {quiet:.1f} s without them"
    )


if __name__ == "__main__":
    main()
