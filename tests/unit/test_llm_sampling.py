"""Choosing tokens from logits, and seeing a text that repeats itself."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engines.llm.generation import sampling
from app.engines.llm.generation.sampling import RepetitionWatch, Sampler, Sampling

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "llm_chat" / "sampling.json"
LOGITS = np.log(np.array([0.1, 0.6, 0.3], np.float32))


def first_repeat(tokens: list[int]) -> int | None:
    """How many tokens were taken when the repetition was seen."""
    watch = RepetitionWatch()
    return next((n for n, token in enumerate(tokens, 1) if watch.repeats(token)), None)


def test_greedy_takes_the_highest() -> None:
    assert {Sampler().choose(LOGITS) for _ in range(20)} == {1}


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    def drawn(seed: int) -> list[int]:
        sampler = Sampler(Sampling(1.0, seed=seed))
        return [sampler.choose(LOGITS) for _ in range(200)]

    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


def test_draws_follow_the_probabilities() -> None:
    sampler = Sampler(Sampling(1.0, seed=1))
    counts = Counter(sampler.choose(LOGITS) for _ in range(20_000))
    assert [round(counts[n] / 20_000, 1) for n in range(3)] == [0.1, 0.6, 0.3]


def test_draws_from_a_whole_vocabulary_follow_the_probabilities() -> None:
    """More tokens than are summed at once; most of them cannot come."""
    logits = np.full(5_000, -np.inf, np.float32)
    likely = {3: 0.2, 600: 0.3, 2047: 0.4, 4999: 0.1}
    for token, probability in likely.items():
        logits[token] = np.log(probability)
    sampler = Sampler(Sampling(1.0, seed=1))
    counts = Counter(sampler.choose(logits) for _ in range(10_000))
    assert set(counts) == set(likely)
    assert all(abs(counts[token] / 10_000 - probability) < 0.02 for token, probability in likely.items())


def test_a_low_temperature_sharpens() -> None:
    sampler = Sampler(Sampling(0.1, seed=1))
    assert Counter(sampler.choose(LOGITS) for _ in range(1000))[1] > 990


def test_half_precision_logits_do_not_overflow() -> None:
    logits = np.array([60000, -60000, 59000], np.float16)
    assert Sampler(Sampling(1.0, seed=1)).choose(logits) == 0


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


def golden() -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = json.loads(GOLDEN.read_text("utf-8"))["cases"]
    return made


@pytest.mark.parametrize("case", golden(), ids=lambda case: " ".join(f"{k}={v}" for k, v in case["sampling"].items()))
@pytest.mark.parametrize("sorted_at_once", [4, 1024])
def test_the_filters_are_those_of_the_reference(
    case: dict[str, Any], sorted_at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "SORTED_AT_ONCE", sorted_at_once)
    sampler = Sampler(Sampling(**case["sampling"]))
    ids, probabilities = sampler.probabilities(np.array(case["logits"], np.float32), case["history"])
    wanted = {int(token): value for token, value in case["probabilities"].items()}
    assert dict(zip(ids.tolist(), probabilities.tolist(), strict=True)) == pytest.approx(wanted, abs=2e-6)


def test_a_penalty_of_greedy_text_passes_by_what_was_said() -> None:
    assert Sampler(Sampling(repetition_penalty=3.0)).choose(-1 / LOGITS, [1, 1]) == 2


def test_history_may_hold_tokens_without_logits() -> None:
    assert Sampler(Sampling(repetition_penalty=3.0)).choose(LOGITS, [5000, 0]) == 1


@given(
    seed=st.integers(0, 1 << 32),
    temperature=st.floats(0.01, 50),
    top_k=st.integers(0, 3000),
    top_p=st.floats(0.001, 1),
    min_p=st.floats(0, 1),
)
@settings(max_examples=60, deadline=None)
def test_what_can_come_is_never_nothing_and_sums_to_one(
    seed: int, temperature: float, top_k: int, top_p: float, min_p: float
) -> None:
    logits = np.random.default_rng(seed).normal(0, 4, 2000).astype(np.float32)
    ids, probabilities = Sampler(Sampling(temperature, top_k, top_p, min_p)).probabilities(logits)
    assert len(set(ids.tolist())) == len(ids) > 0
    assert int(logits.argmax()) in ids
    assert float(probabilities.sum(dtype=np.float64)) == pytest.approx(1, abs=1e-4)
    assert (probabilities >= 0).all()


class Fixed:
    def __init__(self, rule: Any) -> None:
        self.rule, self.asked = rule, list[list[int]]()

    def allowed(self, history: Sequence[int]) -> Any:
        self.asked.append(list(history))
        return self.rule


def test_a_guide_forbids_tokens_or_names_the_one_that_comes() -> None:
    mask = np.array([True, False, True])
    assert Sampler(guides=[Fixed(None), Fixed(mask)]).choose(LOGITS) == 2
    drawn = Sampler(Sampling(1.0), [Fixed(mask)])
    assert {drawn.choose(LOGITS) for _ in range(200)} == {0, 2}
    told = Fixed(0)
    assert Sampler(Sampling(1.0), [told, Fixed(mask)]).choose(LOGITS, [7, 8]) == 0
    assert told.asked == [[7, 8]]


def test_more_logits_than_a_mask_knows_are_forbidden() -> None:
    assert Sampler(guides=[Fixed(np.array([True]))]).choose(LOGITS) == 0


def test_nothing_allowed_is_an_error() -> None:
    with pytest.raises(ValueError, match="finite"):
        Sampler(guides=[Fixed(np.zeros(3, bool))]).choose(LOGITS)
