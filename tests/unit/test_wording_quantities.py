"""Amounts of bytes as people read them."""

from __future__ import annotations

import pytest

from app.domain.errors import AppError, ErrorCode
from app.wording.errors import sentence_for
from app.wording.quantities import amount
from app.wording.sentence import untranslated


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (-5, "0 B"),
        (999, "999 B"),
        (1000, "1 kB"),
        (812_400_000, "812 MB"),
        (999_960_000, "1.0 GB"),
        (4_120_000_000, "4.1 GB"),
        (137_000_000_000, "137 GB"),
        (5_000_000_000_000_000, "5000 TB"),
    ],
)
def test_an_amount_has_two_or_three_digits_and_a_unit(count: int, text: str) -> None:
    assert amount(count) == text


def test_a_model_that_does_not_fit_is_refused_with_both_numbers() -> None:
    error = AppError(ErrorCode.MODEL_DOES_NOT_FIT, model="qwen3-4b", needs=4_120_000_000, has=3_200_000_000)
    sentence = sentence_for(error, untranslated)
    assert sentence.what == "The model qwen3-4b needs 4.1 GB of memory; 3.2 GB are free."
