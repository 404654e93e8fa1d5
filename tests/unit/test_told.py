"""What a conversation was told keeps its numbers, and is gone on from while the conversation stays with it."""

from __future__ import annotations

from pathlib import Path

from app.domain.ask.conversation import Citation
from app.services.ask.told import MOST_EXCHANGES, MOST_TURNS_REMEMBERED, Telling, Told
from tests.fakes.ask_stand_in import citation as any_citation


def passage(number: int, n: int) -> Citation:
    made = any_citation(n)
    return Citation(n, 1, number, Path(f"{number}.md"), "", made.place, f"Passage {number}.")


def told(*numbers: int) -> Telling:
    new = [passage(number, n) for n, number in enumerate(numbers, 1)]
    return Telling().and_then("What?", new, "That [1].")


def test_known_passages_keep_their_numbers_and_new_ones_count_on() -> None:
    before = told(10, 20, 30)
    numbered = before.numbered([passage(40, 1), passage(20, 2), passage(50, 3)])
    assert numbered is not None
    assert [(c.passage_id, c.n) for c in numbered] == [(40, 4), (20, 2), (50, 5)]
    assert [c.passage_id for c in before.new(numbered)] == [40, 50]
    assert [c.n for c in before.all(numbered)] == [4, 2, 5, 1, 3]
    after = before.and_then("And?", before.new(numbered), "Also [4].")
    assert [len(exchange.sources) for exchange in after.exchanges] == [3, 2]
    assert sorted(c.n for c in after.citations) == [1, 2, 3, 4, 5]


def test_another_topic_is_not_gone_on_to() -> None:
    assert told(10, 20).numbered([passage(30, 1)]) is None
    assert Telling().numbered([passage(30, 1)]) is None


def test_a_conversation_does_not_grow_for_ever() -> None:
    telling = told(10)
    for _ in range(MOST_EXCHANGES):
        again = telling.numbered([passage(10, 1)])
        if again is None:
            break
        telling = telling.and_then("Again?", telling.new(again), "Yes [1].")
    assert len(telling.exchanges) == MOST_EXCHANGES
    assert telling.numbered([passage(10, 1)]) is None


def test_only_the_last_turns_are_remembered() -> None:
    memory = Told()
    for turn in range(MOST_TURNS_REMEMBERED + 1):
        memory.keep(turn, told(turn))
    assert memory.up_to(0) == memory.up_to(None) == Telling()
    assert memory.up_to(1) == told(1)
    assert memory.up_to(MOST_TURNS_REMEMBERED) == told(MOST_TURNS_REMEMBERED)
