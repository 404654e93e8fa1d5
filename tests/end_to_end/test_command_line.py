"""The command line's contract: what each command prints, for programs and for people, and the status it ends with."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.alcove_command import SAMPLES, AlcoveCommand, Said

PLACE_FIELDS: dict[str, type] = {
    "start": int, "length": int, "page": int, "slide": int, "sheet": str, "first_row": int, "last_row": int,
    "first_line": int, "last_line": int, "part": str, "headings": list,
}  # fmt: skip
ESCAPE = "\x1b"


def types_of(values: dict[str, Any]) -> dict[str, type]:
    return {name: type(value) for name, value in values.items()}


def assert_place(place: dict[str, Any]) -> None:
    assert {"start", "length"} <= place.keys() <= PLACE_FIELDS.keys()
    assert all(type(value) is PLACE_FIELDS[name] for name, value in place.items()), place
    assert place["length"] > 0


def assert_hit(hit: dict[str, Any], rank: int) -> None:
    assert types_of(hit) == {"rank": int, "score": float, "path": str, "title": str, "place": dict, "text": str}
    assert hit["rank"] == rank
    assert 0.0 <= hit["score"] <= 1.0
    assert Path(hit["path"]).is_absolute()
    assert hit["text"].strip()
    assert_place(hit["place"])


# add ------------------------------------------------------------------------------------------------------------------
def test_add_prints_one_object_a_file_and_the_summary_last(samples_added: tuple[AlcoveCommand, Said]) -> None:
    _, said = samples_added
    *files, last = said.objects
    assert said.status == 0
    assert said.err == ""
    assert sorted(one["path"] for one in files) == sorted(str(path) for path in SAMPLES.iterdir())
    for one in files:
        assert list(one) == ["path", "status", "reason", "passages"]
        assert (one["status"], one["reason"]) == ("indexed", None)
        assert type(one["passages"]) is int
        assert one["passages"] > 0
    assert list(last) == ["summary"]
    assert types_of(last["summary"]) == {"indexed": int, "unchanged": int, "refused": int, "seconds": float}
    assert last["summary"] | {"seconds": 0} == {"indexed": len(files), "unchanged": 0, "refused": 0, "seconds": 0}


def test_add_again_says_unchanged_and_a_changed_file_is_read_anew(library: AlcoveCommand, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The spare key hangs behind the blue door of the shed.")
    assert library.run("add", note, SAMPLES / "wetland-survey.md", "--json").objects == [
        {"path": str(SAMPLES / "wetland-survey.md"), "status": "unchanged", "reason": None, "passages": 3},
        {"path": str(note), "status": "indexed", "reason": None, "passages": 1},
        {"summary": {"indexed": 1, "unchanged": 1, "refused": 0, "seconds": pytest.approx(0, abs=60)}},
    ]
    note.write_text("The spare key lies under the third flower pot from the left.")
    assert library.run("add", note, "--json").files[str(note)]["status"] == "indexed"
    hits = library.run("find", "spare key", "--json").only["hits"]
    assert [hit["text"] for hit in hits if hit["path"] == str(note)] == [note.read_text()]


def test_a_refused_file_makes_the_status_1(by_words: AlcoveCommand, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.pdf"
    good.write_text("Something worth keeping.")
    bad.write_bytes(b"%PDF-1.7\nand then nothing of a PDF")
    said = by_words.run("add", good, bad, "--json")
    assert said.status == 1
    assert said.files[str(bad)] == {"path": str(bad), "status": "refused", "reason": "damaged", "passages": 0}
    assert said.objects[-1]["summary"]["refused"] == 1
    told = by_words.run("add", good, bad)
    assert told.status == 1
    assert f"✓ {good}" not in told.out
    assert f"· {good}  unchanged" in told.out
    assert f"✗ {bad}  The file is damaged" in told.out
    assert re.search(r"^Indexed: 0 · unchanged: 1 · refused: 1 · \d+\.\d s$", told.out, re.MULTILINE)


def test_reasons_are_summed_up_where_they_differ(by_words: AlcoveCommand, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, content in (("a.txt", b""), ("b.txt", b" \n"), ("c.pdf", b"%PDF-1.7\nnothing of a PDF follows")):
        (folder / name).write_bytes(content)
    told = by_words.run("add", folder)
    assert [line.split(maxsplit=1) for line in told.out.splitlines()[-3:-1]] == [["2", "Empty"], ["1", "Damaged"]]


def test_add_into_a_collection_makes_it(by_words: AlcoveCommand) -> None:
    assert by_words.run("add", SAMPLES / "travel-rules.pptx", "--collection", "工作 Work").status == 0
    assert by_words.run("add", SAMPLES / "wetland-survey.md").status == 0
    rows = {Path(row["path"]).name: row["collection"] for row in by_words.run("library", "--json").objects}
    assert rows["travel-rules.pptx"] == "工作 Work"
    assert rows["wetland-survey.md"] != "工作 Work"
    assert by_words.run("add", SAMPLES / "travel-rules.pptx").status == 0
    assert [Path(r["path"]).name for r in by_words.run("library", "--collection", "工作 work", "--json").objects] == [
        "travel-rules.pptx"
    ]


# find -----------------------------------------------------------------------------------------------------------------
def test_find_prints_one_object(library: AlcoveCommand) -> None:
    said = library.run("find", "lapwings on the north meadow", "--json", "-k", "3")
    found = said.only
    assert said.status == 0
    assert said.err == ""
    assert list(found) == ["query", "hits"]
    assert found["query"] == "lapwings on the north meadow"
    assert len(found["hits"]) == 3
    for rank, hit in enumerate(found["hits"], 1):
        assert_hit(hit, rank)
    assert Path(found["hits"][0]["path"]).name == "wetland-survey.md"
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_find_by_lines_answers_every_line_in_one_process(library: AlcoveCommand) -> None:
    queries = ["lapwings", "", "实验室 护目镜", "?!", "annual leave", "null\x00byte", "x" * 30_000]
    said = library.run("find", "--stdin", "--json", "-k", "2", stdin="\n".join(queries))
    assert said.status == 1, "not all of the request was carried out"
    assert [one["query"] for one in said.objects] == queries
    assert [one.get("error") for one in said.objects] == [
        None, "question.empty", None, "question.empty", None, None, "question.too_long",
    ]  # fmt: skip
    best = [Path(one["hits"][0]["path"]).name for one in said.objects if one["hits"] and "byte" not in one["query"]]
    assert best == ["wetland-survey.md", "实验室安全守则.docx", "leave-policy.docx"]
    assert library.run("find", "--stdin", "--json", stdin="lapwings\r\n").status == 0
    assert library.run("find", "--stdin", "--json", stdin="") == Said(0, "", "")


def test_find_filters_by_type_collection_and_date(by_words: AlcoveCommand, tmp_path: Path) -> None:
    files = {}
    for name, day in {"old.txt": "2020-01-31", "new.txt": "2024-06-01", "new.md": "2024-06-02"}.items():
        files[name] = tmp_path / name
        files[name].write_text(f"The heron nests near the weir. Noted in {name}.")
        seconds = time.mktime(time.strptime(f"{day} 12:00", "%Y-%m-%d %H:%M"))
        os.utime(files[name], (seconds, seconds))
    assert by_words.run("add", files["old.txt"], files["new.txt"]).status == 0
    assert by_words.run("add", files["new.md"], "--collection", "Birds").status == 0

    def names(*arguments: str) -> set[str]:
        hits = by_words.run("find", "heron", "--json", *arguments).only["hits"]
        return {Path(hit["path"]).name for hit in hits}

    assert names() == set(files)
    assert names("--type", "text") == {"old.txt", "new.txt"}
    assert names("--type", "markdown", "--type", "text") == set(files)
    assert names("--collection", "birds") == {"new.md"}
    assert names("--since", "2024-06-02") == {"new.md"}
    assert names("--until", "2024-06-01") == {"old.txt"}
    assert names("--since", "2020-02-01", "--until", "2024-06-02") == {"new.txt"}
    assert names("--type", "pdf") == set()


# ask ------------------------------------------------------------------------------------------------------------------
def test_ask_prints_one_object(library: AlcoveCommand) -> None:
    said = library.run("ask", "How many days of annual leave do full-time staff have?", "--json")
    answer = said.only
    assert said.status == 0
    assert types_of(answer) == {
        "question": str, "kind": str, "answer": str, "citations": list, "model": type(None), "seconds": float,
        "stopped": bool, "cut": bool, "repeats": bool, "left_out": int, "left_out_turns": int,
        "device": type(None), "tokens_per_second": type(None),
    }  # fmt: skip
    assert answer["kind"] == "quotes"
    assert "28 days" in answer["answer"]
    assert answer["citations"]
    for n, citation in enumerate(answer["citations"], 1):
        assert types_of(citation) == {
            "n": int, "path": str, "title": str, "place": dict, "text": str, "supported": bool,
            "translation": type(None),
        }  # fmt: skip
        assert citation["n"] == n
        assert f"[{n}]" in answer["answer"]
        assert_place(citation["place"])


def test_ask_says_what_is_not_in_the_documents(library: AlcoveCommand) -> None:
    answer = library.run("ask", "Who won the chess world championship of 1972?", "--json")
    assert answer.status == 0, "the request was carried out"
    assert answer.only["kind"] == "not_found"
    assert answer.only["answer"] == "Not found in your documents."
    told = library.run("ask", "Who won the chess world championship of 1972?")
    assert told.out.startswith("Not found in your documents.\n")


def test_ask_for_people_shows_quotes_and_where_they_stand(library: AlcoveCommand) -> None:
    told = library.run("ask", "How many days of annual leave do full-time staff have?")
    assert "28 days of annual leave" in told.out
    assert "These are quotes" in told.out
    assert f"[1] {SAMPLES / 'leave-policy.docx'}" in told.out
    assert ESCAPE not in told.out


# library, forget, doctor ----------------------------------------------------------------------------------------------
def test_library_lists_every_document(library: AlcoveCommand) -> None:
    rows = library.run("library", "--json").objects
    assert sorted(row["path"] for row in rows) == sorted(str(path) for path in SAMPLES.iterdir())
    assert all(row["state"] == "indexed" and row["reason"] is None and row["passages"] > 0 for row in rows)
    assert [Path(r["path"]).name for r in library.run("library", "survey", "--json").objects] == ["wetland-survey.md"]
    assert library.run("library", "--state", "refused", "--json") == Said(0, "", "")
    told = library.run("library")
    assert told.status == 0
    assert told.out.splitlines()[-1] == f"Indexed: {len(rows)} · refused: 0 · waiting: 0"


def test_forget_leaves_no_byte_of_the_text_in_the_home(by_words: AlcoveCommand, tmp_path: Path) -> None:
    secret, other = "Quetzalcoatlus flies at midnight", "Archaeopteryx sleeps at noon"
    for name, text in {"one.txt": secret, "two.md": secret, "three.txt": other}.items():
        (tmp_path / name).write_text(text + ". " + "Nothing else is said here. " * 20)
    assert by_words.run("add", *(tmp_path / name for name in ("one.txt", "two.md", "three.txt"))).status == 0
    ids = {Path(row["path"]).name: row["id"] for row in by_words.run("library", "--json").objects}
    assert found_in(by_words.home, b"quetzalcoatlus")

    said = by_words.run("forget", ids["one.txt"], "--json")
    assert said.objects == [{"id": ids["one.txt"], "path": str(tmp_path / "one.txt"), "status": "forgotten"}]
    assert by_words.run("forget", "../two.md", "--json", cwd=by_words.folder).status == 0
    assert not found_in(by_words.home, b"quetzalcoatlus")
    assert found_in(by_words.home, b"archaeopteryx"), "the other document stays"
    assert (tmp_path / "one.txt").exists()
    assert by_words.run("doctor", "--full", "--json").only["store"]["problems"] == []

    unknown = by_words.run("forget", ids["one.txt"], tmp_path / "three.txt", "--json")
    assert unknown.status == 1
    assert [one["status"] for one in unknown.objects] == ["forgotten", "unknown"], (
        "the rest is carried out all the same"
    )


def found_in(home: Path, word: bytes) -> list[str]:
    """Files below ``home`` that hold ``word``, in any case, in UTF-8 or UTF-16."""
    wide = b"\x00".join(word[i : i + 1] for i in range(len(word)))
    contents = {path.name: path.read_bytes().lower() for path in home.rglob("*") if path.is_file()}
    return [name for name, content in contents.items() if word in content or wide in content]


def test_doctor_tells_versions_models_store_and_seal(library: AlcoveCommand) -> None:
    said = library.run("doctor", "--json")
    report = said.only
    assert said.status == (0 if report["well"] else 1)
    assert report["versions"]["apsw-sqlite3mc"]
    assert report["providers"]
    assert {"id", "role", "precision", "licence", "in_use"} <= report["models"][0].keys()
    store = report["store"]
    assert store["consistent"] is True
    assert store["passages"] == store["keyword_rows"] == store["vectors"] > 0
    assert {"window", "reading", "embedding"} <= report["processes"].keys()
    for name in ("window", "reading", "embedding"):
        assert report["processes"][name]["error"] is None
        assert report["processes"][name]["seal"]["sealed"] is sys.platform.startswith("linux")
    told = library.run("doctor")
    assert "passages: " in told.out
    assert store["path"] in told.out


# usage, home, language ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "arguments",
    [
        ("add",), ("find",), ("ask",), ("forget",), ("juggle",), ("find", "x", "-k", "0"), ("find", "x", "-k", "many"),
        ("find", "x", "--since", "yesterday"), ("find", "x", "--type", "poem"), ("library", "--state", "odd"),
        ("find", "x", "--hom", "elsewhere"),
    ],
)  # fmt: skip
def test_a_wrong_command_is_usage(alcove: AlcoveCommand, arguments: tuple[str, ...]) -> None:
    said = alcove.run(*arguments)
    assert said.status == 2
    assert said.out == ""
    assert said.err.strip()
    assert "_positive" not in said.err, "no name of our own code"
    assert list(alcove.folder.iterdir()) == []


def test_the_home_folder_may_stand_anywhere_in_the_command(library: AlcoveCommand) -> None:
    before = library.run("--home", library.home, "library", "--json", home=False)
    behind = library.run("library", f"--home={library.home}", "--json", home=False)
    named = library.run("library", "--json", home=False, env=library.environment(ALCOVE_HOME=str(library.home)))
    relative = library.run("library", "--json", "--home", f"../{library.home.name}", home=False)
    wins = library.run("library", "--json", env=library.environment(ALCOVE_HOME=str(library.folder / "other")))
    assert before == behind == named == relative == wins
    assert len(before.objects) == len(list(SAMPLES.iterdir()))
    assert list(library.folder.iterdir()) == []


def test_an_empty_home_is_no_folder(alcove: AlcoveCommand) -> None:
    said = alcove.run("library", "--home", "", home=False)
    assert said.status == 2
    assert list(alcove.folder.iterdir()) == []


def test_an_empty_name_adds_nothing(alcove: AlcoveCommand) -> None:
    (alcove.folder / "here.txt").write_text("A variable that a script forgot to set must not add this folder.")
    assert alcove.run("add", "").status == 2
    assert not alcove.home.exists()


def test_the_collection_that_is_always_there_has_a_name(library: AlcoveCommand) -> None:
    chinese = library.environment(LANG="zh_CN.UTF-8")
    assert library.run("library", "--collection", "my documents", "--json").objects
    assert library.run("library", "--collection", "我的文档", "--json", env=chinese).objects
    unknown = library.run("library", "--collection", "Nonesuch", env=chinese)
    assert unknown.status == 1
    assert "Nonesuch" in unknown.err
    assert ". " not in unknown.err, "a Chinese full stop behind Chinese"


def test_the_library_of_a_person_who_names_no_home_is_their_own(alcove: AlcoveCommand) -> None:
    assert alcove.run("library", home=False).status == 0
    assert list(alcove.folder.iterdir()) == []
    assert [path.name for path in alcove.users_home.rglob("library.db")] == ["library.db"]


def test_version_and_help_start_nothing(alcove: AlcoveCommand) -> None:
    assert re.fullmatch(r"Alcove \d+\.\d+\.\d+\n", alcove.run("--version", home=False).out)
    told = alcove.run("--help", home=False)
    assert told.status == 0
    assert all(command in told.out for command in ("add", "find", "ask", "library", "forget", "doctor"))
    assert list(alcove.users_home.iterdir()) == []


def test_chinese_people_are_spoken_to_in_chinese(library: AlcoveCommand, tmp_path: Path) -> None:
    chinese = library.environment(LANG="zh_CN.UTF-8")
    bad = tmp_path / "空.txt"
    bad.write_bytes(b"")
    assert "没有" in library.run("ask", "Who won the chess world championship of 1972?", env=chinese).out
    added = library.run("add", bad, tmp_path / "没有.txt", env=chinese)
    assert "没有这个文件或文件夹。" in added.out
    assert "未能读取" not in added.err
    assert not re.search(r"[a-z]{4,}", added.out.replace(str(tmp_path), "")), added.out
    helped = library.run("--help", env=chinese)
    assert "加入" in helped.out
    assert json.loads(library.run("find", "护目镜", "--json", env=chinese).out)["hits"]
    assert library.run("doctor", env=library.environment(LANG="zh_TW.UTF-8")).out.count("Network") == 1
