"""Terms: found in all their forms, in both scripts, and nowhere else; conflicts are told."""

from __future__ import annotations

import pytest

from app.domain.translate.glossary import Conflict, Term, conflicts, found_terms, missing_terms


def spelled(term: Term, text: str) -> list[str]:
    return [text[one.start : one.end] for one in found_terms([term], text)]


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        (
            "deposit",
            "Deposits, the deposit's, deposited, depositing",
            ["Deposits", "deposit's", "deposited", "depositing"],
        ),
        ("study", "Studies studied studying study", ["Studies", "studied", "studying", "study"]),
        ("lease", "leases, leased, leasing", ["leases", "leased", "leasing"]),
        ("plan", "planned planning plans", ["planned", "planning", "plans"]),
        ("service charge", "The service  charges rise.", ["service  charges"]),
        ("deposit", "depository redeposit", []),
        ("art", "start artist", []),
        ("API", "APIs and an API's user", ["APIs", "API's"]),
        ("押金", "押金是三个月,押金不退", ["押金", "押金"]),
        ("租金", "出租金额", ["租金"]),
        ("in", "The inn is in town", ["in"]),
        ("C++", "C++ is not C", ["C++"]),
    ],
)
def test_a_term_is_found_in_its_forms(term: str, text: str, found: list[str]) -> None:
    assert spelled(Term(term), text) == found


def test_case_and_endings_count_where_the_term_says_so() -> None:
    assert spelled(Term("Polish", keeps_case=True), "Polish the Polish table, polish it") == ["Polish", "Polish"]
    assert spelled(Term("lease", inflects=False), "lease leases") == ["lease"]


def test_the_longer_term_goes_before_the_shorter_inside_it() -> None:
    terms = [Term("charge", "费用"), Term("service charge", "服务费")]
    assert [one.term.target for one in found_terms(terms, "The service charge and a charge.")] == ["服务费", "费用"]


def test_what_is_missing_is_told_once() -> None:
    found = found_terms([Term("deposit", "押金"), Term("Alcove")], "Alcove's deposits and the deposit")
    assert missing_terms(found, "押金") == [Term("Alcove")]
    assert missing_terms(found, "Alcove 的押金") == []


def test_a_source_with_two_targets_is_a_conflict_and_the_first_counts() -> None:
    terms = [Term("deposit", "押金"), Term("Deposit", "存款"), Term("rent", "租金"), Term("rent", "租金")]
    assert conflicts(terms) == [Conflict("deposit", ("押金", "存款"))]
    assert [one.term.target for one in found_terms(terms, "deposit")] == ["押金"]


def test_a_glossary_of_thousands_costs_little() -> None:
    terms = [Term(f"word{n} thing", f"词{n}") for n in range(5000)]
    assert [one.term.source for one in found_terms(terms, "See word17 things and word4999 thing.")] == [
        "word17 thing",
        "word4999 thing",
    ]
