"""Transcripts as passages: each with its minute, none across channels, and the text that their places count in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dictate.spoken_passages import LATIN_CAPACITY, LONGEST_SECONDS, laid_out, spoken_passages
from app.domain.dictate.transcript import Transcript, TranscriptSegment, one_line
from app.domain.library.place import Place
from app.wording.places import place_words


def talk(*segments: TranscriptSegment) -> Transcript:
    return Transcript("en", max((s.end for s in segments), default=0.0), segments)


def test_a_passage_knows_its_seconds_and_its_characters() -> None:
    made = spoken_passages(
        talk(
            TranscriptSegment(61.5, 64.2, "We met on Monday."),
            TranscriptSegment(64.2, 70.1, "Everybody came."),
            TranscriptSegment(90.0, 93.0, "The rent is 900 euros."),
        )
    )
    assert [p.text for p in made] == ["We met on Monday.\nEverybody came.", "The rent is 900 euros."]
    assert made[0].place == Place(start=0, length=33, first_second=61, last_second=71)
    assert made[1].place == Place(start=34, length=22, first_second=90, last_second=93)
    assert "euros" in made[1].keywords.split()
    assert place_words(made[0].place, lambda _context, words: words) == "at 1:01"
    assert Place.from_json(made[0].place.as_json()) == made[0].place


def test_channels_are_not_mixed_and_an_hour_is_cut_into_minutes() -> None:
    segments = tuple(TranscriptSegment(n * 4.0, n * 4.0 + 3.9, f"Sentence {n}.", (), n // 450) for n in range(900))
    made = spoken_passages(talk(*segments))
    assert len(made) >= 60
    for passage in made:
        assert passage.place.last_second is not None
        assert passage.place.first_second is not None
        assert passage.place.last_second - passage.place.first_second <= LONGEST_SECONDS + 2
    assert not [p for p in made if "Sentence 449." in p.text and "Sentence 450." in p.text]


def test_one_endless_segment_is_cut_at_sentences_with_times_between() -> None:
    text = "This is a sentence about something. " * 400
    made = spoken_passages(talk(TranscriptSegment(0.0, 1000.0, text)))
    assert len(made) > 10
    assert all(len(p.text) <= LATIN_CAPACITY * 1.2 for p in made)
    starts = [p.place.first_second for p in made]
    assert starts == sorted(starts)  # type: ignore[type-var]
    assert len(set(starts)) == len(starts)


def test_silence_and_marks_alone_make_no_passage() -> None:
    assert spoken_passages(talk()) == []
    assert spoken_passages(talk(TranscriptSegment(0, 1, " … "))) == []


segments = st.builds(
    lambda start, length, text, channel: TranscriptSegment(start, start + length, text, (), channel),
    st.floats(0, 40_000),
    st.floats(0, 200),
    st.text(max_size=3000) | st.text(alphabet="好我。, a", max_size=2000),
    st.sampled_from([None, 0, 1]),
)


@given(st.lists(segments, max_size=8))
def test_places_are_exact_and_no_word_is_lost(made: list[TranscriptSegment]) -> None:
    ordered = sorted(made, key=lambda s: s.start)
    passages = spoken_passages(talk(*ordered))
    whole = laid_out((p.place.start, p.text) for p in passages)
    for passage in passages:
        assert whole[passage.place.start : passage.place.start + passage.place.length] == passage.text
    wanted = [c for s in ordered for c in one_line(s.text) if c.isalnum()]
    assert [c for c in whole if c.isalnum()] == wanted


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), -5.0])
def test_odd_times_do_no_harm(seconds: float) -> None:
    assert spoken_passages(talk(TranscriptSegment(seconds, seconds, "A word.")))[0].place.first_second == 0
