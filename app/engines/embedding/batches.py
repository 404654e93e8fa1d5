"""Which texts go through the encoder together; knows only their lengths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

TOKENS_PER_BATCH = 512
"""Padded tokens at once. Larger batches leave the processor's cache and are slower, and a stop is seen later: MiniLM
with 8-bit weights takes 8 % more processor time with 1024, the same with 256."""
ROWS_PER_BATCH = 64


def batches(
    lengths: Sequence[int], *, tokens: int = TOKENS_PER_BATCH, rows: int = ROWS_PER_BATCH
) -> Iterator[list[int]]:
    """Indexes of texts of alike length, longest first, so that the most memory is needed at once and little is padding.

    Each batch times its longest text stays within ``tokens``, but a batch holds at least one text.
    """
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda i: (-lengths[i], i)):
        longest = lengths[batch[0]] if batch else 0
        if batch and (len(batch) == rows or (len(batch) + 1) * longest > tokens):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
