"""Tries a loaded encoder: are its vectors sound, the same twice, what its manifest expects, and how fast is it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.domain.models.self_test import TryCheck
from app.engines.embedding.encoder import Encoder
from app.engines.embedding.pooling import Floats

SENTENCES = (
    "The ferry to the island leaves from pier four at half past nine in the morning.",
    "Invoices are paid within thirty days; after that a fee of two percent is added.",
    "The cellar must be dry before the winter, so that the apples keep until spring.",
    "合同在双方签字之后生效，期限为两年。",
    "Die Gebrauchsanweisung liegt im Handschuhfach.",
)
PASSAGES = 24
SECONDS = 2.0
LENGTH_TOLERANCE = 1e-2
CLOSE_ENOUGH = 1e-4
ALIKE = 0.99999
"""Cosine of two texts that have nothing in common, in a model that has collapsed."""


@dataclass(frozen=True, slots=True)
class EmbeddingTrial:
    checks: tuple[TryCheck, ...]
    failed: tuple[TryCheck, ...]
    passages_per_second: float


def passages() -> list[str]:
    """Of one to ten sentences, as passages of documents are."""
    return [
        " ".join(SENTENCES[(number + step) % len(SENTENCES)] for step in range(1 + number % 10))
        for number in range(PASSAGES)
    ]


def try_encoder(encoder: Encoder, stop_if_cancelled: Callable[[], None]) -> EmbeddingTrial:
    """Raises AppError where the model does not run at all, JobCancelled."""
    texts, facts, held = passages(), encoder.manifest.embedding, dict[TryCheck, bool]()
    assert facts is not None
    first = encoder.embed_passages(texts, stop_if_cancelled)
    times = list[float]()
    while not times or (sum(times) < SECONDS and len(times) < 20):
        began = time.perf_counter()
        again = encoder.embed_passages(texts, stop_if_cancelled)
        times.append(time.perf_counter() - began)
    held[TryCheck.FINITE] = bool(np.isfinite(first).all()) and first.shape == (len(texts), facts.dimension)
    held[TryCheck.REPEATABLE] = bool(np.allclose(first, again, atol=CLOSE_ENOUGH))
    if facts.normalise:
        lengths = np.linalg.norm(first, axis=1)
        held[TryCheck.UNIT_LENGTH] = bool((np.abs(lengths - 1.0) <= LENGTH_TOLERANCE).all())
    held[TryCheck.DISTINCT] = _cosine(first[0], first[1]) < ALIKE
    expected = encoder.manifest.expected
    if expected is not None and expected.vector:
        found = encoder.embed_passages([expected.text], stop_if_cancelled)[0][: len(expected.vector)]
        held[TryCheck.EXPECTED] = bool(np.allclose(found, expected.vector, atol=expected.tolerance, rtol=0.0))
    failed = tuple(check for check, holds in held.items() if not holds)
    # The best of several: other programs only ever make one slower.
    return EmbeddingTrial(tuple(held), failed, len(texts) / max(min(times), 1e-9))


def _cosine(one: Floats, other: Floats) -> float:
    length = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / length if length > 0 else 1.0
