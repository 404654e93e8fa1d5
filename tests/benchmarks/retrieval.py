"""Does the paragraph that holds the answer come first? XQuAD, English and Chinese, each paragraph a document.

    .venv/bin/python tests/benchmarks/retrieval.py [--data FOLDER]

Prints recall at 1, 3 and 10 and the mean reciprocal rank for Alcove's search and, on the same store in the same run,
for what it must beat: plain BM25 (Robertson; words, or pairs of Chinese characters), the embedding model alone, and
their reciprocal-rank fusion. Then how often the quotes that stand for an answer hold it, and what the bar for 'not
found' lets through: each question with its own article in the store, and with half of the others instead.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.composition import Alcove  # noqa: E402
from app.domain.ask.evidence import is_enough  # noqa: E402
from app.domain.ask.keywords import bigrams, runs  # noqa: E402
from app.domain.models.manifest import ModelRole  # noqa: E402
from app.jobs.stop_signal import StopSignal  # noqa: E402
from app.protocol.tasks import EmbedQuery, LaneName  # noqa: E402
from app.seal.models import SealState  # noqa: E402
from app.services.ask.quote import best_quotes  # noqa: E402
from app.settings.paths import Home  # noqa: E402

FUSION_K = 60


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    paragraph: int
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    language: str
    paragraphs: list[str]
    articles: list[str]
    questions: list[Question]


def load(path: Path) -> Questions:
    paragraphs: list[str] = []
    articles: list[str] = []
    questions: list[Question] = []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            questions += [
                Question(entry["question"], len(paragraphs), tuple(answer["text"] for answer in entry["answers"]))
                for entry in paragraph["qas"]
            ]
            paragraphs.append(paragraph["context"])
            articles.append(article["title"])
    return Questions(path.name.split(".")[1], paragraphs, articles, questions)


class PlainBm25:
    """BM25 as the textbook has it (k1 1.2, b 0.75), over words and over pairs of CJK characters."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._documents = [Counter(_terms(text)) for text in texts]
        self._lengths = [sum(counts.values()) for counts in self._documents]
        self._average = sum(self._lengths) / len(self._lengths)
        self._frequency = Counter(term for counts in self._documents for term in counts)

    def ranking(self, question: str) -> list[int]:
        scores = [0.0] * len(self._documents)
        for term in _terms(question):
            found = self._frequency.get(term, 0)
            if not found:
                continue
            rarity = math.log(1 + (len(scores) - found + 0.5) / (found + 0.5))
            for number, counts in enumerate(self._documents):
                if count := counts.get(term, 0):
                    length = 0.25 + 0.75 * self._lengths[number] / self._average
                    scores[number] += rarity * count * 2.2 / (count + 1.2 * length)
        return sorted(range(len(scores)), key=lambda n: -scores[n])


def _terms(text: str) -> list[str]:
    return [term for run, cjk in runs(text) for term in (bigrams(run) if cjk and len(run) > 1 else [run])]


def fused(rankings: Sequence[Sequence[int]]) -> list[int]:
    scores: Counter[int] = Counter()
    for ranking in rankings:
        for position, number in enumerate(ranking):
            scores[number] += 1 / (FUSION_K + position + 1)  # type: ignore[assignment]
    return sorted(scores, key=lambda number: -scores[number])


def measure(alcove: Alcove, data: Questions, folder: Path) -> None:
    documents = write_and_add(alcove, data, folder)
    bm25 = PlainBm25(data.paragraphs)
    names = ("plain BM25", "embedding model alone", "reciprocal-rank fusion", "Alcove")
    ranks: dict[str, list[int]] = {name: [] for name in names}
    found = first_quotes = any_quotes = 0
    model = alcove.models.best(ModelRole.EMBEDDING)
    for question in data.questions:
        words, vectors = bm25.ranking(question.text), by_vectors(alcove, question.text, documents)
        result = alcove.find.find(question.text, 100)
        own = list(dict.fromkeys(documents[hit.document_id] for hit in result.hits))
        for name, ranking in zip(names, (words, vectors, fused((words, vectors)), own), strict=True):
            ranks[name].append(ranking.index(question.paragraph) + 1 if question.paragraph in ranking else 10**9)
        found += is_enough(result.evidence)
        encoder = model if result.keywords_alone is None else None
        quotes = best_quotes(question.text, result.hits, alcove.lanes, encoder, StopSignal())
        hold = [any(answer in quote.text for answer in question.answers) for quote in quotes]
        first_quotes += hold[:1] == [True]
        any_quotes += any(hold)
    print(f"\n{data.language}: {len(data.paragraphs)} paragraphs, {len(data.questions)} questions")
    print(f"{'':26}{'R@1':>8}{'R@3':>8}{'R@10':>8}{'MRR':>8}")
    for name in names:
        values = [sum(rank <= k for rank in ranks[name]) / len(ranks[name]) for k in (1, 3, 10)]
        mean = sum(1 / rank for rank in ranks[name]) / len(ranks[name])
        print(f"{name:26}" + "".join(f"{value:8.3f}" for value in [*values, mean]))
    total = len(data.questions)
    print(f"without a chat model: the first quote holds the answer for {first_quotes / total:.3f} of the questions,")
    print(f"one of at most three quotes for {any_quotes / total:.3f}")
    print(f"pass the bar of 'not found': {found / total:.3f} of the questions, their paragraphs all in the store")


def measure_not_found(work: Path, data: Questions) -> None:
    """Two stores, each with every other article; every question goes to both."""
    articles = list(dict.fromkeys(data.articles))
    passed = {True: 0, False: 0}
    for half in (set(articles[::2]), set(articles[1::2])):
        home = work / f"home{articles[0] in half}"
        alcove = Alcove.open(Home(home), SealState(sealed=False, means="none"))
        try:
            kept = [text for text, article in zip(data.paragraphs, data.articles, strict=True) if article in half]
            write_and_add(alcove, replace(data, paragraphs=kept), home / "paragraphs")
            for question in data.questions:
                answerable = data.articles[question.paragraph] in half
                passed[answerable] += is_enough(alcove.find.find(question.text, 5).evidence)
        finally:
            alcove.close()
    total = len(data.questions)
    print(f"half of the articles in the store: {passed[True] / total:.3f} of the answerable questions pass,")
    print(f"and {passed[False] / total:.3f} of those whose article is not there (the fewer the better)")


def write_and_add(alcove: Alcove, data: Questions, folder: Path) -> dict[int, int]:
    """Each paragraph a text file; returns document id -> paragraph."""
    folder.mkdir(parents=True)
    paths = [folder / f"{number:04}.txt" for number in range(len(data.paragraphs))]
    for path, text in zip(paths, data.paragraphs, strict=True):
        path.write_text(text, encoding="utf-8")
    alcove.add_documents.start([folder]).wait()
    found = {}
    for number, path in enumerate(paths):
        document = alcove.library.by_path(path)
        assert document is not None
        found[document.id] = number
    return found


def by_vectors(alcove: Alcove, question: str, documents: dict[int, int]) -> list[int]:
    model = alcove.models.best(ModelRole.EMBEDDING)
    assert model is not None, "run the set-up first: it prepares the embedding model"
    vector = alcove.lanes.run(LaneName.EMBEDDING, EmbedQuery(model.folder, question)).tail
    near = alcove.store.vector_index.search(vector, model.manifest.identity, 1000)
    passages = alcove.store.passages.get_many([candidate.passage_id for candidate in near])
    return list(dict.fromkeys(documents[p.document_id] for p in passages.values()))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "xquad")
    folder = arguments.parse_args().data
    for path in sorted(folder.glob("xquad.*.json")):
        with tempfile.TemporaryDirectory() as home:
            alcove = Alcove.open(Home(Path(home) / "home"), SealState(sealed=False, means="none"))
            try:
                measure(alcove, load(path), Path(home) / "paragraphs")
            finally:
                alcove.close()
            measure_not_found(Path(home), load(path))


if __name__ == "__main__":
    main()
