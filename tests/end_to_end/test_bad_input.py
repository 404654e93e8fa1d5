"""Bad input of every kind: a clear sentence, the right status, and nothing lost."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from tests.fakes.alcove_command import AlcoveCommand, Said
from tests.fakes.as_a_mortal import MORTAL
from tests.fakes.small_pdf import pdf

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
SENTENCE = "The heron nests near the weir."

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="made of POSIX files, users and limits")


# files and folders ----------------------------------------------------------------------------------------------------
def test_what_cannot_be_read_is_said_and_the_rest_is_read(mortal: AlcoveCommand, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("open.txt", "closed.txt", "shut/inside.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(SENTENCE)
    (folder / "closed.txt").chmod(0)
    (folder / "shut").chmod(0)
    said = mortal.run("add", folder, tmp_path / "no such file.txt", "--json", **MORTAL)
    assert said.status == 1
    assert said.reasons == {
        "open.txt": None, "closed.txt": "unreadable", "shut": "unreadable", "no such file.txt": "missing",
    }  # fmt: skip
    told = mortal.run("add", folder, tmp_path / "no such file.txt", **MORTAL)
    assert "Check the name" in told.out
    assert told.err == ""


def test_a_folder_full_of_traps_is_walked_to_its_end(by_words: AlcoveCommand, tmp_path: Path) -> None:
    folder, outside = tmp_path / "traps", tmp_path / "outside"
    (folder / "below" / "deeper").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret.txt").write_text("Nobody asked for this file.")
    (folder / "good.txt").write_text(SENTENCE)
    (folder / "below" / "deeper" / "also good.txt").write_text(SENTENCE)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "below" / "up").symlink_to("..", target_is_directory=True)
    (folder / "itself").symlink_to("itself")
    (folder / "out").symlink_to(outside, target_is_directory=True)
    (folder / "file out.txt").symlink_to(outside / "secret.txt")
    (folder / "dangling.txt").symlink_to("nowhere")
    os.mkfifo(folder / "pipe.txt")
    if IS_ROOT:
        try:
            os.mknod(folder / "zero.txt", 0o20666, os.makedev(1, 5))
        except PermissionError:
            assert not (folder / "zero.txt").exists()
    said = by_words.run("add", folder, "--json")
    assert said.status == 0
    assert said.reasons == {"good.txt": None, "also good.txt": None}
    assert by_words.run("find", "Nobody asked for this file", "--json").only["hits"] == []

    named = by_words.run("add", folder / "pipe.txt", folder / "itself", folder / "file out.txt", "/dev/zero", "--json")
    assert named.status == 1
    reasons = named.reasons
    assert reasons.pop("itself") in ("missing", "unreadable", "not_a_file")
    assert reasons == {"pipe.txt": "not_a_file", "zero": "not_a_file", "secret.txt": None}, "a named link is followed"
    assert by_words.run("forget", folder / "file out.txt").status == 0, "by the link's name, too"


def test_a_huge_text_file_is_refused_at_once(by_words: AlcoveCommand, tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.write(b"Some words at the beginning.\n" * 1000)
        file.truncate(1_000_000_000)
    said = by_words.run("add", huge, "--json", seconds=60)
    assert said.reasons == {"huge.txt": "too_large"}
    assert said.status == 1


def test_names_that_nobody_expects(by_words: AlcoveCommand, tmp_path: Path) -> None:
    names = ["two\nlines.txt", "quote'\"s $HOME `x`.txt", "🦉 owl.txt", "-k.txt", " spaces .txt", "a" * 251 + ".txt",
             "é.txt", "e\u0301.txt", "tab\t.txt", "%s {0}.txt", "1.txt", "．．.txt", "中" * 80 + ".txt"]  # fmt: skip
    folder = tmp_path / "names"
    folder.mkdir()
    for number, name in enumerate(names):
        (folder / name).write_text(f"Number {number}. {SENTENCE}")
    deep = tmp_path / "names" / "deep"
    bottom = Path(*["folder " + "n" * 60] * 70)
    descriptor_walk(deep, bottom, "at the bottom.txt")
    said = by_words.run("add", folder, "--json")
    reasons = said.reasons
    assert {name: reasons.pop(name) for name in names} == dict.fromkeys(names)
    assert set(reasons.values()) <= {None, "missing", "unreadable"}, "too deep for the system is said, too"
    hit = by_words.run("find", "Number 0", "--json", "-k", "1").only["hits"][0]
    assert Path(hit["path"]).read_text() == hit["text"]
    assert by_words.run("library", "two\nlines", "--json").status == 0
    assert by_words.run("forget", *(folder / name for name in names), "--json").status == 0
    told = by_words.run("add", folder)
    assert told.out.count("\n") == len(said.objects) + 1, "a name is on one line; the last one tells of the model"


def descriptor_walk(top: Path, below: Path, name: str) -> None:
    """Make a folder deeper than a path may be long, step by step from one folder into the next."""
    top.mkdir()
    here = os.open(top, os.O_RDONLY)
    for part in below.parts:
        os.mkdir(part, dir_fd=here)
        here, before = os.open(part, os.O_RDONLY, dir_fd=here), here
        os.close(before)
    file = os.open(name, os.O_CREAT | os.O_WRONLY, dir_fd=here)
    os.write(file, SENTENCE.encode())
    os.close(file)
    os.close(here)


@pytest.mark.skipif(sys.platform == "darwin", reason="file names are UTF-8 there")
def test_a_name_that_is_no_text_is_accounted_for(by_words: AlcoveCommand, tmp_path: Path) -> None:
    folder = tmp_path / "names"
    folder.mkdir()
    Path(os.fsdecode(bytes(folder) + b"/caf\xe9 \xff.txt")).write_text(SENTENCE)
    (folder / "good.txt").write_text(SENTENCE)
    said = by_words.run("add", folder, "--json")
    assert said.reasons == {"caf\ufffd \ufffd.txt": "unreadable", "good.txt": None}
    assert by_words.run("add", folder).status == 1
    assert by_words.run("library", "--json").status == 0
    for argument in ("find", "ask", "library", "forget"):
        assert by_words.run(argument, os.fsdecode(b"heron \xff\xe9"), "--json").status in (0, 1)


def test_one_file_named_in_many_ways_is_read_once(by_words: AlcoveCommand, tmp_path: Path) -> None:
    note = tmp_path / "elsewhere" / "note.txt"
    note.write_text(SENTENCE)
    said = by_words.run(
        "add", "note.txt", note, "./note.txt", "../elsewhere/note.txt", tmp_path / "elsewhere", "--json"
    )
    assert list(said.files) == [str(note)]
    assert [one.get("status") for one in said.objects] == ["indexed", None]
    assert by_words.run("forget", "../elsewhere/../elsewhere/note.txt").status == 0


def test_hundreds_of_tiny_files(by_words: AlcoveCommand, tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number}.txt").write_text(f"Note {number}." if number % 4 else "")
    said = by_words.run("add", folder, "--json")
    assert said.status == 1
    assert len(said.files) == 400
    assert all((one["reason"] == "empty") == (int(Path(path).stem) % 4 == 0) for path, one in said.files.items())


def test_files_that_go_or_grow_while_the_folder_is_read(by_words: AlcoveCommand, tmp_path: Path) -> None:
    folder = tmp_path / "moving"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:03}.txt").write_text(f"Note {number}. {SENTENCE} " * 50)
    growing, ended = folder / "050.txt", threading.Event()

    def write_on() -> None:
        with growing.open("a") as file:
            while not ended.wait(0.0005):
                file.write("And on it goes. ")
                file.flush()

    writer = threading.Thread(target=write_on)
    process = by_words.start("add", folder, "--json")
    assert process.stdout is not None
    first = process.stdout.readline()
    writer.start()
    for number in range(55, 60):
        (folder / f"{number:03}.txt").unlink()
    rest, errors = process.communicate(timeout=120)
    ended.set()
    writer.join()
    said = Said(process.returncode, (first + rest).decode(), errors.decode())
    assert said.err == ""
    assert len(said.files) == 60
    reasons = said.reasons
    assert {reasons.pop(f"{number:03}.txt") for number in range(55, 60)} <= {None, "missing"}
    assert reasons.pop("050.txt") in (None, "changed", "too_large")
    assert set(reasons.values()) == {None}


def test_a_file_that_vanished_keeps_its_passages(by_words: AlcoveCommand, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(SENTENCE)
    assert by_words.run("add", note).status == 0
    note.unlink()
    assert by_words.run("add", note, "--json").reasons == {"note.txt": "missing"}
    assert by_words.run("find", "heron", "--json").only["hits"][0]["text"] == SENTENCE
    assert by_words.run("forget", note).status == 0


def test_a_pdf_with_a_password_says_so(alcove: AlcoveCommand, tmp_path: Path) -> None:
    locked = tmp_path / "locked.pdf"
    locked.write_bytes(pdf([SENTENCE], password="secret"))
    said = alcove.run("add", locked)
    assert said.status == 1
    assert "password" in said.out


# questions ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("", "question.empty"),
        (" \t\u3000\n", "question.empty"),
        ("?!…，。「」", "question.empty"),
        ("\x01\x02\x1b", "question.empty"),
        ("why " * 25_000, "question.too_long"),
        ("为什么" * 13_000, "question.too_long"),
    ],
    ids=["empty", "space", "punctuation", "control characters", "long", "long Chinese"],
)
def test_a_question_that_is_none(library: AlcoveCommand, question: str, code: str) -> None:
    said = library.run("ask", question, "--json")
    assert said.status == 1
    assert said.only["error"] == code
    assert said.only["message"] in said.sentence


def test_questions_that_mean_something_to_a_machine(library: AlcoveCommand) -> None:
    questions = ['"', "NEAR(a b)", "a AND NOT", "lapwings*", "x:y", "'; DROP TABLE documents; --", "{0} %s", "--json"]
    questions += ["lapwings\x1b\x07", "\u202elapwings", "🦉", "a\u0300" * 900, "the", "的", "x" * 19_999]
    said = library.run("find", "--stdin", "--json", stdin="\n".join(questions))
    assert [one["query"] for one in said.objects] == questions
    for question, one in zip(questions, said.objects, strict=True):
        assert one.get("error") == (None if any(c.isalnum() for c in question) else "question.empty")
    named = library.environment(ALCOVE_HOME=str(library.home))
    said = library.run("find", "--json", "--", "--home=elsewhere", home=False, env=named)
    assert (said.status, said.only["query"]) == (0, "--home=elsewhere")
    assert not (library.folder / "elsewhere").exists()
    assert library.run("library", "--json").objects, "the documents are still there"
