"""The guard: what it sees in a bad translation, what it lets pass, how often it doubts what people translated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.translate.glossary import Term, found_terms
from app.domain.translate.left_alone import is_left_alone
from app.domain.translate.translation import Mark
from app.domain.translate.translation_guard import Pair, marks_of, repeats

EN_ZH, ZH_EN, EN_DE = Pair("en", "zh"), Pair("zh", "en"), Pair("en", "de")
XQUAD = Path(__file__).resolve().parents[3] / "shared" / "data" / "xquad"


@pytest.mark.parametrize(
    ("source", "translated", "pair"),
    [
        ("The deposit is three months of rent.", "押金是三个月的租金。", EN_ZH),
        ("押金是三个月的租金。", "The deposit is three months of rent.", ZH_EN),
        ("The ferry leaves at 6:15.", "渡轮6点15分开。", EN_ZH),
        ("It costs 12 euros on 3 May 2024.", "2024年5月3日的价格是12欧元。", EN_ZH),
        ("1.5 million people live there.", "那里住着150万人。", EN_ZH),
        ("There are 3 rooms.", "有三个房间。", EN_ZH),
        ("Write to ⟦1⟧the office⟦/1⟧ at a@b.org.", "请写信到a@b.org给⟦1⟧办公室⟦/1⟧。", EN_ZH),
        ("Open Firefox.", "打开 Firefox。", EN_ZH),
        ("Hello %s, you have {count} files.", "你好 %s，你有 {count} 个文件。", EN_ZH),
        ("The rent is due on the third.", "Die Miete ist am Dritten fällig.", EN_DE),
        ("Yes", "是", EN_ZH),
        ("The tenant pays the electricity bill.", "租客繳交電費單。", Pair("en", "zh-hant")),
    ],
)
def test_a_good_translation_has_no_mark(source: str, translated: str, pair: Pair) -> None:
    assert marks_of(source, translated, pair) == ()


@pytest.mark.parametrize(
    ("source", "translated", "pair", "mark"),
    [
        ("The deposit is due.", "  ", EN_ZH, Mark.EMPTY),
        ("The deposit is due.", "The deposit is due.", EN_ZH, Mark.UNTRANSLATED),
        ("The deposit is due.", "The deposit is payable now.", EN_ZH, Mark.UNTRANSLATED),
        ("Quarterly report", "Quarterly", EN_ZH, Mark.UNTRANSLATED),
        ("押金是三个月的租金。", "押金 is three months.", ZH_EN, None),
        ("押金是三个月的租金，请在周五前付清。", "押金是三个月的租金 please", ZH_EN, Mark.UNTRANSLATED),
        ("Das ist ein Haus.", "Das ist ein Haus.", Pair("de", "en"), Mark.UNTRANSLATED),
        (
            "The lease ends in June. You must leave the keys with the porter and clean it all.",
            "六月。",
            EN_ZH,
            Mark.LENGTH,
        ),
        ("What is it?", "这是一个很长的解释，" * 5 + "而不是翻译。", EN_ZH, Mark.LENGTH),
        ("The ferry leaves at 6:15.", "渡轮7点15分开。", EN_ZH, Mark.NUMBERS),
        ("The ticket is 12 euros.", "票价是欧元。", EN_ZH, Mark.NUMBERS),
        ("A ticket costs little.", "票价是45欧元。", EN_ZH, Mark.NUMBERS),
        ("Click ⟦1⟧here⟦/1⟧.", "点击⟦1⟧这里。", EN_ZH, Mark.PLACEHOLDERS),
        (
            "See https://alcove.example/a for more.",
            "更多信息请看 https://alcove.example/b 这里。",
            EN_ZH,
            Mark.PLACEHOLDERS,
        ),
        ("The tenant pays the electricity bill.", "租客缴交电费单。", Pair("en", "zh-hant"), Mark.UNTRANSLATED),
        ("The tenant pays the electricity bill.", "租客繳交電費單。", EN_ZH, Mark.UNTRANSLATED),
        ("The deposit is due.", "押金到期押金到期押金到期押金到期押金到期", EN_ZH, Mark.REPEATS),
    ],
)
def test_a_bad_translation_is_marked(source: str, translated: str, pair: Pair, mark: Mark | None) -> None:
    marks = marks_of(source, translated, pair)
    assert (mark in marks) if mark else (marks == ())


def test_what_the_source_repeats_may_be_repeated() -> None:
    assert repeats("no way no way no way no way ")
    assert not repeats("no way no way no way no way ", "算了吧算了吧算了吧算了吧")
    assert not repeats("----------------------------------------")


def test_a_term_that_was_not_kept_is_marked() -> None:
    terms = [Term("deposit", "押金"), Term("Alcove")]
    found = found_terms(terms, "Alcove wants both deposits.")
    assert marks_of("Alcove wants both deposits.", "Alcove 要两份保证金。", EN_ZH, found) == (Mark.TERMS,)
    assert marks_of("Alcove wants both deposits.", "Alcove 要两份押金。", EN_ZH, found) == ()


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("42", EN_ZH),
        ("12.5 kg", EN_ZH),
        ("2024-05-03", EN_ZH),
        ("https://alcove.example/path?a=b", EN_ZH),
        ("someone@alcove.example", EN_ZH),
        ("config.yaml", EN_ZH),
        ("getTotal(items);", EN_ZH),
        ("snake_case_name", EN_ZH),
        ("if (a == b) { return c; }", EN_ZH),
        ("合同已经签好了。", EN_ZH),
        ("Firefox", ZH_EN),
        ("⟦1⟧17⟦/1⟧", EN_ZH),
        ("———", EN_ZH),
    ],
)
def test_what_needs_no_translation_is_left_alone(text: str, pair: Pair) -> None:
    assert is_left_alone(text, pair)


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Hello", EN_ZH),
        ("12 apples", EN_ZH),
        ("m", EN_ZH),
        ("See https://alcove.example.", EN_ZH),
        ("He left; she stayed.", EN_ZH),
        ("Return the keys to the porter:", EN_ZH),
        ("Import duties are high", EN_ZH),
        ("合同 signed", EN_ZH),
        ("第3章", ZH_EN),
        ("End.", EN_ZH),
    ],
)
def test_what_needs_a_translation_gets_one(text: str, pair: Pair) -> None:
    assert not is_left_alone(text, pair)


def test_a_glossary_can_have_a_name_translated_and_a_word_left() -> None:
    assert not is_left_alone("Firefox", ZH_EN, found_terms([Term("Firefox", "Browser")], "Firefox"))
    assert is_left_alone("Alcove", EN_ZH, found_terms([Term("Alcove")], "Alcove"))


@pytest.mark.skipif(not XQUAD.is_dir(), reason="XQuAD does not lie beside the checkout")
def test_translations_that_people_made_are_seldom_doubted() -> None:
    pairs = list(zip(questions("en"), questions("zh"), strict=True))
    doubted = [(a, b, marks_of(a, b, EN_ZH)) for a, b in pairs if marks_of(a, b, EN_ZH)]
    back = [(a, b, marks_of(b, a, ZH_EN)) for a, b in pairs if marks_of(b, a, ZH_EN)]
    assert len(doubted) <= 0.02 * len(pairs)
    assert len(back) <= 0.02 * len(pairs)


def questions(language: str) -> list[str]:
    data = json.loads((XQUAD / f"xquad.{language}.dev.json").read_text("utf-8"))["data"]
    return [qa["question"] for article in data for paragraph in article["paragraphs"] for qa in paragraph["qas"]]
