"""The embedding lane in its own process: vectors over the pipe, broken models, replaced models, cancel."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.engines.embedding.encoder import Encoder
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import Describe, EmbedPassages, EmbedQuery, LaneName, Vectors

TINY = Path(__file__).resolve().parents[1] / "data" / "models"
TEXTS = ("The ferry leaves at six.", "", "绿茶最好在半年之内喝完。")


@pytest.fixture(scope="module")
def lanes() -> Iterator[Lanes]:
    opened = Lanes()
    yield opened
    opened.close()


def embed(lanes: Lanes, model: Path, texts: tuple[str, ...] = TEXTS) -> tuple[Vectors, np.ndarray]:
    outcome = lanes.run(LaneName.EMBEDDING, EmbedPassages(model, texts), time_limit=60)
    value = outcome.value
    assert isinstance(value, Vectors)
    return value, np.frombuffer(outcome.tail, "<f4").reshape(value.count, value.dimension)


def test_vectors_come_over_the_pipe_as_the_encoder_made_them(lanes: Lanes) -> None:
    encoder = Encoder(TINY / "tiny-qwen3")
    value, vectors = embed(lanes, TINY / "tiny-qwen3")
    assert value == Vectors(3, 24, encoder.manifest.identity)
    np.testing.assert_allclose(vectors, encoder.embed_passages(TEXTS), atol=1e-6)
    query = lanes.run(LaneName.EMBEDDING, EmbedQuery(TINY / "tiny-qwen3", TEXTS[0]), time_limit=60)
    np.testing.assert_allclose(np.frombuffer(query.tail, "<f4"), encoder.embed_query(TEXTS[0])[0], atol=1e-6)


def test_no_texts_give_an_empty_tail(lanes: Lanes) -> None:
    value, vectors = embed(lanes, TINY / "tiny-gte", ())
    assert (value.count, vectors.size) == (0, 0)


def test_a_broken_model_is_a_code_and_the_lane_goes_on(lanes: Lanes, tmp_path: Path) -> None:
    with pytest.raises(AppError) as missing:
        embed(lanes, tmp_path / "nothing")
    assert missing.value.code is ErrorCode.MODEL_MISSING
    shutil.copytree(TINY / "tiny-gte", tmp_path / "cut")
    (tmp_path / "cut" / "model.onnx").write_bytes(b"cut")
    with pytest.raises(AppError) as broken:
        embed(lanes, tmp_path / "cut")
    assert (broken.value.code, broken.value.details["file"]) == (ErrorCode.MODEL_BROKEN, "model.onnx")
    assert embed(lanes, TINY / "tiny-gte")[0].count == 3


def test_a_model_that_was_replaced_on_disk_is_loaded_again(lanes: Lanes, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(TINY / "tiny-e5", folder)
    assert embed(lanes, folder)[0].identity.startswith("tiny-e5")
    shutil.rmtree(folder)
    shutil.copytree(TINY / "tiny-gte", folder)
    value, vectors = embed(lanes, folder)
    assert value.identity.startswith("tiny-gte")
    np.testing.assert_allclose(vectors, Encoder(TINY / "tiny-gte").embed_passages(TEXTS), atol=1e-6)
    shutil.rmtree(folder)
    with pytest.raises(AppError) as gone:
        embed(lanes, folder)
    assert gone.value.code is ErrorCode.MODEL_MISSING


def test_a_cancelled_batch_ends_as_cancelled_and_the_lane_goes_on(lanes: Lanes) -> None:
    stop = StopSignal()
    stop.stop()
    with pytest.raises(JobCancelled):
        lanes.run(LaneName.EMBEDDING, EmbedPassages(TINY / "tiny-gte", TEXTS * 1000), stop=stop, time_limit=60)
    assert embed(lanes, TINY / "tiny-gte")[0].count == 3


def test_the_lane_says_what_it_works_with(lanes: Lanes) -> None:
    described = lanes.run(LaneName.EMBEDDING, Describe(), time_limit=60).value
    assert {"onnxruntime", "numpy", "tokenizers"} <= set(described.versions)
    assert described.providers == ("CPUExecutionProvider",)
