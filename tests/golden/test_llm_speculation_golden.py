"""Speculation, pieces of a prompt and what prompts share, together: always the reference implementation's tokens."""

from __future__ import annotations

import itertools
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.engines.llm.decoder.decoder import Decoder
from app.engines.llm.generation.generate import Generator, Run
from app.engines.llm.generation.sampling import Sampler, Sampling

ROOT = Path(__file__).resolve().parents[1]
MODELS = ("tiny-qwen2", "tiny-chat")


@cache
def golden(model: str) -> list[dict[str, Any]]:
    runs: list[dict[str, Any]] = json.loads((ROOT / "golden" / "llm" / f"{model}.json").read_text("utf-8"))["runs"]
    return runs


@cache
def decoder(model: str) -> Decoder:
    return Decoder(ROOT / "data" / "models" / model)


def generator(model: str, piece_tokens: int = 128) -> Generator:
    """By its clock every step takes as long as any other, so that every draft seems worth it."""
    ticks = itertools.count()
    return Generator(decoder(model), piece_tokens=piece_tokens, clock=lambda: float(next(ticks)))


def continued(own: Generator, prompt: list[int], most: int = 64, **options: Any) -> Run:
    return own.run(prompt, Sampler(), end_ids=frozenset(), most_new_tokens=most, **options)


@pytest.mark.parametrize("speculate", [True, False])
@pytest.mark.parametrize("piece_tokens", [1, 17, 1 << 20])
@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("model", MODELS)
def test_greedy_tokens_are_the_reference_s(model: str, number: int, piece_tokens: int, speculate: bool) -> None:
    prompt, tokens = golden(model)[number]["prompt"], golden(model)[number]["tokens"]
    own = generator(model, piece_tokens)
    for reused in (0, len(prompt) - 1):
        made = continued(own, prompt, speculate=speculate)
        assert list(made.new_tokens) == tokens
        assert made.reused == reused
        assert (made.drafted > 0) is speculate
    if len(prompt) > 1:  # another conversation that begins alike, and back
        other = [*prompt[: len(prompt) // 2], 3, *reversed(prompt)]
        continued(own, other, 5, speculate=speculate)
        assert list(continued(own, prompt, speculate=speculate).new_tokens) == tokens


@pytest.mark.parametrize("model", MODELS)
def test_drafts_of_both_kinds_were_checked(model: str) -> None:
    """Else the tests above would say nothing about going back, or about going on."""
    made = [continued(generator(model), run["prompt"]) for run in golden(model)]
    assert sum(run.accepted for run in made) > 20
    assert sum(run.drafted - run.accepted for run in made) > 20


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("cut", [1, 20, 63])
def test_a_follow_up_remembers_the_answer_too_also_where_it_was_drafted(model: str, cut: int) -> None:
    prompt, tokens = golden(model)[2]["prompt"], golden(model)[2]["tokens"]
    own = generator(model)
    continued(own, prompt)
    made = continued(own, [*prompt, *tokens[:cut]], 64 - cut)
    assert made.reused == len(prompt) + cut - 1
    assert list(made.new_tokens) == tokens[cut:]


@pytest.mark.parametrize("seed", range(5))
def test_a_seed_draws_the_same_with_and_without_drafts(seed: int) -> None:
    prompt = golden("tiny-chat")[2]["prompt"]

    def drawn(speculate: bool) -> Run:
        own, sampler = generator("tiny-chat"), Sampler(Sampling(0.6, seed=seed))
        return own.run(prompt, sampler, end_ids=frozenset(), most_new_tokens=64, speculate=speculate)

    on, off = drawn(True), drawn(False)
    assert on.new_tokens == off.new_tokens
    assert on.drafted > 0
