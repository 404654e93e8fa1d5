"""Several searches as one order: a passage once, the leg with the better evidence first, each hit with its question."""

from __future__ import annotations

from pathlib import Path

from app.domain.document import DocumentKind
from app.domain.place import Place
from app.domain.search import FindResult, Hit, KeywordsAlone
from app.services.across_languages import merged


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


def test_nothing_found_is_nothing() -> None:
    assert merged("问", [("", found(0.0)), ("asked", found(0.0))], 5).hits == ()
