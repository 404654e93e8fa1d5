"""The decode loop against greedy tokens and logits of the reference implementation (command in the golden file)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.engines.llm.chat import ChatModel
from app.engines.llm.decoder.decoder import Decoder
from app.engines.llm.generation.generate import Generator
from app.engines.llm.generation.sampling import Sampler

ROOT = Path(__file__).resolve().parents[1]
MODELS = ("tiny-qwen2", "tiny-chat")
ALL_AT_ONCE = 1 << 20


@cache
def golden(model: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((ROOT / "golden" / "llm" / f"{model}.json").read_text("utf-8"))
    return values


@cache
def decoder(model: str) -> Decoder:
    return Decoder(ROOT / "data" / "models" / model)


def continued(generator: Generator, prompt: list[int], most: int = 64) -> list[int]:
    return list(generator.run(prompt, Sampler(), end_ids=frozenset(), most_new_tokens=most).new_tokens)


RUNS = [
    pytest.param(model, run, id=f"{model}-{len(run['prompt'])}-tokens")
    for model in MODELS
    for run in golden(model)["runs"]
]


@pytest.mark.parametrize("model", MODELS)
def test_the_golden_runs_are_the_promised_ones_and_clear_enough_to_compare(model: str) -> None:
    runs = golden(model)["runs"]
    assert [(len(run["prompt"]), len(run["tokens"])) for run in runs] == [(1, 64), (17, 64), (300, 64)]
    # A lead smaller than the rounding of another order of sums would make equal tokens a matter of luck.
    assert min(run["least_lead"] for run in runs) > 1e-3
    assert max(len(set(run["tokens"])) for run in runs) > 10


@pytest.mark.parametrize("piece_tokens", [1, 7, 128, ALL_AT_ONCE])
@pytest.mark.parametrize(("model", "run"), RUNS)
def test_greedy_tokens_are_the_reference_s_with_the_prompt_in_any_pieces(
    model: str, run: dict[str, Any], piece_tokens: int
) -> None:
    assert continued(Generator(decoder(model), piece_tokens=piece_tokens), run["prompt"]) == run["tokens"]


@pytest.mark.parametrize(("model", "run"), RUNS)
def test_logits_are_the_reference_s_at_the_first_and_the_last_step(model: str, run: dict[str, Any]) -> None:
    remembered = decoder(model).new_cache()
    first = decoder(model).feed(remembered, run["prompt"])
    last = decoder(model).feed(remembered, run["tokens"][:-1])
    for logits, sample in zip((first, last), run["logits"], strict=True):
        np.testing.assert_allclose(logits[sample["ids"]], sample["values"], atol=2e-3)
        assert int(logits.argmax()) == sample["ids"][0]


@pytest.mark.parametrize("model", MODELS)
def test_what_two_prompts_share_is_computed_once_and_changes_no_token(model: str) -> None:
    prompt, tokens = golden(model)["runs"][2]["prompt"], golden(model)["runs"][2]["tokens"]
    generator = Generator(decoder(model))
    other = [*prompt[:200], 3, *reversed(prompt[200:])]
    continued(generator, other, most=5)

    def run(longer: list[int], most: int) -> tuple[int, list[int]]:
        made = generator.run(longer, Sampler(), end_ids=frozenset(), most_new_tokens=most)
        return made.reused, list(made.new_tokens)

    assert run(prompt, 64) == (200, tokens)
    assert run(prompt, 64) == (299, tokens)
    # A follow-up: the answer itself is remembered too.
    assert run([*prompt, *tokens[:10]], 54) == (309, tokens[10:])


@pytest.mark.parametrize("number", range(3))
def test_chat_prompts_are_encoded_as_transformers_does(number: int) -> None:
    chat = golden("tiny-chat")["chats"][number]
    assert ChatModel(ROOT / "data" / "models" / "tiny-chat").prompt(chat["messages"]) == chat["ids"]
