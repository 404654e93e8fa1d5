"""What a chat model is given: rules in the question's language, earlier turns, numbered passages, the question last."""

from __future__ import annotations

from app.domain.ask.prompt import Exchange, Source, estimated_tokens, messages

SOURCES = (Source(1, "lease.md", "The deposit is three months."), Source(2, "", "Pets are allowed."))


def test_passages_are_numbered_and_the_question_comes_last() -> None:
    rules, asked = messages("What is the deposit?", SOURCES)
    assert (rules.role, asked.role) == ("system", "user")
    assert (
        asked.content == "[1] lease.md\nThe deposit is three months.\n\n[2] \nPets are allowed.\n\nWhat is the deposit?"
    )


def test_the_rules_are_in_the_language_of_the_question() -> None:
    assert "passages" in messages("What is the deposit?", SOURCES)[0].content
    assert "段落" in messages("押金是多少？", SOURCES)[0].content


def test_earlier_turns_stand_between_without_those_that_had_no_answer() -> None:
    earlier = [Exchange("Who?", ""), Exchange("When?", "At noon. " * 1000)]
    made = messages("And how much?", SOURCES, earlier)
    assert [message.role for message in made] == ["system", "user", "assistant", "user"]
    assert made[1].content == "When?"
    assert len(made[2].content) == 1000


def test_an_exchange_with_its_passages_stands_as_it_was_asked() -> None:
    asked = messages("What is the deposit?", SOURCES)
    earlier = Exchange("What is the deposit?", "Three months [1].", SOURCES)
    follow_up = messages("And pets?", [Source(3, "rules.md", "No dogs.")], [earlier])
    assert follow_up[: len(asked)] == asked
    assert [message.content for message in follow_up[len(asked) :]] == [
        "Three months [1].",
        "[3] rules.md\nNo dogs.\n\nAnd pets?",
    ]
    assert messages("And pets?", [], [earlier])[-1].content == "And pets?"


def test_the_guess_of_tokens_counts_wide_characters_one_by_one() -> None:
    assert estimated_tokens("押金是多少？") == 7
    assert estimated_tokens("a" * 300) == 101
