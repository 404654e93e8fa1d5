"""A text that was made of what was heard gets its times: in order, with the pauses where they were, no letter lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dictate.transcript import Transcript, TranscriptSegment
from app.domain.dictate.transcript_times import retimed

HEARD = Transcript(
    "en",
    100.0,
    (
        TranscriptSegment(1.0, 5.0, "um we met on monday."),
        TranscriptSegment(60.0, 64.0, "the rent is nine hundred."),
        TranscriptSegment(90.0, 94.0, "that is all for today."),
    ),
    "tiny",
)


def test_sentences_keep_their_minute() -> None:
    made = retimed(HEARD, "We met on Monday. The rent is 900. That is all for today.")
    assert [segment.text for segment in made.segments] == [
        "We met on Monday.", "The rent is 900.", "That is all for today.",
    ]  # fmt: skip
    assert [segment.start for segment in made.segments] == pytest.approx([1.6, 60.0, 90.0])
    assert [segment.end for segment in made.segments] == pytest.approx([5.0, 64.0, 94.0], abs=2.0)


def test_an_hour_does_not_drift_where_sentences_grow_shorter() -> None:
    heard = tuple(
        TranscriptSegment(n * 10.0, n * 10.0 + 8, f"um so so number twenty {word} item {n} is here and ready.")
        for n, word in enumerate(["one", "two", "three"] * 120)
    )
    text = " ".join(f"Number 20{n % 3 + 1} item {n} is here and ready." for n in range(360))
    made = retimed(Transcript("en", 3600.0, heard), text)
    assert len(made.segments) == 360
    assert max(abs(segment.start - n * 10.0) for n, segment in enumerate(made.segments)) < 10.0


def test_the_same_text_stays_as_it_was_heard() -> None:
    assert retimed(HEARD, HEARD.text) is HEARD
    assert retimed(HEARD, " ").segments == ()
    assert retimed(Transcript("en", 1.0, ()), "text").segments == ()


@given(st.text(max_size=300))
def test_times_rise_and_no_letter_is_lost(text: str) -> None:
    made = retimed(HEARD, text)
    times = [moment for segment in made.segments for moment in (segment.start, segment.end)]
    assert times == sorted(times)
    assert all(1.0 <= moment <= 94.0 for moment in times)
    letters = [c for segment in made.segments for c in segment.text if c.isalnum()]
    assert letters == [c for c in text if c.isalnum()]
