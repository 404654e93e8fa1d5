"""Decoders that are refused with a reason, and what the decode loop does at its limits."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.engines.llm.chat import ChatModel
from app.engines.llm.decoder.decoder import Decoder
from app.engines.llm.generation.generate import Finish, Generator, Run
from app.engines.llm.generation.sampling import Sampler, Sampling

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"
TINY = MODELS / "tiny-chat"


@pytest.fixture(scope="module")
def decoder() -> Decoder:
    return Decoder(TINY)


def copy(target: Path, *, graph: Path = TINY / "model.onnx", **chat: Any) -> Path:
    """The tiny model with another graph or other facts, and a manifest that fits."""
    shutil.copytree(TINY, target)
    shutil.copyfile(graph, target / "model.onnx")
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    manifest["chat"].update(chat)
    for file in manifest["files"]:
        data = (target / file["name"]).read_bytes()
        file.update(size=len(data), sha256=hashlib.sha256(data).hexdigest())
    (target / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return target


def refused(folder: Path) -> tuple[ErrorCode, str]:
    with pytest.raises(AppError) as raised:
        ChatModel(folder)
    return raised.value.code, raised.value.details.get("problem", "")


def test_an_encoder_is_not_a_chat_model(tmp_path: Path) -> None:
    assert refused(MODELS / "tiny-qwen3") == (ErrorCode.MODEL_UNSUPPORTED, "role")
    encoder = copy(tmp_path / "encoder", graph=MODELS / "tiny-qwen3" / "model.onnx")
    assert refused(encoder) == (ErrorCode.MODEL_UNSUPPORTED, "no output named logits")


def test_missing_and_damaged_folders_have_codes(tmp_path: Path) -> None:
    assert refused(tmp_path / "nothing")[0] is ErrorCode.MODEL_MISSING
    cut = copy(tmp_path / "cut")
    (cut / "model.onnx").write_bytes((TINY / "model.onnx").read_bytes()[:5000])
    assert refused(cut)[0] is ErrorCode.MODEL_BROKEN
    graph = tmp_path / "no.onnx"
    graph.write_bytes(b"not a graph")
    assert refused(copy(tmp_path / "wrong", graph=graph))[0] is ErrorCode.MODEL_BROKEN
    loop = copy(tmp_path / "template")
    (loop / "chat_template.jinja").write_text("{% for", encoding="utf-8")
    assert refused(loop)[0] is ErrorCode.MODEL_BROKEN


def test_a_token_that_the_model_does_not_know_is_an_error_and_the_model_goes_on(decoder: Decoder) -> None:
    cache = decoder.new_cache()
    decoder.feed(cache, [5, 6])
    with pytest.raises(AppError) as raised:
        decoder.feed(cache, [1 << 20])
    assert raised.value.code is ErrorCode.MODEL_BROKEN
    assert cache.tokens == [5, 6]
    again = decoder.new_cache()
    np.testing.assert_allclose(decoder.feed(cache, [7]), decoder.feed(again, [5, 6, 7]), atol=1e-4)


def test_a_shortened_cache_is_as_if_the_rest_had_never_been(decoder: Decoder) -> None:
    cache, fresh = decoder.new_cache(), decoder.new_cache()
    decoder.feed(cache, [5, 6, 7, 8, 9])
    decoder.shorten(cache, 2)
    assert cache.tokens == [5, 6]
    np.testing.assert_allclose(decoder.feed(cache, [10]), decoder.feed(fresh, [5, 6, 10]), atol=1e-4)


def test_a_prompt_beyond_the_context_is_refused_with_numbers(decoder: Decoder) -> None:
    most = decoder.facts.context_length
    generator = Generator(decoder)
    with pytest.raises(AppError) as raised:
        generator.run([5] * most, Sampler(), end_ids=frozenset(), most_new_tokens=1)
    assert raised.value.code is ErrorCode.QUESTION_TOO_LONG
    assert raised.value.details == {"tokens": most, "most": most - 1}


def test_an_answer_ends_where_the_context_does(tmp_path: Path) -> None:
    generator = Generator(Decoder(copy(tmp_path / "short", context_length=20)))
    run = generator.run([5] * 15, Sampler(), end_ids=frozenset(), most_new_tokens=1000)
    assert (len(run.new_tokens), run.finish) == (5, Finish.LENGTH)


def test_the_end_token_ends_the_answer_and_is_no_part_of_it(decoder: Decoder) -> None:
    def run(end_ids: set[int]) -> Run:
        return Generator(decoder).run([5, 6, 7], Sampler(Sampling(50.0, seed=1)), end_ids=end_ids, most_new_tokens=20)

    free = run(set())
    end = next(token for n, token in enumerate(free.new_tokens) if n > 2 and token not in free.new_tokens[:n])
    ended = run({end})
    assert ended.finish is Finish.STOP
    assert ended.new_tokens == free.new_tokens[: free.new_tokens.index(end)]


def test_a_model_that_repeats_itself_is_stopped(decoder: Decoder) -> None:
    class Stuck(Sampler):
        def probabilities(self, logits: Any, history: Sequence[int] = ()) -> tuple[Any, Any]:
            return np.array([9]), np.ones(1)

    run = Generator(decoder).run([5], Stuck(), end_ids=frozenset(), most_new_tokens=500)
    assert (run.finish, len(run.new_tokens)) == (Finish.REPETITION, 64)


@pytest.mark.parametrize("calls", [1, 2, 3, 5])
def test_a_stop_between_pieces_or_tokens_leaves_the_next_run_right(decoder: Decoder, calls: int) -> None:
    prompt = list(range(10, 30))
    wanted = Generator(decoder).run(prompt, Sampler(), end_ids=frozenset(), most_new_tokens=10).new_tokens
    generator, seen = Generator(decoder, piece_tokens=8), []

    def stop_at_last() -> None:
        seen.append(None)
        if len(seen) == calls:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        generator.run(prompt, Sampler(), end_ids=frozenset(), most_new_tokens=10, stop_if_cancelled=stop_at_last)
    assert generator.run(prompt, Sampler(), end_ids=frozenset(), most_new_tokens=10).new_tokens == wanted
