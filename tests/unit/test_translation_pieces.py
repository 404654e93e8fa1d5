"""How segments are grouped and long ones cut: nothing lost, nothing too long, the first group small."""

from __future__ import annotations

import itertools
import random

from app.engines.translation.pieces import FIRST_CHARACTERS, GROUP_CHARACTERS, GROUP_SEGMENTS, groups, split_long


def letters(text: str) -> int:
    """Stands for a tokenizer: one token a letter."""
    return len(text)


def test_groups_hold_every_segment_once_and_stay_small() -> None:
    draw = random.Random(1)
    lengths = [draw.choice((0, 5, 60, 300, 9000)) for _ in range(500)]
    found = list(groups(lengths))
    assert sorted(number for group in found for number in group) == list(range(500))
    assert list(found[0]) == list(range(len(found[0]))), "the beginning comes first"
    spreads = [max(several) - min(several) for group in found[1:] if (several := [lengths[n] for n in group])]
    assert sum(spread > 0 for spread in spreads) <= 5, "the others with those of their length"
    for number, group in enumerate(found):
        total = sum(lengths[place] for place in group)
        assert len(group) <= GROUP_SEGMENTS
        assert len(group) == 1 or total <= (FIRST_CHARACTERS if number == 0 else GROUP_CHARACTERS)
    assert list(groups([])) == []


def test_each_sentence_is_a_piece() -> None:
    text = "One is here. Dr. Two is there! 三在这里。四在那里。"
    assert [text[a:b] for a, b in split_long(text, 100, letters)] == [
        "One is here.", "Dr. Two is there!", "三在这里。", "四在那里。",
    ]  # fmt: skip


def test_what_is_too_long_is_cut_after_clauses_then_words_then_anywhere() -> None:
    clauses = "the first, the second, the third, the fourth"
    assert [clauses[a:b].strip() for a, b in split_long(clauses, 24, letters)] == [
        "the first, the second,",
        "the third, the fourth",
    ]
    words = "aaaa bbbb cccc dddd eeee ffff"
    assert all(b - a <= 12 for a, b in split_long(words, 12, letters))
    endless = "x" * 1000
    pieces = list(split_long(endless, 100, letters))
    assert "".join(endless[a:b] for a, b in pieces) == endless
    assert all(b - a <= 100 for a, b in pieces)


def test_no_word_of_a_long_text_is_lost() -> None:
    draw = random.Random(2)
    text = "".join(draw.choice(("word ", "long, ", "end. ", "字", "，", "。", "Zz")) for _ in range(3000))
    spans = list(split_long(text, 50, letters))
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    kept = "".join(text[a:b] for a, b in spans)
    assert "".join(kept.split()) == "".join(text.split())
