"""Conversations: kept, found by their words, Chinese too, and by when they were last asked in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.ask.conversation import Answer, AnswerKind, Citation
from app.domain.ask.search import KeywordsAlone
from app.domain.errors import AppError, ErrorCode
from app.domain.library.place import Place
from app.storage.store import Store

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)


class Clock:
    """Goes a minute ahead each time, and may be set."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with Store.open(tmp_path / "library.db", clock=clock) as opened:
        yield opened
        assert opened.health(full=True).problems == ()


def answer(question: str, text: str = "") -> Answer:
    return Answer(question, AnswerKind.NOT_FOUND, text)


def test_a_turn_comes_back_exactly(store: Store, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff caf\xc3\xa9.pdf")
    place = Place(start=5, length=3, page=2, sheet="表", headings=("A", "B"))
    citation = Citation(1, 7, 9, path, "Titel", place, "\ud800 text", supported=False)
    given = Answer(
        "Warum?",
        AnswerKind.GENERATED,
        "Darum [1]",
        (citation,),
        model="m",
        seconds=1.25,
        stopped=True,
        keywords_alone=KeywordsAlone.LANGUAGE,
    )
    conversation = store.conversations.start("Frage")

    turn = store.conversations.add_turn(conversation.id, given)

    assert store.conversations.turns(conversation.id) == [turn]
    assert turn.answer == given
    assert (turn.conversation_id, turn.replaces) == (conversation.id, None)
    assert NOON < turn.asked_at < NOON + timedelta(hours=1)


def test_a_regenerated_answer_is_a_new_turn(store: Store) -> None:
    conversation = store.conversations.start("a")
    other = store.conversations.start("b")
    first = store.conversations.add_turn(conversation.id, answer("q", "bad"))
    second = store.conversations.add_turn(conversation.id, answer("q", "good"), replaces=first.id)

    assert second.replaces == first.id
    assert store.conversations.turns(conversation.id) == [first, second]
    assert store.conversations.add_turn(other.id, answer("q"), replaces=first.id).replaces is None


def test_the_last_one_asked_in_comes_first_whatever_the_clock_says(store: Store, clock: Clock) -> None:
    first = store.conversations.start("first")
    second = store.conversations.start("second")
    assert [one.id for one in store.conversations.list()] == [second.id, first.id]
    clock.now = NOON - timedelta(days=3650)

    store.conversations.add_turn(first.id, answer("again"))

    assert [(one.id, one.turns) for one in store.conversations.list()] == [(first.id, 1), (second.id, 0)]
    assert [one.id for one in store.conversations.list(limit=1)] == [first.id]
    assert store.conversations.get(first.id).changed_at < store.conversations.get(first.id).started_at


def test_conversations_are_found_by_title_question_and_answer(store: Store) -> None:
    lease = store.conversations.start("The lease")
    store.conversations.add_turn(lease.id, answer("When does it end?", "In May."))
    store.conversations.add_turn(lease.id, answer("电池容量多大？", "五千毫安"))
    other = store.conversations.start("Wetter")

    def found(text: str) -> list[int]:
        return [one.id for one in store.conversations.search(text)]

    for text in ("lease", "LEA", "end may", "容量", "电池 毫安", "lease 电池", "电"):
        assert found(text) == [lease.id], text
    for text in ("", "lease wetter", "池电", "?"):
        assert found(text) == [], text
    store.conversations.rename(other.id, "Contract")
    assert found("contract") == [other.id]
    assert found("wetter") == []
    assert store.conversations.get(other.id).title == "Contract"
    store.conversations.delete(lease.id)
    assert found("lease") == []
    assert store.conversations.turns(lease.id) == []


def test_a_conversation_that_is_not_there_is_unknown(store: Store) -> None:
    for act in (
        lambda: store.conversations.get(9),
        lambda: store.conversations.add_turn(9, answer("q")),
        lambda: store.conversations.rename(9, "x"),
        lambda: store.conversations.delete(9),
    ):
        with pytest.raises(AppError) as caught:
            act()
        assert caught.value.code is ErrorCode.CONVERSATION_UNKNOWN
