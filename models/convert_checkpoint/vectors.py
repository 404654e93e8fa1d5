"""Embedding and reranking models: export, quantize, compare vectors or scores with transformers' own."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from exporting import copy_small_files, export, let_go_of_the_export, load, tokenizer
from numpy.typing import NDArray
from quantizing import quantize
from running import Encoder
from samples import PAIRS, PASSAGES
from telling import Check, Job, Stage, Teller

EXPORT_COSINE, EXPORT_SCORE = 0.9999, 0.001
LEAST_COSINE = {"int8": 0.95, "int4": 0.90}
"""The lowest of the sentences. What public int8 files lose: decision 7 has 0.977 for a good one."""
MOST_SCORE = {"int8": 0.1, "int4": 0.15}
"""Of a relevance between 0 and 1, the largest difference of a pair."""

Row = NDArray[np.float32]


def convert(job: Job, teller: Teller) -> list[str]:
    reranks = job.role == "reranking"
    words = tokenizer(job)
    encoded = [words.encode(*pair) for pair in PAIRS] if reranks else [words.encode(text) for text in PASSAGES]
    samples = [(encoding.ids, encoding.type_ids) for encoding in encoded]
    model = load(job, "AutoModelForSequenceClassification" if reranks else "AutoModel")
    teller.stage(Stage.READING, 0.5)
    originals = [_original(model, ids, types, reranks) for ids, types in samples]
    del model
    gc.collect()
    teller.stage(Stage.EXPORTING)
    graph = export(job, "text-classification" if reranks else "feature-extraction")
    teller.stage(Stage.EXPORTING, 0.8)
    compare = _Comparison(job, teller, samples, originals)
    compare.run(graph, "export")
    teller.stage(Stage.QUANTIZING)
    quantize(graph, job.out / "model.onnx", job.precision, job.scratch)
    let_go_of_the_export(graph)
    teller.stage(Stage.COMPARING)
    compare.run(job.out / "model.onnx", "model")
    return copy_small_files(job)


def _original(model: Any, ids: list[int], types: list[int], reranks: bool) -> Row:
    import torch

    feed = {"input_ids": torch.tensor([ids]), "attention_mask": torch.ones((1, len(ids)), dtype=torch.long)}
    if getattr(model.config, "type_vocab_size", 0) > 1 and "roberta" not in model.config.model_type:
        feed["token_type_ids"] = torch.tensor([types])
    with torch.inference_mode():
        told = model(**feed)
    made: Row = (told.logits if reranks else told.last_hidden_state)[0].float().numpy()
    return made


class _Comparison:
    def __init__(
        self, job: Job, teller: Teller, samples: Sequence[tuple[list[int], list[int]]], originals: Sequence[Row]
    ) -> None:
        self._job, self._teller, self._samples, self._originals = job, teller, samples, originals

    def run(self, graph: Path, of: str) -> None:
        reranks = self._job.role == "reranking"
        encoder = Encoder(graph, "logits" if reranks else "last_hidden_state")
        made = [encoder.run(ids, types) for ids, types in self._samples]
        pairs = list(zip(self._originals, made, strict=True))
        precision = self._job.precision
        if reranks:
            worst = max(abs(float(_relevance(a[0]) - _relevance(b[0]))) for a, b in pairs)
            limit = EXPORT_SCORE if of == "export" else MOST_SCORE[precision]
            self._teller.check(Check("score", of, worst, limit, True, len(pairs)))
            return
        lowest = min(_cosine(self._pooled(a), self._pooled(b)) for a, b in pairs)
        limit = EXPORT_COSINE if of == "export" else LEAST_COSINE[precision]
        self._teller.check(Check("cosine", of, lowest, limit, False, len(pairs)))

    def _pooled(self, rows: Row) -> Row:
        made: Row = {"cls": rows[0], "last": rows[-1]}.get(self._job.pooling, rows.mean(0))
        return made


def _cosine(one: Row, other: Row) -> float:
    return float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other)))


def _relevance(logit: np.float32) -> float:
    return float(1 / (1 + np.exp(-np.float64(logit))))
