"""A decoder's inputs and caches are found by name and shape; what the loop cannot feed is refused with the reason."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.engines.onnx.decoder_graph import DecoderGraph, Role, read_decoder_graph
from app.engines.onnx.files import DamagedError, UnsuitableError
from app.engines.onnx.genai_folder import GenaiFolder, NamePair, read_genai_folder
from app.engines.onnx.header import read_header
from app.engines.onnx.values import ElementType
from tests.fakes.onnx_bytes import INT64, decoder, graph, model, node, port, tensor

ATTENTION = "GroupQueryAttention"
HALF = ElementType.FLOAT16


def read(folder: Path, data: bytes, *, genai: GenaiFolder | None = None, **config: Any) -> DecoderGraph:
    (folder / "model.onnx").write_bytes(data)
    return read_decoder_graph(read_header(folder / "model.onnx"), genai=genai, config=config)


def refused(folder: Path, data: bytes, **config: Any) -> str:
    with pytest.raises(UnsuitableError) as raised:
        read(folder, data, **config)
    return str(raised.value)


def attention(**numbers: int) -> bytes:
    past, present = ["past_key_values.0.key", "past_key_values.0.value"], ["present.0.key", "present.0.value"]
    return node(ATTENTION, ["q", "k", "v", *past], ["out", *present], domain="com.microsoft", **numbers)


def state(name: str, shape: Sequence[int | str]) -> dict[str, list[bytes]]:
    return {"inputs": [port(f"past{name}", shape)], "outputs": [port(f"present{name}", shape)]}


def test_caches_are_paired_by_name_and_measured_by_shape(tmp_path: Path) -> None:
    found = read(tmp_path, decoder(cache=("batch", 2, "past", 4), cache_kind=HALF))
    assert [(slot.past, slot.present) for slot in found.slots] == [
        ("past_key_values.0.key", "present.0.key"),
        ("past_key_values.0.value", "present.0.value"),
    ]
    assert found.slots[0].shape_of(7) == (1, 2, 7, 4)
    assert (found.cache_bytes_per_token, found.vocabulary, found.state_bytes) == (2 * (2 * 2 * 4 * 2), 16, 0)
    shared = read(tmp_path, decoder(cache=("batch", 2, "past", 4), cache_kind=HALF, nodes=[attention()]))
    assert shared.cache_bytes_per_token == 2 * 2 * 4 * 2  # past and present are one


def test_layers_come_in_their_order(tmp_path: Path) -> None:
    names = [f"past_key_values.{n}.key" for n in (10, 2)]
    shape = ("batch", 1, "past", 4)
    found = read(
        tmp_path,
        decoder(
            inputs=[port(name, shape) for name in names],
            outputs=[port(f"present.{n}.key", shape) for n in (10, 2)],
        ),
    )
    assert [slot.past.split(".")[1] for slot in found.slots] == ["0", "0", "2", "10"]


@pytest.mark.parametrize(
    ("shape", "of_five"),
    [
        (("batch", "past", 8), (1, 5, 8)),
        ((1, 2, "past", 4), (1, 2, 5, 4)),
        ((2, "batch", 3, "past", 4), (2, 1, 3, 5, 4)),
    ],
)
def test_the_axis_of_the_tokens_is_the_one_without_a_size(
    tmp_path: Path, shape: Sequence[int | str], of_five: tuple[int, ...]
) -> None:
    assert read(tmp_path, decoder(cache=shape)).slots[0].shape_of(5) == of_five


def test_sizes_that_the_graph_leaves_open_come_from_the_folder(tmp_path: Path) -> None:
    open_shape = ("batch", "heads", "past", "width")
    assert "shape" in refused(tmp_path, decoder(cache=open_shape))
    found = read(tmp_path, decoder(cache=open_shape), num_attention_heads=8, num_key_value_heads=2, hidden_size=32)
    assert found.slots[0].shape == (1, 2, 1, 4)
    assert read(tmp_path, decoder(cache=open_shape), num_attention_heads=8, head_dim=16).slots[0].shape == (1, 8, 1, 16)


@pytest.mark.parametrize("name", ["_conv.0", "_recurrent.1", "_ssm.2", ".0.conv", "_key_values.3.recurrent_state"])
def test_what_does_not_grow_is_a_state(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, decoder(**state(name, ("batch", 6, 3))))
    if name.startswith("_key_values"):
        assert found.states[0].present == f"present{name}"
    assert [(item.past, item.shape) for item in found.states] == [(f"past{name}", (1, 6, 3))]
    assert found.state_bytes == 6 * 3 * 4


def test_inputs_that_are_no_caches_have_roles(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        decoder(
            inputs=[
                port("attention_mask", ("batch", "all"), ElementType.INT32),
                port("position_ids", (3, "batch", "tokens"), INT64),
                port("num_logits_to_keep", (), INT64),
                port("use_cache_branch", (1,), ElementType.BOOL),
            ]
        ),
    )
    assert {item.role: item.rank for item in told.told} == {
        Role.TOKENS: 2,
        Role.MASK: 2,
        Role.POSITIONS: 3,
        Role.ROWS: 0,
        Role.CACHE_BRANCH: 1,
    }
    assert told.can_choose_rows


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"cache_kind": ElementType.BFLOAT16}, "bfloat16"),
        ({"cache_kind": ElementType.INT8}, "int8"),
        ({"cache": ("batch", 2, 64, "width")}, "shape"),
        ({"cache": ("batch", 2, 64, 4)}, "fixed length"),
        ({"cache": ("batch", 1 << 14, "past", 1 << 14)}, "absurd size"),
        ({"cache": ("batch", 0, "past", 4)}, "shape"),
        ({"cache": (4, 2, "past", 4)}, "shape"),
        ({"inputs": [port("position_ids", (4, "batch", "tokens"), INT64)]}, "position_ids"),
        ({"inputs": [port("attention_mask", ("batch", 1, "t", "all"), INT64)]}, "attention_mask"),
        ({"inputs": [port("attention_mask", ("batch", "all"))]}, "attention_mask"),
        ({"inputs": [port("pixel_values", ("batch", 3))]}, "pixel_values"),
        ({"inputs": [port("past_conv.0", ("batch", 6, 3))]}, "do not match"),
        (state("_ssm.0", ("batch", 1 << 20, 1 << 10)), "absurd size"),
        ({"logits": ("batch", "tokens", 1 << 30)}, "logits"),
    ],
)
def test_what_the_loop_cannot_feed_is_refused_by_name(tmp_path: Path, parts: Mapping[str, Any], reason: str) -> None:
    assert reason in refused(tmp_path, decoder(**parts))


def test_what_is_no_decoder_is_refused(tmp_path: Path) -> None:
    ids = port("input_ids", ("batch", "tokens"), INT64)
    assert refused(tmp_path, model(graph(inputs=[ids]))) == "no output named logits"
    logits = port("logits", ("batch", "tokens", 16))
    assert refused(tmp_path, model(graph(inputs=[ids], outputs=[logits]))) == "no cache of earlier tokens"
    assert refused(tmp_path, model(graph(outputs=[logits]))) == "no input named input_ids"
    fixed = port("input_ids", ("batch", 1), INT64)
    assert "input_ids" in refused(tmp_path, model(graph(inputs=[fixed], outputs=[logits])))


@pytest.mark.parametrize("shape", [("batch", 1, 16), ("batch", 16)])
def test_logits_of_the_last_token_alone_are_seen(tmp_path: Path, shape: Sequence[int | str]) -> None:
    assert read(tmp_path, decoder(logits=shape)).gives_last_row


def test_past_and_present_share_only_where_attention_takes_both_directly(tmp_path: Path) -> None:
    assert read(tmp_path, decoder(nodes=[attention()])).shares
    looked_at = node("Shape", ["past_key_values.0.key"], ["length"])
    assert not read(tmp_path, decoder(nodes=[attention(), looked_at])).shares
    assert not read(tmp_path, decoder(nodes=[node("Concat", ["past_key_values.0.key", "k"], ["present.0.key"])])).shares


def test_a_cache_that_slides_gets_room_for_its_window(tmp_path: Path) -> None:
    sliding = attention(local_window_size=64, sliding_window_cache=1)
    assert read(tmp_path, decoder(nodes=[sliding])).least_tokens == 64
    assert read(tmp_path, decoder(nodes=[attention(local_window_size=64)])).least_tokens == 0
    huge = attention(local_window_size=1 << 40, sliding_window_cache=1)
    assert refused(tmp_path, decoder(nodes=[huge])) == "a cache that slides"


def test_weights_that_are_only_looked_up_are_told_from_those_that_are_computed_with(tmp_path: Path) -> None:
    nodes = [node("Gather", ["table", "input_ids"], ["h"]), node("MatMul", ["h", "w"], ["logits"])]
    weights = [tensor("table", [16, 4], bytes(256)), tensor("w", [4, 16], bytes(256))]
    found = read(tmp_path, decoder(nodes=nodes, weights=weights)).weights
    assert (found.stored, found.tables, found.prepared) == (512, 256, 0)


GENAI: dict[str, Any] = {
    "model": {
        "context_length": 512,
        "eos_token_id": [4, 5],
        "decoder": {
            "filename": "model.onnx",
            "head_size": 4,
            "num_key_value_heads": 2,
            "inputs": {"input_ids": "ids", "past_key_names": "k_in.%d", "past_value_names": "v_in.%d"},
            "outputs": {"logits": "scores", "present_key_names": "k_out.%d", "present_value_names": "v_out.%d"},
        },
    },
    "search": {"past_present_share_buffer": False, "max_length": 40960},
}


def genai(folder: Path, values: Any) -> GenaiFolder | None:
    (folder / "genai_config.json").write_text(json.dumps(values), encoding="utf-8")
    return read_genai_folder(folder)


def changed(**decoder_values: Any) -> dict[str, Any]:
    inner = GENAI["model"]["decoder"]
    return {**GENAI, "model": {**GENAI["model"], "decoder": {**inner, **decoder_values}}}


def test_a_genai_folder_names_its_ports_and_ends(tmp_path: Path) -> None:
    assert read_genai_folder(tmp_path) is None
    found = genai(tmp_path, GENAI)
    assert found is not None
    assert (found.filename, found.end_ids, found.context_length) == ("model.onnx", {4, 5}, 512)
    assert found.present_of("k_in.12") == "k_out.12"
    assert NamePair("a.b.%d", "c.%d").layer("axb.1") is None
    names = [port(f"{kind}_in.0", ("batch", 2, "past", "kv_cache_dim")) for kind in "kv"]
    outputs = [port(f"{kind}_out.0", ("batch", 2, "past", "kv_cache_dim")) for kind in "kv"]
    data = model(
        graph(
            [node(ATTENTION, ["q", "k", "v", "k_in.0", "v_in.0"], ["o", "k_out.0", "v_out.0"], domain="com.microsoft")],
            [port("ids", ("batch", "tokens"), INT64), *names],
            [port("scores", ("batch", "tokens", 16)), *outputs],
        )
    )
    made = read(tmp_path, data, genai=found)
    assert (made.logits, made.told[0].name, [slot.present for slot in made.slots]) == (
        "scores",
        "ids",
        ["k_out.0", "v_out.0"],
    )
    assert made.slots[0].shape == (1, 2, 1, 4)
    assert not made.shares  # the folder says that past and present are two


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (changed(session_options={"custom_ops_library": "x.so"}), "custom operators"),
        (changed(pipeline=[{"a": {"filename": "a.onnx"}}]), "several graphs"),
        ({**GENAI, "model": {**GENAI["model"], "vision": {"filename": "v.onnx"}}}, "vision"),
        (changed(sliding_window={"window_size": 128}), "slides"),
    ],
)
def test_genai_folders_that_need_more_than_our_loop_are_refused(tmp_path: Path, values: Any, reason: str) -> None:
    with pytest.raises(UnsuitableError, match=reason):
        genai(tmp_path, values)


def test_a_window_that_the_graph_itself_keeps_is_no_hindrance(tmp_path: Path) -> None:
    window = {"window_size": 64, "slide_key_value_cache": False, "slide_inputs": False, "layers": [0]}
    assert genai(tmp_path, changed(sliding_window=window)) is not None


@pytest.mark.parametrize(
    "values", [[], {}, {"model": 3}, {"model": {}}, changed(filename="../model.onnx"), changed(filename=3)]
)
def test_a_wrong_genai_config_is_damage(tmp_path: Path, values: Any) -> None:
    with pytest.raises(DamagedError):
        genai(tmp_path, values)
