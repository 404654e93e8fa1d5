"""`alcove models use` and `test` as a person runs them: the search index follows the model, Ctrl-C keeps the old."""

from __future__ import annotations

import json
import shutil
import signal
import sys
from pathlib import Path

import pytest

from tests.fakes.alcove_command import CHECKOUT, AlcoveCommand

MODELS = CHECKOUT / "tests" / "data" / "models"
WORDS = "harbour ferry ticket storm captain invoice contract payment garden cellar winter lighthouse".split()


@pytest.fixture
def library(by_words: AlcoveCommand) -> AlcoveCommand:
    """A library of some hundred passages that tiny-e5 embedded, with another model to change to."""
    models = by_words.home / "models"
    for name in ("tiny-e5", "tiny-gte"):
        shutil.copytree(MODELS / name, models / name)
    assert by_words.run("models", "use", "tiny-e5", "--json").status == 0
    folder = by_words.place / "documents"
    folder.mkdir()
    for number in range(8):
        lines = [" ".join(WORDS[(number * 7 + line * k) % len(WORDS)] for k in range(60)) for line in range(120)]
        (folder / f"{number}.txt").write_text(".\n\n".join(lines))
    assert by_words.run("add", folder, "--json").status == 0
    return by_words


def served(command: AlcoveCommand) -> tuple[str, int, int]:
    """The model that serves, its vectors, and the passages there are."""
    store = command.run("doctor", "--json").only["store"]
    (one,) = [embedder for embedder in store["embedders"] if embedder["serving"]]
    assert store["problems"] == []
    return one["identity"].partition("@")[0], one["vectors"], store["passages"]


@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl-C reaches a whole console")
def test_ctrl_c_leaves_the_old_index_and_the_same_command_goes_on(library: AlcoveCommand) -> None:
    _, _, passages = served(library)
    process = library.start("models", "use", "tiny-gte", "--json")
    assert process.stdout is not None
    for line in process.stdout:
        if "rebuilding" in json.loads(line):
            break
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=150)
    assert process.returncode == 130, err
    assert b"alcove models use tiny-gte" in err
    assert served(library) == ("tiny-e5", passages, passages)
    found = library.run("find", "ferry storm", "--json")
    assert found.status == 0
    done = library.run("models", "use", "tiny-gte", "--json")
    assert done.status == 0
    assert done.objects[-1]["rebuilt"] == "done"
    assert served(library) == ("tiny-gte", passages, passages)


def test_documents_that_another_program_adds_meanwhile_are_in_the_new_index(library: AlcoveCommand) -> None:
    path = library.place / "new.txt"
    path.write_text("The lighthouse keeper repairs the lamp at night.")
    changing = library.start("models", "use", "tiny-gte", "--json")
    added = library.run("add", path, "--json")
    out, err = changing.communicate(timeout=150)
    assert (changing.returncode, added.status) == (0, 0), (out, err, added.err)
    # What came after the change began to count is taken in by the next run, or was already.
    assert library.run("models", "use", "tiny-gte", "--json").status == 0
    name, vectors, passages = served(library)
    assert (name, vectors) == ("tiny-gte", passages)
    hit = library.run("find", "lighthouse keeper lamp", "--json").only["hits"][0]
    assert Path(hit["path"]).name == "new.txt"


def test_a_model_that_is_gone_is_said_with_what_to_do(library: AlcoveCommand) -> None:
    shutil.rmtree(library.home / "models" / "tiny-e5")
    said = library.run("find", "ferry")
    assert said.status == 0
    assert "alcove models use tiny-gte" in said.out
    assert library.run("models", "use", "tiny-gte").status == 0
    assert "alcove models use" not in library.run("find", "ferry").out


def test_models_are_tried_and_what_does_not_work_is_said(by_words: AlcoveCommand) -> None:
    folder = by_words.home / "models" / "tiny-gte"
    shutil.copytree(MODELS / "tiny-gte", folder)
    works = by_words.run("models", "test", "tiny-gte", "--json")
    assert works.status == 0
    assert works.only["self_test"]["state"] == "passed"
    assert "passages/s on the processor" in by_words.run("doctor").out
    graph = folder / "model.onnx"
    graph.write_bytes(bytes(graph.stat().st_size))
    broken = by_words.run("models", "test")
    assert broken.status == 1
    assert "Failed its self-test" in broken.out
    refused = by_words.run("models", "use", "tiny-gte")
    assert refused.status == 1
    assert "self-test" in refused.sentence
