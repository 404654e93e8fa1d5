"""What a document's translation costs without its engine: a DOCX of 300 pages read, segmented, journalled, written.

    .venv/bin/python tests/benchmarks/translate_documents.py [--pages N] [--rounds N]

A pass-through engine changes the case of letters, so that every paragraph is taken apart and put together again. Beside
it, in the same round, the bare library: python-docx reads the file, changes the case of every run and saves it. Memory
is the peak of the reading worker (VmHWM), and what the window side grew by. Workers are niced: on a machine that does
other things the seconds say little, and those of the processor (of the worker and of this process) say more.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import docx  # noqa: E402

from app.domain.translate.document_translation import DocumentChoices, TranslationEvent, TranslationProgress  # noqa: E402
from app.jobs.background import Background  # noqa: E402
from app.jobs.lanes import Lanes  # noqa: E402
from app.services.translate.translate_document import DocumentOrder, TranslateDocument  # noqa: E402
from app.storage.store import Store  # noqa: E402
from tests.fakes.translating import LetterSwapper  # noqa: E402

WORDS = (
    "harbour ferry ticket lighthouse storm captain invoice contract payment deadline garden cellar market winter "
    "school teacher engine battery repair warranty bridge river mountain village library archive letter recipe flour"
).split()
WORDS_A_PAGE = 450


def write_document(path: Path, pages: int) -> int:
    """Headings, paragraphs with bold and italic words, a table on every tenth page; returns the number of words."""
    chance = random.Random(3)
    made, count = docx.Document(), 0
    for page in range(pages):
        made.add_heading(f"Chapter {page + 1}", level=1)
        left = WORDS_A_PAGE
        while left > 0:
            paragraph = made.add_paragraph()
            for _ in range(chance.randint(2, 6)):
                words = chance.choices(WORDS, k=chance.randint(8, 22))
                at = chance.randrange(len(words) - 1)
                paragraph.add_run(" ".join(words[:at]).capitalize() + " ")
                run = paragraph.add_run(words[at])
                run.bold, run.italic = chance.random() < 0.3, chance.random() < 0.2
                paragraph.add_run(" " + " ".join(words[at + 1 :]) + ". ")
                left -= len(words)
                count += len(words)
        if page % 10 == 0:
            table = made.add_table(rows=8, cols=4)
            for cell in (cell for row in table.rows for cell in row.cells):
                cell.text = " ".join(chance.choices(WORDS, k=5))
                count += 5
        made.add_page_break()
    made.save(str(path))
    return count


def bare(path: Path, target: Path) -> float:
    """Seconds that the library alone needs to read, change and save."""
    started = time.perf_counter()
    document = docx.Document(str(path))
    paragraphs = list(document.paragraphs)
    paragraphs += [p for table in document.tables for row in table.rows for cell in row.cells for p in cell.paragraphs]
    for paragraph in paragraphs:
        for run in paragraph.runs:
            if run.text.strip():
                run.text = run.text.swapcase()
    document.save(str(target))
    return time.perf_counter() - started


class Watch:
    """When each stage began, the worker's peak and its seconds of processor while it lived."""

    def __init__(self, pid: object) -> None:
        self.stages: dict[str, float] = {}
        self.peak = 0
        self.processor = 0.0
        self._pid = pid

    def __call__(self, event: TranslationEvent) -> None:
        if isinstance(event, TranslationProgress):
            self.stages.setdefault(event.stage.value, time.perf_counter())
        self.look()

    def look(self) -> None:
        pid = self._pid()  # type: ignore[operator]
        if pid is None:
            return
        try:
            status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            return
        found = [int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")]
        self.peak = max([self.peak, *found])
        self.processor = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ours(path: Path, folder: Path) -> tuple[float, dict[str, float], int, int, float]:
    """Seconds in all, seconds a stage, the worker's peak in bytes, segments, seconds of processor."""
    lanes, background = Lanes(), Background()
    with Store.open(folder / "store.db") as store:
        service = TranslateDocument(store, lanes, background, LetterSwapper(), lambda _segments: "en")
        watch = Watch(lambda: next((m.pid for m in lanes._lanes.values()), None))
        started, used = time.perf_counter(), time.process_time()
        ending = service.start(DocumentOrder(path, DocumentChoices("zh")), on_event=watch).wait()
        ended = time.perf_counter()
        used = time.process_time() - used
        watch.look()
        assert ending is not None
        assert ending.job is not None, ending
        assert ending.path is not None
        ending.path.unlink()
        lanes.close()
        background.close()
    begins = [*watch.stages.values(), ended]
    seconds = {name: begins[at + 1] - begins[at] for at, name in enumerate(watch.stages)}
    return ended - started, seconds, watch.peak, ending.job.segments, watch.processor + used


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "book.docx"
        words = write_document(path, arguments.pages)
        print(f"{arguments.pages} pages, {words:,} words, {path.stat().st_size / 1e6:.1f} MB")
        totals, bares, peaks = [], [], []
        for number in range(arguments.rounds):
            part = folder / str(number)
            part.mkdir()
            bares.append(bare(path, part / "bare.docx"))
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            total, stages, peak, segments, processor = ours(path, part)
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            totals.append(total)
            peaks.append(peak)
            told = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in stages.items())
            print(
                f"round {number + 1}: {total:.1f} s ({told}; {segments:,} segments), worker {peak / 1e6:.0f} MB, "
                f"window side +{grown / 1e3:.0f} MB, processor {processor:.1f} s; python-docx alone {bares[-1]:.1f} s"
            )
        print(
            f"median {statistics.median(totals):.1f} s (wanted: at most 20), worker at most {max(peaks) / 1e6:.0f} MB "
            f"(wanted: at most 500); python-docx alone {statistics.median(bares):.1f} s"
        )


if __name__ == "__main__":
    main()
