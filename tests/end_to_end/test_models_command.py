"""`alcove models` as a person types it: fetched from a hub on loopback, cut, gone on with, carried on a stick, used."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.alcove_command import CHECKOUT, AlcoveCommand, Said
from tests.fakes.as_a_mortal import MORTAL
from tests.fakes.hub_server import Fault, HubServer

TINY = CHECKOUT / "tests" / "data" / "models" / "tiny-chat"
ENTRY = "smollm2-360m-instruct"
"""A real entry that pins nothing: what the hub has is taken, and its hashes are the hub's."""
REPOSITORY = "HuggingFaceTB/SmolLM2-360M-Instruct"
MODEL = "onnx/model_q4.onnx"
ROLES = ("chat", "embedding", "reranking", "speech", "translation", "voice")
LIMIT_SECONDS = 60.0
slow = pytest.mark.slow
posix = pytest.mark.skipif(sys.platform == "win32", reason="sends a Ctrl-C as POSIX terminals do")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubServer]:
    """It serves the tiny chat model, which can answer, under the name of a large one."""
    folder = tmp_path / "hub" / REPOSITORY
    (folder / "onnx").mkdir(parents=True)
    shutil.copy(TINY / "model.onnx", folder / MODEL)
    for name in ("config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja"):
        shutil.copy(TINY / name, folder / name)
    with HubServer(tmp_path / "hub") as served:
        yield served


def choose(alcove: AlcoveCommand, **settings: Any) -> None:
    alcove.home.mkdir(parents=True, exist_ok=True)
    (alcove.home / "settings.json").write_text(json.dumps(settings), encoding="utf-8")


@pytest.fixture
def near_hub(by_words: AlcoveCommand, hub: HubServer) -> AlcoveCommand:
    """An empty home whose only source of models is the hub."""
    choose(by_words, download_endpoint=hub.url, download_mirrors="", download_proxy="none", language="en")
    return by_words


def tiny(folder: Path, **changes: Any) -> Path:
    """The tiny chat model as somebody's folder, without Alcove's own list."""
    shutil.copytree(TINY, folder, ignore=shutil.ignore_patterns("manifest.json"))
    for name, content in changes.items():
        (folder / name).write_bytes(content)
    return folder


def with_tiny(alcove: AlcoveCommand, folder: Path) -> str:
    """Takes the tiny chat model in and says its id."""
    said = alcove.run("models", "import", tiny(folder), "--json")
    assert said.status == 0, said
    return str(next(one for one in said.objects if "in_place" in one)["id"])


def in_chinese(alcove: AlcoveCommand) -> None:
    path = alcove.home / "settings.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    choose(alcove, **(kept | {"language": "zh_CN"}))


def installed(said: Said) -> dict[str, Any]:
    """What `get --json` says of a model that is here now."""
    return next(one for one in said.objects if "folder" in one)


# list, recommend ------------------------------------------------------------------------------------------------------
def test_list_names_every_model_of_the_catalogue_and_promises_nothing_unknown(by_words: AlcoveCommand) -> None:
    cards = by_words.run("models", "list", "--json").objects
    known = {path.stem for path in (CHECKOUT / "models" / "catalogue").glob("*.json")}
    assert {card["id"] for card in cards} == known
    assert {card["role"] for card in cards} == set(ROLES)
    for card in cards:
        assert card["state"] is None
        assert card["for_later"] is (card["role"] not in ("chat", "embedding", "speech", "translation"))
        unknown = card["fit"]["reason"] == "size_unknown"
        assert unknown is (card["fit"]["label"] == "unknown")
    told = by_words.run("models", "list")
    assert told.status == 0
    rows = [line for line in told.out.splitlines() if line[:2] in ("  ", "★ ") and line[2] != " "]
    sizes = {row[2:].split()[0]: row for row in rows}
    assert "~417 MB" in sizes[ENTRY], "a publisher's figure is marked as one"
    assert " 357 MB" in sizes["gte-multilingual-base"]
    assert "?" in sizes["smollm3-3b"]
    assert max(len(line) for line in rows) <= 80
    assert "kokoro" not in told.out, "nothing uses it yet: counted, not offered"
    assert "faster-whisper-tiny" in told.out
    everything = by_words.run("models", "list", "--all")
    assert all(identifier in everything.out for identifier in known)
    voices = by_words.run("models", "list", "--role", "voice")
    assert "kokoro" in voices.out
    assert "for a later version" in voices.out


def test_recommend_names_a_set_and_what_is_missing(by_words: AlcoveCommand) -> None:
    told = by_words.run("models", "recommend", "--json").only
    assert set(told["missing"]) <= set(told["models"])
    assert told["fit"]["label"] != "does_not_fit"
    words = by_words.run("models", "recommend")
    assert words.status == 0
    assert all(identifier in words.out for identifier in told["models"])


def test_every_list_is_told_in_chinese(by_words: AlcoveCommand) -> None:
    choose(by_words, language="zh_CN")
    for arguments in (("list", "--all"), ("recommend",)):
        told = by_words.run("models", *arguments)
        assert told.status == 0
        for line in told.out.splitlines():
            if line[:1] not in "★✓ ":  # notes and titles
                assert any("\u4e00" <= character <= "\u9fff" for character in line), line


# get ------------------------------------------------------------------------------------------------------------------
@posix
def test_from_an_empty_home_to_an_answer_with_a_cut_in_the_middle(near_hub: AlcoveCommand, hub: HubServer) -> None:
    before = json.loads((near_hub.home / "settings.json").read_text(encoding="utf-8"))
    choose(near_hub, **before, download_kib_per_second=300)
    with near_hub.start("models", "get", ENTRY, start_new_session=True) as process:
        part = near_hub.home / "models" / ".incoming" / ENTRY / "model_q4.onnx.part"
        wait_until(lambda: part.exists() and part.stat().st_size > 200_000, process)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal sends it: to everything that was started
        out, err = (stream.decode() for stream in process.communicate(timeout=LIMIT_SECONDS))
    assert process.returncode == 130, err
    assert f"Paused. The same command goes on from here: alcove models get {ENTRY}" in err
    assert "Traceback" not in err
    weights = next(file for file in hub.describe(REPOSITORY) if file["path"] == MODEL)
    assert f"{MODEL}: hash as told by 127.0.0.1: {weights['lfs']['oid']}" in out
    assert near_hub.workers() == []
    (card,) = [one for one in near_hub.run("models", "list", "--json").objects if one["state"]]
    assert (card["id"], card["state"]) == (ENTRY, "incomplete")

    choose(near_hub, **before)
    came, asked = part.stat().st_size, len(hub.asked)
    said = near_hub.run("models", "get", ENTRY, "--json")
    assert said.status == 0, said
    model = installed(said)
    ranges = [one.range for one in hub.asked[asked:] if one.path.endswith(MODEL) and one.range]
    assert ranges
    assert set(ranges) == {f"bytes={came}-"}
    assert (Path(model["folder"]) / "model_q4.onnx").read_bytes() == (TINY / "model.onnx").read_bytes()
    assert not part.exists()

    (near_hub.folder / "lease.md").write_text("# Lease\n\nThe deposit is three months of rent.\n")
    assert near_hub.run("add", near_hub.folder / "lease.md", "--json").status == 0
    answer = near_hub.run("ask", "What is the deposit?", "--json").only
    assert (answer["kind"], answer["model"]) == ("generated", ENTRY)
    assert "three months of rent" in answer["answer"]
    (citation,) = answer["citations"]
    assert (Path(citation["path"]).name, citation["supported"]) == ("lease.md", True)


def wait_until(happened: Any, process: subprocess.Popen[bytes]) -> None:
    """Polls, with a bound; a process that ended too early is told with what it said."""
    limit = time.monotonic() + LIMIT_SECONDS
    while not happened():
        if process.poll() is not None:
            raise AssertionError(process.communicate())
        if time.monotonic() > limit:
            process.kill()
            raise AssertionError("it never came so far")
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.02)


def test_get_tells_programs_what_people_see_and_downloads_nothing_twice(
    near_hub: AlcoveCommand, hub: HubServer
) -> None:
    said = near_hub.run("models", "get", ENTRY, "--json")
    assert said.status == 0
    plan = said.objects[1]
    assert (plan["id"], plan["revision"]) == (ENTRY, hub.revision(REPOSITORY))
    arrived = [one for one in said.objects if one.get("stage") == "arrived"]
    assert {one["file"] for one in arrived} == {
        "model_q4.onnx", "config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja",
    }  # fmt: skip
    assert {one["host"] for one in arrived} == {"127.0.0.1"}
    assert arrived[-1]["done"] == arrived[-1]["total"] == plan["bytes"] == installed(said)["bytes"]
    asked = len(hub.asked)
    again = near_hub.run("models", "get", ENTRY)
    assert (again.status, len(hub.asked)) == (0, asked)
    assert "is here already" in again.out


def test_get_says_what_it_was_asked_for_and_could_not_find(near_hub: AlcoveCommand) -> None:
    assert near_hub.run("models", "get").status == 2
    unknown = near_hub.run("models", "get", "no-such-model")
    assert unknown.status == 1
    assert "(no-such-model)" in unknown.sentence
    coded = near_hub.run("models", "get", "no-such-model", "--json")
    assert (coded.status, coded.only["error"]) == (1, "model.unknown")
    assert coded.only["message"]


FAULTS = [
    pytest.param(Fault.FLIP, MODEL, {"after": 7}, "download.wrong_file", id="a flipped bit"),
    pytest.param(Fault.STATUS, MODEL, {"value": "404"}, "download.not_found", id="404", marks=slow),
    pytest.param(Fault.STATUS, "api/revision", {"value": "401"}, "download.forbidden", id="401", marks=slow),
    pytest.param(Fault.PAGE, MODEL, {}, "download.wrong_file", id="a log-in page", marks=slow),
    pytest.param(
        Fault.REDIRECT_TO, MODEL, {"value": "http://127.0.0.2:1/x"}, "download.refused", id="away", marks=slow
    ),
]


@pytest.mark.parametrize(("fault", "file", "how", "code"), FAULTS)
def test_a_hub_that_misbehaves_is_told_in_both_languages_and_nothing_is_installed(
    near_hub: AlcoveCommand, hub: HubServer, fault: Fault, file: str, how: dict[str, Any], code: str
) -> None:
    hub.fail(fault, file, **how)
    said = near_hub.run("models", "get", ENTRY, "--json")
    assert (said.status, said.objects[-1]["error"]) == (1, code), said
    assert said.err.strip().endswith(".")
    in_chinese(near_hub)
    chinese = near_hub.run("models", "get", ENTRY)
    assert chinese.status == 1
    assert chinese.err.strip().endswith("。"), chinese.err
    assert not (near_hub.home / "models" / ENTRY).exists()


def test_a_source_that_is_not_there(near_hub: AlcoveCommand, hub: HubServer) -> None:
    hub.server_close()
    said = near_hub.run("models", "get", ENTRY)
    assert said.status == 1
    assert said.err.startswith("No connection to the model source. ")


# import, verify, use, remove, export ----------------------------------------------------------------------------------
def test_a_model_is_looked_at_taken_in_checked_used_and_removed(by_words: AlcoveCommand, tmp_path: Path) -> None:
    folder = tiny(tmp_path / "下载 of mine" / "tiny chat")
    looked = by_words.run("models", "import", folder, "--look", "--json").only
    assert (looked["role"], looked["name"], looked["replaces"]) == ("chat", "tiny chat", False)
    taken = by_words.run("models", "import", folder)
    assert (taken.status, taken.out.splitlines()[0]) == (0, "tiny chat is here and whole.  (tiny-chat-int4)")
    (card,) = by_words.run("models", "list", "--installed", "--json").objects
    assert (card["id"], card["state"], card["default"]) == ("tiny-chat-int4", "ready", True)
    assert by_words.run("models", "verify", "--json").only == {"id": card["id"], "whole": True, "problems": []}
    assert by_words.run("models", "use", card["id"]).out == "tiny chat is used from now on.\n"

    weights = by_words.home / "models" / card["id"] / "model.onnx"
    changed = bytearray(weights.read_bytes())
    changed[1000] ^= 1
    weights.chmod(0o644)
    weights.write_bytes(changed)
    said = by_words.run("models", "verify", card["id"])
    assert (said.status, "model.onnx: the file was changed" in said.out) == (1, True)
    (found,) = by_words.run("models", "verify", "--json").only["problems"]
    assert found == {"file": "model.onnx", "fault": "hash"}
    gone = by_words.run("models", "remove", card["id"], "--json")
    assert (gone.status, gone.only["freed"] > 3_000_000) == (0, True)
    assert not weights.exists()
    assert folder.is_dir()


def test_a_name_that_nothing_here_has(by_words: AlcoveCommand) -> None:
    for action, more in (("verify", ()), ("use", ()), ("remove", ()), ("export", ("--to", by_words.folder))):
        said = by_words.run("models", action, "no-such", *more)
        assert said.status == 1
        assert "No model of this name is on this computer. (no-such)" in said.err
    choose(by_words, language="zh_CN")
    said = by_words.run("models", "use", "no-such", "--json")
    assert said.only["error"] == "model.missing"
    assert "没有叫这个名字的模型。 (no-such)" in said.only["message"]


def test_paths_as_people_write_them(by_words: AlcoveCommand, tmp_path: Path) -> None:
    folder = tiny(by_words.users_home / "我的 models" / "tiny")
    written = [
        f"{folder}/",
        os.path.relpath(folder, by_words.folder),
        f"{folder}/../tiny",
        folder / "model.onnx",
        "~/我的 models/tiny",
    ]
    said = by_words.run("models", "import", *written, "--look", "--json")
    assert (said.status, [one.get("name") for one in said.objects]) == (0, ["tiny"] * len(written))
    assert by_words.run("models", "import", tmp_path / "nowhere", "--look").status == 1
    assert by_words.run("models", "import", "", "--look").status == 2


def test_import_refuses_with_a_sentence_in_both_languages(by_words: AlcoveCommand, tmp_path: Path) -> None:
    evil = tiny(tmp_path / "evil", **{"pytorch_model.bin": b"\x80\x02}q\x00."})
    several, empty = tmp_path / "several", tmp_path / "empty"
    tiny(several / "one")
    tiny(several / "two")
    empty.mkdir()
    alone = by_words.run("models", "import", evil)
    assert (alone.status, "(pytorch_model.bin)" in alone.sentence) == (1, True)
    said = by_words.run("models", "import", evil, several, several / "one", empty)
    assert said.status == 1
    for told in ("(pytorch_model.bin)", "(one, two)", "one is here and whole.", "There is no model in this folder"):
        assert told in said.out
    choose(by_words, language="zh_CN")
    refused = by_words.run("models", "import", evil, several, empty).out.splitlines()
    assert len(refused) == 3
    assert all(line.startswith("✗ ") and line.endswith("。") for line in refused), refused


def test_a_folder_that_may_not_be_read(mortal: AlcoveCommand, tmp_path: Path) -> None:
    folder = tiny(tmp_path / "closed")
    (folder / "model.onnx").chmod(0)
    said = mortal.run("models", "import", folder, "--json", **MORTAL)
    assert (said.status, said.only["details"]["refusal"]) == (1, "unreadable")
    folder.chmod(0)
    said = mortal.run("models", "import", folder, "--json", **MORTAL)
    assert (said.status, said.only["details"]["refusal"]) == (1, "unreadable")
    folder.chmod(0o755)


def test_by_a_stick_from_one_computer_to_another(by_words: AlcoveCommand, tmp_path: Path) -> None:
    identifier = with_tiny(by_words, tmp_path / "tiny")
    stick = tmp_path / "STICK"
    stick.mkdir()
    said = by_words.run("models", "export", identifier, "--to", stick, "--json")
    assert (said.status, said.only["models"]) == (0, [identifier])
    assert Path(said.only["folder"]) == stick / "alcove-models"
    if shutil.which("sha256sum"):
        checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=stick / "alcove-models", capture_output=True)
        assert checked.returncode == 0, checked.stdout

    other = AlcoveCommand(tmp_path / "other", python=by_words._python)
    choose(other, language="zh_CN")
    taken = other.run("models", "import", stick, "--json")
    assert (taken.status, next(one for one in taken.objects if "in_place" in one)["id"]) == (0, identifier)
    (other.folder / "lease.md").write_text("# Lease\n\nThe deposit is three months of rent.\n")
    assert other.run("add", other.folder / "lease.md", "--json").status == 0
    assert other.run("ask", "What is the deposit?", "--json").only["model"] == identifier

    weights = stick / "alcove-models" / "models" / identifier / "model.onnx"
    weights.write_bytes(weights.read_bytes()[:-5] + b"wrong")
    refused = other.run("models", "import", stick)
    assert refused.status == 1
    assert "(model.onnx)" in refused.err
    assert "SHA" not in refused.err


def test_export_to_a_place_that_is_not_there_or_may_not_be_written(mortal: AlcoveCommand, tmp_path: Path) -> None:
    identifier = with_tiny(mortal, tmp_path / "tiny")
    said = mortal.run("models", "export", identifier, "--to", tmp_path / "nowhere", "--json")
    assert (said.status, said.only["error"]) == (1, "path.missing")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    said = mortal.run("models", "export", identifier, "--to", closed, "--json", **MORTAL)
    assert (said.status, said.only["error"]) == (1, "target.unwritable")
    assert list(closed.iterdir()) == []
