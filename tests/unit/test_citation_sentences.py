"""Tests of app.domain.text.sentences and app.domain.text.numerals, which the check of citations rests on."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.text.numerals import numbers_in, numbers_meant_in
from app.domain.text.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("他来了。她走了！真的吗？", ["他来了。", "她走了！", "真的吗？"]),
        ("他说：“走吧。”然后走了。", ["他说：“走吧。”", "然后走了。"]),
        (
            "Version 3.5 costs 1.200 euro. Dr. Smith agrees, e.g. now.",
            ["Version 3.5 costs 1.200 euro.", "Dr. Smith agrees, e.g. now."],
        ),
        ("It is so. [1] Next [2]. End.", ["It is so. [1]", "Next [2].", "End."]),
        ("是这样。[1][2] 下一句。", ["是这样。[1][2]", "下一句。"]),
        ("A line\r\nthat goes on. Then\nmore.", ["A line\r\nthat goes on.", "Then\nmore."]),
        ("Points:\n- first\n- second\n\nText", ["Points:", "- first", "- second", "Text"]),
        ("1. first\n2. second", ["1. first", "2. second"]),
        ("Wait... what? Yes.", ["Wait...", "what?", "Yes."]),
        (
            "Annual leave\nFull-time staff have 28 days of annual leave.",
            ["Annual leave", "Full-time staff have 28 days of annual leave."],
        ),
        ("3. Deposit\r\nThe tenant pays a deposit of £1,725.", ["3. Deposit", "The tenant pays a deposit of £1,725."]),
        ("年假\n全职员工每年享有十天带薪年假。", ["年假", "全职员工每年享有十天带薪年假。"]),
        (
            "The tenancy was signed by\nMargaret Hale in the spring.",
            ["The tenancy was signed by\nMargaret Hale in the spring."],
        ),
        ("tea,place,grade,price\n龙井,杭州,特级,680", ["tea,place,grade,price", "龙井,杭州,特级,680"]),
        ("a\tb\nc\td", ["a\tb", "c\td"]),
        ("   ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    found = [span.of(text) for span in sentences(text)]
    assert found == expected


@given(st.text(alphabet='ab .。！?\n\r[]1-#|"”', max_size=200))
def test_sentences_lose_nothing_but_white_space(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,250 people", 1250),
        ("1,250.50 euro", Decimal("1250.5")),
        ("3,14", Decimal("3.14")),
        ("twenty-one", 21),
        ("three", 3),
        ("十二", 12),
        ("三百", 300),
        ("二〇一九", 2019),
        ("两万五千", 25000),
        ("3万", 30000),
        ("3 million", 3_000_000),
        ("２０１９", 2019),
        ("5.0", 5),
    ],
)
def test_numbers_in(text: str, value: Decimal | int) -> None:
    assert Decimal(value) in numbers_in(text)


def test_a_version_is_no_quantity() -> None:
    assert numbers_meant_in("1.2.3") == [("1.2.3", {Decimal(-123)})]
    assert numbers_in("release 1.2.3") == {Decimal(-123)}


def test_numbers_are_named_as_spelled() -> None:
    assert [spelled for spelled, _ in numbers_meant_in("from 1,250 to 3 million")] == ["1,250", "3"]
