"""Spoken numbers in digits, English and Chinese: what is clear is converted, what could be read otherwise stays."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.spoken.numbers_en import english_numbers
from app.domain.spoken.numbers_zh import chinese_numbers, value
from app.domain.spoken.numerals_en import numeral
from app.domain.text.numerals import numbers_in


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("I have twenty three apples and one hundred and five pears", "I have 23 apples and 105 pears"),
        ("Meet me at ten thirty, or three thirty p.m. tomorrow.", "Meet me at 10:30, or 3:30 pm tomorrow."),
        ("It starts at three pm. Then we go", "It starts at 3 pm. Then we go"),
        ("on November thirtieth twenty twenty six we ship", "on November 30, 2026 we ship"),
        ("November thirtieth, twenty twenty six", "November 30, 2026"),
        ("the thirtieth of November twenty twenty six", "the 30th of November 2026"),
        ("the twenty second of May", "the 22nd of May"),
        ("in nineteen eighty four", "in 1984"),
        ("in twenty oh five", "in 2005"),
        ("five percent of two point five million people", "5% of 2.5 million people"),
        ("twelve point five per cent and 5 percent", "12.5% and 5%"),
        ("five dollars and fifty cents, twenty euros", "$5.50, €20"),
        ("call five five five one two oh four", "call 5551204"),
        ("one million two hundred thousand", "1,200,000"),
        ("twenty-first century and a twenty second break", "21st century and a 20 second break"),
        ("a forty-five-year-old man", "a 45-year-old man"),
        ("minus five degrees", "minus 5 degrees"),
        ("twenty and thirty", "20 and 30"),
    ],
)
def test_english_that_is_clear(said: str, written: str) -> None:
    assert english_numbers(said) == written


@pytest.mark.parametrize(
    "said",
    [
        "one of them stays", "no one came", "the nineteen eighties", "one two three four five", "twenty three four",
        "a hundred and twenty people", "seven eleven", "half a million", "two and a half", "March three abreast",
        "you may second that", "oh five people", "at this point", "the first one", "a one way street", "may five come",
        "twenty something", "hundreds of them", "on the twenty second we meet", "it costs nineteen ninety nine",
        "ten to one", "chapter eleven", "twenty twenty vision", "twenty four seven support", "two thirds", "B twenty2",
    ],
)  # fmt: skip
def test_english_that_is_not_clear_stays(said: str) -> None:
    assert english_numbers(said) == said


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("一百二十三", "123"),
        ("二零二六年十一月三十日下午三点半", "2026年11月30日下午3点半"),
        ("百分之五", "5%"),
        ("百分之十二点五", "12.5%"),
        ("百分之百", "100%"),
        ("千分之三", "3‰"),
        ("十点三十分开会", "10点30分开会"),
        ("早上八点", "早上8点"),
        ("三点五", "3.5"),
        ("三点五十分", "3点50分"),
        ("三百万人", "300万人"),
        ("一万二千三百", "12300"),
        ("一万零五十", "10050"),
        ("两千五", "2500"),
        ("电话一三八零零一三八零零零", "电话13800138000"),
        ("幺幺零", "110"),
        ("负二十度", "-20度"),
        ("零下五度", "零下5度"),
        ("第十二章", "第12章"),
        ("二十美元", "20美元"),
        ("兩萬五千", "25000"),
    ],
)
def test_chinese_that_is_clear(said: str, written: str) -> None:
    assert chinese_numbers(said) == written


@pytest.mark.parametrize(
    "said",
    (
        "一个人 十分好 万一下雨 千万不要 一点也不 一点一点 二三十个 三四百 一两百 几十个 十几个 好几百 第一 "
        "星期三 三个月 三十六计 二百五 不管三七二十一 一五一十 十一长假 五块钱 百姓 成百上千 "
        " 四分之三 一日三餐 一二三四五 七上八下 一万二 一心一意"
    ).split(),
)
def test_chinese_that_is_not_clear_stays(said: str) -> None:
    assert chinese_numbers(said) == said


_ENGLISH = st.lists(
    st.sampled_from(
        "one two five nine ten twelve twenty thirty ninety hundred thousand million and point oh zero first second "
        "third of the May November percent dollars cents degrees p.m. at , . - word 12 the second".split()
    ),
    max_size=14,
).map(" ".join)
_CHINESE = st.text(alphabet="零〇一二两三九十百千万亿点负年月日号分半之度第几个人,。a1", max_size=16)


@pytest.mark.parametrize("convert", [english_numbers, chinese_numbers])
@given(text=st.text() | _ENGLISH | _CHINESE)
def test_once_more_changes_nothing(convert: Callable[[str], str], text: str) -> None:
    once = convert(text)
    assert convert(once) == once


@given(text=st.text())
def test_text_without_number_words_stays(text: str) -> None:
    if not numbers_in(re.sub(r"\d", "", text)):
        assert english_numbers(text) == text


@given(number=st.integers(1, 9_999_999))
def test_chinese_numbers_mean_what_was_said(number: int) -> None:
    said = _in_chinese(number)
    assert value(said) == number
    assert numbers_in(chinese_numbers(said)) >= numbers_in(said) or chinese_numbers(said) == said


@given(number=st.integers(0, 999_999_999))
def test_english_numbers_mean_what_was_said(number: int) -> None:
    found = numeral(_in_english(number))
    assert found is not None
    assert int(found.value) * (10**6 if found.scale == "million" else 1) == number


@pytest.mark.parametrize("convert", [english_numbers, chinese_numbers])
@pytest.mark.parametrize("text", ["twenty ", "one hundred and ", "a" * 9, " ", "一", "十点", "百分之", "May the ", "-"])
def test_time_grows_with_the_text_alone(convert: Callable[[str], str], text: str) -> None:
    def seconds(size: int) -> float:
        long = text * (size // len(text))
        began = time.thread_time()
        convert(long)
        return time.thread_time() - began

    assert seconds(100_000) < 30 * seconds(10_000) + 0.3


def _in_chinese(number: int) -> str:
    if number >= 10_000:
        rest = number % 10_000
        gap = "零" if 0 < rest < 1000 else ""
        return _in_chinese(number // 10_000) + "万" + gap + (_in_chinese(rest) if rest else "")
    told, zero = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            told += ("零" if zero and told else "") + "零一二三四五六七八九"[digit] + unit
            zero = False
        else:
            zero = True
    return told


def _in_english(number: int) -> list[str]:
    small = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen"
    ).split()
    tens = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
    if number < 20:
        return [small[number]]
    if number < 100:
        return [tens[number // 10], *([small[number % 10]] if number % 10 else [])]
    for scale, word in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            rest = number % scale
            return [*_in_english(number // scale), word, *(_in_english(rest) if rest else [])]
    raise AssertionError
