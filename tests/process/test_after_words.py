"""Recognised words on their way to a person: rules of a real store, a real worker for the script, a real tiny model."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from app.composition import Alcove
from app.domain.dictate.transcript import Transcript, TranscriptSegment, Word
from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.spoken.cleaning import Refused
from app.domain.spoken.rules import RuleKind, VocabularyRule
from app.domain.spoken.writing import Script, WritingOptions
from app.jobs.lanes import Outcome
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import Generate, Generated, TextPiece
from app.seal.models import SealState
from app.services.devices import Devices
from app.services.dictate.after_words import AfterWords, Wishes
from app.services.dictate.clean_up import CleanUp, CleanUpEnd
from app.settings.paths import Home

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"
Answer = Callable[[Generate], str]


@pytest.fixture
def alcove(tmp_path: Path) -> Iterator[Alcove]:
    opened = Alcove.open(Home(tmp_path / "home"), SealState(sealed=False, means="none"))
    yield opened
    opened.close()


@pytest.fixture
def with_model(alcove: Alcove) -> Alcove:
    shutil.copytree(MODELS / "tiny-chat", alcove.home.models / "tiny-chat")
    return alcove


class FakeDevices:
    """Answers in the place of the llm lane."""

    def __init__(self, answer: Answer, finish: str = "stop") -> None:
        self._answer, self._finish = answer, finish
        self.asked: list[Generate] = []

    def run(self, _lane: object, task: Generate, *, on_partial: Any, stop: StopSignal, **_: object) -> Outcome:
        self.asked.append(task)
        text = self._answer(task)
        on_partial(TextPiece(text), b"")
        stop.raise_if_set()
        return Outcome(Generated(text, 1, 1, self._finish, 0.0, 0.0), b"")


def cleaning(alcove: Alcove, answer: Answer, finish: str = "stop") -> tuple[CleanUp, FakeDevices]:
    fake = FakeDevices(answer, finish)
    return CleanUp(alcove.lanes, alcove.models, cast(Devices, fake)), fake


def test_rules_of_the_store_numbers_and_hot_words(alcove: Alcove) -> None:
    alcove.speech.keep_vocabulary.keep(
        [
            VocabularyRule("PostgreSQL", ("post gress",)),
            VocabularyRule("x", ("(a+)+",), RuleKind.PATTERN),
            VocabularyRule("Anneliese"),
        ]
    )
    done = alcove.speech.after_words.write("we moved twenty three tables to post gress", "en")
    assert done.text == "We moved 23 tables to PostgreSQL"
    assert (done.raw, done.clean_up) == ("we moved twenty three tables to post gress", None)
    assert [firing.put for firing in done.firings] == ["PostgreSQL"]
    assert alcove.speech.after_words.hot_words() == ("Anneliese", "PostgreSQL")
    assert alcove.speech.after_words.written("twenty three", "en") == "23"


@pytest.mark.parametrize(
    ("script", "text"),
    [
        (Script.AS_RECOGNISED, "后面的软件在里面，皇后"),
        (Script.TRADITIONAL_TAIWAN, "後面的軟件在裡面，皇后"),
        (Script.TRADITIONAL_HONG_KONG, "後面的軟件在裏面，皇后"),
        (Script.SIMPLIFIED, "后面的软件在里面，皇后"),
    ],
)
def test_chinese_in_the_wanted_script(alcove: Alcove, script: Script, text: str) -> None:
    wishes = Wishes(WritingOptions(script=script))
    words = AfterWords(alcove.store, alcove.lanes, lambda: wishes)
    assert words.written("后面的软件在里面,皇后", "zh") == text
    transcript = Transcript("zh", 2.0, (TranscriptSegment(0.0, 2.0, "后面的软件在里面,皇后"),))
    assert words.write_transcript(transcript).text == text


def test_traditional_becomes_simplified_and_other_languages_stay(alcove: Alcove) -> None:
    words = AfterWords(alcove.store, alcove.lanes, lambda: Wishes(WritingOptions(script=Script.SIMPLIFIED)))
    assert words.written("後面的軟體", "zh") == "后面的软体"
    assert words.written("後", "ja") == "後"


def test_a_transcript_keeps_its_times_and_the_words_heard(alcove: Alcove) -> None:
    heard = (
        TranscriptSegment(0.0, 2.0, " we paid twenty five percent", (Word(" we", 0.0, 0.5),)),
        TranscriptSegment(2.0, 4.0, " of it. and then", ()),
        TranscriptSegment(4.0, 6.0, " " + "so on and " * 20 + "left", ()),
    )
    done = alcove.speech.after_words.write_transcript(Transcript("en", 6.0, heard))
    assert [s.text for s in done.segments] == ["We paid 25%", "of it. And then", "so on and left"]
    assert done.segments[0].words == heard[0].words
    assert [(s.start, s.end) for s in done.segments] == [(0.0, 2.0), (2.0, 4.0), (4.0, 6.0)]


def test_each_segment_is_written_in_its_own_language(alcove: Alcove) -> None:
    wishes = Wishes(WritingOptions(script=Script.TRADITIONAL_TAIWAN))
    heard = (
        TranscriptSegment(0.0, 2.0, "we paid twenty five percent"),
        TranscriptSegment(2.0, 4.0, "百分之二十五的软件在里面", language="zh"),
        TranscriptSegment(4.0, 6.0, "and thirty five more"),
    )
    words = AfterWords(alcove.store, alcove.lanes, lambda: wishes)
    done = words.write_transcript(Transcript("en", 6.0, heard))
    assert [segment.text for segment in done.segments] == ["We paid 25%", "25%的軟件在裡面", "and 35 more"]


def test_without_a_model_the_text_stays(alcove: Alcove) -> None:
    done = CleanUp(alcove.lanes, alcove.models, alcove.devices).clean("um hello there", "en")
    assert (done.text, done.end) == ("um hello there", CleanUpEnd.NO_MODEL)


def test_a_cleaning_is_taken_and_both_texts_are_known(with_model: Alcove) -> None:
    cleaner, fake = cleaning(with_model, lambda _task: "What is the capital of France?")
    words = AfterWords(with_model.store, with_model.lanes, lambda: Wishes(clean_up=True), cleaner)
    done = words.write("um what what is the capital of france", "en")
    assert (done.text, done.clean_up) == ("What is the capital of France?", CleanUpEnd.CLEANED)
    assert (done.raw, done.by_rules) == (
        "um what what is the capital of france",
        "Um what what is the capital of france",
    )
    task = fake.asked[0]
    assert task.temperature == 0.0
    assert not task.think
    assert "<dictation>\nUm what what" in task.messages[-1].content


@pytest.mark.parametrize(
    ("answer", "finish", "why"),
    [
        ("Paris.", "stop", Refused.CHANGED),
        ("What is the capital of", "length", Refused.EMPTY),
        ("", "stop", Refused.EMPTY),
        ("Paris Paris Paris Paris Paris", "repetition", Refused.EMPTY),
    ],
)
def test_an_answer_is_no_cleaning(with_model: Alcove, answer: str, finish: str, why: Refused) -> None:
    cleaner, _ = cleaning(with_model, lambda _task: answer, finish)
    done = cleaner.clean("um what is the capital of france", "en")
    assert (done.text, done.end, done.refused) == (done.raw, CleanUpEnd.REFUSED, (why,))


def test_a_worker_that_fails_costs_nothing(with_model: Alcove) -> None:
    def crash(_task: Generate) -> str:
        raise AppError(ErrorCode.WORKER_CRASHED)

    cleaner, _ = cleaning(with_model, crash)
    done = cleaner.clean("um hello there everybody", "en")
    assert (done.text, done.end, done.problem) == (done.raw, CleanUpEnd.FAILED, ErrorCode.WORKER_CRASHED)


def test_what_takes_too_long_is_left_and_a_stop_is_a_stop(with_model: Alcove) -> None:
    now = [0.0]

    def slow(_task: Generate) -> str:
        now[0] += 30.0
        return "Hello there everybody."

    fake = cast(Devices, FakeDevices(slow))
    cleaner = CleanUp(with_model.lanes, with_model.models, fake, most_seconds=20.0, clock=lambda: now[0])
    done = cleaner.clean("um hello there everybody", "en")
    assert (done.text, done.end) == (done.raw, CleanUpEnd.TOO_SLOW)
    stop = StopSignal()
    stop.stop()
    with pytest.raises(JobCancelled):
        cleaner.clean("um hello there everybody", "en", stop=stop)


def test_each_part_of_a_long_text_is_judged_alone(with_model: Alcove) -> None:
    good = "um we met on monday and talked about the garden and the roof. " * 22
    raw = good + "\n" + "what is the capital of france. " * 50

    def answer(task: Generate) -> str:
        said = task.messages[-1].content.split("\n", 1)[1].rsplit("\n", 1)[0]
        return "Paris." if "capital" in said else said.replace("um ", "")

    cleaner, fake = cleaning(with_model, answer)
    done = cleaner.clean(raw, "en")
    assert len(fake.asked) > 1
    assert done.end is CleanUpEnd.PARTLY
    assert "um we" not in done.text
    assert done.text.count("capital of france.") == 50


def test_a_real_model_that_cannot_clean_changes_nothing_it_should_not(with_model: Alcove) -> None:
    """The tiny model was trained to answer from passages: what it writes here is no cleaning, or is one."""
    cleaner = CleanUp(with_model.lanes, with_model.models, with_model.devices, most_seconds=60.0)
    done = cleaner.clean("um the deposit is uh 900 euros and Anneliese did not pay it", "en")
    assert done.end in (CleanUpEnd.REFUSED, CleanUpEnd.CLEANED, CleanUpEnd.UNCHANGED)
    assert "900" in done.text
    assert "Anneliese" in done.text
    assert "not" in done.text
