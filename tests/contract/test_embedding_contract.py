"""What every embedding model has to keep, whatever its architecture: one class of tests, inherited for each model."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.domain.errors import JobCancelled
from app.domain.models.manifest import ModelRole
from app.engines.embedding.encoder import Encoder
from app.model_files.model_files import ModelFiles

ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "tests" / "data" / "models"
GOLDEN = ROOT / "tests" / "golden" / "embedding"
TEXTS = [
    "Where is the harbour?",
    "绿茶可以保存多久？",
    "",
    "a",
    "The ferry leaves at six. " * 60,
    "\ud800 half",
    "\x00\n",
]


class EmbeddingContract:
    """``folder`` is the model under test."""

    folder: Path

    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls) -> Encoder:
        folder = cls.folder
        if not (folder / "manifest.json").is_file():
            pytest.skip(f"{folder.name} is not there; packaging/bootstrap.py makes it")
        return Encoder(folder)

    def test_vectors_have_the_promised_shape_and_length(self, encoder: Encoder) -> None:
        vectors = encoder.embed_passages(TEXTS)
        assert vectors.shape == (len(TEXTS), encoder.dimension)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    def test_a_batch_gives_what_single_texts_give_in_their_order(self, encoder: Encoder) -> None:
        together = encoder.embed_passages(TEXTS)
        alone = np.concatenate([encoder.embed_passages([text]) for text in TEXTS])
        np.testing.assert_allclose(together, alone, atol=1e-5)

    def test_different_texts_differ_and_the_same_text_does_not(self, encoder: Encoder) -> None:
        first, other, again = encoder.embed_passages(["Where is the harbour?", "Tea is stored dry.", TEXTS[0]])
        np.testing.assert_allclose(first, again, atol=1e-5)
        assert float(first @ other) < 0.9999

    def test_a_query_is_a_passage_only_where_the_prefixes_are_equal(self, encoder: Encoder) -> None:
        facts = encoder.manifest.embedding
        assert facts is not None
        query, passage = encoder.embed_query(TEXTS[0])[0], encoder.embed_passages([TEXTS[0]])[0]
        assert np.allclose(query, passage, atol=1e-5) == (facts.query_prefix == facts.passage_prefix)
        prefixed = encoder.embed_passages([facts.query_prefix + TEXTS[0]])[0] if not facts.passage_prefix else None
        if prefixed is not None:
            np.testing.assert_allclose(query, prefixed, atol=1e-5)

    def test_what_stands_after_the_limit_changes_nothing(self, encoder: Encoder) -> None:
        facts = encoder.manifest.embedding
        assert facts is not None
        long = "harbour " * (facts.max_tokens + 1)
        one, two = encoder.embed_passages([long + "tea", long + "ferry " * 100_000])
        np.testing.assert_array_equal(one, two)

    def test_no_texts_give_no_vectors(self, encoder: Encoder) -> None:
        assert encoder.embed_passages([]).shape == (0, encoder.dimension)

    def test_a_stop_is_seen_between_batches(self, encoder: Encoder) -> None:
        asked = []

        def stop_at_the_second() -> None:
            asked.append(1)
            if len(asked) == 2:
                raise JobCancelled

        with pytest.raises(JobCancelled):
            encoder.embed_passages(["The ferry leaves at six. " * 60] * 200, stop_at_the_second)
        assert len(asked) == 2


class AgainstReference(EmbeddingContract):
    """Models whose golden vectors the reference implementation made (the command stands in the golden file)."""

    def test_passages_and_queries_are_those_of_the_reference(self, encoder: Encoder) -> None:
        golden: dict[str, Any] = json.loads((GOLDEN / f"{encoder.manifest.id}.json").read_text("utf-8"))
        queries = np.concatenate([encoder.embed_query(text) for text in golden["texts"]])
        np.testing.assert_allclose(encoder.embed_passages(golden["texts"]), golden["passages"], atol=5e-6)
        np.testing.assert_allclose(queries, golden["queries"], atol=5e-6)


class TestE5(AgainstReference):
    """Prefixes for queries and passages, mean pooling, token types."""

    folder = TINY / "tiny-e5"


class TestGte(AgainstReference):
    """First token, no prefixes, cut to half of its dimension."""

    folder = TINY / "tiny-gte"


class TestQwen3(AgainstReference):
    """Last token, an instruction before queries, positions, an end token; the reference pads on the left."""

    folder = TINY / "tiny-qwen3"


class TestEmbedded(EmbeddingContract):
    """The model that set-up made."""

    folder = Path(sys.prefix) / "share" / "alcove" / "models" / "all-minilm-l6-v2"


def test_the_tiny_models_are_found_as_models() -> None:
    models = ModelFiles(TINY, ROOT / "nowhere")
    found = models.installed(ModelRole.EMBEDDING)
    assert {"tiny-e5", "tiny-gte", "tiny-qwen3"} <= {model.id for model in found}
    assert [models.check(model) for model in found] == [()] * len(found)
