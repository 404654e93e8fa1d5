"""Choosing tokens from logits, and seeing a text that repeats itself."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from app.engines.llm.sampling import RepetitionWatch, Sampler

LOGITS = np.log(np.array([0.1, 0.6, 0.3], np.float32))


def first_repeat(tokens: list[int]) -> int | None:
    """How many tokens were taken when the repetition was seen."""
    watch = RepetitionWatch()
    return next((n for n, token in enumerate(tokens, 1) if watch.repeats(token)), None)


def test_greedy_takes_the_highest() -> None:
    assert {Sampler().choose(LOGITS) for _ in range(20)} == {1}


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    def drawn(seed: int) -> list[int]:
        sampler = Sampler(1.0, seed)
        return [sampler.choose(LOGITS) for _ in range(200)]

    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


def test_draws_follow_the_probabilities() -> None:
    sampler = Sampler(1.0, 1)
    counts = Counter(sampler.choose(LOGITS) for _ in range(20_000))
    assert [round(counts[n] / 20_000, 1) for n in range(3)] == [0.1, 0.6, 0.3]


def test_a_low_temperature_sharpens() -> None:
    sampler = Sampler(0.1, 1)
    assert Counter(sampler.choose(LOGITS) for _ in range(1000))[1] > 990


def test_half_precision_logits_do_not_overflow() -> None:
    logits = np.array([60000, -60000, 59000], np.float16)
    assert Sampler(1.0, 1).choose(logits) == 0


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_logits_that_are_no_numbers_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        Sampler().choose(np.array([0.0, value], np.float32))


def test_one_token_for_ever_is_seen_after_64() -> None:
    assert first_repeat([5] * 500) == 64


def test_a_sentence_for_ever_is_seen_after_four_times() -> None:
    sentence = list(range(40))
    assert first_repeat([*range(100, 120), *(sentence * 10)]) == 20 + 4 * 40


def test_a_list_of_like_lines_is_no_repetition() -> None:
    lines = [token for n in range(60) for token in (1, 2, 3, 100 + n, 4)]
    assert first_repeat(lines) is None


def test_a_rule_of_dashes_in_a_table_is_no_repetition() -> None:
    assert first_repeat([*([9] * 40), 1, 2, *([9] * 40), 3]) is None
