"""One writer and many readers in one program: from many threads, and until the store is closed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import apsw
import pytest

from app.domain.errors import AppError, ErrorCode
from app.storage.faults import StoreClosedError
from app.storage.store import Store
from tests.fakes.synthetic_documents import add, random_vectors

LIMIT_SECONDS = 30


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "library.db") as opened:
        yield opened


def test_many_threads_write_and_search_at_once(store: Store, tmp_path: Path) -> None:
    def work(thread: int) -> None:
        for number in range(6):
            vectors = random_vectors(3, thread * 100 + number)
            add(store, tmp_path / f"{thread} {number % 3}", ["apple", "pear", f"plum {thread}"], vectors=vectors)
            for candidate in store.keyword_index.search("apple plum", 50):
                store.passages.get_many([candidate.passage_id])
            store.vector_index.search(vectors[0], "synthetic-16", 5)
            assert store.health().problems == ()

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(work, thread) for thread in range(8)]:
            done.result(LIMIT_SECONDS)

    health = store.health(full=True)
    assert (health.passages, health.keyword_rows, health.vectors, health.problems) == (72, 72, 72, ())


def test_a_reader_sees_one_state_while_others_write(store: Store, tmp_path: Path) -> None:
    add(store, tmp_path / "a", ["apple"])

    def look(connection: apsw.Connection) -> tuple[int, int]:
        before = connection.execute("SELECT count(*) FROM passages").fetchall()[0][0]
        add(store, tmp_path / "b", ["pear"])
        return before, connection.execute("SELECT count(*) FROM passages").fetchall()[0][0]  # type: ignore[return-value]

    assert store._database.read(look) == (1, 1)
    assert store.passages.total() == 2


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(AppError) as caught:
        store._database.read(lambda connection: connection.execute("DELETE FROM collections"))

    assert caught.value.code is ErrorCode.STORE_UNWRITABLE
    assert len(store.collections.list()) == 1


def test_a_write_inside_a_write_is_refused_at_once(store: Store) -> None:
    with pytest.raises(RuntimeError, match="wait for itself"):
        store._database.write(lambda _: store.collections.create("x"))


def test_a_defect_in_a_write_undoes_it_and_the_writer_goes_on(store: Store) -> None:
    def broken(connection: apsw.Connection) -> None:
        connection.execute("INSERT INTO collections (name) VALUES ('half')")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store._database.write(broken)
    with pytest.raises(apsw.SQLError):
        store._database.write(lambda connection: connection.execute("SELEKT"))

    assert [one.name for one in store.collections.list()] == [""]
    store.collections.create("whole")
    assert [one.name for one in store.collections.list()] == ["", "whole"]


def test_close_finishes_writes_and_leaves_no_thread_and_no_file_beside(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    store = Store.open(tmp_path / "library.db")
    with ThreadPoolExecutor(4) as pool:
        writes = [pool.submit(store.collections.create, f"c{number}") for number in range(40)]
        list(pool.map(lambda _: store.passages.total(), range(40)))
        for write in writes:
            write.result(LIMIT_SECONDS)
    store.close()
    store.close()

    assert {thread.name for thread in set(threading.enumerate()) - before} == set()
    assert [file.name for file in tmp_path.iterdir()] == ["library.db"]
    with pytest.raises(StoreClosedError):
        store.passages.total()
    with pytest.raises(StoreClosedError):
        store.collections.create("late")


def test_close_interrupts_a_long_read(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "library.db")
    begun = threading.Event()
    ended: list[BaseException] = []

    def endless(connection: apsw.Connection) -> None:
        begun.set()
        connection.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        ).fetchall()

    def read() -> None:
        try:
            store._database.read(endless)
        except StoreClosedError as error:
            ended.append(error)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    assert begun.wait(LIMIT_SECONDS)
    store.close()
    reader.join(LIMIT_SECONDS)

    assert len(ended) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["library.db"]
