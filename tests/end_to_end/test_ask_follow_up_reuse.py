"""A follow-up, a regenerated answer and an earlier conversation: what their prompts share is not computed again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.composition import Alcove
from app.domain.ask.conversation import AnswerKind, Turn
from app.jobs.lanes import Lanes, Outcome
from app.model_files.model_files import ModelFiles
from app.protocol.tasks import Generate, Generated, LaneName
from app.seal.models import SealState
from app.services.ask.ask import Ask
from app.services.devices import Devices
from app.settings.paths import Home

TINY = Path(__file__).resolve().parents[1] / "data" / "models" / "tiny-chat"
DOCUMENTS = {
    "ferry.md": "# Ferry\n\nThe ferry leaves at 6:15. The ticket costs 12 euros.\n",
    "lease.md": "# Lease\n\nThe deposit is three months of rent.\n",
}


class WatchedLanes(Lanes):
    """Keeps what the chat model said of its work."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[Generated] = []

    def run(self, lane: LaneName, task: Any, **options: Any) -> Outcome:
        outcome = super().run(lane, task, **options)
        if isinstance(task, Generate) and isinstance(outcome.value, Generated):
            self.made.append(outcome.value)
        return outcome


@pytest.fixture(scope="module")
def alcove(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alcove]:
    folder = tmp_path_factory.mktemp("alcove")
    (folder / "documents").mkdir()
    for name, text in DOCUMENTS.items():
        (folder / "documents" / name).write_text(text, encoding="utf-8")
    home = Home(folder / "home")
    shutil.copytree(TINY, home.models / "tiny-chat")
    opened = Alcove.open(home, SealState(sealed=False, means="", reason=None))
    opened.add_documents.start([folder / "documents"], on_event=lambda _event: None).wait()
    yield opened
    opened.close()


@pytest.fixture
def lanes() -> Iterator[WatchedLanes]:
    opened = WatchedLanes()
    yield opened
    opened.close()


@pytest.fixture
def ask(alcove: Alcove, lanes: WatchedLanes, tmp_path: Path) -> Ask:
    shutil.copytree(TINY, tmp_path / "models" / "tiny-chat")
    return Ask(
        alcove.store,
        lanes,
        ModelFiles(tmp_path / "models", tmp_path / "none"),
        alcove.find,
        Devices(lanes, alcove.settings, alcove.state),
    )


def generated(turn: Turn) -> Turn:
    assert turn.answer.kind is AnswerKind.GENERATED
    return turn


def test_a_follow_up_shares_its_whole_history_and_cites_by_the_same_numbers(ask: Ask, lanes: WatchedLanes) -> None:
    first = generated(ask.ask("When does the ferry leave?"))
    follow_up = generated(ask.ask("What does the ticket of the ferry cost?", conversation_id=first.conversation_id))
    before, after = lanes.made
    assert after.prompt_tokens > before.prompt_tokens
    # All of the first prompt, and the answer up to where its turn ends.
    assert after.reused_tokens >= before.prompt_tokens + before.new_tokens - 1
    numbers = {c.passage_id: c.n for c in first.answer.citations}
    assert all(c.n == numbers.get(c.passage_id, c.n) for c in follow_up.answer.citations)
    assert {c.path.name for c in follow_up.answer.citations} <= set(DOCUMENTS)


def test_a_regenerated_answer_computes_one_token_of_its_prompt(ask: Ask, lanes: WatchedLanes) -> None:
    first = generated(ask.ask("When does the ferry leave?"))
    ask.ask("When does the ferry leave?", conversation_id=first.conversation_id, replaces=first.id)
    again = lanes.made[-1]
    assert again.reused_tokens == again.prompt_tokens - 1


def test_another_conversation_does_not_cost_the_first_one_its_memory(ask: Ask, lanes: WatchedLanes) -> None:
    first = generated(ask.ask("When does the ferry leave?"))
    generated(ask.ask("What is the deposit?"))
    assert 0 < lanes.made[-1].reused_tokens < lanes.made[-1].prompt_tokens - 1
    generated(ask.ask("What does the ticket of the ferry cost?", conversation_id=first.conversation_id))
    assert lanes.made[-1].reused_tokens >= lanes.made[0].prompt_tokens + lanes.made[0].new_tokens - 1


def test_after_a_start_the_conversation_goes_on_without_what_was_told(
    alcove: Alcove, ask: Ask, lanes: WatchedLanes, tmp_path: Path
) -> None:
    first = generated(ask.ask("When does the ferry leave?"))
    anew = Ask(
        alcove.store,
        lanes,
        ModelFiles(tmp_path / "models", tmp_path / "none"),
        alcove.find,
        Devices(lanes, alcove.settings, alcove.state),
    )
    generated(anew.ask("What does the ticket of the ferry cost?", conversation_id=first.conversation_id))
    assert lanes.made[-1].reused_tokens < lanes.made[0].prompt_tokens
