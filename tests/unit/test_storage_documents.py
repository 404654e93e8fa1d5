"""Rows of the library, the journal, and content that goes in and out whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import DocumentKind, DocumentState, Passage, Refusal
from app.domain.library.place import Place
from app.domain.library.stored import DocumentOrder, VectorBatch
from app.storage.store import Store
from tests.fakes.synthetic_documents import MODIFIED, add, batch, facts, passage, random_vectors


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "library.db") as opened:
        yield opened
        assert opened.health(full=True).problems == ()


def test_a_new_row_waits_in_the_journal(store: Store, tmp_path: Path) -> None:
    before = datetime.now(UTC)
    first, second = store.documents.journal([tmp_path / "b.txt", tmp_path / "a.txt"])

    assert (first.path, second.path) == (tmp_path / "b.txt", tmp_path / "a.txt")
    assert {first.state, second.state} == {DocumentState.WAITING}
    assert first.collection_id == store.collections.default().id
    assert first.added_at is not None
    assert before - timedelta(milliseconds=1) <= first.added_at <= datetime.now(UTC)
    assert store.documents.waiting() == [first, second]


def test_the_same_path_is_the_same_row(store: Store, tmp_path: Path) -> None:
    first, again = store.documents.journal([tmp_path / "a.txt", tmp_path / "x" / ".." / "a.txt"])
    (later,) = store.documents.journal([tmp_path / "a.txt"])

    assert first.id == again.id == later.id
    assert len(store.documents.waiting()) == 1


def test_journal_is_all_or_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        store.documents.journal([tmp_path / "a.txt"], collection_id=99)

    assert caught.value.code is ErrorCode.COLLECTION_UNKNOWN
    assert store.documents.list() == []


def test_replace_stores_exactly_what_was_read(store: Store, tmp_path: Path) -> None:
    (row,) = store.documents.journal([tmp_path / "a.pdf"])
    place = Place(start=3, length=5, page=2, headings=("One", "Zwei"))
    read = facts("x", kind=DocumentKind.PDF, title="Ein Titel")

    document = store.documents.replace(row.id, read, [Passage("hello", place, "hello")], None)

    assert document.state is DocumentState.INDEXED
    assert (document.kind, document.title, document.passages) == (DocumentKind.PDF, "Ein Titel", 1)
    assert (document.content_hash, document.size, document.modified_at) == (read.content_hash, 1, MODIFIED)
    assert store.documents.get(row.id) == document == store.documents.by_path(tmp_path / "a.pdf")
    assert store.documents.waiting() == []
    (found,) = store.passages.of_document(row.id)
    assert (found.text, found.place, found.ordinal, found.path) == ("hello", place, 0, tmp_path / "a.pdf")
    assert (found.title, found.kind, found.modified_at) == ("Ein Titel", DocumentKind.PDF, MODIFIED)
    assert store.passages.get_many([found.passage_id, 999]) == {found.passage_id: found}


def test_a_changed_document_replaces_its_passages(store: Store, tmp_path: Path) -> None:
    first = add(store, tmp_path / "a.txt", ["one apple", "two"], vectors=random_vectors(2, 1))
    old_ids = {found.passage_id for found in store.passages.of_document(first.id)}

    add(store, tmp_path / "a.txt", ["three pears"], vectors=random_vectors(1, 2))

    (found,) = store.passages.of_document(first.id)
    assert found.passage_id not in old_ids
    assert store.keyword_index.search("apple", 5) == []
    assert [hit.passage_id for hit in store.keyword_index.search("pears", 5)] == [found.passage_id]
    health = store.health()
    assert (health.passages, health.keyword_rows, health.vectors) == (1, 1, 1)


def test_an_indexed_document_stays_searchable_while_it_is_in_the_journal(store: Store, tmp_path: Path) -> None:
    indexed = add(store, tmp_path / "a.txt", ["apple"])

    (row,) = store.documents.journal([tmp_path / "a.txt"])

    assert row == indexed
    assert store.documents.waiting() == [indexed]
    assert len(store.keyword_index.search("apple", 5)) == 1


def test_a_failed_replace_changes_nothing(store: Store, tmp_path: Path) -> None:
    add(store, tmp_path / "a.txt", ["apple"], vectors=random_vectors(1, 1))
    (row,) = store.documents.journal([tmp_path / "a.txt"])

    with pytest.raises(ValueError, match="vectors"):
        store.documents.replace(row.id, facts(), [passage("a"), passage("b")], batch(random_vectors(1, 1)))
    with pytest.raises(ValueError, match="dimension"):
        store.documents.replace(row.id, facts(), [passage("a")], batch(random_vectors(1, 1, 8), dimension=8))
    with pytest.raises(ValueError, match="without passages"):
        store.documents.replace(row.id, facts(), [], None)

    assert [found.text for found in store.passages.of_document(row.id)] == ["apple"]
    assert store.documents.waiting() == [row]
    assert len(store.keyword_index.search("apple", 5)) == 1


def test_vectors_must_fill_their_dimension() -> None:
    with pytest.raises(ValueError, match="dimension 3"):
        VectorBatch("m", 3, b"\0" * 16)


def test_a_document_that_was_forgotten_meanwhile_is_unknown(store: Store, tmp_path: Path) -> None:
    (row,) = store.documents.journal([tmp_path / "a.txt"])
    store.documents.forget([row.id])

    for act in (
        lambda: store.documents.replace(row.id, facts(), [passage("a")], None),
        lambda: store.documents.refuse(row.id, Refusal.DAMAGED),
        lambda: store.documents.mark_unchanged(row.id, 1, MODIFIED),
        lambda: store.documents.get(row.id),
    ):
        with pytest.raises(AppError) as caught:
            act()
        assert caught.value.code is ErrorCode.DOCUMENT_UNKNOWN
    assert store.passages.total() == 0


def test_ids_are_never_used_twice(store: Store, tmp_path: Path) -> None:
    first = add(store, tmp_path / "a.txt", ["apple"])
    (old,) = store.passages.of_document(first.id)
    store.documents.forget([first.id])

    second = add(store, tmp_path / "a.txt", ["apple"])

    assert second.id > first.id
    assert store.passages.of_document(second.id)[0].passage_id > old.passage_id


def test_a_refused_document_has_its_reason_and_no_passages(store: Store, tmp_path: Path) -> None:
    indexed = add(store, tmp_path / "a.txt", ["apple"], vectors=random_vectors(1, 1))

    refused = store.documents.refuse(indexed.id, Refusal.ENCRYPTED, kind=DocumentKind.PDF, content_hash="h")

    assert (refused.state, refused.reason, refused.kind) == (DocumentState.REFUSED, Refusal.ENCRYPTED, DocumentKind.PDF)
    assert (refused.content_hash, refused.passages) == ("h", 0)
    assert store.keyword_index.search("apple", 5) == []
    assert store.health().vectors == 0
    again = add(store, tmp_path / "a.txt", ["apple"])
    assert (again.state, again.reason) == (DocumentState.INDEXED, None)


def test_a_file_that_is_locked_for_a_moment_keeps_what_was_read(store: Store, tmp_path: Path) -> None:
    indexed = add(store, tmp_path / "a.txt", ["apple"])
    (waiting,) = store.documents.journal([tmp_path / "b.txt"])
    store.documents.journal([tmp_path / "a.txt"])

    assert store.documents.refuse(indexed.id, Refusal.UNREADABLE, keep_passages=True) == indexed
    assert store.documents.refuse(waiting.id, Refusal.UNREADABLE, keep_passages=True).state is DocumentState.REFUSED
    assert len(store.keyword_index.search("apple", 5)) == 1
    assert store.documents.waiting() == []


def test_an_unchanged_file_only_leaves_the_journal(store: Store, tmp_path: Path) -> None:
    indexed = add(store, tmp_path / "a.txt", ["apple"])
    store.documents.journal([tmp_path / "a.txt"])
    later = MODIFIED + timedelta(days=1)

    unchanged = store.documents.mark_unchanged(indexed.id, 77, later)

    assert (unchanged.size, unchanged.modified_at, unchanged.state) == (77, later, DocumentState.INDEXED)
    assert unchanged.indexed_at == indexed.indexed_at
    assert store.documents.waiting() == []


def test_cancelling_leaves_no_row_that_was_never_read(store: Store, tmp_path: Path) -> None:
    indexed = add(store, tmp_path / "a.txt", ["apple"])
    (refused,) = store.documents.journal([tmp_path / "r.txt"])
    refused = store.documents.refuse(refused.id, Refusal.EMPTY)
    rows = store.documents.journal([tmp_path / name for name in ("a.txt", "b.txt", "r.txt")])

    store.documents.unjournal([*(row.id for row in rows), 4711])

    assert store.documents.waiting() == []
    assert {row.id: row for row in store.documents.list()} == {indexed.id: indexed, refused.id: refused}


def test_names_that_are_not_valid_utf8_are_kept(store: Store, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9 \xff.txt")

    indexed = add(store, path, ["apple"])

    assert store.documents.by_path(path) == indexed
    assert os.fsencode(indexed.path) == os.fsencode(path)
    assert store.documents.list(text="caf") == [indexed]


def test_text_that_utf8_cannot_hold_keeps_its_length(store: Store, tmp_path: Path) -> None:
    indexed = add(store, tmp_path / "a.txt", ["a\ud800b\0c"], read=facts(title="\udfff"))

    assert store.passages.of_document(indexed.id)[0].text == "a\N{REPLACEMENT CHARACTER}b\0c"


def test_list_searches_narrows_sorts_and_pages(store: Store, tmp_path: Path) -> None:
    work = store.collections.create("Work")
    day = timedelta(days=1)
    names = ["Beta.pdf", "alpha.txt", "Ärger.txt"]
    kinds = [DocumentKind.PDF, DocumentKind.TEXT, DocumentKind.TEXT]
    for number, (name, kind) in enumerate(zip(names, kinds, strict=True)):
        read = facts("x" * (number + 1), kind=kind, modified_at=MODIFIED - number * day, title=f"Bericht {number}")
        add(store, tmp_path / name, ["text"], read=read, collection_id=work.id if number == 0 else None)
    store.documents.journal([tmp_path / "waiting.txt"])

    def listed(**how: object) -> list[str]:
        return [row.path.name for row in store.documents.list(**how)]  # type: ignore[arg-type]

    assert listed() == ["waiting.txt", "Ärger.txt", "alpha.txt", "Beta.pdf"]
    assert listed(order="name") == ["alpha.txt", "Beta.pdf", "waiting.txt", "Ärger.txt"]
    assert listed(order=DocumentOrder.SIZE, limit=2) == ["Ärger.txt", "alpha.txt"]
    assert listed(order="modified", state=DocumentState.INDEXED) == ["Beta.pdf", "alpha.txt", "Ärger.txt"]
    assert listed(order="path", limit=1, offset=1) == ["alpha.txt"]
    assert listed(text="ärger BERICHT") == ["Ärger.txt"]
    assert listed(text="100%_") == []
    assert listed(collection_id=work.id) == ["Beta.pdf"]
    assert listed(kinds={DocumentKind.PDF}) == ["Beta.pdf"]
    assert store.documents.counts() == {
        DocumentState.WAITING: 1,
        DocumentState.INDEXED: 3,
        DocumentState.REFUSED: 0,
    }
    assert store.documents.counts(work.id)[DocumentState.INDEXED] == 1
    with pytest.raises(ValueError, match="colour"):
        store.documents.list(order="colour")


def test_collections_hold_documents_and_give_them_back(store: Store, tmp_path: Path) -> None:
    default = store.collections.default()
    assert (default.is_default, default.name) == (True, "")
    work = store.collections.create("  Work  ")
    assert store.collections.create("WORK") == work
    document = add(store, tmp_path / "a.txt", ["apple"], collection_id=work.id)
    assert document.collection_id == work.id
    assert store.documents.journal([tmp_path / "a.txt"])[0].collection_id == work.id

    store.collections.rename(work.id, "Büro")
    assert [(one.name, one.documents) for one in store.collections.list()] == [("", 0), ("Büro", 1)]
    store.documents.move([document.id], default.id)
    assert store.documents.get(document.id).collection_id == default.id
    store.documents.move([document.id], work.id)
    store.collections.delete(work.id)

    assert store.documents.get(document.id).collection_id == default.id
    assert [one.id for one in store.collections.list()] == [default.id]


def test_collections_that_cannot_be(store: Store) -> None:
    with pytest.raises(ValueError, match="name"):
        store.collections.create("  ")
    with pytest.raises(ValueError, match="default"):
        store.collections.delete(store.collections.default().id)
    for act in (
        lambda: store.collections.rename(99, "x"),
        lambda: store.collections.delete(99),
        lambda: store.documents.move([], 99),
    ):
        with pytest.raises(AppError) as caught:
            act()
        assert caught.value.code is ErrorCode.COLLECTION_UNKNOWN
