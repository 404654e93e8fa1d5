"""Search by likeness: exact, by codes, with filters, and never with another model's vectors."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.ask.search import SearchFilter
from app.domain.library.document import DocumentKind
from app.storage import vector_index, vector_sets
from app.storage.store import Store
from app.storage.vector_index import VectorIndex
from app.storage.vector_sets import VectorSet
from tests.fakes.synthetic_documents import DIMENSION, IDENTITY, add, batch, facts, random_vectors, vector


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "library.db") as opened:
        yield opened


def cosine(left: bytes, right: bytes) -> float:
    pairs = zip(*(struct.unpack(f"<{len(one) // 4}f", one) for one in (left, right)), strict=True)
    return math.fsum(a * b for a, b in pairs)


def fill(store: Store, tmp_path: Path, documents: int, each: int) -> dict[int, bytes]:
    """Documents with random vectors; returns each passage's vector."""
    stored: dict[int, bytes] = {}
    for number in range(documents):
        vectors = random_vectors(each, number)
        kind = DocumentKind.PDF if number % 10 == 0 else DocumentKind.TEXT
        document = add(store, tmp_path / f"{number}", ["text"] * each, vectors=vectors, read=facts(kind=kind))
        ids = [passage.passage_id for passage in store.passages.of_document(document.id)]
        stored.update(zip(ids, vectors, strict=True))
    return stored


def nearest(stored: dict[int, bytes], query: bytes, k: int) -> list[int]:
    return sorted(stored, key=lambda passage: -cosine(stored[passage], query))[:k]


@pytest.mark.parametrize("exact_vectors", [10_000, 0])
def test_the_nearest_come_first_with_their_cosines(
    store: Store, tmp_path: Path, exact_vectors: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = fill(store, tmp_path, 30, 10)
    # Fewer candidates than vectors: the codes must choose, and of 16 bits they can be asked for little.
    monkeypatch.setattr(vector_index, "COARSE_LEAST", 150)
    index = VectorIndex(store._database, exact_vectors)

    for query in random_vectors(5, 999):
        found = index.search(query, IDENTITY, 5)
        assert found[0].passage_id == nearest(stored, query, 1)[0]
        assert [candidate.score for candidate in found] == pytest.approx(
            [cosine(stored[candidate.passage_id], query) for candidate in found], abs=1e-5
        )
        assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
        if exact_vectors:
            assert [c.passage_id for c in found] == nearest(stored, query, 5)


@pytest.mark.parametrize("exact_vectors", [10_000, 0])
def test_a_narrow_filter_still_gives_k(store: Store, tmp_path: Path, exact_vectors: int) -> None:
    stored = fill(store, tmp_path, 30, 10)
    inside = {row.id for row in store.documents.list(kinds={DocumentKind.PDF})}
    passages = {p: v for p, v in stored.items() if store.passages.get_many([p])[p].document_id in inside}
    index = VectorIndex(store._database, exact_vectors)
    (query,) = random_vectors(1, 999)

    found = index.search(query, IDENTITY, 25, SearchFilter(kinds=frozenset({DocumentKind.PDF})))

    assert [candidate.passage_id for candidate in found] == nearest(passages, query, 25)
    assert index.search(query, IDENTITY, 5, SearchFilter(kinds=frozenset({DocumentKind.EPUB}))) == []
    assert index.search(query, IDENTITY, 0) == []


def test_another_models_vectors_never_mix_in(store: Store, tmp_path: Path) -> None:
    old = add(store, tmp_path / "old", ["one", "two"], vectors=random_vectors(2, 1), identity="old")
    new = add(store, tmp_path / "new", ["three"], vectors=random_vectors(1, 1), identity="new")
    (query,) = random_vectors(1, 5)

    def documents(identity: str) -> set[int]:
        found = store.vector_index.search(query, identity, 10)
        return {p.document_id for p in store.passages.get_many([c.passage_id for c in found]).values()}

    assert documents("old") == {old.id}
    assert documents("new") == {new.id}
    assert documents("unknown") == set()
    assert store.vector_index.identity() == "old"
    assert (store.vector_index.count(), store.vector_index.count("new"), store.vector_index.count("x")) == (2, 1, 0)
    assert store.health().problems == ()


def test_a_new_model_serves_once_it_is_complete(store: Store, tmp_path: Path) -> None:
    document = add(store, tmp_path / "a", ["one", "two", "three"], vectors=random_vectors(3, 1), identity="old")
    assert store.passages.without_vectors("old", 10) == []
    missing = store.passages.without_vectors("new", 2)
    assert [passage.text for passage in missing] == ["one", "two"]

    vectors = random_vectors(3, 2, dimension=24)
    first = batch(vectors[:2], "new", 24)
    assert store.passages.add_vectors([passage.passage_id for passage in missing], first) == 2
    assert store.vector_index.identity() == "old"
    assert len(store.vector_index.search(random_vectors(1, 9)[0], "old", 10)) == 3
    (last,) = store.passages.without_vectors("new", 10)
    assert not store.vector_sets.serve("new", 24)
    store.passages.add_vectors([last.passage_id], batch(vectors[2:], "new", 24))
    assert store.vector_index.identity() == "old"
    assert store.vector_sets.serve("new", 24)

    assert store.vector_index.identity() == "new"
    assert len(store.vector_index.search(random_vectors(1, 9, dimension=24)[0], "new", 10)) == 3
    while store.vector_sets.remove_some({"new"}):
        assert store.health().problems == ()
    assert [model.identity for model in store.health().embedders] == ["new"]
    assert store.vector_index.search(random_vectors(1, 9)[0], "old", 10) == []
    assert store.health(full=True).problems == ()
    assert store.documents.get(document.id).passages == 3


def test_vectors_that_nobody_uses_go_piece_by_piece(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_sets, "VECTORS_REMOVED_TOGETHER", 4)
    add(store, tmp_path / "a", ["text"] * 10, vectors=random_vectors(10, 1), identity="old")
    add(store, tmp_path / "b", ["text"] * 10, vectors=random_vectors(10, 1), identity="unused")
    assert store.vector_sets.of("new") == VectorSet(0, 20, "old", has_others=True)
    assert store.vector_sets.of("unused") == VectorSet(10, 20, "old", has_others=False)
    assert not store.vector_sets.remove_some({"unused"})

    left = []
    while store.vector_sets.remove_some({"new"}):
        left.append(store.vector_index.count("unused"))

    assert left == [6, 2, 0]
    assert store.vector_index.count("old") == 10
    assert [model.identity for model in store.health().embedders] == ["old"]


def test_a_model_serves_an_empty_store_at_once(store: Store, tmp_path: Path) -> None:
    document = add(store, tmp_path / "a", ["one"], vectors=random_vectors(1, 1), identity="old")
    store.documents.forget([document.id])

    assert store.vector_sets.serve("new", 24)
    assert store.vector_index.identity() == "new"


def test_passages_without_vectors_are_found_behind_a_given_one(store: Store, tmp_path: Path) -> None:
    for dimension in (24, 13):  # 13: no codes
        identity = f"new {dimension}"
        add(store, tmp_path / "a", ["one", "two", "three"], vectors=random_vectors(3, 1), identity="old")
        first, second, third = store.passages.without_vectors(identity, 10)
        store.passages.add_vectors([second.passage_id], batch(random_vectors(1, 2, dimension), identity, dimension))
        assert [p.text for p in store.passages.without_vectors(identity, 10)] == ["one", "three"]
        assert store.passages.without_vectors(identity, 10, after=first.passage_id) == [third]


def test_vectors_of_passages_that_are_gone_are_passed_over(store: Store, tmp_path: Path) -> None:
    add(store, tmp_path / "a", ["one", "two"])
    found = store.passages.without_vectors(IDENTITY, 10)
    add(store, tmp_path / "a", ["three"])
    (there,) = store.passages.without_vectors(IDENTITY, 10)
    ids = [passage.passage_id for passage in [*found, there]]

    assert store.passages.add_vectors(ids, batch(random_vectors(3, 1))) == 1
    assert store.passages.add_vectors([there.passage_id], batch(random_vectors(1, 2))) == 1
    with pytest.raises(ValueError, match="2 vectors for 1"):
        store.passages.add_vectors([there.passage_id], batch(random_vectors(2, 2)))

    health = store.health()
    assert (health.passages, health.vectors, health.problems) == (1, 1, ())


def test_keywords_serve_alone_without_vectors(store: Store, tmp_path: Path) -> None:
    add(store, tmp_path / "a", ["one"])

    assert store.vector_index.identity() is None
    assert store.vector_index.count() == 0
    assert store.vector_index.search(vector(1), IDENTITY, 5) == []
    assert store.vector_index.cosines(vector(1), [1]) == {}
    assert store.health().problems == ()


def test_cosines_of_chosen_passages(store: Store, tmp_path: Path) -> None:
    stored = fill(store, tmp_path, 2, 3)
    (query,) = random_vectors(1, 77)

    found = store.vector_index.cosines(query, [*stored, 4711])

    assert found == pytest.approx({passage: cosine(one, query) for passage, one in stored.items()}, abs=1e-5)


def test_a_query_of_another_dimension_is_a_defect(store: Store, tmp_path: Path) -> None:
    fill(store, tmp_path, 1, 1)

    with pytest.raises(ValueError, match="dimension 16"):
        store.vector_index.search(vector(1, dimension=8), IDENTITY, 5)
    with pytest.raises(ValueError, match="dimension 16"):
        store.vector_index.cosines(b"", [1])


@pytest.mark.parametrize("dimension", [DIMENSION, 12])
@pytest.mark.parametrize("exact_vectors", [10_000, 0])
def test_a_vector_without_direction_is_like_nothing(
    store: Store, tmp_path: Path, dimension: int, exact_vectors: int
) -> None:
    nan = struct.pack("<f", math.nan) * dimension
    vectors = [vector(1, dimension=dimension), bytes(dimension * 4), nan]
    add(store, tmp_path / "a", ["one", "two", "three"], vectors=vectors)

    found = VectorIndex(store._database, exact_vectors).search(vectors[0], IDENTITY, 3)

    assert [round(candidate.score, 4) for candidate in found] == [1.0]
