"""Stop strings end an answer wherever the pieces are cut, and nothing of them is ever shown."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engines.llm.text.stop_strings import StopStrings

FEW = st.text(alphabet="ab\n", max_size=12)
STOPS = st.lists(st.text(alphabet="ab\n", min_size=1, max_size=4), max_size=3)


def cut(text: str, places: list[int]) -> list[str]:
    borders = sorted({0, len(text), *(place % (len(text) + 1) for place in places)})
    return [text[a:b] for a, b in itertools.pairwise(borders)] or [text]


def wanted(text: str, stops: list[str]) -> str:
    ends = [at for stop in stops if (at := text.find(stop)) >= 0]
    return text[: min(ends, default=len(text))]


@given(text=FEW, stops=STOPS, places=st.lists(st.integers(0, 100), max_size=6))
def test_any_cut_gives_the_text_before_the_first_stop(text: str, stops: list[str], places: list[int]) -> None:
    stream = StopStrings(stops)
    shown = ""
    for piece in cut(text, places):
        shown += stream.take(piece)
        assert not any(stop in shown for stop in stops)
        assert stream.found or wanted(text, stops).startswith(shown)  # never to be taken back
        if stream.found:
            break
    shown += stream.rest()
    expected = wanted(text, stops)
    if any(stop in text for stop in stops):
        assert stream.found
    assert shown == expected or (stream.found and shown == wanted(shown + text[len(shown) :], stops))


@given(text=FEW, places=st.lists(st.integers(0, 100), max_size=6))
def test_without_stops_nothing_is_held_back(text: str, places: list[int]) -> None:
    stream = StopStrings(("", *()))
    for piece in cut(text, places):
        assert stream.take(piece) == piece


def test_only_what_may_be_a_beginning_is_held_back() -> None:
    stream = StopStrings(["\nQuestion:"])
    assert [stream.take(piece) for piece in ("The end.", "\n", "Que", "en\nQuest", "ion")] == [
        "The end.", "", "", "\nQueen", "",
    ]  # fmt: skip
    assert not stream.found
    assert stream.take(": next") == ""
    assert (stream.found, stream.rest(), stream.take("more")) == (True, "", "")


@pytest.mark.parametrize("piece", ["ab", "a"])
def test_the_rest_comes_when_the_answer_ends_by_itself(piece: str) -> None:
    stream = StopStrings(["abc"])
    assert (stream.take(piece), stream.rest(), stream.rest()) == ("", piece, "")
