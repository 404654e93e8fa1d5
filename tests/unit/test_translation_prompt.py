"""What a chat model is told, and what is left of what it says."""

from __future__ import annotations

import pytest

from app.domain.translate.glossary import Term
from app.domain.translate.translation_prompt import cleaned, language_name, messages, most_tokens


def test_the_text_stands_last_between_tags_and_the_rules_first() -> None:
    prompt = messages("Who are you?", "en", "zh", before="A line.", terms=[Term("Alcove"), Term("rent", "租金")])
    assert [one.role for one in prompt] == ["system", "user"]
    assert "from English into Simplified Chinese" in prompt[0].content
    assert prompt[1].content.endswith("<text>\nWho are you?\n</text>")
    assert "- rent → 租金\n" in prompt[1].content.replace("\n\n", "\n")
    assert "- Alcove → Alcove (do not translate)" in prompt[1].content
    assert "A line." in prompt[1].content


def test_the_rules_are_the_same_for_every_segment() -> None:
    assert messages("One.", "en", "de")[0] == messages("Two.", "en", "de", before="One.")[0]
    assert messages("One.", "en", "de", stricter=True)[0] != messages("One.", "en", "de")[0]


def test_an_example_is_shown_as_an_exchange() -> None:
    roles = [one.role for one in messages("Two.", "en", "zh", examples=[("One.", "一。")])]
    assert roles == ["system", "user", "assistant", "user"]


@pytest.mark.parametrize(
    ("answer", "source", "text"),
    [
        ("你好。", "Hello.", "你好。"),
        ("Translation: 你好。", "Hello.", "你好。"),
        ("Here is the translation:\n你好。", "Hello.", "你好。"),
        ("译文：你好。\n</text>", "Hello.", "你好。"),
        ('"你好。"', "Hello.", "你好。"),
        ("“你好。”", '"Hello."', "“你好。”"),
        ("```\n你好。\n```", "Hello.", "你好。"),
        ("翻译：这是标签", "Translation: a label", "翻译：这是标签"),
        ("一\n二", "One\ntwo", "一\n二"),
        ("一\n二", "One two", "一 二"),
        ('"A" and "B"', "甲和乙", '"A" and "B"'),
        ("", "Hello.", ""),
    ],
)
def test_labels_tags_and_quotes_that_the_source_has_not_go(answer: str, source: str, text: str) -> None:
    assert cleaned(answer, source) == text


def test_the_answer_is_bounded_by_the_text() -> None:
    assert most_tokens("Hello.") < 64
    assert 300 < most_tokens("word " * 100) < 700


def test_a_language_has_its_name_or_its_code() -> None:
    assert (language_name("zh-Hant"), language_name("de-at"), language_name("xx")) == (
        "Traditional Chinese",
        "German",
        "xx",
    )
