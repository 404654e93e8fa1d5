"""Two linked texts: where sentences stand, and what an edit does to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.translate.text.linked_text import LinkedText, Piece, difference, plain, units

TWO = (Piece("", "One is here."), Piece(" ", "Two is there."))


def test_ranges_count_as_qt_does() -> None:
    linked = LinkedText([Piece("", "😀 hi."), Piece(" ", "你好。")], "\n")
    assert linked.ranges() == [(0, 6), (7, 10)]
    assert units("a😀") == 3


@pytest.mark.parametrize(
    ("edited", "touched", "texts"),
    [
        ("One was here. Two is there.", (0,), ["One was here.", "Two is there."]),
        ("One is here. Two is there. And more", (1,), ["One is here.", "Two is there. And more"]),
        ("One is here.\n\nTwo is there.", (), ["One is here.", "Two is there."]),
        ("One is there.", (0, 1), ["One is there.", ""]),
        ("", (0, 1), ["", ""]),
        ("One is here. Two is there.", (), ["One is here.", "Two is there."]),
    ],
)
def test_an_edit_belongs_to_its_sentence(edited: str, touched: tuple[int, ...], texts: list[str]) -> None:
    linked = LinkedText(TWO)
    assert linked.take(edited) == touched
    assert linked.text == edited
    assert [piece.text for piece in linked.pieces] == texts


def test_chinese_sentences_without_a_gap_stay_apart() -> None:
    linked = LinkedText([Piece("", "你好。"), Piece("", "再见。")])
    assert linked.take("你好。啊再见。") == (1,)
    assert [piece.text for piece in linked.pieces] == ["你好。", "啊再见。"]


@given(
    st.lists(st.tuples(st.text(" \n", max_size=2), st.text("ab。😀", max_size=5)), max_size=4),
    st.text(" ab", max_size=3),
    st.text("ab 。\n", max_size=12),
)
def test_after_any_edit_the_text_is_what_stands_there(pieces: list[tuple[str, str]], tail: str, new: str) -> None:
    linked = LinkedText([Piece(*piece) for piece in pieces], tail)
    linked.take(new)
    assert linked.text == new
    assert len(linked.pieces) == len(pieces)


@given(st.text("ab", max_size=30), st.text("ab", max_size=30))
def test_a_difference_makes_the_new_of_the_old(old: str, new: str) -> None:
    change = difference(old, new)
    assert old[: change.at] + change.added + old[change.at + change.removed :] == new


def test_line_ends_become_one_kind() -> None:
    assert plain("a\r\nb\rc\u2029d\0") == "a\nb\nc\nd"
