"""Tests of app.domain.ask.citation: marks, citing sentences and the check of their support."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from app.domain.ask.citation import (
    Support,
    best_sentence,
    check,
    cited_sentences,
    marks,
    supported_numbers,
    without_marks,
)
from app.domain.text.sentences import sentences

XQUAD = Path(__file__).parents[3] / "shared" / "data" / "xquad"
LEAVE = "Every employee is entitled to 28 days of paid leave a year. Unused days can be carried over until 31 March."
LEAVE_ZH = "每位员工每年享有二十八天带薪年假。未使用的年假可以保留到次年三月三十一日。"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Yes [1].", [(1,)]),
        ("Yes [1][2] and [12].", [(1,), (2,), (12,)]),
        ("Yes [1, 3].", [(1, 3)]),
        ("是的【2】。", [(2,)]),
        ("是的[1、2，1]。", [(1, 2)]),
        ("A [link], a [1](https://x.example) and [1234].", []),
        ("", []),
    ],
)
def test_marks(text: str, numbers: list[tuple[int, ...]]) -> None:
    assert [mark.numbers for mark in marks(text)] == numbers


def test_mark_spans_cover_the_mark() -> None:
    text = "Leave is 28 days [1, 2]."
    assert marks(text)[0].span.of(text) == "[1, 2]"
    assert without_marks(text) == "Leave is 28 days  ."


@pytest.mark.parametrize(
    ("claim", "passage", "support"),
    [
        ("Employees get 28 days of paid leave each year [1].", LEAVE, Support.SUPPORTED),
        ("Unused leave may be carried over until 31 March [1].", LEAVE, Support.SUPPORTED),
        ("Employees get 30 days of paid leave each year [1].", LEAVE, Support.NUMBER_MISSING),
        ("The canteen serves fresh vegetables and soup [1].", LEAVE, Support.WORDS_MISSING),
        ("员工每年享有28天带薪年假[1]。", LEAVE_ZH, Support.SUPPORTED),
        ("员工每年享有30天带薪年假[1]。", LEAVE_ZH, Support.NUMBER_MISSING),
        ("食堂每天提供新鲜蔬菜和汤[1]。", LEAVE_ZH, Support.WORDS_MISSING),
        ("员工每年享有带薪年假[1]。", LEAVE, Support.OTHER_LANGUAGE),
        ("3. Leave is paid [1].", LEAVE, Support.SUPPORTED),
        ("Yes [1].", "Nothing of the kind.", Support.WORDS_MISSING),
        ("[1]", LEAVE, Support.SUPPORTED),
    ],
)
def test_check(claim: str, passage: str, support: Support) -> None:
    assert check(claim, passage)[0] is support


def test_what_is_missing_is_named() -> None:
    assert check("Employees get 30 days of leave [1].", LEAVE) == (Support.NUMBER_MISSING, ("30",))
    assert check("Canteen soup [1].", LEAVE)[1] == ("canteen", "soup")


def test_a_sentence_is_checked_against_all_its_passages_together() -> None:
    text = "Paid leave is 28 days and the canteen serves soup [1][2]. The canteen serves soup [1]. It is red [7]."
    found = cited_sentences(text, {1: LEAVE, 2: "The canteen serves soup."})
    assert [sentence.support for sentence in found] == [
        Support.SUPPORTED,
        Support.WORDS_MISSING,
        Support.NO_PASSAGE,
    ]
    assert found[1].span.of(text) == "The canteen serves soup [1]."


def test_a_mark_after_the_full_stop_belongs_to_the_sentence_before() -> None:
    text = "Paid leave is 28 days. [1] The canteen serves soup."
    (sentence,) = cited_sentences(text, {1: LEAVE})
    assert sentence.span.of(text) == "Paid leave is 28 days. [1]"


def test_supported_numbers() -> None:
    text = "Paid leave is 28 days [1]. The canteen serves soup [2]. Paid leave is 99 days [1]."
    assert supported_numbers(text, {1: LEAVE, 2: "The canteen serves soup.", 3: "Unused."}) == {
        1: False,
        2: True,
        3: True,
    }


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        ("Unused leave can be carried over [1].", LEAVE, "Unused days can be carried over until 31 March."),
        ("Paid leave [1]", LEAVE, "Every employee is entitled to 28 days of paid leave a year."),
        ("Nothing of it", LEAVE, "Every employee is entitled to 28 days of paid leave a year."),
        ("未使用的年假可以保留[1]。", LEAVE_ZH, "未使用的年假可以保留到次年三月三十一日。"),
        ("x", "", ""),
    ],
)
def test_best_sentence(claim: str, passage: str, expected: str) -> None:
    assert best_sentence(claim, passage).of(passage) == expected


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sentences_are_supported_by_their_own_paragraph_and_not_by_another(language: str) -> None:
    path = XQUAD / f"xquad.{language}.dev.json"
    if not path.exists():
        pytest.skip(f"{path} is not here: it lies beside development checkouts only")
    own = foreign = count = 0
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        paragraphs = [p["context"] for p in article["paragraphs"]]
        for paragraph, other in itertools.pairwise(paragraphs):
            for span in sentences(paragraph)[:3]:
                count += 1
                own += check(span.of(paragraph), paragraph)[0] is Support.SUPPORTED
                foreign += check(span.of(paragraph), other)[0] is Support.SUPPORTED
    assert own == count
    assert foreign / count < 0.05
