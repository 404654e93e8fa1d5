"""What a trial finds wrong: values that are no numbers, vectors without length, models that change their mind."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from app.domain.models.manifest import EmbeddingFacts, Expected, Pooling
from app.domain.models.self_test import TryCheck
from app.engines.embedding.trial import passages, try_encoder
from app.engines.llm.trial import _are_alike, _is_sound

Floats = npt.NDArray[np.float32]


class Encoder:
    """Gives ``vectors`` for a batch, however often it is asked."""

    def __init__(self, make: Any, expected: Expected | None = None, *, normalise: bool = True) -> None:
        self._make, self._calls = make, 0
        facts = EmbeddingFacts(8, Pooling.MEAN, 64, normalise=normalise)
        self.manifest = SimpleNamespace(embedding=facts, expected=expected)

    def embed_passages(self, texts: Sequence[str], _stop: object) -> Floats:
        self._calls += 1
        made: Floats = self._make(len(texts), self._calls)
        return made


def sound(count: int, _call: int) -> Floats:
    vectors = np.random.default_rng(1).normal(size=(count, 8)).astype(np.float32)
    made: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return made


def with_nan(count: int, call: int) -> Floats:
    made = sound(count, call)
    made[2, 3] = np.nan
    return made


def changing(count: int, call: int) -> Floats:
    return sound(count, call) * (1 if call == 1 else -1)


def collapsed(count: int, call: int) -> Floats:
    return np.repeat(sound(1, call), count, axis=0)


@pytest.mark.parametrize(
    ("make", "failed"),
    [
        (sound, set()),
        (with_nan, {TryCheck.FINITE, TryCheck.REPEATABLE, TryCheck.UNIT_LENGTH}),
        (changing, {TryCheck.REPEATABLE}),
        (collapsed, {TryCheck.DISTINCT}),
        (lambda count, call: 2 * sound(count, call), {TryCheck.UNIT_LENGTH}),
        (lambda count, call: 0 * sound(count, call), {TryCheck.UNIT_LENGTH, TryCheck.DISTINCT}),
    ],
)
def test_an_encoder_is_told_by_its_vectors(make: Any, failed: set[TryCheck]) -> None:
    found = try_encoder(Encoder(make), lambda: None)  # type: ignore[arg-type]
    assert set(found.failed) == failed
    assert found.passages_per_second > 0


def test_lengths_count_only_where_the_model_brings_them_to_one() -> None:
    free = Encoder(lambda count, call: 2 * sound(count, call), normalise=False)
    found = try_encoder(free, lambda: None)  # type: ignore[arg-type]
    assert found.failed == ()
    assert TryCheck.UNIT_LENGTH not in found.checks


def test_an_expected_vector_may_differ_by_the_tolerance() -> None:
    first = tuple(float(number) + 0.01 for number in sound(1, 1)[0, :4])
    for tolerance, failed in ((0.02, ()), (0.005, (TryCheck.EXPECTED,))):
        expected = Expected(text="x", vector=first, tolerance=tolerance)
        assert try_encoder(Encoder(sound, expected), lambda: None).failed == failed  # type: ignore[arg-type]


def test_passages_are_of_many_lengths() -> None:
    assert len({text.count(" ") for text in passages()}) >= 10


def test_logits_may_forbid_tokens_but_be_nothing_else_than_numbers() -> None:
    good = np.array([0.0, 1.0, -np.inf], np.float32)
    assert _is_sound(good)
    for bad in ([0.0, np.nan], [0.0, np.inf], [-np.inf, -np.inf]):
        assert not _is_sound(np.array(bad, np.float32))
    assert _are_alike(good, good + np.float32(1e-3))
    assert not _are_alike(good, np.array([1.0, 0.0, -np.inf], np.float32))
    assert not _are_alike(good[2:], good[2:])
