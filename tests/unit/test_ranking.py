"""One order out of two searches: what each part adds, and that no input breaks it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.ask.evidence import is_enough, strength
from app.domain.ask.marks import marks
from app.domain.ask.question_words import without_question_words
from app.domain.ask.ranking import Scored, is_mostly_cjk, light_stem, question_terms, rank


def order(
    question: str, texts: dict[int, str], keywords: dict[int, float], cosines: dict[int, float] | None
) -> list[int]:
    return [scored.passage_id for scored in rank(question, texts, keywords, cosines)]


def test_keywords_alone_order_by_bm25() -> None:
    assert order("lease", {1: "other words", 2: "a lease"}, {1: 1.0, 2: 3.0}, None) == [2, 1]


def test_a_close_meaning_overtakes_a_weak_word_match() -> None:
    texts = {1: "The word rent stands here by chance.", 2: "The tenant pays 900 euros every month."}
    assert order("What is the rent?", texts, {1: 2.0}, {1: 0.1, 2: 0.8}) == [2, 1]


def test_words_that_stand_together_beat_words_far_apart() -> None:
    together = "The deposit is three months. It rains often. The sky is blue."
    apart = "The deposit is here. It rains often. The sky is blue. There are three of them. Nothing. Some months pass."
    assert order("deposit three months", {1: apart, 2: together}, {1: 1.0, 2: 1.0}, None)[0] == 2


def test_chinese_characters_count_one_by_one_as_well() -> None:
    texts = {1: "电动汽车的电池保修期为八年。", 2: "保险公司的电话号码。"}
    assert order("电池保修多久", texts, {1: 1.0, 2: 1.0}, None) == [1, 2]


def test_scores_lie_between_zero_and_one_and_repeat() -> None:
    texts = {n: f"passage {n} about rent and heating" for n in range(5)}
    first = rank("rent heating", texts, {n: float(n) for n in texts}, {n: n / 5 for n in texts})
    assert first == rank("rent heating", texts, {n: float(n) for n in texts}, {n: n / 5 for n in texts})
    assert all(0.0 <= scored.score <= 1.0 for scored in first)


def test_nothing_to_rank_is_no_error() -> None:
    assert rank("anything", {}, {}, None) == []


@given(st.text(max_size=60), st.lists(st.text(max_size=120), min_size=1, max_size=4))
def test_no_question_and_no_text_breaks_it(question: str, passages: list[str]) -> None:
    texts = dict(enumerate(passages))
    scored = rank(question, texts, {0: 1.0}, None)
    assert sorted(one.passage_id for one in scored) == sorted(texts)
    for text in passages:
        for start, length in marks(question, text):
            assert 0 <= start < start + length <= len(text)


def test_rarity_comes_from_the_store_when_it_is_known() -> None:
    texts = {1: "common rare", 2: "common"}
    scored = {s.passage_id: s for s in rank("common rare", texts, {}, None, {"common": 90, "rare": 1}, 100)}
    assert scored[1].share == 1.0
    assert scored[2].share < 0.1


def test_question_words_do_not_count() -> None:
    assert without_question_words("What is the deposit?") == "is the deposit"
    assert without_question_words("How much nitrate, and how old is the well?") == "nitrate and is the well"
    assert without_question_words("押金是多少？") == "押金是"
    assert without_question_words("why") == "why", "a question of nothing else keeps its words"
    assert "多少" not in question_terms("押金是多少")


def test_a_chinese_question_with_an_english_name_is_chinese() -> None:
    assert is_mostly_cjk("Alcove 的数据存在哪里")
    assert not is_mostly_cjk("What does 电池 mean in this contract?")
    assert not is_mostly_cjk("42")


def test_other_forms_of_a_word_are_marked() -> None:
    text = "Payments are made monthly; the payment is due."
    assert [text[s : s + n] for s, n in marks("payment", text)] == ["Payments", "payment"]


def test_neighbouring_chinese_pairs_make_one_mark() -> None:
    text = "合同的押金条款"
    assert marks("押金条款", text) == ((3, 4),)


def test_the_last_word_is_a_beginning_while_typing() -> None:
    assert marks("con", "the constitution", last_is_prefix=True) == ((4, 12),)
    assert marks("con", "the constitution") == ()


def test_light_stems_keep_short_words_whole() -> None:
    assert light_stem("paying") == "pay"
    assert light_stem("sing") == "sing"
    assert light_stem("contracts") == "contract"


def test_evidence_needs_meaning_or_words() -> None:
    assert is_enough(strength(Scored(1, 1.0, 0.9, 0.9, 0.5)))
    assert not is_enough(strength(Scored(1, 1.0, 0.1, 0.1, 0.2)))
    assert is_enough(strength(Scored(1, 1.0, 0.5, 0.5, None)))
    assert not is_enough(strength(Scored(1, 1.0, 0.05, 0.05, None)))
