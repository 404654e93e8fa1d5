"""The embedded model against vectors of the reference implementation (the command stands in the golden file)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from app.engines.embedding.encoder import Encoder

GOLDEN = Path(__file__).parent / "embedding" / "all-minilm-l6-v2.json"
SHARE = Path(sys.prefix) / "share" / "alcove"
INT8 = SHARE / "models" / "all-minilm-l6-v2"
FLOAT32 = SHARE / "test-models" / "all-minilm-l6-v2-float32"


def golden() -> tuple[list[str], np.ndarray]:
    entries = json.loads(GOLDEN.read_text("utf-8"))["vectors"]
    return [entry["text"] for entry in entries], np.array([entry["vector"] for entry in entries], np.float32)


def worst_cosine(folder: Path) -> tuple[float, str]:
    """Of all golden texts, each alone and all in one batch, the lowest cosine and its text."""
    if not (folder / "manifest.json").is_file():
        pytest.skip(f"{folder} is not there; packaging/bootstrap.py makes it")
    encoder, (texts, expected) = Encoder(folder), golden()
    batch = (encoder.embed_passages(texts) * expected).sum(axis=1)
    alone = (np.concatenate([encoder.embed_query(text) for text in texts]) * expected).sum(axis=1)
    lowest = np.minimum(batch, alone)
    worst = int(lowest.argmin())
    return float(lowest[worst]), texts[worst][:40]


def test_golden_vectors_have_length_one_and_differ() -> None:
    texts, expected = golden()
    np.testing.assert_allclose(np.linalg.norm(expected, axis=1), 1, atol=1e-4)
    assert len(texts) == len(expected) > 30
    assert len(np.unique(expected.round(3), axis=0)) > 30


def test_int8_is_close_to_the_reference() -> None:
    cosine, text = worst_cosine(INT8)
    assert cosine >= 0.995, text


def test_float32_is_the_reference() -> None:
    cosine, text = worst_cosine(FLOAT32)
    assert cosine >= 0.9999, text
