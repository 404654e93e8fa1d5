"""Drafts from earlier text: the longest place where it stood before, found in one step a token."""

from __future__ import annotations

import random

import pytest

from app.engines.llm.generation.prompt_lookup import LONGEST, Match, PromptLookup


def draft(tokens: list[int], most: int = 4) -> list[int]:
    lookup = PromptLookup(tokens)
    match = lookup.find()
    return lookup.copy(match, most) if match is not None else []


def test_what_stood_behind_the_same_words_is_the_draft() -> None:
    assert draft([1, 2, 3, 4, 5, 6, 9, 2, 3]) == [4, 5, 6, 9]
    assert draft([1, 2, 3, 4, 5, 6, 9, 2, 3], most=2) == [4, 5]


@pytest.mark.parametrize("tokens", [[], [1], [1, 1], [1, 2, 3], [1, 2, 3, 2]])
def test_where_no_pair_stood_before_there_is_no_draft(tokens: list[int]) -> None:
    assert PromptLookup(tokens).find() is None


def test_the_longest_match_is_taken_not_the_latest() -> None:
    text = [7, 1, 2, 3, 50, 60, 8, 8, 2, 3, 70, 80, 9, 1, 2, 3]
    assert PromptLookup(text).find() == Match(3, 4)
    assert draft(text, 2) == [50, 60]


def test_of_equally_long_matches_the_latest_is_taken() -> None:
    assert draft([5, 1, 2, 30, 6, 1, 2, 40, 7, 1, 2], 1) == [40]


def test_a_match_may_reach_into_the_end_itself() -> None:
    """A row of dashes: what follows the dash before is a dash."""
    assert PromptLookup([9] * 5).find() == Match(4, 4)
    assert draft([9] * 5) == [9]


def test_long_matches_are_measured_up_to_a_limit() -> None:
    passage = list(range(100, 200))
    match = PromptLookup([*passage, 1, *passage[:60]]).find()
    assert match == Match(LONGEST, 60)


def test_a_text_that_grows_is_searched_as_one_that_was_there_at_once() -> None:
    chance = random.Random(1)
    tokens = [chance.randrange(6) for _ in range(400)]
    growing = PromptLookup(tokens[:10])
    for end in range(10, len(tokens)):
        assert growing.find() == PromptLookup(tokens[:end]).find()
        growing.extend(tokens[end : end + 1])
    assert len(growing) == len(tokens)


def test_the_match_is_the_one_that_looking_everywhere_finds() -> None:
    chance = random.Random(2)
    tokens = [chance.randrange(30) for _ in range(300)]
    for end in range(4, len(tokens)):
        text = tokens[:end]
        lengths = {at: _equal(text, at) for at in range(1, end - 1)}
        longest = max(lengths.values())
        found = PromptLookup(text).find()
        if longest < 2:
            assert found is None
        else:
            assert found == Match(longest, max(at for at, length in lengths.items() if length == longest) + 1)


def _equal(text: list[int], at: int) -> int:
    length = 0
    while length < LONGEST and length <= at and text[at - length] == text[-1 - length]:
        length += 1
    return length
