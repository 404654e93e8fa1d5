"""A graph's header is read from its file alone, and what is wrong or absurd in it is refused before it is loaded."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from app.engines.onnx.files import DamagedError, UnsuitableError, checked_header, data_files, is_inside
from app.engines.onnx.header import read_header
from app.engines.onnx.protobuf_walk import MalformedError, text_field, whole_field
from app.engines.onnx.values import ElementType, External, Header, Port
from tests.fakes.onnx_bytes import INT64, branch, graph, model, node, port, tensor

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"


def write(folder: Path, data: bytes) -> Path:
    path = folder / "model.onnx"
    path.write_bytes(data)
    return path


def header(folder: Path, data: bytes) -> Header:
    return read_header(write(folder, data))


def weighted(*weights: bytes) -> bytes:
    return model(graph(weights=weights))


def outside(location: str, **places: str) -> bytes:
    return weighted(tensor("w", [4, 2], external={"location": location, **places}))


def refused(path: Path, kind: type[ValueError] = DamagedError) -> str:
    with pytest.raises(kind) as raised:
        checked_header(path, path.parent)
    return str(raised.value)


def test_ports_have_names_types_and_shapes_and_weights_are_no_inputs(tmp_path: Path) -> None:
    found = header(
        tmp_path,
        model(
            graph(
                inputs=[port("ids", ("batch", 3), INT64), port("w", (2,))],
                outputs=[port("logits", ("batch", 3, 16), ElementType.FLOAT16)],
                weights=[tensor("w", [2], bytes(8))],
            )
        ),
    )
    assert found.inputs == (Port("ids", ElementType.INT64, ("batch", 3)),)
    assert found.output("logits") == Port("logits", ElementType.FLOAT16, ("batch", 3, 16))
    assert found.opsets == {"": 18, "com.microsoft": 1}
    assert (found.weights[0].name, found.weights[0].shape, found.weight_bytes) == ("w", (2,), 8)


def test_a_weight_s_data_is_found_in_the_file_and_not_read(tmp_path: Path) -> None:
    path = write(tmp_path, weighted(tensor("w", [5], b"0123456789" * 2)))
    place = read_header(path).weights[0].data
    assert place is not None
    assert path.read_bytes()[place : place + 20] == b"0123456789" * 2


def test_four_bit_weights_take_half_a_byte(tmp_path: Path) -> None:
    found = header(tmp_path, weighted(tensor("w", [3], bytes(2), kind=ElementType.INT4)))
    assert found.weights[0].bytes == 2


def test_operators_weights_and_nodes_of_branches_are_found_too(tmp_path: Path) -> None:
    inner = graph([node("Secret", ["x"], ["y"], domain="evil")], weights=[tensor("in", [2], bytes(8))])
    outer = node("If", ["cond"], ["out"], branch("then_branch", inner))
    found = header(tmp_path, model(graph([outer])))
    assert found.operators == {("", "If"), ("evil", "Secret")}
    assert [(item.kind, item.depth) for item in found.nodes] == [("Secret", 1), ("If", 0)]
    assert [weight.name for weight in found.weights] == ["in"]


def test_graphs_in_graphs_have_an_end(tmp_path: Path) -> None:
    inner = graph()
    for _ in range(30):
        inner = graph([node("If", ["c"], ["o"], branch("then_branch", inner))])
    with pytest.raises(MalformedError, match="without end"):
        header(tmp_path, model(inner))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty"),
        (b"not a graph", "wire type"),
        (whole_field(8, text_field(1, "")), "no graph"),
        (model(graph()) + whole_field(7, graph()), "not one graph"),
        (weighted(tensor("w", [-1], b"")), "shape"),
        (weighted(tensor("w", [1] * 17, b"")), "shape"),
        (weighted(tensor("w", [1], b"1234", kind=99)), "element type"),
        (weighted(tensor("w", [1], external={"location": "x", "offset": "-1"})), "negative"),
        (weighted(tensor("w", [1], external={"location": "x", "offset": "one"})), "no number"),
        (b"\x3a\xff\xff\xff\xff\xff\xff\xff\xff\x7f", "longer"),
        (b"\xff" * 11, "64 bits"),
        (b"\x0b", "wire type"),
        (b"\x08\x01" * (1 << 20) + model(graph()), "too many fields"),
    ],
)
def test_what_is_no_graph_is_malformed(tmp_path: Path, data: bytes, problem: str) -> None:
    with pytest.raises(MalformedError, match=problem):
        header(tmp_path, data)


def test_no_cut_and_no_changed_byte_does_more_than_be_malformed(tmp_path: Path) -> None:
    whole = model(
        graph(
            [node("MatMul", ["a", "w"], ["logits"], axis=1)],
            [port("a", ("b", "t", 2))],
            [port("logits", ("b", "t", 2))],
            [tensor("w", [2, 2], bytes(16)), tensor("x", [4], external={"location": "d", "length": "16"})],
        )
    )
    draw = random.Random(7)
    wrong = [whole[:length] for length in range(len(whole))]
    for _ in range(800):
        changed = bytearray(whole)
        changed[draw.randrange(len(changed))] = draw.randrange(256)
        wrong.append(bytes(changed))
    malformed = 0
    for data in wrong:
        try:
            header(tmp_path, data)
        except MalformedError:
            malformed += 1
    assert malformed > len(whole) / 2


@pytest.mark.parametrize("name", ["tiny-chat", "tiny-gte"])
def test_a_real_export_has_all_its_bytes(name: str) -> None:
    path = MODELS / name / "model.onnx"
    found = checked_header(path, path.parent)
    assert 0.8 < found.weight_bytes / path.stat().st_size < 1
    assert found.input("input_ids") is not None


def test_operators_of_a_foreign_library_are_refused_unless_the_file_defines_them(tmp_path: Path) -> None:
    foreign = graph([node("Tokenize", ["x"], ["y"], domain="ai.onnx.contrib")])
    assert refused(write(tmp_path, model(foreign)), UnsuitableError) == "custom operator ai.onnx.contrib.Tokenize"
    own = text_field(1, "Tokenize") + whole_field(7, node("Identity", ["x"], ["y"])) + text_field(10, "ai.onnx.contrib")
    checked_header(write(tmp_path, model(foreign, functions=[own])), tmp_path)


def test_a_shape_that_promises_more_than_is_there_is_refused(tmp_path: Path) -> None:
    assert "instead of" in refused(write(tmp_path, weighted(tensor("w", [1 << 40], bytes(8)))))
    promised = whole_field(5, text_field(8, "w") + b"\x08" + b"\x80" * 5 + b"\x01" + b"\x10\x01")
    assert "without its data" in refused(write(tmp_path, model(text_field(2, "g") + promised)))


def test_external_data_must_be_there_and_long_enough(tmp_path: Path) -> None:
    path = write(tmp_path, outside("w.data", offset="4096", length="32"))
    assert refused(path) == "missing"
    (tmp_path / "w.data").write_bytes(bytes(4096 + 31))
    assert refused(path) == "4127 bytes instead of at least 4128"
    (tmp_path / "w.data").write_bytes(bytes(4096 + 32))
    found = checked_header(path, tmp_path)
    assert found.weights[0].external == External("w.data", 4096, 32)
    assert data_files(found) == ("w.data",)
    assert "instead of 32" in refused(write(tmp_path, outside("w.data", length="31")))


@pytest.mark.parametrize("location", ["../w.data", "/etc/passwd", "a/../../w.data", "C:\\w", "c:w", "\\\\host\\w", ""])
def test_external_data_stays_in_the_folder(tmp_path: Path, location: str) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "w.data").write_bytes(bytes(32))
    assert not is_inside(location)
    assert "outside" in refused(write(inner, outside(location)), UnsuitableError)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_external_data_is_no_link_and_lies_behind_none(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "w.data").write_bytes(bytes(32))
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "w.data").symlink_to(tmp_path / "elsewhere" / "w.data")
    (folder / "deep").symlink_to(tmp_path / "elsewhere")
    for location in ("w.data", "deep/w.data"):
        assert "no plain file" in refused(write(folder, outside(location)), UnsuitableError)
