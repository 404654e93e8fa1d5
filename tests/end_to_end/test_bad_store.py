"""A store, a home, a disk or a model that cannot be used: a clear sentence, the right status, and nothing lost."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from app.domain.library.document import DocumentState
from app.storage.store import Store
from tests.fakes.alcove_command import AlcoveCommand, Said
from tests.fakes.as_a_mortal import MORTAL

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
SENTENCE = "The heron nests near the weir."

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="made of POSIX files, users and limits")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("library.db*")}


def newer(path: Path) -> None:
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA user_version = 999")
    connection.close()


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 3)


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (newer, "store.newer"),
        (lambda path: path.write_text("Dear diary, this is not a database.\n" * 500), "store.damaged"),
        (cut, "store.damaged"),
        (lambda path: path.write_bytes(os.urandom(100_000)), "store.damaged"),
    ],
    ids=["newer", "text", "truncated", "noise"],
)
def test_a_store_that_cannot_be_used_is_left_as_it_is(
    library: AlcoveCommand, harm: Callable[[Path], None], code: str
) -> None:
    store = library.home / "library.db"
    harm(store)
    before = contents(library.home)
    for arguments in (("find", "lapwings"), ("add", library.folder)):
        said = library.run(*arguments, "--json")
        assert said.status == 1
        assert said.objects[-1]["error"] == code
        assert str(store) in said.sentence or code == "store.newer"
    assert contents(library.home) == before, "byte for byte"


def test_a_home_that_is_a_file(alcove: AlcoveCommand) -> None:
    alcove.home.write_text("Not a folder.")
    said = alcove.run("find", "heron", "--json")
    assert said.status == 1
    assert said.only["error"] == "home.unwritable"
    assert str(alcove.home) in said.sentence
    assert alcove.home.read_text() == "Not a folder."


def test_a_home_that_cannot_be_named(alcove: AlcoveCommand) -> None:
    no_text = os.fsdecode(bytes(alcove.place) + b"/caf\xe9")
    said = alcove.run("library", "--json", "--home", no_text, home=False)
    assert said.status == 1
    assert said.only["error"] == "home.unwritable"
    assert "caf" in said.sentence
    assert not Path(no_text).exists()
    assert alcove.run("library", "--home", "~nobody of this name/library", home=False).status == 0
    assert [path.name for path in alcove.folder.iterdir()] == ["~nobody of this name"], "as a shell takes it"


def test_a_home_that_may_not_be_made_or_written(mortal: AlcoveCommand) -> None:
    locked = mortal.place / "locked"
    (locked / "there" / "logs").mkdir(parents=True)
    for folder in (locked / "there", locked):
        folder.chmod(0o555)
    for home in (locked / "new", locked / "there"):
        said = mortal.run("add", mortal.folder, "--json", "--home", home, home=False, **MORTAL)
        assert said.status == 1
        assert said.objects[-1]["error"] in ("home.unwritable", "store.unwritable")
        assert str(home) in said.sentence


def test_a_library_that_may_only_be_read(mortal: AlcoveCommand, samples_added: tuple[AlcoveCommand, Said]) -> None:
    shutil.copytree(samples_added[0].home, mortal.home)
    for path in [*mortal.home.rglob("*"), mortal.home]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for arguments in (("find", "lapwings"), ("add", mortal.folder)):
        said = mortal.run(*arguments, "--json", **MORTAL)
        assert said.status == 1
        assert said.objects[-1]["error"] in ("home.unwritable", "store.unwritable")
        assert said.sentence
    mortal.home.chmod(0o755)


def few_words(folder: Path, files: int) -> None:
    folder.mkdir()
    for number in range(files):
        (folder / f"{number:03}.txt").write_text(f"Note {number}. " + " ".join(f"word{number}x{n}" for n in range(150)))


def assert_acknowledged_is_present(command: AlcoveCommand, said: Said, folder: Path) -> None:
    assert said.status == 1
    assert said.objects[-1]["error"] == "store.disk_full"
    assert "disk is full" in said.sentence
    acknowledged = {path for path, one in said.files.items() if one["status"] == "indexed"}
    assert 0 < len(acknowledged) < len(list(folder.iterdir()))
    with Store.open(command.home / "library.db") as store:
        kept = {str(row.path) for row in store.documents.list(state=DocumentState.INDEXED, limit=1000)}
        assert store.health(full=True).problems == ()
    assert acknowledged == kept


def smaller_files(size: int) -> Callable[[], None]:
    """The system refuses each write beyond ``size`` bytes of a file."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def test_a_quota_is_said_and_what_was_said_is_kept(by_words: AlcoveCommand, tmp_path: Path) -> None:
    few_words(tmp_path / "files", 60)
    by_words.run("library")
    limit = {"preexec_fn": smaller_files(700_000)}
    said = by_words.run("add", tmp_path / "files", "--json", **limit)
    assert_acknowledged_is_present(by_words, said, tmp_path / "files")
    assert by_words.run("find", "Note 1", "--json", **limit).status == 0, "reading goes on"
    after = by_words.run("add", "--resume", "--json")
    assert after.status == 0
    assert {*said.files, *after.files} == {str(path) for path in (tmp_path / "files").iterdir()}


def test_a_disk_that_is_really_full(by_words: AlcoveCommand, tmp_path: Path) -> None:
    """A file system of one megabyte, in a mount namespace of the command's own."""
    few_words(tmp_path / "files", 60)
    by_words.home.mkdir()
    disk, shown = tmp_path / "disk.sh", tmp_path / "shown"
    shown.mkdir()
    disk.write_text(
        'set -e\nmount -t tmpfs -o size="$1" alcove "$2" || exit 77\nset +e\nshift 2\n"$@"\nstatus=$?\n'
        f"cp -r {quoted(by_words.home)}/. {quoted(shown)} && exit $status\n"
    )
    if shutil.which("unshare") is None or not IS_ROOT:
        pytest.skip("only the superuser may mount a small disk")

    def on_disk(size: str, *arguments: object) -> Said:
        before = ["unshare", "-m", "sh", str(disk), size, str(by_words.home)]
        said = by_words.run(*arguments, before=before)
        if said.status == 77:
            pytest.skip("no file system may be mounted here")
        return said

    said = on_disk("900k", "add", tmp_path / "files", "--json")
    copy = AlcoveCommand(tmp_path / "copy")
    shutil.copytree(shown, copy.home)
    assert_acknowledged_is_present(copy, said, tmp_path / "files")
    for size in ("8k", "40k"):
        tiny = on_disk(size, "add", tmp_path / "files", "--json")
        assert tiny.status == 1
        assert tiny.only["error"] == "store.disk_full"
        assert tiny.sentence


# models ---------------------------------------------------------------------------------------------------------------
@pytest.mark.skipif(sys.prefix == sys.base_prefix, reason="not in a virtual environment")
def test_without_a_model_words_serve_alone_and_it_is_said(
    tmp_path: Path, python_without_models: str, library: AlcoveCommand
) -> None:
    bare = AlcoveCommand(tmp_path / "bare place", python=python_without_models)
    note = tmp_path / "note.txt"
    note.write_text(SENTENCE)
    added = bare.run("add", note)
    assert added.status == 0
    assert "found by their words only" in added.out
    assert "Found by words alone." in bare.run("find", "heron").out
    assert bare.run("find", "heron", "--json").only["hits"][0]["text"] == SENTENCE
    assert bare.run("ask", "Where does the heron nest?", "--json").only["kind"] == "quotes"
    report = bare.run("doctor", "--json").only
    assert report["models"] == []
    assert report["store"] | {"passages": 1, "vectors": 0, "consistent": True} == report["store"]

    whole = AlcoveCommand(tmp_path / "bare place")
    assert whole.run("add", note, "--json").files[str(note)]["status"] == "unchanged"
    assert whole.run("doctor", "--json").only["store"]["vectors"] == 1, "a model that came later catches up"


@pytest.mark.parametrize("harm", ["cut weights", "no manifest", "bad manifest"])
def test_a_broken_model_is_said_and_words_serve(library: AlcoveCommand, tmp_path: Path, harm: str) -> None:
    model = Path(sys.prefix) / "share" / "alcove" / "models" / "all-minilm-l6-v2"
    own = library.home / "models" / model.name
    shutil.copytree(model, own)
    if harm == "cut weights":
        weights = max(own.iterdir(), key=lambda path: path.stat().st_size)
        weights.chmod(0o644)
        os.truncate(weights, 1000)
    else:
        (own / "manifest.json").chmod(0o644)
        (own / "manifest.json").write_text("{") if harm == "bad manifest" else (own / "manifest.json").unlink()
    note = tmp_path / "note.txt"
    note.write_text(SENTENCE)
    assert library.run("add", note, "--json").files[str(note)]["status"] == "indexed"
    assert library.run("find", "heron", "--json").only["hits"][0]["text"] == SENTENCE
    report = library.run("doctor", "--json")
    if harm != "no manifest":
        assert report.status == 1
        assert [broken["folder"] for broken in report.only["broken_models"]] == [model.name]
        assert model.name in library.run("doctor").out


def quoted(text: object) -> str:
    return "'" + str(text).replace("'", "'\\''") + "'"
