"""What the encoder says about model folders that it cannot use."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.domain.errors import AppError, ErrorCode
from app.engines.embedding.encoder import Encoder

TINY = Path(__file__).resolve().parents[1] / "data" / "models"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a tiny model that a test may spoil."""
    shutil.copytree(TINY / "tiny-gte", tmp_path / "model")
    return tmp_path / "model"


def rewrite(folder: Path, *, facts: dict[str, Any] | None = None, **files: bytes) -> None:
    """Change files and describe them rightly, as a foreign package would; ``facts`` overlay the embedding section."""
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["embedding"] |= facts or {}
    for entry in manifest["files"]:
        stem = entry["name"].split(".")[0]
        if stem in files:
            (folder / entry["name"]).write_bytes(files[stem])
            entry["size"], entry["sha256"] = len(files[stem]), hashlib.sha256(files[stem]).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def refusal(folder: Path) -> AppError:
    with pytest.raises(AppError) as caught:
        Encoder(folder).embed_query("harbour")
    return caught.value


def test_a_missing_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nothing").code is ErrorCode.MODEL_MISSING


def test_a_graph_that_is_no_graph(folder: Path) -> None:
    rewrite(folder, model=b"no graph at all")
    error = refusal(folder)
    assert (error.code, error.details["file"]) == (ErrorCode.MODEL_BROKEN, "model.onnx")


def test_an_empty_graph(folder: Path) -> None:
    rewrite(folder, model=b"")
    assert refusal(folder).code in (ErrorCode.MODEL_BROKEN, ErrorCode.MODEL_UNSUPPORTED)


@pytest.mark.parametrize("text", [b"", b"{}", b"not json", b'{"model": {"type": "Cake"}}', b"\xff"])
def test_a_tokenizer_that_is_no_tokenizer(folder: Path, text: bytes) -> None:
    rewrite(folder, tokenizer=text)
    error = refusal(folder)
    assert (error.code, error.details["file"]) == (ErrorCode.MODEL_BROKEN, "tokenizer.json")


def test_more_dimensions_than_the_graph_gives(folder: Path) -> None:
    rewrite(folder, facts={"dimension": 64})
    assert refusal(folder).code is ErrorCode.MODEL_UNSUPPORTED


def test_another_role(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest |= {"role": "chat", "chat": {"context_length": 64}}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert refusal(folder).code is ErrorCode.MODEL_UNSUPPORTED


def test_padding_and_cutting_that_a_tokenizer_brings_along_are_ignored(folder: Path) -> None:
    text = "The ferry leaves at six in the morning and comes back at noon."
    expected = Encoder(folder).embed_passages([text])
    tokenizer = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    tokenizer["truncation"] = {"max_length": 4, "strategy": "LongestFirst", "stride": 0, "direction": "Right"}
    tokenizer["padding"] = {
        "strategy": {"Fixed": 60},
        "direction": "Left",
        "pad_to_multiple_of": None,
        "pad_id": 1,
        "pad_type_id": 0,
        "pad_token": "<pad>",
    }
    rewrite(folder, tokenizer=json.dumps(tokenizer).encode())
    np.testing.assert_allclose(Encoder(folder).embed_passages([text]), expected, atol=1e-6)


def test_a_text_without_any_token_still_gets_a_vector(folder: Path) -> None:
    tokenizer = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    tokenizer["post_processor"] = None
    rewrite(folder, tokenizer=json.dumps(tokenizer).encode())
    encoder = Encoder(folder)
    vectors = np.concatenate([encoder.embed_passages(["", "ferry"]), encoder.embed_query("")])
    assert np.isfinite(vectors).all()
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
