"""Graphs that must not be loaded are refused in the lane's own process, which then answers as before."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import AppError, ErrorCode
from app.jobs.lanes import Lanes
from app.protocol.tasks import ChatMessage, Generate, Generated, LaneName
from tests.fakes.onnx_bytes import INT64, branch, decoder, graph, node, port, tensor

TINY = Path(__file__).resolve().parents[1] / "data" / "models" / "tiny-chat"
PROMPT = (ChatMessage("user", "Hello"),)
PAST = ("batch", 2, "past", 4)


@pytest.fixture(scope="module")
def lanes() -> Iterator[Lanes]:
    opened = Lanes()
    yield opened
    opened.close()


def folder_with(target: Path, data: bytes, **beside: bytes) -> Path:
    """The tiny model with another graph and other files, and a manifest that lists what is there."""
    shutil.copytree(TINY, target)
    (target / "model.onnx").write_bytes(data)
    for name, content in beside.items():
        (target / name.replace("__", ".")).write_bytes(content)
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    for file in manifest["files"]:
        content = (target / file["name"]).read_bytes()
        file.update(size=len(content), sha256=hashlib.sha256(content).hexdigest())
    (target / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return target


def refused(lanes: Lanes, folder: Path) -> tuple[ErrorCode, str]:
    with pytest.raises(AppError) as raised:
        lanes.run(LaneName.LLM, Generate(folder, PROMPT), time_limit=60)
    return raised.value.code, raised.value.details.get("problem", "")


def external(location: str, length: int = 64) -> bytes:
    weight = tensor("w", [4, 4], external={"location": location, "length": str(length)})
    return decoder(nodes=[node("MatMul", ["h", "w"], ["logits"])], weights=[weight])


HIDDEN = graph([node("Steal", ["x"], ["y"], domain="evil.ops")])
GENAI = {"model": {"decoder": {"filename": "model.onnx", "session_options": {"custom_ops_library": "evil.so"}}}}
BROKEN, UNSUPPORTED = ErrorCode.MODEL_BROKEN, ErrorCode.MODEL_UNSUPPORTED


@pytest.mark.parametrize(
    ("data", "beside", "code", "problem"),
    [
        pytest.param(b"\x00" * 64, {}, BROKEN, "field", id="no graph"),
        pytest.param(decoder()[:-40], {}, BROKEN, "", id="cut off"),
        pytest.param(external("w.data"), {}, BROKEN, "missing", id="data missing"),
        pytest.param(external("w.data"), {"w__data": bytes(63)}, BROKEN, "63 bytes", id="data cut off"),
        pytest.param(external("../tiny-chat/model.onnx"), {}, UNSUPPORTED, "outside", id="data outside"),
        pytest.param(external("/etc/hostname"), {}, UNSUPPORTED, "outside", id="data at a whole path"),
        pytest.param(
            decoder(weights=[tensor("w", [1 << 30, 1 << 20], bytes(8))]), {}, BROKEN, "instead of", id="huge weight"
        ),
        pytest.param(decoder(cache=("b", 1 << 20, "past", 1 << 20)), {}, UNSUPPORTED, "absurd", id="huge cache"),
        pytest.param(
            decoder(inputs=[port("past_ssm.0", ("b", 1 << 40))], outputs=[port("present_ssm.0", ("b", 1 << 40))]),
            {},
            UNSUPPORTED,
            "absurd",
            id="huge state",
        ),
        pytest.param(
            decoder(nodes=[node("If", ["c"], ["y"], branch("then_branch", HIDDEN))]),
            {},
            UNSUPPORTED,
            "custom operator evil.ops.Steal",
            id="custom operator in a branch",
        ),
        pytest.param(
            decoder(), {"genai_config__json": json.dumps(GENAI).encode()}, UNSUPPORTED, "custom operators", id="library"
        ),
        pytest.param(
            decoder(inputs=[port("pixel_values", ("b", 3), INT64)]), {}, UNSUPPORTED, "pixel_values", id="foreign input"
        ),
        pytest.param(decoder(nodes=[node("Nonsense", ["input_ids"], ["logits"])]), {}, None, "", id="unknown operator"),
    ],
)
def test_a_graph_that_must_not_run_is_refused_and_the_next_answer_comes(
    lanes: Lanes, tmp_path: Path, data: bytes, beside: dict[str, bytes], code: ErrorCode | None, problem: str
) -> None:
    found, said = refused(lanes, folder_with(tmp_path / "bad", data, **beside))
    assert found in ((code,) if code else (BROKEN, UNSUPPORTED))
    assert problem in said
    answer: Any = lanes.run(LaneName.LLM, Generate(TINY, PROMPT, 4), time_limit=60).value
    assert isinstance(answer, Generated)
