"""Language models: export with caches, quantize, compare tokens and probabilities with transformers' own."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from exporting import copy_small_files, export, let_go_of_the_export, load, tokenizer
from numpy.typing import NDArray
from quantizing import quantize
from running import Decoder
from samples import TEXTS
from telling import Check, Job, Stage, Teller

STEPS = 16
MOST_TOKENS = 64
TIED, HALF = 0.99, 0.5
"""A choice counts as the same where the original holds it this nearly as likely as its own: of the export, which is
only rounded otherwise, a tie; of the quantized model, half."""
EXPORT_SAME, EXPORT_DIVERGENCE = 1.0, 1e-4
LEAST_SAME = {"int8": 0.9, "int4": 0.8}
MOST_DIVERGENCE = {"int8": 0.1, "int4": 0.3}
"""Mean Kullback-Leibler divergence a token, in nats."""


@dataclass(frozen=True)
class Reference:
    """What the original did with a text: ``ids`` of the text and its greedy continuation, log-probabilities of all."""

    ids: list[int]
    length: int
    logs: NDArray[np.float32]

    def holds_likely(self, place: int, token: int, share: float) -> bool:
        row = self.logs[place]
        return bool(np.exp(row[token] - row.max()) >= share)


def convert(job: Job, teller: Teller) -> list[str]:
    words = tokenizer(job)
    model = load(job, "AutoModelForCausalLM")
    teller.stage(Stage.READING, 0.5)
    references = [_reference(model, words.encode(text).ids[:MOST_TOKENS]) for text in TEXTS]
    del model
    gc.collect()
    teller.stage(Stage.EXPORTING)
    graph = export(job, "text-generation-with-past")
    teller.stage(Stage.EXPORTING, 0.8)
    _compare_export(graph, references, teller)
    teller.stage(Stage.QUANTIZING)
    quantize(graph, job.out / "model.onnx", job.precision, job.scratch)
    let_go_of_the_export(graph)
    teller.stage(Stage.COMPARING)
    _compare_model(job.out / "model.onnx", references, job.precision, teller)
    return copy_small_files(job)


def _reference(model: Any, ids: list[int]) -> Reference:
    import torch

    with torch.inference_mode():
        known, cache, fed = list(ids), None, list(ids)
        for _ in range(STEPS):
            told = model(torch.tensor([fed]), past_key_values=cache, use_cache=True)
            cache, fed = told.past_key_values, [int(told.logits[0, -1].argmax())]
            known += fed
        logits = model(torch.tensor([known]), use_cache=False).logits[0].float()
        logs = torch.log_softmax(logits, -1).numpy()
    return Reference(known, len(ids), logs)


def _compare_export(graph: Path, references: list[Reference], teller: Teller) -> None:
    """Step by step with its caches, as it will be used: the same greedy token at each."""
    decoder = Decoder(graph)
    same, divergences = list[bool](), list[float]()
    for reference in references:
        told, cache = decoder.logits(reference.ids[: reference.length])
        for place in range(reference.length - 1, len(reference.ids) - 1):
            logs = _log_softmax(told[-1])
            same.append(reference.holds_likely(place, int(logs.argmax()), TIED))
            divergences.append(_divergence(reference.logs[place], logs))
            told, cache = decoder.logits([reference.ids[place + 1]], cache)
    teller.check(Check("same_tokens", "export", float(np.mean(same)), EXPORT_SAME, False, len(same)))
    mean = float(np.mean(divergences))
    teller.check(Check("divergence", "export", mean, EXPORT_DIVERGENCE, True, len(divergences)))


def _compare_model(graph: Path, references: list[Reference], precision: str, teller: Teller) -> None:
    """At each place of each text, given the original's own words before it."""
    decoder = Decoder(graph)
    same, divergences = list[bool](), list[float]()
    for number, reference in enumerate(references):
        logits, _ = decoder.logits(reference.ids)
        for place, row in enumerate(logits):
            logs = _log_softmax(row)
            same.append(reference.holds_likely(place, int(logs.argmax()), HALF))
            divergences.append(_divergence(reference.logs[place], logs))
        teller.stage(Stage.COMPARING, (number + 1) / len(references))
    teller.check(Check("same_tokens", "model", float(np.mean(same)), LEAST_SAME[precision], False, len(same)))
    mean, limit = float(np.mean(divergences)), MOST_DIVERGENCE[precision]
    teller.check(Check("divergence", "model", mean, limit, True, len(divergences)))


def _log_softmax(row: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = row - row.max()
    made: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum())
    return made


def _divergence(original: NDArray[np.float32], made: NDArray[np.float32]) -> float:
    """From the original's distribution to the made one, both as log-probabilities."""
    likely = original > -40  # masked tokens are at minus infinity
    return float(np.sum(np.exp(original[likely]) * (original[likely] - made[likely])))
