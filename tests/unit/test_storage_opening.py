"""Opening a store: what is set, what is refused untouched, and how an older file becomes a newer one."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import apsw
import pytest

from app.domain.errors import AppError, ErrorCode
from app.storage import keyword_table
from app.storage.connection import PAGE_BYTES, SETTINGS, check_library, vector_library
from app.storage.migrations import MIGRATIONS, copy_path
from app.storage.store import Store
from tests.fakes.synthetic_documents import add, random_vectors

ROOT = Path(__file__).resolve().parents[2]


def digests(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def refused(path: Path) -> AppError:
    with pytest.raises(AppError) as caught:
        Store.open(path)
    return caught.value


def add_colour(connection: apsw.Connection) -> None:
    connection.execute("ALTER TABLE collections ADD COLUMN colour TEXT")
    connection.execute("UPDATE collections SET colour = 'blue'")


def fail_half_way(connection: apsw.Connection) -> None:
    add_colour(connection)
    connection.execute("SELECT * FROM no_such_table")


def columns(store: Store) -> Sequence[str]:
    return store._database.read(
        lambda connection: [str(row[1]) for row in connection.execute("PRAGMA table_info(collections)")]
    )


def test_every_pragma_is_set_on_writer_and_readers(tmp_path: Path) -> None:
    with Store.open(tmp_path / "new folder" / "library.db") as store:
        for run in (store._database.write_alone, store._database.read):
            for name, _, expected in SETTINGS:
                assert run(lambda connection, name=name: connection.pragma(name)) == expected, name
            assert run(lambda connection: connection.pragma("journal_mode")) == "wal"
            assert run(lambda connection: connection.pragma("page_size")) == PAGE_BYTES
            assert run(lambda connection: connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, -1)) == 1
            assert run(lambda connection: connection.config(apsw.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, -1)) == 0
            with pytest.raises(apsw.ExtensionLoadingError, match="not authorized"):
                run(_load_extension)


def _load_extension(connection: apsw.Connection) -> None:
    connection.load_extension(str(vector_library()))


def test_numpy_is_not_imported_with_the_store() -> None:
    program = (
        "import sys, pathlib, tempfile; from app.storage.store import Store; "
        "Store.open(pathlib.Path(tempfile.mkdtemp()) / 'library.db').close(); "
        "sys.exit(any(name in sys.modules for name in ('numpy', 'sqlite_vec', 'sqlite3', 'PySide6')))"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def test_an_old_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    check_library()
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: "3.53.9")
    with pytest.raises(RuntimeError, match=r"3\.53\.9"):
        check_library()


def test_a_store_is_as_it_was_when_it_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Store.open(path) as store:
        document = add(store, tmp_path / "a", ["apple"], vectors=random_vectors(1, 1))
    before = digests(tmp_path)

    with Store.open(path) as store:
        assert store.documents.list() == [document]
        assert store.health(full=True).problems == ()

    assert digests(tmp_path) == before


@pytest.mark.parametrize("left_open", [False, True])
def test_a_newer_store_is_refused_and_not_touched(tmp_path: Path, left_open: bool) -> None:
    path = tmp_path / "library.db"
    Store.open(path).close()
    other = apsw.Connection(str(path))
    other.pragma("user_version", len(MIGRATIONS) + 1)
    if not left_open:
        other.close()
    files = {name: digest for name, digest in digests(tmp_path).items() if not name.endswith("-shm")}
    assert ("library.db-wal" in files) == left_open

    error = refused(path)

    assert error.code is ErrorCode.STORE_NEWER
    assert (error.details["found"], error.details["known"]) == (len(MIGRATIONS) + 1, len(MIGRATIONS))
    after = digests(tmp_path)
    assert {name: digest for name, digest in after.items() if not name.endswith("-shm")} == files
    other.close()


def not_a_database(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 this is no database" * 1000)


def header_only(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)


def cut_short(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def schema_overwritten(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xa5" * 4000)


def of_another_program(path: Path) -> None:
    path.unlink()
    other = apsw.Connection(str(path))
    other.execute("CREATE TABLE bookmarks (url TEXT)")
    other.close()


@pytest.mark.parametrize("damage", [not_a_database, header_only, cut_short, schema_overwritten, of_another_program])
def test_a_damaged_or_foreign_file_is_refused_and_not_touched(tmp_path: Path, damage: object) -> None:
    path = tmp_path / "library.db"
    with Store.open(path) as store:
        add(store, tmp_path / "a", ["apple"])
    damage(path)  # type: ignore[operator]
    before = digests(tmp_path)

    assert refused(path).code is ErrorCode.STORE_DAMAGED
    assert digests(tmp_path) == before


def test_damage_that_shows_only_later_is_said_and_does_not_end_the_program(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Store.open(path) as store:
        for number in range(30):
            add(store, tmp_path / f"{number}", [f"apple {number} " * 200] * 5, vectors=random_vectors(5, number))
    size = path.stat().st_size
    with path.open("r+b") as file:
        for start in range(size // 2, size - PAGE_BYTES, PAGE_BYTES):
            file.seek(start)
            file.write(b"\xa5" * 64)

    codes = set()
    with Store.open(path) as store:
        for act in (
            lambda: store.keyword_index.search("apple", 100),
            lambda: store.vector_index.search(random_vectors(1, 1)[0], "synthetic-16", 100),
            lambda: [store.passages.of_document(number) for number in range(1, 31)],
            lambda: store.documents.forget(range(1, 31)),
        ):
            try:
                act()
            except AppError as error:
                codes.add(error.code)

    assert codes == {ErrorCode.STORE_DAMAGED}


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "library.db").touch()
    with Store.open(tmp_path / "library.db") as store:
        assert store.health().schema_version == len(MIGRATIONS)


def test_a_folder_where_the_file_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "library.db").mkdir()
    (tmp_path / "file").touch()

    assert refused(tmp_path / "library.db").code is ErrorCode.STORE_UNWRITABLE
    assert refused(tmp_path / "file" / "library.db").code is ErrorCode.STORE_UNWRITABLE


def test_a_migration_keeps_a_copy_and_the_content(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Store.open(path) as store:
        document = add(store, tmp_path / "a", ["apple"], vectors=random_vectors(1, 1))

    with Store.open(path, migrations=[*MIGRATIONS, add_colour]) as store:
        assert "colour" in columns(store)
        assert store.documents.list() == [document]
        assert store.health(full=True).schema_version == len(MIGRATIONS) + 1
        copy = copy_path(path, len(MIGRATIONS))
        with Store.open(shutil.copy(copy, tmp_path / "restored.db")) as restored:
            assert restored.documents.list() == [document]
            assert "colour" not in columns(restored)
        store.documents.forget([document.id])
        assert not copy.exists()
    assert refused(path).code is ErrorCode.STORE_NEWER


def test_a_new_store_leaves_no_copy(tmp_path: Path) -> None:
    Store.open(tmp_path / "library.db", migrations=[*MIGRATIONS, add_colour]).close()

    assert [file.name for file in tmp_path.iterdir()] == ["library.db"]


def test_a_migration_that_fails_leaves_the_old_store(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Store.open(path) as store:
        document = add(store, tmp_path / "a", ["apple"])

    with pytest.raises(apsw.SQLError):
        Store.open(path, migrations=[*MIGRATIONS, fail_half_way])

    with Store.open(path) as store:
        assert store.documents.list() == [document]
        assert "colour" not in columns(store)


def test_a_migration_that_is_killed_leaves_the_old_store(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Store.open(path) as store:
        document = add(store, tmp_path / "a", ["apple"])
    program = (
        "import os, sys, pathlib, signal; from app.storage.store import Store; "
        "from app.storage.migrations import MIGRATIONS\n"
        "def step(connection):\n"
        "    connection.execute('ALTER TABLE collections ADD COLUMN colour TEXT')\n"
        "    connection.execute('DELETE FROM passages')\n"
        "    connection.cache_flush()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "Store.open(pathlib.Path(sys.argv[1]), migrations=[*MIGRATIONS, step])"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(path)], cwd=ROOT, check=False).returncode
    assert ended < 0

    with Store.open(path) as store:
        assert store.documents.list() == [document]
        assert store.health(full=True).problems == ()
        assert "colour" not in columns(store)


def test_another_tokenizer_makes_the_index_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.db"
    monkeypatch.setattr(keyword_table, "TOKENIZER", "unicode61 remove_diacritics 2")
    with Store.open(path) as store:
        add(store, tmp_path / "a", ["running dogs"])
        assert store.keyword_index.search("run", 5) == []

    monkeypatch.undo()
    with Store.open(path) as store:
        assert len(store.keyword_index.search("run", 5)) == 1
        assert store.keyword_index.frequencies(["runs", "dog"]) == {"runs": 1, "dog": 1}
        store.documents.forget([1])
        assert store.health(full=True).problems == ()
