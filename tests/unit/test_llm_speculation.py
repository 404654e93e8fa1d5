"""When drafts are made and how long they are, with a clock and step costs of our own."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from app.engines.llm.generation.speculation import Acceptance, Speculation
from app.engines.llm.generation.step_costs import LENGTHS, StepCosts

PASSAGE = list(range(1000, 1400))


def processor(tokens: int) -> float:
    """Measured: 0.5B at 4 bits, two cores; single steps of 40 ms."""
    return 0.04 * (1 + 0.15 * (tokens - 1))


def graphics_card(tokens: int) -> float:
    return 0.01 * (1 + 0.002 * tokens)


def dear(tokens: int) -> float:
    """A machine that computes each token by itself: nothing can be gained."""
    return 0.04 * tokens


def written(
    prompt: list[int],
    answer: list[int],
    cost: Callable[[int], float],
    *,
    rewind: float = 0.0,
    speculation: Speculation | None = None,
) -> tuple[float, list[int]]:
    """The time for ``answer`` against one step a token, and the lengths of the drafts that were checked."""
    own, drafts, seconds, done = speculation or Speculation(), list[int](), 0.0, 1
    for piece in (32, 128):
        own.prompted(piece, cost(piece))
    own.begin(prompt)
    own.add(answer[0])
    while done < len(answer):
        draft = own.draft(len(answer) - done - 1)
        if draft:
            drafts.append(len(draft))
            right = next((n for n, token in enumerate(draft) if answer[done + n] != token), len(draft))
            back = rewind if right < len(draft) else 0.0
            own.checked(len(draft), right, cost(len(draft) + 1), back)
            seconds += cost(len(draft) + 1) + back
            new = answer[done : done + right + 1]
        else:
            own.stepped(cost(1))
            seconds += cost(1)
            new = answer[done : done + 1]
        for token in new:
            own.add(token)
        done += len(new)
    return seconds / (cost(1) * (len(answer) - 1)), drafts


def test_a_quoted_passage_is_written_in_far_fewer_steps() -> None:
    answer = [1, 2, 3, *PASSAGE[40:160], 4, 5]
    share, drafts = written([7, *PASSAGE, 8], answer, processor)
    assert share < 1 / 2.2
    assert max(drafts) + 1 >= 12


def test_longer_drafts_where_several_tokens_cost_as_much_as_one() -> None:
    answer = [1, 2, 3, *PASSAGE[40:300]]
    share, drafts = written([7, *PASSAGE, 8], answer, graphics_card)
    assert max(drafts) + 1 == LENGTHS[-1]
    assert share < 1 / 6


@pytest.mark.parametrize("rewind", [0.0, 0.5])
@pytest.mark.parametrize("cost", [processor, graphics_card, dear])
def test_text_that_no_draft_fits_loses_less_than_three_percent(cost: Callable[[int], float], rewind: float) -> None:
    """Every pair of tokens stood before, but never what follows: the worst that a text can do to drafts."""
    chance = random.Random(3)
    words = list(range(12))
    prompt = [chance.choice(words) for _ in range(2000)]
    speculation = Speculation()
    for length in (48, 100, 200, 400):
        answer = [chance.choice(words) for _ in range(length)]
        share, _ = written(prompt, answer, cost, rewind=rewind * cost(1), speculation=speculation)
        assert share < 1.03


def test_where_each_token_costs_a_step_nothing_is_drafted() -> None:
    """The pieces of the prompt have shown it."""
    share, drafts = written([7, *PASSAGE, 8], [1, 2, 3, *PASSAGE[40:300]], dear)
    assert (share, drafts) == (pytest.approx(1.0), [])


def test_drafts_begin_anew_when_the_answer_begins_to_quote() -> None:
    chance = random.Random(4)
    words = list(range(12))
    prompt = [*(chance.choice(words) for _ in range(500)), *PASSAGE]
    telling = [chance.choice(words) for _ in range(150)]
    speculation = Speculation()
    assert written(prompt, telling, processor, speculation=speculation)[0] < 1.03
    share, drafts = written(prompt, [*telling, *PASSAGE[100:250]], processor, speculation=speculation)
    assert share < 0.72
    assert max(drafts) + 1 >= 12


def test_nothing_is_drafted_before_a_single_step_was_timed() -> None:
    speculation = Speculation()
    speculation.begin([1, 2, 3, 4, 1, 2, 3])
    assert speculation.draft(8) == []
    speculation.stepped(0.04)
    speculation.stepped(0.04)
    assert speculation.draft(0) == []
    assert speculation.draft(8)[0] == 4


def test_costs_between_measured_lengths_lie_between_them() -> None:
    costs = StepCosts()
    assert costs.single_seconds is None
    for seconds in (0.04, 0.04, 0.04):
        costs.add(1, seconds)
    for _ in range(3):
        costs.add(4, 0.06)
        costs.add(16, 0.12)
    assert costs.of(1) == 1
    assert (costs.of(4), costs.of(16)) == (pytest.approx(1.5), pytest.approx(3.0))
    assert costs.of(8) == pytest.approx(2.0)
    assert costs.of(32) == pytest.approx(3.0 + 16 * 2 / 15)


def test_pieces_of_the_prompt_tell_what_drafts_will_cost() -> None:
    costs = StepCosts()
    costs.add_piece(32, 0.9)  # the first piece of all reads the weights from the disk
    costs.add_piece(128, 0.04 * (1 + 127 * 0.1))
    costs.add(1, 0.04)
    costs.add(1, 0.04)
    assert costs.of(4) == pytest.approx(1.3)


def test_one_slow_step_does_not_make_a_length_dear() -> None:
    costs = StepCosts()
    costs.add(1, 0.04)
    costs.add(1, 0.04)
    before = costs.of(8)
    assert before == pytest.approx(1 + 7 * 0.15)
    costs.add(8, 4.0)
    assert costs.of(8) == before
    for _ in range(3):
        costs.add(8, 0.08)
    assert costs.of(8) == pytest.approx(2.0)


def test_rates_follow_what_is_seen_and_are_half_forgotten() -> None:
    rates = Acceptance()
    assert rates.rate(2) < rates.rate(4) < rates.rate(32) < 1
    assumed = rates.rate(2)
    for _ in range(30):
        rates.add(2, is_right=False)
    assert rates.rate(2) < 0.1
    assert rates.rate(3) > 0.4
    low = rates.rate(2)
    rates.begin()
    assert low < rates.rate(2) < assumed
