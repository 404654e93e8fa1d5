"""Ask with a model that thinks: its thought is kept apart, and what does not fit it or repeats itself is said."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.composition import Alcove
from app.domain.ask.asking import AskEvent, AskPassages, AskPiece, AskThought
from app.domain.ask.conversation import AnswerKind, Turn
from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.jobs.lanes import Lanes, Outcome
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import CountTokens, Generate, Generated, LaneName, TextKind, TextPiece, TokenCount
from app.seal.models import SealState
from app.services.ask.ask import MOST_NEW_TOKENS, Ask
from app.services.devices import Devices
from app.settings.paths import Home
from app.wording import sentence_for

TINY = Path(__file__).resolve().parents[1] / "data" / "models" / "tiny-chat"
CONTEXT = 2048
SECRET = "The person wants the deposit; passage 1 has it."


class TalkingLanes(Lanes):
    """The llm lane alone is played: it says ``pieces``, and counts ``tokens_of_a_message`` for each message."""

    def __init__(self) -> None:
        super().__init__()
        self.tasks: list[Generate] = []
        self.pieces = [
            TextPiece(SECRET, TextKind.THOUGHT),
            TextPiece("Three months of rent"),
            TextPiece(" [1]."),
        ]
        self.finish, self.tokens_of_a_message = "stop", 10
        self.is_stopped_after_thinking = False

    def run(self, lane: LaneName, task: Any, **options: Any) -> Outcome:
        if isinstance(task, CountTokens):
            return Outcome(TokenCount(len(task.messages) * self.tokens_of_a_message, CONTEXT), b"")
        if not isinstance(task, Generate):
            return super().run(lane, task, **options)
        self.tasks.append(task)
        for piece in self.pieces:
            options["on_partial"](piece, b"")
            if self.is_stopped_after_thinking:
                raise JobCancelled
        text = "".join(piece.text for piece in self.pieces if piece.kind is TextKind.ANSWER)
        return Outcome(Generated(text, 5, 5, self.finish, 0.1, 0.1, thought=SECRET), b"")


@pytest.fixture(scope="module")
def alcove(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alcove]:
    folder = tmp_path_factory.mktemp("alcove")
    documents = folder / "documents"
    documents.mkdir()
    text = "# Lease\n\n" + "\n\n".join(f"The deposit of flat {n} is three months of rent. " * 40 for n in range(4))
    (documents / "lease.md").write_text(text, encoding="utf-8")
    home = Home(folder / "home")
    shutil.copytree(TINY, home.models / "tiny-chat")
    opened = Alcove.open(home, SealState(sealed=False, means="", reason=None))
    opened.add_documents.start([documents], on_event=lambda _event: None).wait()
    yield opened
    opened.close()


@pytest.fixture
def lanes() -> Iterator[TalkingLanes]:
    made = TalkingLanes()
    yield made
    made.close()


def ask(
    alcove: Alcove, lanes: TalkingLanes, question: str = "What is the deposit?", **options: Any
) -> tuple[Turn, list[AskEvent]]:
    events: list[AskEvent] = []
    service = Ask(alcove.store, lanes, alcove.models, alcove.find, Devices(lanes, alcove.settings, alcove.state))
    return service.ask(question, on_event=events.append, **options), events


def test_a_thought_is_kept_beside_the_answer(alcove: Alcove, lanes: TalkingLanes) -> None:
    turn, events = ask(alcove, lanes)
    assert (turn.answer.kind, turn.answer.text) == (AnswerKind.GENERATED, "Three months of rent [1].")
    assert turn.answer.thought == SECRET
    assert turn.answer.thought_seconds > 0
    told = [event for event in events if isinstance(event, (AskThought, AskPiece))]
    assert told[0] == AskThought(SECRET)
    assert (told[1], told[2]) == (AskThought("", turn.answer.thought_seconds), AskPiece("Three months of rent"))
    assert alcove.history.turns(turn.conversation_id) == [turn]
    assert alcove.history.conversations("deposit") != []
    assert alcove.history.conversations("wants") == []  # a thought is not searched


def test_a_thought_is_no_part_of_the_next_prompt(alcove: Alcove, lanes: TalkingLanes) -> None:
    first, _ = ask(alcove, lanes)
    ask(alcove, lanes, conversation_id=first.conversation_id)
    contents = [message.content for message in lanes.tasks[-1].messages]
    assert "Three months of rent." in contents
    assert SECRET not in "".join(contents)


def test_only_who_asks_for_thinking_gets_it(alcove: Alcove, lanes: TalkingLanes) -> None:
    ask(alcove, lanes)
    ask(alcove, lanes, think=True)
    assert [task.think for task in lanes.tasks] == [False, True]


def test_a_thought_that_is_asked_for_has_room_in_the_prompt(alcove: Alcove, lanes: TalkingLanes) -> None:
    first, _ = ask(alcove, lanes)
    lanes.tokens_of_a_message = (CONTEXT - MOST_NEW_TOKENS) // 4  # rules, one exchange, the question: just enough
    for think, left_out in ((False, 0), (True, 2)):  # the second time there are two earlier turns
        _, events = ask(alcove, lanes, conversation_id=first.conversation_id, replaces=None, think=think)
        (given,) = [event for event in events if isinstance(event, AskPassages)]
        assert given.left_out_turns == left_out


def test_a_question_that_leaves_no_room_for_a_passage_is_refused(alcove: Alcove, lanes: TalkingLanes) -> None:
    lanes.tokens_of_a_message = CONTEXT
    with pytest.raises(AppError) as raised:
        ask(alcove, lanes, question="What is the deposit? " * 500)
    assert raised.value.code is ErrorCode.QUESTION_TOO_LONG
    assert raised.value.details == {"tokens": 2 * CONTEXT, "most": CONTEXT - MOST_NEW_TOKENS}
    assert sentence_for(raised.value, lambda _context, text: text).title == "Too much for this model"


def test_earlier_turns_give_way_before_passages_and_both_are_told(alcove: Alcove, lanes: TalkingLanes) -> None:
    first, _ = ask(alcove, lanes)
    second, _ = ask(alcove, lanes, conversation_id=first.conversation_id)
    lanes.tokens_of_a_message = (CONTEXT - MOST_NEW_TOKENS) // 4  # rules, one exchange, the question
    _, events = ask(alcove, lanes, conversation_id=second.conversation_id)
    (given,) = [event for event in events if isinstance(event, AskPassages)]
    assert (given.left_out_turns, given.left_out) == (1, 0)
    assert len(lanes.tasks[-1].messages) == 4


def test_what_a_model_repeats_for_ever_is_said(alcove: Alcove, lanes: TalkingLanes) -> None:
    for finish, wanted in (("stop", (False, False)), ("length", (True, False)), ("repetition", (True, True))):
        lanes.finish = finish
        turn, _ = ask(alcove, lanes)
        assert (turn.answer.cut, turn.answer.repeats) == wanted
        assert alcove.history.turns(turn.conversation_id)[-1].answer.repeats is wanted[1]


def test_a_stop_while_it_thinks_keeps_nothing(alcove: Alcove, lanes: TalkingLanes) -> None:
    lanes.is_stopped_after_thinking = True
    with pytest.raises(JobCancelled):
        ask(alcove, lanes, stop=StopSignal())


def test_a_thought_without_words_is_none(alcove: Alcove, lanes: TalkingLanes) -> None:
    lanes.pieces[0] = replace(lanes.pieces[0], text="\n\n")
    turn, _ = ask(alcove, lanes)
    assert (turn.answer.thought, turn.answer.thought_seconds) == ("", 0.0)
