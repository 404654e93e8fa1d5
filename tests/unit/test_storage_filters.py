"""A search narrowed to single documents, by words and by vectors."""

from __future__ import annotations

from pathlib import Path

from app.domain.ask.search import SearchFilter
from app.storage.filters import document_condition
from app.storage.store import Store
from tests.fakes.synthetic_documents import add


def test_a_search_in_chosen_documents_finds_nothing_elsewhere(tmp_path: Path) -> None:
    with Store.open(tmp_path / "library.db") as store:
        ids = [add(store, tmp_path / name, ["apple pie", "apple tree"]).id for name in ("a", "b", "c")]
        only = SearchFilter(document_ids=frozenset(ids[:2]))
        found = store.passages.get_many([c.passage_id for c in store.keyword_index.search("apple", 10, only)])
        typed = store.passages.get_many([c.passage_id for c in store.keyword_index.search_all("app", 10, only)])

        assert {passage.document_id for passage in found.values()} == set(ids[:2])
        assert {passage.document_id for passage in typed.values()} == set(ids[:2])
        assert len(found) == len(typed) == 4
        assert store.keyword_index.search("apple", 10, SearchFilter(document_ids=frozenset({99}))) == []


def test_each_document_is_a_binding_and_never_part_of_the_statement() -> None:
    condition, bindings = document_condition(SearchFilter(document_ids=frozenset({7, 3})))

    assert condition == "d.id IN (:document_0, :document_1)"
    assert bindings == {"document_0": 3, "document_1": 7}
    assert not SearchFilter(document_ids=frozenset({7})).is_empty
