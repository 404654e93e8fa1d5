"""Text is cut into sentences of both scripts and comes back with its lines, lists, tables and code as they were."""

from __future__ import annotations

import time

import pytest

from app.domain.translate.text_layout import TextLayout, pieces, put_together


def same(text: str) -> str:
    layout = TextLayout.of(text)
    return layout.joined(dict(enumerate(layout.segments)), "en")


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("第一句。第二句！第三句？", ["第一句。", "第二句！", "第三句？"]),
        ("# Title\n\n- one\n- two\n  3. three\n\nEnd.\n", ["Title", "one", "two", "three", "End."]),
        ("> quoted\n> more", ["quoted", "more"]),
        ("| Name | Rent |\n|---|---|\n| Ann | low |", ["Name", "Rent", "Ann", "low"]),
        ("a\tb\nc\td", ["a", "b", "c", "d"]),
        ("Before.\n```\ncode = 1\n```\nAfter.", ["Before.", "After."]),
        ("Mr. Smith pays 3.50 euros. He left.", ["Mr. Smith pays 3.50 euros.", "He left."]),
        ("Ann Miller\n12 Long Street\nBath", ["Ann Miller", "12 Long Street", "Bath"]),
        ("", []),
        ("\n\n  \n", []),
        ("   \r\nHello.  \r\n", ["Hello."]),
    ],
)
def test_the_segments_are_the_sentences_and_the_rest_stays(text: str, segments: list[str]) -> None:
    assert list(TextLayout.of(text).segments) == segments
    assert same(text).replace(" ", "") == text.replace(" ", "")
    if "。" not in text:
        assert same(text) == text


def test_a_line_that_a_program_wrapped_is_read_on() -> None:
    text = "The tenant shall pay the rent for each month before the third\nworking day of the month. It is\ndue then.\n"
    assert TextLayout.of(text).segments == (
        "The tenant shall pay the rent for each month before the third working day of the month.",
        "It is",
        "due then.",
    )


def test_every_segment_has_its_place_in_the_text() -> None:
    text = "  - One. Two.\n\n| a | b |\n" + "The tenant shall pay the rent for each month before the third\n  day."
    layout = TextLayout.of(text)
    assert [" ".join(span.of(text).split()) for span in layout.spans(text)] == list(layout.segments)


def test_sentences_stand_as_the_target_language_has_them() -> None:
    english, chinese = TextLayout.of("One. Two.\nThree."), TextLayout.of("一。二。\n三。")
    assert english.joined({0: "一。", 1: "二。", 2: "三。"}, "zh") == "一。二。\n三。"
    assert chinese.joined({0: "One.", 1: "Two.", 2: "Three."}, "en") == "One. Two.\nThree."
    assert english.joined({1: "二。"}, "zh") == " 二。\n"


def test_a_sentence_without_an_end_is_cut_at_commas_and_spaces() -> None:
    text = "word " * 200 + "and a comma, " + "more " * 200
    cut = list(pieces(text, 300))
    assert max(len(piece) for piece, _ in cut) <= 300
    assert put_together([piece for piece, _ in cut], [joint for _, joint in cut], "en") == text.strip()
    assert all(len(piece) <= 300 for piece, _ in pieces("字" * 1000, 300))
    assert "".join(piece for piece, _ in pieces("字" * 1000, 300)) == "字" * 1000


@pytest.mark.parametrize("unit", ["word, ", "字", "Sentence one. ", "a", "\n", "| ", "(", "1. "])
def test_megabytes_are_cut_in_seconds(unit: str) -> None:
    text = unit * (2_500_000 // len(unit.encode()))
    began = time.process_time()
    TextLayout.of(text)
    assert time.process_time() - began < 12
