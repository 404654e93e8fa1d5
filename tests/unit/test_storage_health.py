"""The store's report on itself, and what it says when its parts do not agree."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import pytest

from app.domain.ask.conversation import Answer, AnswerKind
from app.domain.library.document import DocumentState, Refusal
from app.storage.migrations import MIGRATIONS
from app.storage.store import Store
from tests.fakes.synthetic_documents import IDENTITY, add, random_vectors

SCHEMA_1 = Path(__file__).parents[1] / "data" / "store_schema1.db.gz"
"""A store as the first schema made it, kept for ever; :func:`make_fixture` made it."""


def make_fixture(path: Path) -> None:
    """How the fixture was made. It is never made again: an old file must stay an old file."""
    with Store.open(path) as store:
        add(store, Path("/old/lease.txt"), ["The lease ends in May.", "The rent is low."], vectors=random_vectors(2, 1))
        add(store, Path("/old/电池.txt"), ["电池容量不足，请充电。"], vectors=random_vectors(1, 2))
        (row, _) = store.documents.journal([Path("/old/locked.pdf"), Path("/old/waiting.pdf")])
        store.documents.refuse(row.id, Refusal.ENCRYPTED)
        conversation = store.conversations.start("Lease")
        store.conversations.add_turn(conversation.id, Answer("When?", AnswerKind.NOT_FOUND, "Nowhere."))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "library.db") as opened:
        yield opened


def test_the_report_counts_everything(store: Store, tmp_path: Path) -> None:
    add(store, tmp_path / "a", ["one", "two"], vectors=random_vectors(2, 1))
    store.documents.journal([tmp_path / "b"])
    store.conversations.start("c")

    for full in (False, True):
        health = store.health(full=full)
        assert health.documents == {DocumentState.WAITING: 1, DocumentState.INDEXED: 1, DocumentState.REFUSED: 0}
        assert (health.passages, health.keyword_rows, health.vectors, health.waiting) == (2, 2, 2, 1)
        assert (health.conversations, health.full, health.encrypted) == (1, full, False)
        assert [(one.identity, one.vectors, one.serving) for one in health.embedders] == [(IDENTITY, 2, True)]
        assert health.path == tmp_path / "library.db"
        assert health.bytes > 100_000
        assert (health.journal_mode, health.schema_version) == ("wal", len(MIGRATIONS))
        assert health.sqlite_version == apsw.sqlite_lib_version()
        assert health.vec_version.startswith("v0.")
        assert health.consistent


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        ("DELETE FROM vectors_1", "codes: 2 for 0 vectors"),
        ("DELETE FROM codes_1 WHERE passage_id = 1", "codes: 1 for 2 vectors"),
        ("INSERT INTO keyword_rows (rowid, terms) VALUES (99, 'x')", "keyword_rows: 3 for 2 passages"),
        ("UPDATE documents SET passages = 0", "indexed_without_passages: 1"),
        ("UPDATE documents SET passages = 7", "passage_counts: 1"),
        ("UPDATE documents SET state = 'waiting'", "waiting_outside_journal: 1"),
        ("UPDATE documents SET state = 'waiting'", "passages_of_unindexed: 1"),
    ],
)
def test_what_does_not_agree_is_a_problem(store: Store, tmp_path: Path, harm: str, problem: str) -> None:
    add(store, tmp_path / "a", ["one", "two"], vectors=random_vectors(2, 1))
    store._database.write(lambda connection: connection.execute(harm))

    health = store.health()

    assert not health.consistent
    assert any(found.startswith(problem) for found in health.problems), health.problems


def _lose_a_passage(connection: apsw.Connection) -> None:
    connection.execute("DELETE FROM passages WHERE id = 1")


def _stray_vector(connection: apsw.Connection) -> None:
    connection.execute("INSERT INTO vectors_1 SELECT 99, vector FROM vectors_1 LIMIT 1")
    connection.execute("INSERT INTO codes_1 SELECT 99, code FROM codes_1 LIMIT 1")


@pytest.mark.parametrize(
    ("harm", "quick", "full"),
    [(_lose_a_passage, "keyword_rows", "keyword_rows"), (_stray_vector, "vectors: 1", "foreign_key")],
)
def test_a_full_check_sees_what_a_quick_one_sees_and_more(
    store: Store, tmp_path: Path, harm: Callable[[apsw.Connection], None], quick: str, full: str
) -> None:
    add(store, tmp_path / "a", ["one", "two"], vectors=random_vectors(2, 1))

    def work(connection: apsw.Connection) -> None:
        connection.execute("PRAGMA foreign_keys = OFF")
        harm(connection)
        connection.execute("PRAGMA foreign_keys = ON")

    store._database.write_alone(work)

    assert any(found.startswith(quick) for found in store.health().problems)
    assert any(found.startswith(full) for found in store.health(full=True).problems)


def test_a_store_of_the_first_schema_opens_with_all_it_held(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with gzip.open(SCHEMA_1) as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file)

    with Store.open(path) as store:
        health = store.health(full=True)
        assert health.problems == ()
        assert (health.passages, health.keyword_rows, health.vectors, health.conversations) == (3, 3, 3, 1)
        (found,) = store.keyword_index.search("电池容量", 5)
        assert store.passages.get_many([found.passage_id])[found.passage_id].path == Path("/old/电池.txt")
        assert len(store.vector_index.search(random_vectors(1, 9)[0], IDENTITY, 5)) == 3
        assert [row.path.name for row in store.documents.waiting()] == ["waiting.pdf"]
        assert store.conversations.search("nowhere")[0].title == "Lease"
        assert store.documents.forget([1, 2, 3]) == 3
        assert store.health(full=True).problems == ()
