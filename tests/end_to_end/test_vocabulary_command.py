"""`alcove vocabulary` as a person types it: rules in, listed, tried, out; what cannot be used is told."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.alcove_command import AlcoveCommand


def test_a_vocabulary_from_the_first_word_to_a_file(alcove: AlcoveCommand, tmp_path: Path) -> None:
    assert alcove.run("vocabulary", "add", "PostgreSQL", "post gress").status == 0
    assert alcove.run("vocabulary", "add", r"\1-\2", r"(\w+) slash (\d+)", "--pattern").status == 0
    listed = alcove.run("vocabulary", "list", "--json").objects
    assert {(one["written"], *one["spoken"]) for one in listed} == {
        (r"\1-\2", r"(\w+) slash (\d+)"),
        ("PostgreSQL", "post gress"),
    }
    tried = alcove.run("vocabulary", "try", "post gress has twenty three tables, see issue slash 12")
    assert tried.out.splitlines()[0] == "PostgreSQL has 23 tables, see issue-12"
    assert "post gress → PostgreSQL" in tried.out
    target = tmp_path / "words.csv"
    assert alcove.run("vocabulary", "export", target).status == 0
    assert alcove.run("vocabulary", "remove", *(one["id"] for one in listed)).status == 0
    assert alcove.run("vocabulary", "list").out == ""
    assert alcove.run("vocabulary", "import", target, "--json").only == {"rules": 2, "faults": []}
    assert len(alcove.run("vocabulary", "list", "--json").objects) == 2


def test_what_cannot_be_used_is_told(alcove: AlcoveCommand, tmp_path: Path) -> None:
    slow = alcove.run("vocabulary", "add", "x", "(a+)+", "--pattern")
    assert slow.status == 1
    assert "for ever" in slow.sentence
    source = tmp_path / "words.txt"
    source.write_text("Qwen\nre:(a+)+ -> b\n", encoding="utf-8")
    taken = alcove.run("vocabulary", "import", source)
    assert (taken.status, taken.out) == (0, "Rules taken: 1.\n")
    assert "Line 2" in taken.err
    missing = alcove.run("vocabulary", "import", tmp_path / "none.txt", "--json")
    assert (missing.status, missing.only["error"]) == (1, "path.missing")


def test_documents_suggest_their_names(alcove: AlcoveCommand, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(
        "We met Anneliese Brandt. Then Anneliese Brandt left. I saw Anneliese Brandt again.", encoding="utf-8"
    )
    assert alcove.run("add", letter).status == 0
    found = alcove.run("vocabulary", "suggest", "--json").objects
    assert [(one["term"], one["times"]) for one in found] == [("Anneliese Brandt", 3)]
