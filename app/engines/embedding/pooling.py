"""From the vectors of tokens to the vector of a text: pool, cut, normalise. Knows no model file."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.domain.models.manifest import Pooling

Floats = npt.NDArray[np.float32]
SMALLEST_LENGTH = 1e-12


def pool(hidden: Floats, lengths: npt.NDArray[np.int64], pooling: Pooling) -> Floats:
    """``hidden`` float32 [batch, tokens, width], padded on the right to ``lengths`` [batch]; gives [batch, width].

    Padding may hold anything, even infinities: it is never read.
    """
    if pooling is Pooling.CLS:
        return hidden[:, 0]
    if pooling is Pooling.LAST:
        return hidden[np.arange(len(hidden)), lengths - 1]
    rows = [row[:length].mean(axis=0, dtype=np.float32) for row, length in zip(hidden, lengths, strict=True)]
    return np.stack(rows)


def finish(vectors: Floats, dimension: int, *, normalise: bool) -> Floats:
    """Cut to ``dimension`` (Matryoshka models hold the most in the first numbers) and bring to length 1."""
    cut = np.ascontiguousarray(vectors[:, :dimension], dtype=np.float32)
    if not normalise:
        return cut
    lengths = np.linalg.norm(cut, axis=1, keepdims=True)
    unit: Floats = cut / np.maximum(lengths, SMALLEST_LENGTH)
    return unit
