"""Ask as a new user would with a downloaded folder of every published format: import it, ask, go on, stop."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from app.domain.ask.conversation import Turn
from app.settings.paths import Home
from app.storage.store import Store
from tests.fakes.alcove_command import SAMPLES, AlcoveCommand
from tests.fakes.imported_models import change, downloaded

QUESTION = "How long is the notice period?"
FOLLOW_UP = "And how much is the deposit?"
FORMATS = [
    pytest.param("qwen3-onnx", "model_q4", "q4", id="4 bits with weights beside the graph"),
    pytest.param("qwen2-onnx", "model_q4f16", "q4f16", id="4 bits with half-precision caches"),
    pytest.param("qwen2-merged", "decoder_model_merged", "float32", id="merged with a cache branch"),
    pytest.param("qwen3-gqa", "model_q4", "q4", id="shared caches"),
    pytest.param("lfm2-onnx", "model_q4", "q4", id="hybrid with states"),
    pytest.param("qwen2-genai-int4", "", "int4", id="genai"),
    pytest.param("lfm2-genai-int4", "", "int4", id="genai hybrid"),
    pytest.param("gemma3-genai-int4", "", "int4", id="genai with a sliding window"),
]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory, python_without_models: str) -> AlcoveCommand:
    made = AlcoveCommand(tmp_path_factory.mktemp("samples"), python=python_without_models)
    assert made.run("add", SAMPLES).status == 0
    return made


@pytest.fixture
def alcove(samples: AlcoveCommand, tmp_path: Path, python_without_models: str) -> AlcoveCommand:
    made = AlcoveCommand(tmp_path, python=python_without_models)
    shutil.copytree(samples.home, made.home)
    return made


@pytest.mark.parametrize(("model", "graph", "precision"), FORMATS)
def test_a_downloaded_folder_is_imported_and_answers(
    alcove: AlcoveCommand, tmp_path: Path, model: str, graph: str, precision: str
) -> None:
    folder = downloaded(tmp_path / "Downloads" / model, model, graph)
    taken = alcove.run("models", "import", folder)
    assert (taken.status, taken.err) == (0, "")
    asked = alcove.run("ask", QUESTION, "--json")
    assert asked.status == 0, asked.err
    told = asked.only
    assert (told["kind"], told["model"]) == ("generated", f"{model}-{precision}")
    assert told["answer"].strip()
    assert told["citations"]
    assert (told["stopped"], told["device"]) == (False, "cpu")
    assert told["tokens_per_second"] > 0


def test_what_a_person_reads_of_an_answer_that_comes_to_its_limit_and_goes_on(
    alcove: AlcoveCommand, tmp_path: Path
) -> None:
    folder = downloaded(tmp_path / "my model", "qwen3-gqa", "model_q4")
    assert alcove.run("models", "import", folder).status == 0
    first = alcove.run("ask", QUESTION)
    assert first.status == 0
    assert "word" in first.out
    assert "The model began to repeat itself" in first.out or "before the answer was complete" in first.out
    assert "tokens/s on" in first.out
    assert "Passages left out because the model has no room for them" in first.out
    going_on = alcove.run("ask", FOLLOW_UP, "--continue", "--json")
    assert (going_on.status, going_on.only["kind"]) == (0, "generated")
    assert going_on.only["left_out"] + going_on.only["left_out_turns"] > 0
    assert [turn.answer.question for turn in turns(alcove)] == [QUESTION, FOLLOW_UP], "of one conversation"


@pytest.mark.skipif(sys.platform == "win32", reason="a console's Ctrl-C cannot be sent to one process there")
def test_a_ctrl_c_in_the_middle_keeps_what_was_written(alcove: AlcoveCommand, tmp_path: Path) -> None:
    folder = downloaded(tmp_path / "endless", "qwen2-onnx", "model_q4")
    endless(folder)
    assert alcove.run("models", "import", folder).status == 0
    with alcove.start("ask", QUESTION, bufsize=0) as process:
        assert process.stdout is not None
        shown = process.stdout.read(1)  # the first piece has come
        os.kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=150)
    text = (shown + out).decode()
    assert (process.returncode, err) == (130, b""), err
    assert "Stopped. What was written is kept." in text
    written = text.split("\n")[0].strip()
    assert written
    (turn,) = turns(alcove)
    assert turn.answer.stopped
    assert turn.answer.text.split() == written.split()


def endless(folder: Path) -> None:
    """No token ends a turn, and none is like another for so long that it counts as a repetition."""
    for name in ("config.json", "generation_config.json"):
        change(folder / name, lambda values: {**values, "eos_token_id": None})
    change(folder / "config.json", lambda values: {**values, "max_position_embeddings": 1 << 17})


def turns(alcove: AlcoveCommand) -> list[Turn]:
    """Of the one conversation that is kept."""
    store = Store.open(Home(alcove.home).store)
    try:
        (conversation,) = store.conversations.list()
        return store.conversations.turns(conversation.id)
    finally:
        store.close()
