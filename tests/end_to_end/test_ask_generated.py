"""Ask with a chat model, nothing replaced: an answer written from the documents, cited, kept, replaced, stopped."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.composition import Alcove
from app.domain.ask.asking import AskEvent, AskPassages, AskPiece, AskStage, Stage
from app.domain.ask.conversation import AnswerKind, Turn
from app.jobs.lanes import Lanes, Outcome
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import ModelFiles
from app.protocol.tasks import Generate, LaneName
from app.seal.models import SealState
from app.services.ask import ask as ask_service
from app.services.ask.ask import Ask
from app.services.devices import Devices
from app.settings.paths import Home

TINY = Path(__file__).resolve().parents[1] / "data" / "models" / "tiny-chat"
DOCUMENTS = {
    "lease.md": "# Lease\n\nThe deposit is three months of rent.\n",
    "ferry.md": "# Ferry\n\nThe ferry leaves at 6:15. The ticket costs 12 euros.\n",
    "员工手册.md": "# 员工手册\n\n年假是十五天。\n",
}


@pytest.fixture(scope="module")
def alcove(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alcove]:
    folder = tmp_path_factory.mktemp("alcove")
    documents = folder / "documents"
    documents.mkdir()
    for name, text in DOCUMENTS.items():
        (documents / name).write_text(text, encoding="utf-8")
    home = Home(folder / "home")
    shutil.copytree(TINY, home.models / "tiny-chat")
    opened = Alcove.open(home, SealState(sealed=False, means="", reason=None))
    opened.add_documents.start([documents], on_event=lambda _event: None).wait()
    yield opened
    opened.close()


def ask(alcove: Alcove, question: str, **options: Any) -> tuple[Turn, list[AskEvent]]:
    events: list[AskEvent] = []
    turn = alcove.ask.ask(question, on_event=events.append, **options)
    return turn, events


def written(events: list[AskEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, AskPiece)).strip()


def test_an_answer_is_written_from_the_passages_and_cites_the_right_one(alcove: Alcove) -> None:
    turn, events = ask(alcove, "What is the deposit?")
    answer = turn.answer
    assert (answer.kind, answer.model, answer.stopped) == (AnswerKind.GENERATED, "tiny-chat", False)
    assert answer.text == written(events)
    assert answer.text.startswith("The deposit is three months of rent [")
    (citation,) = answer.citations
    assert citation.path.name == "lease.md"
    assert answer.text.endswith(f"[{citation.n}].")
    assert citation.supported
    assert [event.stage for event in events if isinstance(event, AskStage)] == list(Stage)
    (given,) = [event for event in events if isinstance(event, AskPassages)]
    assert citation.n in {c.n for c in given.citations}
    assert alcove.history.turns(turn.conversation_id) == [turn]


def test_a_chinese_question_gets_a_chinese_answer(alcove: Alcove) -> None:
    turn, _ = ask(alcove, "年假是几天？")
    assert turn.answer.kind is AnswerKind.GENERATED
    assert turn.answer.text.startswith("年假是十五天")
    assert [c.path.name for c in turn.answer.citations] == ["员工手册.md"]


def test_what_the_documents_do_not_say_is_not_left_to_the_model(alcove: Alcove) -> None:
    turn, events = ask(alcove, "Which telescope discovered the quasar?")
    assert (turn.answer.kind, turn.answer.model) == (AnswerKind.NOT_FOUND, None)
    assert written(events) == ""


def test_a_regenerated_answer_replaces_the_first(alcove: Alcove) -> None:
    first, _ = ask(alcove, "When does the ferry leave?")
    again, events = ask(alcove, "When does the ferry leave?", conversation_id=first.conversation_id, replaces=first.id)
    assert (again.replaces, again.conversation_id) == (first.id, first.conversation_id)
    assert again.answer.text == first.answer.text == written(events)
    assert "6:15" in again.answer.text


def test_a_follow_up_is_answered_with_the_conversation_before_it(alcove: Alcove) -> None:
    first, _ = ask(alcove, "When does the ferry leave?")
    alone, _ = ask(alcove, "And how much?")
    follow_up, _ = ask(alcove, "And how much?", conversation_id=first.conversation_id)
    assert alone.answer.kind is AnswerKind.NOT_FOUND
    assert follow_up.answer.kind is AnswerKind.GENERATED
    assert [turn.id for turn in alcove.history.turns(first.conversation_id)] == [first.id, follow_up.id]


def test_a_second_question_to_the_same_passages_gets_its_own_fact(alcove: Alcove) -> None:
    first, _ = ask(alcove, "When does the ferry leave?")
    second, _ = ask(alcove, "What does the ticket cost?", conversation_id=first.conversation_id)
    assert first.answer.text.startswith("The ferry leaves at 6:15 [")
    assert second.answer.text.startswith("The ticket costs 12 euros [")
    assert [c.path.name for c in second.answer.citations] == ["ferry.md"]


def test_a_stop_keeps_what_was_written(alcove: Alcove, tmp_path: Path) -> None:
    never_ending(tmp_path / "models" / "endless")
    models, lanes = ModelFiles(tmp_path / "models", tmp_path / "none"), HotLanes()
    stop, pieces = StopSignal(), list[str]()

    def stop_at_third(event: AskEvent) -> None:
        if isinstance(event, AskPiece):
            pieces.append(event.text)
            if len(pieces) == 3:
                stop.stop()

    try:
        service = Ask(alcove.store, lanes, models, alcove.find, Devices(lanes, alcove.settings, alcove.state))
        turn = service.ask("What is the deposit?", stop=stop, on_event=stop_at_third)
    finally:
        lanes.close()
    assert (turn.answer.stopped, turn.answer.model) == (True, "endless")
    assert turn.answer.text == "".join(pieces).strip() != ""
    assert alcove.history.turns(turn.conversation_id) == [turn]


def test_an_answer_that_came_to_the_models_limit_says_so(
    alcove: Alcove, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask_service, "MOST_NEW_TOKENS", 4)
    cut, _ = ask(alcove, "What is the deposit?")
    monkeypatch.undo()
    whole, _ = ask(alcove, "What is the deposit?")
    assert (cut.answer.cut, whole.answer.cut) == (True, False)
    assert alcove.history.turns(cut.conversation_id)[0].answer.cut


class HotLanes(Lanes):
    """Every token as likely as any other, without end: an answer that only a stop can end, however busy the machine."""

    def run(self, lane: LaneName, task: Any, **options: Any) -> Outcome:
        if isinstance(task, Generate):
            task = replace(task, temperature=1000.0, max_new_tokens=1 << 20)
        return super().run(lane, task, **options)


def never_ending(folder: Path) -> None:
    """The tiny model with no token that ends its turn, and without a limit to its context."""
    shutil.copytree(TINY, folder)
    config = json.loads((folder / "config.json").read_text("utf-8"))
    del config["eos_token_id"]
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    tokenizer = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    tokenizer["added_tokens"] = []
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest.update(id="endless", chat={"context_length": 1 << 22})
    for file in manifest["files"]:
        data = (folder / file["name"]).read_bytes()
        file.update(size=len(data), sha256=hashlib.sha256(data).hexdigest())
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
