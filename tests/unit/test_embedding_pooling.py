"""Pooling reads exactly the tokens of the text, never its padding."""

from __future__ import annotations

import numpy as np
import pytest

from app.domain.models.manifest import Pooling
from app.engines.embedding.pooling import finish, pool

HIDDEN = np.array(
    [
        [[1.0, 2.0], [3.0, 4.0], [np.inf, np.nan]],
        [[5.0, 6.0], [7.0, 8.0], [9.0, 1.0]],
    ],
    np.float32,
)
LENGTHS = np.array([2, 3])


@pytest.mark.parametrize(
    ("pooling", "expected"),
    [
        (Pooling.CLS, [[1.0, 2.0], [5.0, 6.0]]),
        (Pooling.MEAN, [[2.0, 3.0], [7.0, 5.0]]),
        (Pooling.LAST, [[3.0, 4.0], [9.0, 1.0]]),
    ],
)
def test_each_pooling_takes_its_tokens(pooling: Pooling, expected: list[list[float]]) -> None:
    np.testing.assert_array_equal(pool(HIDDEN, LENGTHS, pooling), np.array(expected, np.float32))


def test_vectors_are_cut_before_they_are_normalised() -> None:
    vectors = finish(np.array([[3.0, 4.0, 12.0]], np.float32), 2, normalise=True)
    np.testing.assert_allclose(vectors, [[0.6, 0.8]], rtol=1e-6)
    assert vectors.dtype == np.float32
    assert vectors.flags.c_contiguous


def test_lengths_are_kept_where_the_manifest_says_so() -> None:
    np.testing.assert_array_equal(finish(np.array([[3.0, 4.0]], np.float32), 2, normalise=False), [[3.0, 4.0]])


def test_a_vector_of_zeros_stays_finite() -> None:
    assert np.isfinite(finish(np.zeros((1, 4), np.float32), 4, normalise=True)).all()
