"""Search by words: any of them for questions, all of them for search boxes, Chinese, filters, very long questions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.ask.keywords import indexed_terms
from app.domain.ask.search import SearchFilter
from app.domain.library.document import DocumentKind
from app.storage.keyword_query import LOOKED_UP_TERMS, QUERY_TERMS, all_of, chosen_terms, question_terms
from app.storage.store import Store
from tests.fakes.synthetic_documents import MODIFIED, add, facts


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "library.db") as opened:
        yield opened


def texts(store: Store, found: list[object]) -> list[str]:
    ids = [candidate.passage_id for candidate in found]  # type: ignore[attr-defined]
    return [passage.text for passage in store.passages.get_many(ids).values()]


def test_a_question_finds_the_passage_with_its_rarest_words_first(store: Store, tmp_path: Path) -> None:
    add(store, tmp_path / "a", ["The lease ends in May.", "The weather in May.", "The dog.", "The cat.", "The end"])

    found = store.keyword_index.search("When does the lease end in May?", 3)

    assert texts(store, found)[0] == "The lease ends in May."
    assert [candidate.score for candidate in found] == sorted((c.score for c in found), reverse=True)
    assert all(candidate.score > 0 for candidate in found)


def test_chinese_words_of_two_characters_are_found(store: Store, tmp_path: Path) -> None:
    add(store, tmp_path / "a", ["电池容量不足，请充电。", "天气很好", "电话号码"])

    assert texts(store, store.keyword_index.search("电池的容量是多少？", 5)) == ["电池容量不足，请充电。"]
    assert texts(store, store.keyword_index.search_all("容量", 5)) == ["电池容量不足，请充电。"]
    assert texts(store, store.keyword_index.search_all("电池容", 5)) == ["电池容量不足，请充电。"]
    assert texts(store, store.keyword_index.search_all("池电", 5)) == []
    assert sorted(texts(store, store.keyword_index.search_all("电", 5))) == ["电池容量不足，请充电。", "电话号码"]


def test_accents_and_case_do_not_count(store: Store, tmp_path: Path) -> None:
    add(store, tmp_path / "a", ["Café ÜBER Straße"])

    for words in ("cafe uber strasse", "CAFÉ", "über", "ＣＡＦＥ"):
        assert len(store.keyword_index.search(words, 5)) == 1, words
    assert store.keyword_index.frequencies(["café", "cafe", "über", "none", ""]) == {
        "café": 1,
        "cafe": 1,
        "über": 1,
        "none": 0,
        "": 0,
    }


def test_the_search_box_wants_all_words_and_completes_the_last(store: Store, tmp_path: Path) -> None:
    add(store, tmp_path / "a", ["red apples and green pears", "red pears", "apples"])

    assert sorted(texts(store, store.keyword_index.search_all("red pea", 5))) == [
        "red apples and green pears",
        "red pears",
    ]
    assert texts(store, store.keyword_index.search_all("apples red", 5)) == ["red apples and green pears"]
    assert texts(store, store.keyword_index.search_all("app red", 5)) == []


@pytest.mark.parametrize("typed", ["", "   ", "?!", '"', "()", "*", "-", "\ud800", "\0", "🙂"])
def test_a_text_without_words_finds_nothing(store: Store, tmp_path: Path, typed: str) -> None:
    add(store, tmp_path / "a", ["apple"])

    assert store.keyword_index.search(typed, 5) == []
    assert store.keyword_index.search_all(typed, 5) == []


@pytest.mark.parametrize(
    "typed",
    [
        'apple" OR "x',
        "NEAR(apple pear)",
        "apple NOT pear",
        "terms:apple",
        "apple*",
        "^apple",
        "{terms}: apple",
        "apple + pear",
    ],
)
def test_operators_are_words_like_any_other(store: Store, tmp_path: Path, typed: str) -> None:
    add(store, tmp_path / "a", ["apple pear"])

    assert len(store.keyword_index.search(typed, 5)) == 1
    store.keyword_index.search_all(typed, 5)


def test_filters_narrow_and_leave_the_best_of_what_remains(store: Store, tmp_path: Path) -> None:
    work = store.collections.create("Work")
    day = timedelta(days=1)
    for number in range(40):
        kind = DocumentKind.PDF if number % 2 else DocumentKind.MAIL
        read = facts(str(number), kind=kind, modified_at=MODIFIED + number * day)
        into = work.id if number >= 30 else None
        add(store, tmp_path / f"{number:02}", [f"apple {'pear ' * number}"], read=read, collection_id=into)

    def found(**how: object) -> list[int]:
        candidates = store.keyword_index.search("apple", 100, SearchFilter(**how))  # type: ignore[arg-type]
        passages = store.passages.get_many([candidate.passage_id for candidate in candidates])
        assert [c.passage_id for c in store.keyword_index.search_all("app", 100, SearchFilter(**how))]  # type: ignore[arg-type]
        return [int(passage.path.name) for passage in passages.values()]

    assert found() == list(range(40))
    assert found(collection_id=work.id) == list(range(30, 40))
    assert found(kinds=frozenset({DocumentKind.PDF})) == list(range(1, 40, 2))
    assert found(modified_from=MODIFIED + 37 * day) == [37, 38, 39]
    assert found(modified_until=MODIFIED + 2 * day) == [0, 1, 2]
    both = frozenset({DocumentKind.PDF, DocumentKind.MAIL})
    assert found(collection_id=work.id, kinds=both, modified_until=MODIFIED + 31 * day) == [30, 31]
    assert store.keyword_index.search("apple", 5, SearchFilter(collection_id=99)) == []
    assert len(store.keyword_index.search("apple", 5, SearchFilter(kinds=both))) == 5
    assert store.keyword_index.search("apple", 0) == []


def test_a_question_of_twenty_thousand_characters_works(store: Store, tmp_path: Path) -> None:
    add(store, tmp_path / "a", ["the needle is here", "hay"])
    question = "the needle " + " ".join(f"word{number}" for number in range(2500))

    assert len(question) > 20_000
    assert texts(store, store.keyword_index.search(question, 5)) == ["the needle is here"]
    assert len(question_terms(question)) == LOOKED_UP_TERMS
    assert store.keyword_index.search_all(question, 5) == []
    assert texts(store, store.keyword_index.search("的" * 20_000 + " needle", 5)) == ["the needle is here"]


def test_terms_are_asked_once() -> None:
    assert question_terms("Das das DAS Haus") == ["das", "haus"]
    assert question_terms("电池电池") == ["电池", "池电"]
    assert all_of("red red") == '"red" AND "red"*'


def test_frequent_terms_are_left_out_when_rarer_ones_remain() -> None:
    frequencies = {"the": 9000, "of": 2500, "lease": 40, "may": 300, "nowhere": 0}

    assert chosen_terms(frequencies, 10_000, 60_000) == ["lease", "may"]
    assert chosen_terms({"the": 9000, "of": 2500}, 10_000, 60_000) == ["of"]
    assert chosen_terms({"the": 90, "of": 25}, 100, 60_000) == ["of", "the"]
    assert chosen_terms(frequencies, 100_000, 100) == ["lease"]
    assert chosen_terms({"nowhere": 0}, 10_000, 60_000) == []
    assert len(chosen_terms({str(number): 1 for number in range(99)}, 10_000, 60_000)) == QUERY_TERMS


def test_frequencies_are_those_of_the_passages_that_are_there(store: Store, tmp_path: Path) -> None:
    first = add(store, tmp_path / "a", ["apple apple", "apple pear"])
    add(store, tmp_path / "b", ["apple"])
    assert store.keyword_index.frequencies(["apple", "pear"]) == {"apple": 3, "pear": 1}
    assert store.keyword_index.total() == 3

    store.documents.forget([first.id])

    assert store.keyword_index.frequencies(["apple", "pear"]) == {"apple": 1, "pear": 0}


def test_what_the_worker_prepared_is_what_is_indexed(store: Store, tmp_path: Path) -> None:
    text = "İstanbul ﬁsh x² naïve 電池 ｶﾞ ไทย हिन्दी Ⅷ"
    add(store, tmp_path / "a", [text])

    terms = indexed_terms(text).split()
    missing = [term for term, count in store.keyword_index.frequencies(terms).items() if count != 1]

    assert missing == []


@pytest.mark.parametrize("typed", ["ge", "gener", "genera", "generat", "generati", "generation", "generations"])
def test_every_beginning_of_a_word_finds_it_although_the_index_holds_stems(
    store: Store, tmp_path: Path, typed: str
) -> None:
    add(store, tmp_path / "a", ["The three generations of the family.", "Something else."])

    assert texts(store, store.keyword_index.search_all(typed, 5)) == ["The three generations of the family."]
