"""Vocabulary, spoken marks, fillers and tidying: rules fire where they should, lose no word, and end in time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.spoken.rules import RuleError, RuleFault, RuleKind, Rules, VocabularyRule, fault_of, try_rules
from app.domain.spoken.vocabulary_files import LineFault, VocabularyFormat, vocabulary_read, vocabulary_written
from app.domain.spoken.writing import WritingOptions, write_down

ALL = WritingOptions(spoken_punctuation=True, leave_out_fillers=True)
RULES = Rules(
    [
        VocabularyRule("PostgreSQL", ("post gress", "postgres q l")),
        VocabularyRule("Twenty One Pilots"),
        VocabularyRule("npm", ("n p m",)),
        VocabularyRule("going to", ("gonna",)),
        VocabularyRule("栖霞", ("西夏", "七霞")),
    ]
)


def written(text: str, language: str = "en", options: WritingOptions = ALL) -> str:
    return write_down(text, language, options, RULES).text


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("we use post gress.", "We use PostgreSQL."),
        ("Post  Gress and postgres q\nl", "PostgreSQL and PostgreSQL"),
        ("compost gress", "Compost gress"),
        ("I am gonna go. Gonna stay.", "I am going to go. Going to stay."),
        ("twenty one pilots sang twenty one songs", "Twenty One Pilots sang 21 songs"),
        ("n p m works", "npm works"),
        ("um, i think, uh, yes", "I think, yes"),
        ("I, um, think so. Um. It is, uh.", "I think so. It is."),
        ("Um. Hmm, that is it", "That is it"),
        ("the umbrella erased", "The umbrella erased"),
        ("um", "Um"),
        ("hello comma how are you question mark", "Hello, how are you?"),
        ("Hello, comma, how are you? Question mark. New line. next", "Hello, how are you?\nNext"),
        ("done. New paragraph. next", "Done.\n\nNext"),
        ("open quote hello close quote", "“Hello”"),
        ("the word comma stays", "The word comma stays"),
        ("see example.com , e.g. this . ok", "See example.com, e.g. this. Ok"),
        ("iPhone works and i'm here", "iPhone works and I'm here"),
    ],
)
def test_english(said: str, wanted: str) -> None:
    assert written(said) == wanted


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("嗯，我觉得呃这个西夏很好", "我觉得这个栖霞很好"),
        ("嗯。", "嗯。"),
        ("好的,走吧!", "好的，走吧！"),
        ("我们走吧逗号好吗问号换行下一句", "我们走吧，好吗？\n下一句"),
        ("用 Python 写3.5版", "用 Python 写3.5版"),
        ("二零二六年十一月三十日", "2026年11月30日"),
    ],
)
def test_chinese(said: str, wanted: str) -> None:
    assert written(said, "zh") == wanted


def test_nothing_is_done_that_was_not_chosen() -> None:
    nothing = WritingOptions(numbers=False, tidy=False)
    text = "um twenty three comma  i , 3"
    assert write_down(text, "en", nothing).text == text
    assert write_down("twenty three", "de", ALL).text == "Twenty three"


def test_a_trial_says_which_rule_did_what() -> None:
    rules = [VocabularyRule("X", ("[",), RuleKind.PATTERN), VocabularyRule("Qwen", ("quen", "kwen"))]
    tried = try_rules("a kwen and Quen and Qwen", rules)
    assert tried.text == "a Qwen and Qwen and Qwen"
    assert [(f.rule, f.found, tried.text[f.start : f.start + f.length]) for f in tried.firings] == [
        (1, "kwen", "Qwen"),
        (1, "Quen", "Qwen"),
    ]


def test_patterns_with_groups() -> None:
    rule = VocabularyRule(r"\1-\2", (r"(\w+) slash (\d+)",), RuleKind.PATTERN)
    assert try_rules("issue slash 12 and x", [rule]).text == "issue-12 and x"


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("(a+)+$", RuleFault.SLOW),
        ("(a|a)*b", RuleFault.SLOW),
        (r"\w*\w*\w*x", RuleFault.SLOW),
        ("(a|b)" * 12, RuleFault.SLOW),
        ("a{1000000}", RuleFault.PATTERN),
        ("a*", RuleFault.PATTERN),
        ("[", RuleFault.PATTERN),
        (r"(a)\1", RuleFault.PATTERN),
        ("(?=a)b", RuleFault.PATTERN),
        ("a)", RuleFault.PATTERN),
        ("[[a]]", RuleFault.PATTERN),
        ("", RuleFault.EMPTY),
    ],
)
def test_patterns_that_could_take_for_ever_are_refused(pattern: str, fault: RuleFault) -> None:
    assert fault_of(VocabularyRule("x", (pattern,), RuleKind.PATTERN)) is fault
    with pytest.raises(RuleError):
        Rules([VocabularyRule("x", (pattern,), RuleKind.PATTERN)])


def test_a_replacement_that_names_no_group_is_refused() -> None:
    assert fault_of(VocabularyRule(r"\2", ("(a)b",), RuleKind.PATTERN)) is RuleFault.PATTERN


@given(pattern=st.text(alphabet="ab(|)*+?{1,2}[^]\\dw.$ ", max_size=20), text=st.text(alphabet="ab 1", max_size=400))
def test_any_pattern_ends(pattern: str, text: str) -> None:
    began = time.thread_time()
    try_rules(text, [VocabularyRule("x", (pattern,), RuleKind.PATTERN)])
    assert time.thread_time() - began < 2


words = st.text(alphabet="abcxyz ABC栖霞好é'-", min_size=1, max_size=8).filter(lambda t: t.strip())


@given(text=st.text(alphabet="abcxyz ABC栖霞好é'-\n.", max_size=80), spoken=st.lists(words, max_size=4))
def test_a_vocabulary_applied_twice_gives_what_once_gives(text: str, spoken: list[str]) -> None:
    """Where what is written holds none of the forms that are heard."""
    rules = Rules([VocabularyRule(f"W{n}" * 2, (form,)) for n, form in enumerate(spoken)])
    once = rules.apply(text).text
    assert rules.apply(once).text == once


@given(text=st.text(max_size=200), language=st.sampled_from(["en", "zh", "de", "ja", ""]))
def test_tidying_loses_no_letter(text: str, language: str) -> None:
    once = write_down(text, language, WritingOptions(numbers=False)).text
    assert [c for c in once.casefold() if c.isalnum()] == [c for c in text.casefold() if c.isalnum()]
    assert write_down(once, language, WritingOptions(numbers=False)).text == once


@given(
    st.lists(
        st.sampled_from(
            ["um", "uh,", "Er", "I", "we", "went", "home.", ",", "嗯", "，", "呃好", "\n", "post gress", "?"]
        ),
        max_size=14,
    ),
    st.sampled_from(["en", "zh"]),
)
def test_fillers_go_and_nothing_else(said: list[str], language: str) -> None:
    text = " ".join(said)
    options = WritingOptions(numbers=False, leave_out_fillers=True)
    once = write_down(text, language, options, RULES).text
    for word in ("we", "went", "home", "好"):
        assert once.casefold().count(word) == text.casefold().count(word)
    assert write_down(once, language, options, RULES).text == once


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "text", [" ", "um, ", "a ", "\n ", "comma ", "嗯，", "post gress ", ". ", "a.", "逗号", "“", "x" * 50]
)
def test_time_grows_with_the_text_alone(language: str, text: str) -> None:
    many = Rules([VocabularyRule(f"Term{n}", (f"term {n}", f"post {n}")) for n in range(2000)])

    def seconds(size: int) -> float:
        long = text * (size // len(text))
        began = time.thread_time()
        write_down(long, language, ALL, many)
        return time.thread_time() - began

    assert seconds(100_000) < 30 * seconds(10_000) + 0.5


VOCABULARY = (
    VocabularyRule("Qwen", ("quen", "kwen, it is")),
    VocabularyRule("栖霞", ("西夏",)),
    VocabularyRule("Kind regards,\nAnn \\ Bo", ("sign off",)),
    VocabularyRule("onnx"),
    VocabularyRule(r"\1-\2", (r"(\w+) slash (\d+)",), RuleKind.PATTERN),
)


@pytest.mark.parametrize("form", list(VocabularyFormat))
def test_a_vocabulary_comes_back_from_its_file(form: VocabularyFormat) -> None:
    for text in (vocabulary_written(VOCABULARY, form), "\ufeff" + vocabulary_written(VOCABULARY, form)):
        read = vocabulary_read(text, form)
        assert read.rules == VOCABULARY
        assert read.faults == ()


def test_lines_that_cannot_be_used_are_told_and_the_rest_is_taken() -> None:
    read = vocabulary_read("# mine\r\nQwen\r\nre:(a+)+ -> b\r\nqwenn -> Qwen\r\n", VocabularyFormat.LIST)
    assert read.rules == (VocabularyRule("Qwen"), VocabularyRule("Qwen", ("qwenn",)))
    assert read.faults == (LineFault(3, RuleFault.SLOW),)
    semicolons = vocabulary_read("Word;Spoken\r\nQwen;quen | kwen\r\n", VocabularyFormat.CSV)
    assert semicolons.rules == (VocabularyRule("Qwen", ("quen", "kwen")),)


@given(st.text())
@pytest.mark.parametrize("form", list(VocabularyFormat))
def test_any_file_can_be_read(form: VocabularyFormat, text: str) -> None:
    vocabulary_read(text, form)
