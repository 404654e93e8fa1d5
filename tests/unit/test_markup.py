"""Formatting marks out of a segment and back around the words that mean the same, wherever those went."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest

from app.engines.translation.markup import MARK, Link, Look, put_back, runs_of, take_out


def words(source: str, target: str, *pairs: tuple[str, str]) -> list[Link]:
    """Links of ``target`` cut at bars; each pair says which word of the source a word looks at."""
    wanted, links, at = dict(pairs), list[Link](), 0
    for word in target.split("|"):
        looks = ()
        if word in wanted:
            start = source.index(wanted[word])
            looks = (Look(start, start + len(wanted[word]), 0.9),)
        links.append(Link(at, at + len(word), looks))
        at += len(word)
    return links


SOURCE = "Please sign the contract by Friday."
TARGET = "请|在|星期五|之前|签署|合同|。"
LINKS = words(
    SOURCE, TARGET, ("请", "Please"), ("在", "by"), ("星期五", "Friday"), ("之前", "by"), ("签署", "sign"),
    ("合同", "contract"), ("。", "."),
)  # fmt: skip
PLAIN = TARGET.replace("|", "")


def back(text: str) -> str:
    marked = take_out(text)
    assert marked.plain == SOURCE
    return put_back(marked, PLAIN, LINKS)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Please sign the ⟦1⟧contract⟦/1⟧ by Friday.", "请在星期五之前签署⟦1⟧合同⟦/1⟧。"),
        ("Please ⟦1⟧sign⟦/1⟧ the contract by ⟦2⟧Friday⟦/2⟧.", "请在⟦2⟧星期五⟦/2⟧之前⟦1⟧签署⟦/1⟧合同。"),
        ("⟦1⟧Please sign the contract by Friday.⟦/1⟧", "⟦1⟧请在星期五之前签署合同。⟦/1⟧"),
        ("Please ⟦1⟧sign the ⟦2⟧contract⟦/2⟧⟦/1⟧ by Friday.", "请在星期五之前⟦1⟧签署⟦2⟧合同⟦/2⟧⟦/1⟧。"),
        ("⟦1/⟧Please sign the contract⟦2/⟧ by Friday.⟦3/⟧", "⟦1/⟧请在星期五之前签署合同⟦2/⟧。⟦3/⟧"),
        ("Please sign the contract ⟦1⟧by Friday⟦/1⟧.", "请⟦1⟧在星期五之前⟦/1⟧签署合同。"),
        ("⟦1⟧⟦/1⟧Please sign the contract by Friday.", "⟦1⟧⟦/1⟧请在星期五之前签署合同。"),
        ("⟦1⟧⟦2/⟧⟦/1⟧Please sign the contract by Friday.", "⟦1⟧⟦2/⟧⟦/1⟧请在星期五之前签署合同。"),
    ],
)
def test_marks_go_where_their_words_went(marked: str, expected: str) -> None:
    assert back(marked) == expected


@pytest.mark.parametrize("text", ["⟦1⟧Please sign", "Please⟦/7⟧ sign", "⟦1⟧Please ⟦2⟧sign⟦/1⟧ now", "⟦/2⟧⟦2⟧a⟦x⟧"])
def test_a_half_mark_is_kept_once(text: str) -> None:
    marked = take_out(text)
    assert MARK.sub("", text) == marked.plain
    assert Counter(m[0] for m in MARK.finditer(put_back(marked, marked.plain, []))) == Counter(
        m[0] for m in MARK.finditer(text)
    )


def test_marks_without_end_take_no_time_and_no_stack() -> None:
    many = "⟦1⟧a⟦/1⟧" * 20_000
    assert put_back(take_out(many), "b", []).count("⟦/1⟧") == 20_000
    deep = "".join(f"⟦{n}⟧" for n in range(3000)) + "a" + "".join(f"⟦/{n}⟧" for n in reversed(range(3000)))
    made = put_back(take_out(deep), "b", [Link(0, 1, (Look(0, 1, 0.9),))])
    assert Counter(m[0] for m in MARK.finditer(made)) == Counter(m[0] for m in MARK.finditer(deep))
    assert MARK.sub("", made) == "b"


def test_without_a_look_at_its_words_a_pair_is_kept_beside_them() -> None:
    marked = take_out("Please sign the ⟦1⟧contract⟦/1⟧ by Friday.")
    found = put_back(marked, PLAIN, [Link(link.start, link.end) for link in LINKS])
    assert found.replace("⟦1⟧⟦/1⟧", "") == PLAIN


def test_what_was_translated_alone_says_more_than_a_look() -> None:
    marked = take_out("Please ⟦1⟧sign⟦/1⟧ the ⟦2⟧contract⟦/2⟧ by ⟦3⟧Friday⟦/3⟧.")
    assert [SOURCE[start:end] for start, end in runs_of(marked)] == ["sign", "contract", "Friday"]
    alone = dict(zip(runs_of(marked), ("签字", "合同", "星期五"), strict=True))
    blind = [Link(link.start, link.end) for link in LINKS]
    assert put_back(marked, PLAIN, blind, alone) == "请在⟦3⟧星期五⟦/3⟧之前签署⟦2⟧合同⟦/2⟧。⟦1⟧⟦/1⟧"
    assert runs_of(take_out("⟦1⟧All of it.⟦/1⟧")) == []


def test_spaces_stay_outside() -> None:
    source, target = "请签署合同。", "Please| sign| the| contract|."
    links = words(
        source, target, ("Please", "请"), (" sign", "签署"), (" the", "合同"), (" contract", "合同"), (".", "。")
    )
    marked = take_out("请⟦1⟧签署⟦/1⟧⟦2⟧合同⟦/2⟧。")
    made = put_back(marked, target.replace("|", ""), links)
    assert made == "Please ⟦1⟧sign⟦/1⟧ ⟦2⟧the contract⟦/2⟧."


def test_whatever_the_looks_every_mark_comes_back_once_and_well_nested() -> None:
    draw = random.Random(3)
    for _ in range(3000):
        plain, target = "abcdefghij", "0123456789"
        text, opened, number = "", list[int](), 0
        for letter in plain:
            for _ in range(draw.choice((0, 0, 1, 2))):
                kind = draw.random()
                if kind < 0.4:
                    number += 1
                    opened.append(number)
                    text += f"⟦{number}⟧"
                elif kind < 0.7 and opened:
                    text += f"⟦/{opened.pop()}⟧"
                elif kind >= 0.7:
                    number += 1
                    text += f"⟦{number}/⟧"
            text += letter
        text += "".join(f"⟦/{one}⟧" for one in reversed(opened))
        links = [
            Link(at, at + 1, tuple(Look(s, s + 1, draw.random()) for s in draw.sample(range(10), draw.randint(0, 3))))
            for at in range(10)
        ]
        made = put_back(take_out(text), target, links)
        assert MARK.sub("", made) == target
        assert Counter(re.findall(r"⟦[^⟧]*⟧", made)) == Counter(re.findall(r"⟦[^⟧]*⟧", text))
        stack = list[str]()
        for closes, which, single in MARK.findall(made):
            if closes:
                assert stack.pop() == which, (text, made)
            elif not single:
                stack.append(which)
        assert not stack
