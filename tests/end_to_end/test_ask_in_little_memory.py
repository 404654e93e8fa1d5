"""Ask on a computer with little memory: the answer is written from less, or refused with numbers, and never breaks.

Everything is real but the machine's figures: a real model in a real child process.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.composition import Alcove
from app.domain.ask.asking import AskEvent, AskPassages
from app.domain.ask.conversation import AnswerKind, Turn
from app.domain.errors import AppError, ErrorCode
from app.domain.models.model_memory import LEAST_TOKENS, need_of
from app.jobs.lanes import Lanes, Outcome
from app.jobs.memory import RESERVE_BYTES, Measures
from app.model_files.model_files import ModelFiles
from app.protocol.tasks import Generate, LaneName
from app.seal.models import SealState
from app.services.ask.ask import MOST_NEW_TOKENS, Ask
from app.services.devices import Devices
from app.services.models.reckon_memory import ReckonMemory
from app.settings.paths import Home

TINY = Path(__file__).resolve().parents[1] / "data" / "models" / "tiny-chat"
CONTEXT, A_TOKEN = 16_384, 1 << 20
"""As the manifest has them: a mebibyte a token, as a large model takes."""
QUESTION = "What is the deposit?"
THINGS = ("ferry", "garden", "museum", "harbour", "library", "orchard")


class SmallMachine(Lanes):
    """``tokens`` of a cache fit beside the model. What tasks the llm lane got is kept."""

    def __init__(self, folder: Path) -> None:
        reckon = ReckonMemory()
        self.tokens, self.tasks, self._folder = 0, list[Generate](), folder
        super().__init__(measures=Measures(reckon.need, self._available, lambda _pid: 0, cache=reckon.cache))

    def _available(self) -> int:
        installed = ModelFiles(self._folder, self._folder / "none").installed()
        need = need_of(installed[0].manifest, 0)
        return RESERVE_BYTES + need.total + self.tokens * A_TOKEN

    def run(self, lane: LaneName, task: Any, **options: Any) -> Outcome:
        if isinstance(task, Generate):
            self.tasks.append(task)
        return super().run(lane, task, **options)


@pytest.fixture(scope="module")
def alcove(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alcove]:
    folder = tmp_path_factory.mktemp("alcove")
    documents = folder / "documents"
    documents.mkdir()
    (documents / "lease.md").write_text("# Lease\n\nThe deposit is three months of rent.\n", encoding="utf-8")
    for thing in THINGS:
        text = f"# The {thing}\n\n" + f"What the {thing} is like in 1234567890 nobody knows who was not there. " * 12
        (documents / f"{thing}.md").write_text(text, encoding="utf-8")
    opened = Alcove.open(Home(folder / "home"), SealState(sealed=False, means="", reason=None))
    opened.add_documents.start([documents], on_event=lambda _event: None).wait()
    yield opened
    opened.close()


@pytest.fixture
def lanes(tmp_path: Path) -> Iterator[SmallMachine]:
    target = tmp_path / "models" / "large"
    shutil.copytree(TINY, target)
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    manifest["id"] = "large"
    manifest["chat"] = {"context_length": CONTEXT, "cache_bytes_per_token": A_TOKEN}
    (target / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    opened = SmallMachine(tmp_path / "models")
    yield opened
    opened.close()


def ask(alcove: Alcove, lanes: SmallMachine, tmp_path: Path, question: str) -> tuple[Turn, AskPassages]:
    events: list[AskEvent] = []
    models = ModelFiles(tmp_path / "models", tmp_path / "none")
    service = Ask(alcove.store, lanes, models, alcove.find, Devices(lanes, alcove.settings, alcove.state))
    turn = service.ask(question, on_event=events.append)
    return turn, next(event for event in events if isinstance(event, AskPassages))


def test_an_answer_is_written_from_fewer_passages_where_memory_is_short(
    alcove: Alcove, lanes: SmallMachine, tmp_path: Path
) -> None:
    lanes.tokens = 100_000
    turn, given = ask(alcove, lanes, tmp_path, QUESTION)
    assert (turn.answer.kind, given.left_out) == (AnswerKind.GENERATED, 0)
    assert lanes.tasks[-1].cache_bytes == CONTEXT * A_TOKEN
    lanes.tokens = LEAST_TOKENS
    turn, fewer = ask(alcove, lanes, tmp_path, QUESTION)
    assert turn.answer.kind is AnswerKind.GENERATED
    assert fewer.left_out > 0
    assert len(fewer.citations) + fewer.left_out == len(given.citations)
    assert lanes.tasks[-1].cache_bytes == LEAST_TOKENS * A_TOKEN


def test_a_question_that_leaves_no_room_in_memory_is_refused_with_numbers(
    alcove: Alcove, lanes: SmallMachine, tmp_path: Path
) -> None:
    lanes.tokens = LEAST_TOKENS
    question = f"{QUESTION} {'🦉' * 900}"
    with pytest.raises(AppError) as raised:
        ask(alcove, lanes, tmp_path, question)
    assert raised.value.code is ErrorCode.QUESTION_TOO_LONG
    assert raised.value.details["most"] == LEAST_TOKENS - MOST_NEW_TOKENS
    turn, _ = ask(alcove, lanes, tmp_path, QUESTION)
    assert turn.answer.kind is AnswerKind.GENERATED


def test_a_model_that_has_no_room_for_a_question_is_not_started(
    alcove: Alcove, lanes: SmallMachine, tmp_path: Path
) -> None:
    lanes.tokens = LEAST_TOKENS - 1
    with pytest.raises(AppError) as raised:
        ask(alcove, lanes, tmp_path, QUESTION)
    assert raised.value.code is ErrorCode.MODEL_DOES_NOT_FIT
    assert raised.value.details["needs"] - raised.value.details["has"] == A_TOKEN
    assert lanes.memory() == ()
