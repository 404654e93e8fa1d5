"""Tests of app.ui.document_view.locate_quote: the stored quote in today's text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.document_view.locate_quote import REACH, Located, essence, locate_quote

TEXT = "Chapter one.\r\nEvery employee is entitled to 28 days\r\nof paid leave a year. The end."
QUOTE = "Every employee is entitled to 28 days\r\nof paid leave a year."
START = TEXT.index("Every")


def test_at_its_place() -> None:
    assert locate_quote(TEXT, START, len(QUOTE), QUOTE) == Located(START, len(QUOTE))


def test_other_line_ends_and_spaces_are_the_same_text() -> None:
    assert locate_quote(TEXT, START, len(QUOTE), QUOTE.replace("\r\n", " ")) == Located(START, len(QUOTE))


def test_moved() -> None:
    found = locate_quote("New preface. " * 50 + TEXT, START, len(QUOTE), QUOTE)
    assert found is not None
    assert found.moved
    assert found.whole
    changed = "New preface. " * 50 + TEXT
    assert essence(changed[found.start : found.start + found.length]) == essence(QUOTE)


def test_the_nearest_of_several() -> None:
    text = f"{QUOTE} {'x ' * 300}{QUOTE} {'y ' * 300}"
    found = locate_quote(text, 640, len(QUOTE), QUOTE)
    assert found is not None
    assert found.start == text.rindex("Every")


def test_only_its_beginning_is_left() -> None:
    quote = "The tenancy begins on the first of April and has no fixed end, as both sides agreed in writing."
    found = locate_quote("Preface. " + quote[:70] + " but this is new", 0, len(quote), quote)
    assert found is not None
    assert not found.whole


def test_gone_or_too_far() -> None:
    assert locate_quote("Something else entirely.", 0, 10, QUOTE) is None
    assert locate_quote("x" * (REACH + 10_000) + QUOTE, 0, 5, QUOTE) is None


def test_no_quote_is_a_place_to_begin_at() -> None:
    assert locate_quote("abc", 1, 0, "") == Located(1, 0)


@pytest.mark.parametrize("text", ["員工每年享有二十八天\n带薪年假。", "ＡＢＣ ﬁne café"])
def test_folding_keeps_places(text: str) -> None:
    found = locate_quote("前言。" * 5 + text, 0, len(text), text)
    assert found == Located(15, len(text) - (1 if text.endswith("。") else 0), moved=True)


@given(st.text(max_size=40), st.text(min_size=1, max_size=20), st.text(max_size=40), st.integers(0, 80))
def test_what_is_found_is_the_quote(before: str, quote: str, after: str, start: int) -> None:
    text = before + quote + after
    found = locate_quote(text, start, len(quote), quote)
    if found is not None and found.whole and essence(quote):
        assert essence(quote) in essence(text[found.start : found.start + found.length])
