"""Fills a store with synthetic passages and prints how long its searches take; it needs no model and no document.

python tests/benchmarks/storage_scale.py --passages 100000
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

import numpy

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.domain.ask.keywords import indexed_terms
from app.domain.ask.search import SearchFilter
from app.domain.library.document import DocumentKind, Passage
from app.domain.library.place import Place
from app.domain.library.stored import ReadFacts, VectorBatch
from app.jobs.lanes import Lanes
from app.model_files.model_files import ModelFiles
from app.services.ask.find import Find
from app.storage.store import Store

DIMENSION = 384
IDENTITY = "synthetic"
VOCABULARY = 60_000
CHARACTERS = 4_000
WORDS_A_PASSAGE = 110
CHARACTERS_A_PASSAGE = 220
PASSAGES_A_DOCUMENT = 20
CHINESE_SHARE = 0.2
TOPICS = 2_000
KINDS = (DocumentKind.PDF, DocumentKind.WORD, DocumentKind.MARKDOWN, DocumentKind.MAIL)
FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)


class Language:
    """Words drawn as natural text draws them: the n-th most frequent one with a weight of 1/n (Zipf)."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        letters = "etaoinshrdlucmfwypvbgk"
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            length = 2 + int(self.random.betavariate(2, 3) * 10) + len(words).bit_length() // 8
            words["".join(self.random.choices(letters, k=length))] = None
        self.words = list(words)
        self.word_weights = list(accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))
        self.characters = [chr(0x4E00 + number) for number in self.random.sample(range(20_000), CHARACTERS)]
        self.character_weights = list(accumulate(1 / (rank + 12) for rank in range(CHARACTERS)))

    def passage(self) -> str:
        if self.random.random() < CHINESE_SHARE:
            drawn = self.random.choices(self.characters, cum_weights=self.character_weights, k=CHARACTERS_A_PASSAGE)
            return "，".join("".join(drawn[start : start + 11]) for start in range(0, len(drawn), 11))
        return " ".join(self.random.choices(self.words, cum_weights=self.word_weights, k=WORDS_A_PASSAGE))

    def question(self) -> str:
        """Ten words as they come, half of them among the five hundred most frequent."""
        return " ".join(self.random.choices(self.words, cum_weights=self.word_weights, k=10)) + "?"

    def chinese_question(self) -> str:
        return "".join(self.random.choices(self.characters, cum_weights=self.character_weights, k=14)) + "？"


class Meaning:
    """Unit vectors around topics, as an encoder's are: neighbours are much closer than chance."""

    def __init__(self, seed: int) -> None:
        self.generator = numpy.random.default_rng(seed)
        self.topics = self.generator.standard_normal((TOPICS, DIMENSION), dtype=numpy.float32)

    def vectors(self, count: int) -> numpy.ndarray:
        around = self.topics[self.generator.integers(0, TOPICS, count)]
        found = around + self.generator.standard_normal((count, DIMENSION), dtype=numpy.float32)
        return (found / numpy.linalg.norm(found, axis=1, keepdims=True)).astype("<f4")


def fill(store: Store, passages: int, *, seed: int = 7, batch_documents: int = 500) -> None:
    """Index synthetic documents of 20 passages through the store's own methods until it holds ``passages``."""
    language = Language(seed)
    meaning = Meaning(seed)
    documents = -(-passages // PASSAGES_A_DOCUMENT)
    archive = store.collections.create("archive")
    for start in range(0, documents, batch_documents):
        numbers = range(start, min(start + batch_documents, documents))
        rows = store.documents.journal([Path(f"/synthetic/{n // 100}/document {n}.pdf") for n in numbers])
        for number, row in zip(numbers, rows, strict=True):
            texts = [language.passage() for _ in range(PASSAGES_A_DOCUMENT)]
            found = [
                Passage(text, Place(start=0, length=len(text), page=page + 1), indexed_terms(text))
                for page, text in enumerate(texts)
            ]
            read = ReadFacts(
                content_hash=f"{number:064x}",
                size=10_000,
                modified_at=FIRST_DAY + timedelta(hours=number),
                kind=KINDS[number % len(KINDS)],
                title=f"Document {number}",
                pages=PASSAGES_A_DOCUMENT,
            )
            vectors = VectorBatch(IDENTITY, DIMENSION, meaning.vectors(len(found)).tobytes())
            store.documents.replace(row.id, read, found, vectors)
        store.documents.move([row.id for row in rows if row.id % 50 == 0], archive.id)


@dataclass(frozen=True, slots=True)
class Timing:
    name: str
    milliseconds: list[float]
    processor_milliseconds: list[float]
    """The thread's own processor time: what a busy machine does not change much."""

    def line(self) -> str:
        ordered = sorted(self.milliseconds)
        return (
            f"{self.name:<44} {statistics.median(ordered):8.1f} {ordered[int(len(ordered) * 0.95)]:8.1f} "
            f"{ordered[-1]:8.1f} {statistics.median(self.processor_milliseconds):8.1f}"
        )


def timed(name: str, works: Iterator[Callable[[], object]]) -> Timing:
    took: list[float] = []
    computed: list[float] = []
    for work in works:
        started, computing = time.perf_counter(), time.thread_time()
        work()
        took.append((time.perf_counter() - started) * 1000)
        computed.append((time.thread_time() - computing) * 1000)
    return Timing(name, took, computed)


def measure(store: Store, *, rounds: int = 40, seed: int = 11) -> list[Timing]:
    """What one question costs, embedding left out: ``k`` 50 from each index, as the fusion asks for."""
    language = Language(7)
    language.random = random.Random(seed)
    meaning = Meaning(7)
    meaning.generator = numpy.random.default_rng(seed)
    nothing = SearchFilter()
    archive = next(one.id for one in store.collections.list() if not one.is_default)
    narrow = SearchFilter(collection_id=archive)
    wide = SearchFilter(kinds=frozenset(KINDS[:3]))
    keywords, vectors = store.keyword_index, store.vector_index
    questions = [language.question() for _ in range(rounds)]
    chinese = [language.chinese_question() for _ in range(rounds)]
    asked = [vector.tobytes() for vector in meaning.vectors(rounds)]
    long_question = " ".join(language.question() for _ in range(400))[:20_000]

    def both(question: str, query: bytes, search_filter: SearchFilter) -> None:
        found = keywords.search(question, 50, search_filter)
        found += vectors.search(query, IDENTITY, 50, search_filter)
        store.passages.get_many([candidate.passage_id for candidate in found][:20])

    # Lanes and models are for the embedding, which is left out here.
    find = Find(store, Lanes(), ModelFiles(Path("none"), Path("none")))

    for question, query in zip(questions[:3], asked[:3], strict=True):
        both(question, query, nothing)
    pairs = list(zip(questions, asked, strict=True))
    return [
        timed("keywords", (lambda q=q: keywords.search(q, 50, nothing) for q in questions)),
        timed(
            "keywords, again (frequencies remembered)", (lambda q=q: keywords.search(q, 50, nothing) for q in questions)
        ),
        timed("keywords, Chinese", (lambda q=q: keywords.search(q, 50, nothing) for q in chinese)),
        timed(
            "keywords, question of 20,000 characters",
            (lambda: keywords.search(long_question, 50, nothing) for _ in range(5)),
        ),
        timed("keywords, 2 % of the documents", (lambda q=q: keywords.search(q, 50, narrow) for q in questions)),
        timed("keywords, 75 % of the documents", (lambda q=q: keywords.search(q, 50, wide) for q in questions)),
        timed("as typed, one letter", (lambda w=w: keywords.search_all(w[:1], 20, nothing) for w in questions[:10])),
        timed("as typed, two letters", (lambda w=w: keywords.search_all(w[:2], 20, nothing) for w in questions[:10])),
        timed(
            "as typed, word and three letters",
            (lambda q=q: keywords.search_all(_typed(q), 20, nothing) for q in questions),
        ),
        timed("vectors", (lambda v=v: vectors.search(v, IDENTITY, 50, nothing) for v in asked)),
        timed("vectors, k = 10", (lambda v=v: vectors.search(v, IDENTITY, 10, nothing) for v in asked)),
        timed("vectors, 2 % of the documents", (lambda v=v: vectors.search(v, IDENTITY, 50, narrow) for v in asked)),
        timed("vectors, 75 % of the documents", (lambda v=v: vectors.search(v, IDENTITY, 50, wide) for v in asked)),
        timed("keywords + vectors + 20 passages", (lambda q=q, v=v: both(q, v, nothing) for q, v in pairs)),
        timed("  the same, 75 % of the documents", (lambda q=q, v=v: both(q, v, wide) for q, v in pairs)),
        timed("find, all but the embedding", (lambda q=q, v=v: find.by_vector(q, v, IDENTITY) for q, v in pairs)),
        timed(
            "find in Chinese, all but the embedding", (lambda q=q: find.by_vector(q, b"", IDENTITY) for q in chinese)
        ),
        timed("library list, two words sought", (lambda: store.documents.list(text="document 77") for _ in range(5))),
        timed("health", (lambda: store.health() for _ in range(3))),
    ]


def recall(store: Store, *, rounds: int = 40, k: int = 10) -> float:
    """The share of the exact ``k`` nearest vectors that the search by codes finds."""
    meaning = Meaning(7)
    meaning.generator = numpy.random.default_rng(13)
    found = wanted = 0
    ids = store.passages.total()
    for query in meaning.vectors(rounds):
        cosines = store.vector_index.cosines(query.tobytes(), range(1, ids + 1))
        exact = set(sorted(cosines, key=lambda one: -cosines[one])[:k])
        found += len(exact & {c.passage_id for c in store.vector_index.search(query.tobytes(), IDENTITY, k)})
        wanted += k
    return found / wanted


def _typed(question: str) -> str:
    words = question.rstrip("?").split()
    return f"{words[0]} {words[1][:3]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--store", type=Path, help="use this file, and fill it if it is missing")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--recall", action="store_true", help="compare with exact search too (slow)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.store or Path(folder) / "library.db"
        present = path.exists()
        started = time.perf_counter()
        with Store.open(path) as store:
            if not present:
                fill(store, arguments.passages)
                print(f"filled in {time.perf_counter() - started:.1f} s (texts and vectors are made in that time too)")
            health = store.health()
            counted = f"{health.passages} passages, {health.vectors} vectors, {health.bytes / 2**20:.0f} MiB"
            print(counted, "; ".join(health.problems))
            print(f"{'milliseconds':<44} {'median':>8} {'p95':>8} {'most':>8} {'cpu':>8}")
            for timing in measure(store, rounds=arguments.rounds):
                print(timing.line())
            if arguments.recall:
                print(f"recall@10 of the search by codes: {recall(store):.3f}")
        print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
