"""The decoder's caches grow, go back and stop as promised, and a graph written anew gives what the file gives."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.engines.llm.decoder.cache import LEAST_STEP_TOKENS, Cache, capacity_for
from app.engines.llm.decoder.cache_growing import _Pair
from app.engines.llm.decoder.cache_shared import SharedStore
from app.engines.llm.decoder.cache_states import MOST_MARKS
from app.engines.llm.decoder.decoder import Decoder
from app.engines.llm.decoder.files import open_decoder_files
from app.engines.llm.decoder.pieces import takes_pieces
from app.engines.onnx.header import read_header
from app.engines.onnx.rewrite import ROWS, rewriting_for, rewritten
from app.engines.onnx.session import open_session
from app.engines.onnx.values import ElementType
from tests.fakes.onnx_bytes import decoder as decoder_graph
from tests.fakes.onnx_bytes import node, port, tensor

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"
GROWING, SHARED, STATES, MERGED = "qwen2-onnx", "qwen2-genai-int4", "lfm2-onnx", "qwen2-merged"
EVERY = (GROWING, SHARED, STATES, MERGED)


@cache
def model(name: str) -> Decoder:
    return Decoder(MODELS / name)


def tokens(count: int, seed: int = 0) -> list[int]:
    return [int(token) for token in np.random.default_rng(seed).integers(5, 300, count)]


def fed(decoder: Decoder, *pieces: Sequence[int]) -> tuple[Cache, Any]:
    remembered, logits = decoder.new_cache(), None
    for piece in pieces:
        logits = decoder.feed(remembered, piece)
    return remembered, logits


def same(one: Any, other: Any) -> None:
    np.testing.assert_allclose(one, other, atol=2e-2, rtol=0)
    assert int(one.argmax()) == int(other.argmax())


def test_the_four_ways_of_remembering_are_recognised() -> None:
    assert [model(name).graph.shares for name in EVERY] == [False, True, False, False]
    assert [model(name).can_rewind for name in EVERY] == [True, True, False, True]
    assert all(model(name).takes_pieces and model(name).can_verify for name in EVERY)


@pytest.mark.parametrize("name", EVERY)
def test_a_cache_that_grew_remembers_what_one_made_large_at_once_does(name: str) -> None:
    decoder, ids = model(name), tokens(LEAST_STEP_TOKENS + 40)
    _, at_once = fed(decoder, ids)
    grown, in_steps = fed(decoder, ids[:200], ids[200:250], ids[250:])
    same(in_steps, at_once)
    assert grown.tokens == ids


@pytest.mark.parametrize("name", [GROWING, SHARED])
def test_memory_grows_in_steps_and_is_what_the_arithmetic_says(name: str) -> None:
    decoder = model(name)
    remembered = decoder.new_cache()
    assert remembered.bytes == 0
    decoder.feed(remembered, tokens(2))
    decoder.feed(remembered, tokens(3))
    first = remembered.bytes
    assert first == decoder.memory(5) - decoder.memory(0)
    decoder.feed(remembered, tokens(100))
    assert remembered.bytes == first
    decoder.feed(remembered, tokens(LEAST_STEP_TOKENS))
    decoder.feed(remembered, tokens(1))
    assert remembered.bytes == 2 * first == decoder.memory(len(remembered.tokens)) - decoder.memory(0)


def test_a_capacity_is_never_less_than_needed_nor_more_than_the_context() -> None:
    assert capacity_for(1, 10_000) == LEAST_STEP_TOKENS
    assert capacity_for(LEAST_STEP_TOKENS + 1, 300) == 300
    for total in (1, 255, 256, 257, 4000, 100_000):
        assert total <= capacity_for(total, 1 << 20) <= total + max(LEAST_STEP_TOKENS, total // 8)


@pytest.mark.parametrize("name", EVERY)
def test_what_is_forgotten_leaves_no_trace(name: str) -> None:
    decoder, ids = model(name), tokens(60)
    remembered, _ = fed(decoder, ids[:20], ids[20:40])
    kept = decoder.shorten(remembered, 25)
    assert kept == (20 if name == STATES else 25)  # a state goes back to where a piece began
    assert remembered.tokens == ids[:kept]
    same(decoder.feed(remembered, ids[40:]), fed(decoder, [*ids[:kept], *ids[40:]])[1])


def test_states_keep_the_last_borders_between_pieces_and_nothing_else() -> None:
    decoder, ids = model(STATES), tokens(80)
    remembered, _ = fed(decoder, *(ids[start : start + 8] for start in range(0, 80, 8)))
    size = remembered.bytes
    assert decoder.shorten(remembered, 79) == 72
    assert decoder.shorten(remembered, 71) == 64
    assert decoder.shorten(remembered, 10) == 0  # only the last borders are kept
    assert MOST_MARKS < 9
    same(decoder.feed(remembered, ids[:8]), fed(decoder, ids[:8])[1])
    assert remembered.bytes <= size


@pytest.mark.parametrize("name", EVERY)
def test_every_row_is_what_the_tokens_give_one_by_one(name: str) -> None:
    decoder, ids = model(name), tokens(24)
    remembered, _ = fed(decoder, ids[:16])
    rows = decoder.feed_all(remembered, ids[16:])
    singly, _ = fed(decoder, ids[:16])
    for row, token in zip(rows, ids[16:], strict=True):
        same(row, decoder.feed(singly, [token]))


def test_logits_are_the_callers_own() -> None:
    decoder = model(SHARED)
    remembered, first = fed(decoder, tokens(5))
    before = first.copy()
    decoder.feed_all(remembered, tokens(7, seed=1))
    np.testing.assert_array_equal(first, before)


@pytest.mark.parametrize("name", EVERY)
def test_an_interrupted_step_changes_nothing_and_the_next_answer_is_right(name: str) -> None:
    decoder, ids = Decoder(MODELS / name), tokens(50)
    remembered, _ = fed(decoder, ids[:20])
    decoder.interrupt()
    with pytest.raises(JobCancelled):
        decoder.feed(remembered, ids[20:])
    decoder.resume()
    assert remembered.tokens == ids[:20]
    same(decoder.feed(remembered, ids[20:]), fed(decoder, ids)[1])


def test_a_step_that_runs_is_interrupted_from_another_thread() -> None:
    decoder, ids = Decoder(MODELS / GROWING), tokens(200)
    started, ended = threading.Event(), list[str]()

    def work() -> None:
        try:
            while True:
                started.set()
                fed(decoder, ids)
        except JobCancelled:
            ended.append("cancelled")

    thread = threading.Thread(target=work)
    thread.start()
    assert started.wait(30)
    decoder.interrupt()
    thread.join(30)
    assert ended == ["cancelled"]


@pytest.mark.parametrize("name", [STATES, GROWING])
def test_a_model_that_goes_on_by_one_token_only_is_still_right(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    decoder, ids = Decoder(MODELS / name), tokens(40)
    wanted = fed(decoder, ids)[1]
    monkeypatch.setattr(decoder, "takes_pieces", False)
    same(fed(decoder, ids[:8], ids[8:])[1], wanted)  # much that is new: all again at once
    same(fed(decoder, ids[:38], ids[38:])[1], wanted)  # little: one by one
    remembered, _ = fed(decoder, ids[:30])
    same(decoder.feed_all(remembered, ids[30:])[-1], wanted)
    assert not decoder.can_verify


class Forgetful:
    """Its logits tell which tokens it knows of; ``sees`` says what a step sees of the earlier ones."""

    takes_pieces = True

    def __init__(self, *, pieces: bool, singly: bool) -> None:
        self._sees = {False: singly, True: pieces}

    def new_cache(self) -> Any:
        return Cache([], 100)

    def feed(self, remembered: Any, ids: Sequence[int]) -> Any:
        known = [*remembered.tokens, *ids] if not remembered.tokens or self._sees[len(ids) > 1] else list(ids)
        remembered.commit(ids)
        return np.bincount(known, np.arange(1.0, len(known) + 1), minlength=32)


@pytest.mark.parametrize(
    ("pieces", "singly", "answer"), [(True, True, True), (False, True, False), (False, False, None)]
)
def test_whether_pieces_may_be_fed_is_tried(pieces: bool, singly: bool, answer: bool | None) -> None:
    assert takes_pieces(Forgetful(pieces=pieces, singly=singly), 32) is answer


def test_more_than_the_context_is_never_fed() -> None:
    decoder = model(SHARED)
    remembered = decoder.new_cache()
    with pytest.raises(ValueError, match="context"):
        decoder.feed(remembered, [5] * (decoder.facts.context_length + 1))


@pytest.mark.parametrize("name", ["tiny-chat", GROWING])
def test_a_graph_written_anew_is_small_and_gives_the_same_logits(name: str) -> None:
    files = open_decoder_files(MODELS / name)
    assert files.rewriting.product is not None
    data = files.rewritten()
    assert data is not None
    inline = sum(weight.bytes for weight in files.rewriting.mapped)
    assert len(data) < files.path.stat().st_size - inline + 4096 + 1024 * len(files.rewriting.merged)
    ids = np.array([tokens(9)])
    given: dict[str, Any] = {"input_ids": ids, "attention_mask": np.ones_like(ids), "position_ids": np.arange(9)[None]}
    for slot in files.graph.slots:
        given[slot.past] = np.zeros(slot.shape_of(0), np.float32)
    plain = open_session(files.path).run(["logits"], given)[0]
    anew = open_session(files.path, graph=data).run(["logits"], {**given, ROWS: np.array([8, 2])})[0]
    np.testing.assert_allclose(anew[0], plain[0][[8, 2]], atol=1e-5)


def test_a_four_bit_product_that_says_nothing_of_accuracy_rounds_on_a_cpu_only(tmp_path: Path) -> None:
    def product(name: str, **accuracy: int) -> bytes:
        return node("MatMulNBits", ["h", "w"], [name], domain="com.microsoft", K=32, N=16, bits=4, **accuracy)

    path = tmp_path / "model.onnx"
    silent, unset = product("a"), product("b", accuracy_level=0)
    path.write_bytes(decoder_graph(nodes=[silent, unset, product("logits", accuracy_level=1)]))

    def levels(on_cpu: bool) -> list[int | None]:
        anew = tmp_path / "anew.onnx"
        anew.write_bytes(rewritten(path, rewriting_for(read_header(path), "logits", on_cpu=on_cpu)))
        nodes = [item for item in read_header(anew).nodes if item.kind == "MatMulNBits"]
        return [item.numbers.get("accuracy_level") for item in nodes]

    assert levels(on_cpu=True) == [4, 4, 1]
    assert levels(on_cpu=False) == [None, 0, 1]


def _merging(path: Path, data: bytes) -> list[tuple[int, ...]]:
    """The widths of each group of products that would be one in the graph ``data``."""
    path.write_bytes(data)
    groups = rewriting_for(read_header(path), "logits").merged
    return [tuple(node.numbers["N"] for node in group.nodes) for group in groups]


def test_products_of_one_input_become_one_only_where_nothing_else_could_change(tmp_path: Path) -> None:
    def product(name: str, weight: str, width: int = 16, source: str = "h", **more: int) -> bytes:
        numbers = {"K": 32, "N": width, "bits": 4, "block_size": 32, **more}
        return node("MatMulNBits", [source, weight, f"{weight}.s"], [name], domain="com.microsoft", **numbers)

    def weights(name: str, width: int = 16) -> list[bytes]:
        packed = tensor(name, [width, 1, 16], bytes(width * 16), kind=ElementType.UINT8)
        return [packed, tensor(f"{name}.s", [width, 1], bytes(width * 4))]

    def groups(second: bytes, held: Sequence[bytes], *others: bytes, inputs: Sequence[bytes] = ()) -> list[Any]:
        nodes, given = [product("a", "u"), second, *others], [*weights("u"), *held]
        return _merging(tmp_path / "model.onnx", decoder_graph(nodes=nodes, weights=given, inputs=inputs))

    assert groups(product("b", "v", 32), weights("v", 32)) == [(16, 32)]
    assert groups(product("b", "v", source="other"), weights("v")) == []
    assert groups(product("b", "v", accuracy_level=1), weights("v")) == []
    assert groups(product("b", "v", 8), weights("v", 8)) == [], "a width that a kernel takes with its neighbours"
    assert groups(product("b", "u"), []) == [], "weights that both use"
    assert groups(product("b", "v"), weights("v"), node("Gather", ["v", "h"], ["c"])) == [], "tied embeddings"
    assert groups(product("b", "v"), []) == [], "weights that are computed"
    replaceable = port("v", [16, 1, 16], ElementType.UINT8)
    assert groups(product("b", "v"), weights("v"), inputs=[replaceable]) == []
    assert groups(product("logits", "v"), weights("v")) == [], "the product of which only some rows are wanted"


@pytest.mark.parametrize("name", ["tiny-chat", "qwen3-gqa", "lfm2-genai-int4"])
def test_products_that_became_one_give_the_very_same_logits(name: str) -> None:
    files = open_decoder_files(MODELS / name)
    assert files.rewriting.merged
    apart = Decoder(MODELS / name)
    alone = replace(files.rewriting, merged=())
    apart._steps._session = open_session(files.path, graph=rewritten(files.path, alone))
    ids = tokens(9)
    (_, one), (_, other) = fed(model(name), ids, ids[:1]), fed(apart, ids, ids[:1])
    np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("between", "is_cut"),
    [
        ([], True),
        ([node("Mul", ["p", "scale"], ["logits"])], True),
        ([node("Mul", ["p", "other"], ["logits"])], False),
        ([node("Reshape", ["p", "scale"], ["logits"])], False),
        ([node("Mul", ["p", "scale"], ["logits"]), node("Shape", ["p"], ["looked_at"])], False),
    ],
)
def test_rows_are_chosen_only_where_nothing_else_depends_on_them(
    tmp_path: Path, between: list[bytes], is_cut: bool
) -> None:
    product = node("MatMul", ["h", "w"], ["p" if between else "logits"])
    weights = [tensor("w", [4, 16], bytes(256)), tensor("scale", [1], bytes(4))]
    path = tmp_path / "model.onnx"
    path.write_bytes(decoder_graph(nodes=[product, *between], weights=weights))
    assert (rewriting_for(read_header(path), "logits").product is not None) is is_cut


def test_what_its_files_forbid_is_refused_before_anything_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bad"
    shutil.copytree(MODELS / "tiny-chat", folder)
    data = decoder_graph(nodes=[node("Steal", ["input_ids"], ["logits"], domain="evil.ops")])
    (folder / "model.onnx").write_bytes(data)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    next(file for file in manifest["files"] if file["name"] == "model.onnx")["size"] = len(data)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    monkeypatch.setattr("app.engines.llm.decoder.decoder.open_on", lambda *_, **__: pytest.fail("it was loaded"))
    with pytest.raises(AppError) as raised:
        Decoder(folder)
    assert raised.value.code is ErrorCode.MODEL_UNSUPPORTED
    assert raised.value.details["problem"] == "custom operator evil.ops.Steal"


@pytest.mark.parametrize(("name", "store"), [(SHARED, SharedStore), (GROWING, _Pair)])
def test_memory_that_ends_while_a_cache_grows_is_a_code_and_the_model_goes_on(
    name: str, store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoder, ids = Decoder(MODELS / name), tokens(10)
    remembered, _ = fed(decoder, ids)
    room, left = store._room, [3]

    def scarce(*asked: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise MemoryError
        return room(*asked)

    with monkeypatch.context() as patched:
        patched.setattr(store, "_room", staticmethod(scarce) if store is SharedStore else scarce)
        with pytest.raises(AppError) as raised:
            decoder.feed(remembered, tokens(LEAST_STEP_TOKENS))
    assert raised.value.code is ErrorCode.OUT_OF_MEMORY
    assert remembered.tokens == ids
    same(decoder.feed(remembered, [7]), fed(decoder, [*ids, 7])[1])
