"""Nothing is written that nobody said: stock phrases, echoes, silence, loops; and what was said stays."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.spoken.guards import Doubt, Heard, doubt_of, without_loops

SURE = {"no_speech": 0.02, "log_probability": -0.2, "voiced_seconds": 2.0}
DOUBTFUL = {"no_speech": 0.4, "log_probability": -0.8}


@pytest.mark.parametrize(
    ("text", "sound", "doubt"),
    [
        ("Thanks for watching!", DOUBTFUL, Doubt.STOCK_PHRASE),
        ("Thank you. Thank you. Thank you.", DOUBTFUL, Doubt.STOCK_PHRASE),
        ("Thank you.", SURE, None),
        ("请不吝点赞 订阅 转发 打赏支持明镜与点点栏目", SURE, Doubt.STOCK_PHRASE),
        ("ご視聴ありがとうございました", DOUBTFUL, Doubt.STOCK_PHRASE),
        ("ご視聴ありがとうございました", SURE, None),
        ("Sous-titres réalisés para la communauté d'Amara.org", SURE, Doubt.STOCK_PHRASE),
        ("We took the subtitles from amara.org and " + "changed them a lot because they were bad " * 3, SURE, None),
        ("Subtitles by Ann", DOUBTFUL, Doubt.STOCK_PHRASE),
        ("Subtitles by Ann", SURE, None),
        ("The meeting is at ten.", {"no_speech": 0.9, "log_probability": -1.2}, Doubt.NO_SPEECH),
        ("The meeting is at ten.", {"no_speech": 0.9, "log_probability": -0.3}, None),
        ("The meeting is at ten.", {"log_probability": -2.0}, Doubt.UNSURE),
        ("The meeting is at ten.", {"voiced_seconds": 0.0}, Doubt.NO_SPEECH),
        ("The meeting is at ten.", {}, None),
        (" … ", SURE, Doubt.EMPTY),
    ],
)
def test_what_is_believed(text: str, sound: dict[str, float], doubt: Doubt | None) -> None:
    assert doubt_of(Heard(text, **sound)) is doubt


@pytest.mark.parametrize(
    ("text", "sound", "doubt"),
    [
        ("Qwen, Alcove, Anneliese", SURE, Doubt.ECHO),
        ("Qwen", SURE, None),
        ("Qwen", DOUBTFUL, Doubt.ECHO),
        ("Qwen and Alcove met Anneliese", SURE, None),
        ("栖霞 玄武", DOUBTFUL, Doubt.ECHO),
    ],
)
def test_the_vocabulary_is_not_echoed(text: str, sound: dict[str, float], doubt: Doubt | None) -> None:
    words = ("Qwen", "Alcove", "Anneliese", "栖霞", "玄武")
    assert doubt_of(Heard(text, **sound), hot_words=words) is doubt


def test_the_whole_prompt_is_never_taken_for_speech() -> None:
    prompt = "以下是普通话的句子。"
    assert doubt_of(Heard("以下是普通话的句子", **SURE), prompt=prompt) is Doubt.ECHO
    assert doubt_of(Heard("普通话的句子", **SURE), prompt=prompt) is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("I went home. " * 9 + "Then I slept.", "I went home. Then I slept."),
        ("so so so so so so so so it is", "so it is"),
        ("no, no, no, no", "no, no, no, no"),
        ("哈哈哈哈", "哈哈哈哈"),
        ("谢谢大家谢谢大家谢谢大家谢谢大家谢谢大家再见", "谢谢大家再见"),
        ("one two three", "one two three"),
    ],
)
def test_loops_are_said_once(text: str, left: str) -> None:
    assert without_loops(text) == left


@given(st.text(alphabet="ab 好c.", max_size=120))
def test_every_word_stays_once_and_twice_changes_nothing(text: str) -> None:
    once = without_loops(text)
    assert set(once.split()) <= set(text.split()) | set(once.split())
    assert {c for c in once if c.isalnum()} == {c for c in text if c.isalnum()}


@pytest.mark.parametrize("text", ["a ", "a b ", "好", "x y z w ", "ab"])
def test_time_grows_with_the_text_alone(text: str) -> None:
    def seconds(size: int) -> float:
        began = time.thread_time()
        without_loops(text * (size // len(text)) + "end")
        return time.thread_time() - began

    assert seconds(100_000) < 30 * seconds(10_000) + 0.3
