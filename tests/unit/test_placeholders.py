"""A translation's placeholders: taken as they are where they are right, repaired, or a format given up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.translate.placeholders import PlaceholderState, checked
from app.domain.translate.segment import Tag, plain, tokens

SOURCE = "See ⟦1⟧bold⟦/1⟧ and ⟦2⟧link⟦/2⟧ here⟦3/⟧."
KEPT, REPAIRED, DROPPED = PlaceholderState


@pytest.mark.parametrize(
    ("translation", "text", "state"),
    [
        (SOURCE, SOURCE, KEPT),
        ("⟦2⟧链接⟦/2⟧在⟦1⟧粗体⟦/1⟧⟦3/⟧里", "⟦2⟧链接⟦/2⟧在⟦1⟧粗体⟦/1⟧⟦3/⟧里", KEPT),
        # a closing is missing: it stands before the next placeholder
        ("⟦1⟧粗体⟦2⟧链接⟦/2⟧⟦3/⟧", "⟦1⟧粗体⟦/1⟧⟦2⟧链接⟦/2⟧⟦3/⟧", REPAIRED),
        # closing before opening
        ("⟦/1⟧粗体⟦1⟧和⟦2⟧链接⟦/2⟧⟦3/⟧", "⟦1⟧粗体⟦/1⟧和⟦2⟧链接⟦/2⟧⟦3/⟧", REPAIRED),
        # two that cross
        ("⟦1⟧a⟦2⟧b⟦/1⟧c⟦/2⟧⟦3/⟧", "⟦1⟧a⟦2⟧b⟦/2⟧⟦/1⟧c⟦3/⟧", REPAIRED),
        # spelled otherwise, invented, doubled
        ("⟦ 1 ⟧粗⟦ /1 ⟧[[2]]链[[/2]]〚3/〛⟦9⟧x⟦/9⟧", "⟦1⟧粗⟦/1⟧⟦2⟧链⟦/2⟧⟦3/⟧x", REPAIRED),
        ("⟦1⟧a⟦/1⟧⟦1⟧b⟦/1⟧⟦2⟧c⟦/2⟧⟦3/⟧⟦3/⟧", "⟦1⟧a⟦/1⟧b⟦2⟧c⟦/2⟧⟦3/⟧", REPAIRED),
        ("⟦1/⟧粗⟦1/⟧⟦2⟧链⟦/2⟧⟦3⟧", "⟦1⟧粗⟦/1⟧⟦2⟧链⟦/2⟧⟦3/⟧", REPAIRED),
        # an object forgotten goes to its place; formats forgotten are given up, the others stay
        ("看⟦1⟧粗体⟦/1⟧和⟦2⟧链接⟦/2⟧这里。", "看⟦1⟧粗体⟦/1⟧和⟦2⟧链接⟦/2⟧这里。⟦3/⟧", REPAIRED),
        ("看⟦1⟧粗体⟦/1⟧和链接⟦3/⟧", "看⟦1⟧粗体⟦/1⟧和链接⟦3/⟧", DROPPED),
        ("看粗体和链接", "看粗体和链接⟦3/⟧", DROPPED),
    ],
)
def test_placeholders_are_put_right(translation: str, text: str, state: PlaceholderState) -> None:
    assert checked(SOURCE, translation) == type(checked(SOURCE, text))(text, state)


def test_placeholders_nobody_asked_for_are_taken_out() -> None:
    assert checked("plain", "⟦1⟧rein⟦/1⟧").text == "rein"
    assert checked("array[[1]]", "Feld[[1]]").text == "Feld[[1]]"


@given(
    st.lists(
        st.sampled_from(["⟦1⟧", "⟦/1⟧", "⟦2⟧", "⟦/2⟧", "⟦3/⟧", "⟦3⟧", "⟦1/⟧", "⟦7⟧", "词", "ab ", "⟦⟦"]), max_size=14
    )
)
def test_whatever_an_engine_writes_no_object_is_lost_and_pairs_are_nested(parts: list[str]) -> None:
    made = checked(SOURCE, "".join(parts))
    open_pairs: list[int] = []
    seen: list[Tag] = []
    for part in tokens(made.text):
        if isinstance(part, str):
            continue
        seen.append(part)
        if part.is_single:
            assert part.number == 3
        elif part.is_closing:
            assert open_pairs.pop() == part.number
        else:
            open_pairs.append(part.number)
    assert not open_pairs
    assert len(seen) == len(set(seen))
    assert Tag(3, is_single=True) in seen
    assert plain(made.text).replace(" ", "") == plain("".join(parts)).replace(" ", "")
    if made.state is not DROPPED:
        assert {tag.number for tag in seen} == {1, 2, 3}
