"""The decode loop with drafts: the same tokens and the same distribution as without, at every limit and after stops."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.engines.llm.generation.generate import FIRST_PIECE, PIECE_SECONDS, Finish, Generator, Run
from app.engines.llm.generation.sampling import Sampler, Sampling
from tests.fakes.small_decoder import SmallDecoder, going_on_as

NEXT = np.log(
    np.array(
        [
            [0.05, 0.60, 0.10, 0.10, 0.15],
            [0.10, 0.05, 0.55, 0.20, 0.10],
            [0.45, 0.10, 0.05, 0.20, 0.20],
            [0.20, 0.20, 0.30, 0.10, 0.20],
            [0.30, 0.25, 0.15, 0.25, 0.05],
        ],
        np.float32,
    )
)
"""The logits after each of five tokens."""
PROMPT = [0, 1, 2, 3, 0, 1, 2, 4, 3, 2, 0, 1, 2, 0, 1]
QUOTED = [*range(20, 60)]


def five(tokens: Sequence[int]) -> Any:
    return NEXT[tokens[-1]]


def run(decoder: Any, prompt: Sequence[int], most: int, sampler: Sampler | None = None, **options: Any) -> Run:
    generator = Generator(decoder, clock=decoder.clock)
    options.setdefault("end_ids", frozenset())
    return generator.run(prompt, sampler or Sampler(), most_new_tokens=most, **options)


def quoting(answer: Sequence[int], prompt: Sequence[int] = (1, 2, *QUOTED, 3), **options: Any) -> SmallDecoder:
    return SmallDecoder(going_on_as([*prompt, *answer], 100), **options)


def test_a_quotation_takes_few_steps_and_says_the_same() -> None:
    answer = [5, 6, *QUOTED[3:], 7, 8, 9]
    plain, drafting = quoting(answer), quoting(answer)
    off = run(plain, [1, 2, *QUOTED, 3], len(answer), speculate=False)
    on = run(drafting, [1, 2, *QUOTED, 3], len(answer))
    assert on.new_tokens == off.new_tokens == tuple(answer)
    assert (off.drafted, off.accepted) == (0, 0)
    assert on.accepted >= 30
    assert len(drafting.steps) < len(plain.steps) / 3


@pytest.mark.parametrize("sampling", [{}, {"top_k": 3}, {"top_p": 0.7}, {"repetition_penalty": 1.3}, {"min_p": 0.3}])
@pytest.mark.parametrize("temperature", [0.0, 0.7, 1.5])
def test_every_seed_writes_the_same_with_and_without_drafts(sampling: dict[str, Any], temperature: float) -> None:
    drafted = accepted = 0
    for seed in range(25):
        own = Sampling(temperature, seed=seed, **sampling)
        on = run(SmallDecoder(five), PROMPT, 60, Sampler(own))
        off = run(SmallDecoder(five), PROMPT, 60, Sampler(own), speculate=False)
        assert (on.new_tokens, on.finish) == (off.new_tokens, off.finish)
        drafted, accepted = drafted + on.drafted, accepted + on.accepted
    assert drafted > 100
    assert accepted > 20


def test_with_drafts_a_text_is_as_likely_as_the_model_makes_it() -> None:
    """Pearson's statistic over 125 endings of three tokens, at a seed; its 99.9 % quantile with 124 degrees is 177."""
    times, drafted, rejected = 4_000, 0, 0
    seen: Counter[tuple[int, ...]] = Counter()
    for seed in range(times):
        made = run(SmallDecoder(five), PROMPT, 6, Sampler(Sampling(1.0, seed=seed)))
        seen[made.new_tokens[3:]] += 1
        drafted, rejected = drafted + made.drafted, rejected + made.drafted - made.accepted
    assert drafted > times / 2
    assert rejected > times / 4
    chances = np.exp(NEXT)
    chances /= chances.sum(axis=1, keepdims=True)
    third = np.linalg.matrix_power(chances, 3)[PROMPT[-1]]
    statistic = 0.0
    for a, b, c in itertools.product(range(5), repeat=3):
        expected = times * float((third @ chances[:, a]) * chances[a, b] * chances[b, c])
        statistic += (seen[(a, b, c)] - expected) ** 2 / expected
    assert statistic < 177


def test_an_end_inside_a_draft_ends_the_answer_there() -> None:
    answer = [5, 6, *QUOTED]
    made = run(quoting(answer), [1, 2, *QUOTED, 3], 200, end_ids={QUOTED[25]})
    assert (made.new_tokens, made.finish) == ((5, 6, *QUOTED[:25]), Finish.STOP)


def test_a_stop_string_inside_a_draft_ends_the_answer_there() -> None:
    made = run(quoting([5, 6, *QUOTED]), [1, 2, *QUOTED, 3], 200, on_token=lambda token: token == QUOTED[20])
    assert (made.new_tokens, made.finish) == ((5, 6, *QUOTED[:21]), Finish.STOP)


@pytest.mark.parametrize("most", [0, 1, 2, 3, 10, 11, 12, 37])
def test_no_draft_goes_beyond_the_limit_or_the_context(most: int) -> None:
    prompt, answer = [1, 2, *QUOTED, 3], [5, 6, *QUOTED]
    made = run(quoting(answer), prompt, most)
    assert (list(made.new_tokens), made.finish) == (answer[:most], Finish.LENGTH)
    if most:
        narrow = run(quoting(answer, context_length=len(prompt) + most), prompt, 1000)
        assert (list(narrow.new_tokens), narrow.finish) == (answer[:most], Finish.LENGTH)


@pytest.mark.parametrize("options", [{"can_rewind": False}, {"can_verify": False}])
def test_a_model_that_cannot_go_back_or_check_gets_no_drafts(options: dict[str, bool]) -> None:
    decoder = quoting([5, 6, *QUOTED], **options)
    made = run(decoder, [1, 2, *QUOTED, 3], 42)
    assert list(made.new_tokens) == [5, 6, *QUOTED]
    assert made.drafted == 0
    assert set(decoder.steps[2:]) == {1}


def test_rows_behind_a_wrong_draft_are_not_looked_at() -> None:
    """A model may give no numbers for a text that it would never write."""
    said = going_on_as([1, 2, *QUOTED, 3, 5, 6, *QUOTED[:8], 7, 8, 9], 100)
    right = [1, 2, *QUOTED, 3, 5, 6, *QUOTED[:8], 7, 8, 9]

    def logits(tokens: Sequence[int]) -> Any:
        return said(tokens) if list(tokens) == right[: len(tokens)] else np.full(100, np.nan, np.float32)

    made = run(SmallDecoder(logits), [1, 2, *QUOTED, 3], 13)
    assert list(made.new_tokens) == right[-13:]
    assert made.drafted > made.accepted > 0


def test_no_numbers_in_a_row_that_counts_are_the_model_s_fault() -> None:
    with pytest.raises(AppError) as raised:
        run(SmallDecoder(lambda _tokens: np.full(5, np.nan, np.float32)), PROMPT, 5)
    assert raised.value.code is ErrorCode.MODEL_BROKEN
    assert raised.value.details["path"] == str(Path("small"))


@pytest.mark.parametrize("at", range(1, 11))
def test_a_step_that_is_interrupted_leaves_the_next_run_right(at: int) -> None:
    prompt, answer = [1, 2, *QUOTED, 3], [5, 6, *QUOTED[3:], 7, 8, 9]
    decoder = quoting(answer)
    generator = Generator(decoder, piece_tokens=16, clock=decoder.clock)  # type: ignore[arg-type]

    def interrupt(_fed: int) -> None:
        if len(decoder.steps) == at - 1:
            decoder.before_step = lambda _fed: None
            raise JobCancelled

    decoder.before_step = interrupt
    with pytest.raises(JobCancelled):
        generator.run(prompt, Sampler(), end_ids=frozenset(), most_new_tokens=len(answer))
    again = generator.run(prompt, Sampler(), end_ids=frozenset(), most_new_tokens=len(answer))
    assert list(again.new_tokens) == answer
    assert again.reused == min((at - 1) * 16, len(prompt) - 1)


@pytest.mark.parametrize(("a_second", "expected"), [(6, FIRST_PIECE), (66, 64), (100_000, 128)])
def test_a_prompt_goes_in_pieces_that_this_machine_computes_in_time(a_second: int, expected: int) -> None:
    decoder = SmallDecoder(going_on_as([1], 5), lambda fed: fed / a_second)
    run(decoder, [1] * 2000, 1)
    assert decoder.steps[0] == FIRST_PIECE
    assert set(decoder.steps[1:-1]) == {expected}
    assert expected == FIRST_PIECE or expected / a_second <= PIECE_SECONDS


def test_a_stop_is_looked_for_before_every_piece_and_every_step() -> None:
    decoder, looked = quoting([5, 6, *QUOTED]), list[int]()
    run(decoder, [1, 2, *QUOTED, 3], 42, stop_if_cancelled=lambda: looked.append(len(decoder.steps)))
    assert set(looked) >= set(range(len(decoder.steps)))
