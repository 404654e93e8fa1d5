"""A full disk, a folder that may not be written, and two programs on one store."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import DocumentState
from app.storage.store import Store
from tests.fakes.store_child import index_one, passages_of
from tests.fakes.synthetic_documents import add, random_vectors

ROOT = Path(__file__).resolve().parents[2]
LIMIT_SECONDS = 120


def child(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-s", "-m", "tests.fakes.store_child", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
@pytest.mark.parametrize("limit_kib", [500, 800, 3000])
def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path, limit_kib: int) -> None:
    path = tmp_path / "library.db"
    Store.open(path).close()

    out, errors = child("full", str(path), str(limit_kib * 1024)).communicate(timeout=LIMIT_SECONDS)

    assert errors == ""
    said = json.loads(out)
    assert said["failure"]["code"] == ErrorCode.DISK_FULL.value
    assert said["failure"]["details"]["path"] == str(path)
    assert said["problems"] == []
    assert bool(said["found"]) == bool(said["told"])
    with Store.open(path) as store:
        indexed = {row.path.name for row in store.documents.list(state=DocumentState.INDEXED, limit=100_000)}
        assert indexed == {*said["told"], "afterwards"}
        assert store.health(full=True).problems == ()


def test_a_store_that_reached_its_page_limit_says_so_and_goes_on(tmp_path: Path) -> None:
    with Store.open(tmp_path / "library.db") as store:
        add(store, tmp_path / "first", ["apple"])
        database = store._database
        pages = database.write_alone(lambda connection: connection.pragma("page_count"))
        database.write_alone(lambda connection: connection.pragma("max_page_count", pages))
        with pytest.raises(AppError) as caught:
            add(store, tmp_path / "second", ["pear " * 20_000], vectors=random_vectors(1, 1))
        assert caught.value.code is ErrorCode.DISK_FULL
        assert [row.path.name for row in store.documents.list(state=DocumentState.INDEXED)] == ["first"]

        database.write_alone(lambda connection: connection.pragma("max_page_count", pages + 1000))
        add(store, tmp_path / "second", ["pear"])

        assert store.health(full=True).problems == ()


@pytest.fixture
def as_nobody() -> Iterator[None]:
    """Without the right to write anywhere, which the superuser of a container otherwise has."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows folders have no such mode")
def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    Store.open(tmp_path / "there" / "library.db").close()
    for folder in [*tmp_path.parents][:-1]:
        if folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o055)
    (tmp_path / "there").chmod(0o555)
    (tmp_path / "there" / "library.db").chmod(0o444)
    tmp_path.chmod(0o555)
    request.getfixturevalue("as_nobody")

    for name in ("there/library.db", "there/new.db", "new folder/library.db"):
        with pytest.raises(AppError) as caught:
            Store.open(tmp_path / name)
        assert caught.value.code is ErrorCode.STORE_UNWRITABLE, name


def test_two_programs_index_into_one_store(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    count = 40
    # Nobody has made the file yet: both do, at the same moment.
    others = [child("index", str(path), name, str(count)) for name in ("left", "right")]
    with Store.open(path) as store:
        for number in range(count):
            index_one(store.documents, Path("/synthetic") / f"left {number}")
        for other in others:
            out, errors = other.communicate(timeout=LIMIT_SECONDS)
            assert (out, errors) == ("done\n", "")

        rows = {row.path.name: row for row in store.documents.list(limit=1000)}
        assert rows.keys() == {f"{name} {number}" for name in ("left", "right") for number in range(count)}
        assert all(row.passages == passages_of(name) for name, row in rows.items())
        health = store.health(full=True)
        assert health.problems == ()
        assert health.passages == health.keyword_rows == health.vectors == sum(row.passages for row in rows.values())


def test_a_writer_waits_while_another_program_writes(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Store.open(path) as store:
        other = apsw.Connection(str(path))
        other.execute("BEGIN IMMEDIATE")
        found: list[str] = []
        waiter = threading.Thread(target=lambda: found.append(add(store, tmp_path / "a", ["apple"]).path.name))
        waiter.start()
        assert store.keyword_index.search("apple", 1) == []
        other.execute("COMMIT")
        other.close()
        waiter.join(LIMIT_SECONDS)

        assert found == ["a"]
