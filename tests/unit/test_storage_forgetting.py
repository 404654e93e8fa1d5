"""Forgetting: not a byte of the text stays in the store's files (TRUST T26, P19)."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from app.domain.ask.conversation import Answer, AnswerKind, Citation
from app.domain.library.place import Place
from app.storage import forgetting, keyword_table
from app.storage.health import store_files
from app.storage.store import Store
from tests.fakes.synthetic_documents import add, facts, random_vectors

WORDS = 1500
OPTIMIZE = "INSERT INTO keyword_rows (keyword_rows) VALUES ('optimize')"
SECRET = 5


def words(count: int, seed: int) -> list[str]:
    source = random.Random(seed)
    spread = ["".join(source.choices(string.ascii_lowercase, k=14)) for _ in range(count // 2)]
    # Words that differ in their last letters only: the index's page directory must hold whole ones to tell them apart.
    # Every other one belongs to the other documents, so that those pages stay.
    return spread + [f"akte{number * 2 + (seed == SECRET):05}" for number in range(count - count // 2)]


def left_behind(path: Path, traces: list[bytes]) -> list[bytes]:
    content = b"".join(file.read_bytes() for file in store_files(path))
    return [trace for trace in traces if trace in content]


def prepare(store: Store, folder: Path, secret: list[str]) -> tuple[int, list[bytes]]:
    """A store with other documents around the secret one; returns its id and the bytes to look for."""
    for number in range(10):
        others = words(WORDS, seed=1000 + number)[number * 100 :: 10]
        texts = [" ".join(others[start : start + 50]) for start in range(0, len(others), 50)]
        add(store, folder / f"other {number}", texts, vectors=random_vectors(len(texts), number))
    texts = [" ".join(secret[start : start + 50]) for start in range(0, len(secret), 50)]
    vectors = random_vectors(len(texts), 4711)
    document = add(store, folder / "geheimnis.txt", texts, vectors=vectors, read=facts(title="Vertraulichkeitstitel"))
    # One segment, as the index becomes in time by itself: pages that the secret shares with other documents.
    store._database.write(lambda connection: connection.execute(OPTIMIZE))
    return document.id, [*(word.encode() for word in secret), b"geheimnis", b"Vertraulichkeit", *vectors]


def test_nothing_of_a_forgotten_document_stays(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Store.open(path) as store:
        document, traces = prepare(store, tmp_path, words(WORDS, seed=SECRET))
        assert len(left_behind(path, traces)) > len(traces) * 0.9

        assert store.documents.forget([document, 4711]) == 1

        assert left_behind(path, traces) == []
        assert store.health(full=True).problems == ()
        assert store.documents.by_path(tmp_path / "geheimnis.txt") is None
        assert store.health().documents["indexed"] == 10  # type: ignore[index]
    assert left_behind(path, traces) == []


def without_secure_index(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = keyword_table.create_keyword_table

    def broken(connection: apsw.Connection) -> None:
        whole(connection)
        connection.execute("INSERT INTO keyword_rows (keyword_rows, rank) VALUES ('secure-delete', 0)")

    monkeypatch.setattr("app.storage.migrations.create_keyword_table", broken)
    without_the_sweep(monkeypatch)


def without_truncation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "empty_log", lambda _: True)


def without_the_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "sweep_page_directory", lambda *_: None)


@pytest.mark.parametrize("defect", [without_secure_index, without_truncation, without_the_sweep])
def test_the_same_search_finds_what_a_defective_store_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, defect: Callable[[pytest.MonkeyPatch], None]
) -> None:
    defect(monkeypatch)
    with Store.open(tmp_path / "library.db") as store:
        document, traces = prepare(store, tmp_path, words(WORDS, seed=SECRET))
        store.documents.forget([document])

        assert left_behind(tmp_path / "library.db", traces) != []


def test_a_deleted_conversation_leaves_nothing_and_a_citation_outlives_its_document(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Store.open(path) as store:
        document = add(store, tmp_path / "a.txt", ["quotedsentence stands here"])
        (passage,) = store.passages.of_document(document.id)
        citation = Citation(1, document.id, passage.passage_id, passage.path, "T", Place(0, 5), passage.text)
        answer = Answer("secretquestion?", AnswerKind.QUOTES, "[1]", (citation,))
        conversation = store.conversations.start("secrettitle")
        turn = store.conversations.add_turn(conversation.id, answer)

        store.documents.forget([document.id])
        assert store.conversations.turns(conversation.id) == [turn]
        assert turn.answer.citations == (citation,)

        store.conversations.delete(conversation.id)
        assert left_behind(path, [b"secretquestion", b"secrettitle", b"quotedsentence"]) == []
        assert store.conversations.list() == []


def test_forgetting_waits_for_a_reader_and_forgets_many(tmp_path: Path) -> None:
    with Store.open(tmp_path / "library.db") as store:
        rows = store.documents.journal([tmp_path / f"{number}" for number in range(250)])

        assert store.documents.forget(row.id for row in rows) == 250
        assert store.documents.forget([]) == 0
        assert store.documents.waiting() == []
        assert store.health(full=True).problems == ()
