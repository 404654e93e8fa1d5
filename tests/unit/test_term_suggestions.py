"""Which words of documents are suggested as terms: names, acronyms, technical terms; never what was answered."""

from __future__ import annotations

import pytest

from app.domain.translate.term_suggestions import suggestions

TEXT = (
    "The service charge is paid monthly. Ask Northwind Property about the service charge. "
    "Northwind Property keeps the deposit. The tenant pays VAT on the service charge. "
    "No service charge is due in May, says Northwind Property. VAT is shown apart."
)


def test_names_acronyms_and_terms_are_found() -> None:
    found = {one.term: one.count for one in suggestions([TEXT], ())}
    assert found["Northwind Property"] == 3
    assert found["service charge"] == 4
    assert found["VAT"] == 2
    assert "The" not in found
    assert "Ask" not in found


def test_what_is_known_or_answered_does_not_come_again() -> None:
    found = [one.term for one in suggestions([TEXT], ("northwind property", "VAT"))]
    assert found == ["service charge"]


def test_titles_in_chinese_text_are_found() -> None:
    found = [one.term for one in suggestions(["根据《租赁合同》第三条。《租赁合同》自签字起生效。"], ())]
    assert found == ["租赁合同"]


@pytest.mark.parametrize("text", ["", "a", "One. Two. Three.", "...", "《》《》"])
def test_little_text_suggests_nothing(text: str) -> None:
    assert suggestions([text], ()) == []


def test_chinese_phrases_that_come_again_are_found_whole() -> None:
    text = "押金条款很短。押金条款说明，押金条款由房东决定。房东和租客都看押金条款。"
    assert [one.term for one in suggestions([text], ())] == ["押金条款"]
