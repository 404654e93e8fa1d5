"""Segments with placeholders: taken apart and put together, cut into sentences, left alone where there are no words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.translate.segment import Tag, Token, cut, escaped, is_translatable, joined, plain, tokens, written

WORDS = st.text(alphabet="ab .。⟦⟧/1好\n", min_size=1, max_size=12)


@st.composite
def segments(draw: st.DrawFn) -> str:
    """Valid ones: text, pairs within pairs, objects."""
    counter = iter(range(1, 100))

    def parts(depth: int) -> list[Token]:
        made: list[Token] = []
        for _ in range(draw(st.integers(0, 3))):
            kind = draw(st.sampled_from(["text", "single", "pair"] if depth else ["text", "single"]))
            number = next(counter) if kind != "text" else 0
            if kind == "text":
                made.append(draw(WORDS))
            elif kind == "single":
                made.append(Tag(number, is_single=True))
            else:
                made += [Tag(number), *parts(depth - 1), Tag(number, is_closing=True)]
        return made

    return written(parts(2))


@given(segments())
def test_what_is_taken_apart_is_put_together(segment: str) -> None:
    assert written(tokens(segment)) == segment


@given(st.text(alphabet="a⟦⟧/1 ", max_size=20))
def test_brackets_of_the_text_are_no_placeholders(text: str) -> None:
    assert tokens(escaped(text)) == ([text] if text else [])
    assert plain(escaped(text)) == text


def test_a_segment_is_its_text_and_its_tags() -> None:
    assert tokens("a ⟦1⟧b⟦/1⟧⟦2/⟧⟦⟦1⟧⟧") == [
        "a ",
        Tag(1),
        "b",
        Tag(1, is_closing=True),
        Tag(2, is_single=True),
        "⟦1⟧",
    ]
    assert plain("a ⟦1⟧b⟦/1⟧") == "a b"


@given(segments())
def test_cutting_loses_nothing(segment: str) -> None:
    pieces = cut(segment)
    assert plain(joined(pieces, [piece.text for piece in pieces])) == plain(segment)
    for piece in pieces:
        tags = [part for part in tokens(piece.text) if isinstance(part, Tag)]
        assert {tag.number for tag in tags} == set(range(1, len(piece.numbers) + 1)) or len(pieces) == 1


def test_a_pair_over_a_border_is_closed_and_opened_again() -> None:
    segment = "⟦1⟧One here. Two⟦/1⟧ is ⟦2⟧bold⟦/2⟧⟦3/⟧. Three."
    pieces = cut(segment)
    assert [piece.text for piece in pieces] == [
        "⟦1⟧One here.⟦/1⟧",
        "⟦1⟧Two⟦/1⟧ is ⟦2⟧bold⟦/2⟧⟦3/⟧.",
        "Three.",
    ]
    assert joined(pieces, [piece.text for piece in pieces]) == segment
    assert joined(pieces, ["⟦1⟧一。⟦/1⟧", "⟦2⟧粗⟦/2⟧⟦3/⟧的⟦1⟧二⟦/1⟧。", "三。"]) == (
        "⟦1⟧一。⟦/1⟧⟦2⟧粗⟦/2⟧⟦3/⟧的⟦1⟧二⟦/1⟧。三。"
    )


def test_what_stands_between_sentences_is_of_no_concern_to_them() -> None:
    segment = "One here.⟦1/⟧ Two here. ⟦2/⟧⟦3⟧Three⟦/3⟧ here."
    pieces = cut(segment)
    assert [piece.text for piece in pieces] == ["One here.", "Two here.", "⟦1⟧Three⟦/1⟧ here."]
    assert joined(pieces, [piece.text for piece in pieces]) == segment
    assert joined(pieces, ["一。", "二。", "⟦1⟧三⟦/1⟧。"]) == "一。⟦1/⟧二。⟦2/⟧⟦3⟧三⟦/3⟧。"


def test_the_space_between_sentences_fits_the_script() -> None:
    assert joined(cut("One here. Two here."), ["一。", "二。"]) == "一。二。"
    assert joined(cut("这是一。那是二。"), ["This is one.", "That is two."]) == "This is one. That is two."
    assert joined(cut("One.  \nTwo here."), ["1.", "2."]) in ("1.  \n2.", "1.")


def test_a_very_long_paragraph_is_cut_even_without_full_stops() -> None:
    text = "word " * 400_000
    pieces = cut(text)
    assert max(len(piece.text) for piece in pieces) <= 1500
    assert joined(pieces, [piece.text for piece in pieces]) == text


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "12.5 %", "— 3 —", "https://a.example/b?c=d", "a.b@c.example", "@someone", "a_name_of_code",
        "getValue", "ISO-9001", "report.docx", "/usr/share/doc/x", r"C:\a\b\c", "⟦1/⟧⟦2/⟧", "x", "5f3a9c2b1d4e6f70aa",
        "Q3 2024",
    ],
)  # fmt: skip
def test_what_has_no_words_is_left_alone(text: str) -> None:
    assert not is_translatable(text)


@pytest.mark.parametrize(
    "text", ["Hello", "好", "See https://a.example", "and/or", "⟦1⟧Bold⟦/1⟧", "a_b" * 90 + "-é c", "Total: 5 apples"]
)
def test_words_are_translated(text: str) -> None:
    assert is_translatable(text)
