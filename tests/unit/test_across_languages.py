"""Several searches as one order: a passage once, the leg with the better evidence first, each hit with its question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app.domain.ask.search import FindResult, Hit, KeywordsAlone, SearchFilter
from app.domain.library.document import DocumentKind
from app.domain.library.place import Place
from app.domain.models.manifest import Manifest
from app.domain.translate.translation import TranslatedSegment, TranslateOptions, Way, WayKind
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel
from app.services.ask.across_languages import AcrossLanguages, merged
from app.services.ask.find import Find
from app.services.translate.choose_translation import ChooseTranslation
from app.services.translate.translator import Translator
from app.storage.store import Store
from tests.fakes.synthetic_documents import add

TINY = Path(__file__).resolve().parents[1] / "data" / "models" / "tiny-qwen3"


def hit(passage: int, score: float) -> Hit:
    return Hit(1, score, passage, passage, Path(f"{passage}.md"), "", DocumentKind.MARKDOWN, Place(0, 1), "x")


def found(evidence: float, *hits: Hit, alone: KeywordsAlone | None = None) -> FindResult:
    return FindResult("q", hits, 0.1, evidence, alone)


def test_the_leg_with_the_better_evidence_goes_first() -> None:
    result = merged("问", [("", found(0.4, hit(1, 0.9))), ("asked", found(1.6, hit(2, 0.5)))], 5)
    assert [(one.passage_id, one.question, one.rank) for one in result.hits] == [(2, "asked", 1), (1, "", 2)]
    assert result.evidence == 1.6
    assert round(result.seconds, 1) == 0.2


def test_a_passage_that_both_found_counts_once_with_its_better_score() -> None:
    result = merged("问", [("", found(1.0, hit(1, 0.9), hit(3, 0.1))), ("asked", found(1.0, hit(1, 0.5)))], 5)
    assert [(one.passage_id, one.score, one.question) for one in result.hits] == [(1, 0.9, ""), (3, 0.1, "")]


def test_the_low_bar_of_a_search_by_words_is_no_advantage() -> None:
    """Words alone are enough from 0.17 of the question on, beside vectors only from 0.62 on."""
    words = found(3.0, hit(1, 0.9), alone=KeywordsAlone.LANGUAGE)
    result = merged("问", [("", words), ("asked", found(1.6, hit(2, 0.9)))], 1)
    assert [one.passage_id for one in result.hits] == [2]
    assert result.keywords_alone is None


class Searched(Find):
    """Gives each question the evidence that a test says."""

    def __init__(self, evidence: float) -> None:
        self.asked: list[str] = []
        self._evidence = evidence

    def find(
        self, query: str, k: int = 10, search_filter: SearchFilter | None = None, *, stop: StopSignal | None = None
    ) -> FindResult:
        self.asked.append(query)
        return found(self._evidence)


class OneWay(ChooseTranslation):
    def __init__(self, kind: WayKind) -> None:
        self._kind = kind

    def ways(self, source: str, target: str) -> tuple[Way, ...]:
        return (Way("qwen", "Qwen", self._kind, ("qwen",)),)

    def model(self, identifier: str) -> InstalledModel:
        return InstalledModel(Manifest.read(TINY), TINY)


class Says(Translator):
    def __init__(self) -> None:
        pass

    def translate(
        self,
        segments: Sequence[str],
        source: str,
        target: str,
        options: TranslateOptions | None = None,
        stop: StopSignal | None = None,
    ) -> Iterator[TranslatedSegment]:
        yield from (TranslatedSegment(index, "Who signed?", 0.9) for index in range(len(segments)))


@pytest.mark.parametrize(
    ("kind", "evidence", "legs"),
    [
        (WayKind.DEDICATED, 2.0, 2),
        (WayKind.CHAT, 0.4, 2),
        (WayKind.CHAT, 2.0, 1),
    ],
)
def test_a_chat_model_is_not_asked_where_the_plain_search_found_enough(
    tmp_path: Path, kind: WayKind, evidence: float, legs: int
) -> None:
    with Store.open(tmp_path / "library.db") as store:
        add(store, Path("/lease.txt"), ["The manager signed the contract and the lawyer checked it on Monday."])
        searched = Searched(evidence)
        AcrossLanguages(store, searched, OneWay(kind), Says()).find("谁签署了这份合同？", 5)
    assert searched.asked == ["谁签署了这份合同？", "Who signed?"][:legs]


def test_nothing_found_is_nothing() -> None:
    assert merged("问", [("", found(0.0)), ("asked", found(0.0))], 5).hits == ()
