"""What a prompt shares with earlier ones is found and kept, of several conversations, within the memory given."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import AppError, ErrorCode
from app.engines.llm.decoder.decoder import Decoder
from app.engines.llm.generation.generate import TAIL_TOKENS, Generator, Run
from app.engines.llm.generation.prefix_caches import KEPT_TOKENS, MOST_CACHES, PrefixCaches, shared
from app.engines.llm.generation.sampling import Sampler
from tests.fakes.small_decoder import SmallDecoder, going_on_as

TINY = Path(__file__).resolve().parents[1] / "data" / "models" / "tiny-chat"
RULES = list(range(5, 25))


@pytest.fixture(scope="module")
def tiny() -> Decoder:
    return Decoder(TINY)


def conversation(number: int, tokens: int = 200) -> list[int]:
    chance = random.Random(number)
    return [*RULES, *(chance.randrange(100, 1000) for _ in range(tokens))]


def continued(generator: Generator, prompt: Sequence[int], most: int = 5, cache_bytes: int | None = None) -> Run:
    return generator.run(prompt, Sampler(), end_ids=frozenset(), most_new_tokens=most, cache_bytes=cache_bytes)


def fresh(decoder: Decoder, prompt: Sequence[int]) -> Run:
    return continued(Generator(decoder), prompt)


@pytest.mark.parametrize("length", [0, 1, 63, 64, 65, 100, 199, 200])
def test_the_common_beginning_is_measured_to_the_token(length: int) -> None:
    one = list(range(200))
    other = [*one[:length], *([999] * 100)]
    assert shared(one, other) == shared(other, one) == length
    assert shared(one, one[:length]) == length
    assert shared(one, tuple(other)) == shared(one, tuple(one[:length])) == length


def test_two_conversations_in_turns_are_both_remembered(tiny: Decoder) -> None:
    generator = Generator(tiny)
    one, two = conversation(1), conversation(2)
    assert continued(generator, one).reused == 0
    assert continued(generator, two).reused == len(RULES)
    for prompt in (one, two, one):
        made = continued(generator, prompt)
        assert made.reused == len(prompt) - 1
        assert made.new_tokens == fresh(tiny, prompt).new_tokens


def test_an_edit_near_the_end_takes_the_conversation_on(tiny: Decoder) -> None:
    generator, prompt = Generator(tiny), conversation(1)
    continued(generator, prompt)
    edited = [*prompt[:190], 77, 78]
    made = continued(generator, edited)
    assert (made.reused, made.new_tokens) == (190, fresh(tiny, edited).new_tokens)
    assert continued(generator, prompt).reused == 190


def test_the_conversation_that_was_not_used_for_longest_goes_first() -> None:
    decoder = SmallDecoder(going_on_as([1], 1000))
    caches = PrefixCaches(decoder)  # type: ignore[arg-type]
    for number in range(MOST_CACHES + 1):
        prompt = conversation(number)
        cache = caches.take(prompt, 300)
        decoder.feed_all(cache, prompt[len(cache.tokens) :])  # type: ignore[arg-type]
    assert len(caches) == MOST_CACHES
    assert len(caches.take(conversation(1), 300).tokens) == len(conversation(1)) - 1
    assert len(caches.take(conversation(0), 300).tokens) == len(RULES)


def test_other_conversations_stay_only_while_all_fit(tiny: Decoder) -> None:
    one, two = conversation(1), conversation(2)
    a_token = (tiny.memory(KEPT_TOKENS) - tiny.memory(0)) // KEPT_TOKENS + 1
    for tokens, kept in ((500, len(one) - 1), (300, len(RULES))):
        generator = Generator(tiny)
        for prompt in (one, two):
            continued(generator, prompt, cache_bytes=tokens * a_token)
        assert continued(generator, one, cache_bytes=tokens * a_token).reused == kept


def test_a_prompt_that_the_memory_does_not_hold_is_refused_with_numbers(tiny: Decoder) -> None:
    a_token = (tiny.memory(KEPT_TOKENS) - tiny.memory(0)) // KEPT_TOKENS + 1
    with pytest.raises(AppError) as raised:
        continued(Generator(tiny), conversation(1), cache_bytes=100 * a_token)
    assert raised.value.code is ErrorCode.QUESTION_TOO_LONG
    assert raised.value.details["tokens"] == 220
    assert 90 <= raised.value.details["most"] <= 110


@pytest.mark.parametrize(("model", "shares"), [("tiny-chat", False), ("qwen3-gqa", True)])
def test_a_forked_cache_is_a_cache_of_its_own(model: str, shares: bool) -> None:
    decoder = Decoder(TINY.parent / model)
    assert decoder.graph.shares is shares
    prompt = [5 + token % 200 for token in conversation(3)]
    first, plain, whole = decoder.new_cache(), decoder.new_cache(), decoder.new_cache()
    decoder.feed(first, prompt)
    forked = decoder.fork(first, 100)
    assert forked.tokens == prompt[:100]
    there = decoder.feed(forked, [7, 8, 9])
    np.testing.assert_allclose(there, decoder.feed(plain, [*prompt[:100], 7, 8, 9]), atol=1e-3)
    np.testing.assert_allclose(decoder.feed(first, [5]), decoder.feed(whole, [*prompt, 5]), atol=1e-3)


def test_a_model_that_cannot_go_back_gets_borders_where_the_next_prompt_turns_off() -> None:
    """Its caches are kept where the end of one is the beginning of the next prompt."""
    decoder = SmallDecoder(going_on_as([1], 1000), can_rewind=False)
    generator = Generator(decoder, clock=decoder.clock)  # type: ignore[arg-type]
    prompt = conversation(1, 100)
    continued(generator, prompt, 3)
    ends = [sum(decoder.steps[: n + 1]) for n in range(len(decoder.steps))]
    assert len(prompt) - TAIL_TOKENS in ends
    assert continued(generator, [*prompt, 1, 1, 50, 51]).reused == len(prompt) + 2
    assert continued(generator, [*prompt, 60]).reused == 0
