"""Batches hold every text once, keep to their budget and waste little on padding."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.engines.embedding.batches import batches


@given(st.lists(st.integers(1, 300), max_size=200), st.integers(1, 2000), st.integers(1, 40))
def test_every_text_goes_through_once_within_the_budget(lengths: list[int], tokens: int, rows: int) -> None:
    made = list(batches(lengths, tokens=tokens, rows=rows))
    assert sorted(index for batch in made for index in batch) == list(range(len(lengths)))
    for batch in made:
        assert 1 <= len(batch) <= rows
        longest = max(lengths[index] for index in batch)
        assert len(batch) == 1 or len(batch) * longest <= tokens


@given(st.lists(st.integers(1, 300), min_size=1, max_size=200))
def test_lengths_never_grow_from_one_text_to_the_next(lengths: list[int]) -> None:
    order = [lengths[index] for batch in batches(lengths) for index in batch]
    assert order == sorted(lengths, reverse=True)


def test_texts_of_one_length_keep_their_order() -> None:
    assert list(batches([5, 5, 5], tokens=10)) == [[0, 1], [2]]
