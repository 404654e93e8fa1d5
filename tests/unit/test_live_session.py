"""A live dictation over a lane that hears numbers: text only grows, hours need no memory, a crash no word."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.dictate.dictating import DictationText
from app.domain.dictate.live_window import WindowRules
from app.domain.errors import AppError, ErrorCode
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import SpeechOptions
from app.services.dictate.live_session import LiveSession, Told
from tests.fakes.spoken_numbers import NamedModel, SpokenNumbers, spoken

FRAME = 3200  # 0.1 s


class Dictation:
    """A session whose clock runs with the sound that is fed."""

    def __init__(self) -> None:
        self.lanes, self.now = SpokenNumbers(), 0.0
        self.texts: list[DictationText] = []
        self.paused_at: list[float] = []
        self.over = 0
        told = Told(self.texts.append, lambda: self.paused_at.append(self.now), 1.6, self._count)
        lanes: Any = self.lanes
        model: Any = NamedModel()
        self.session = LiveSession(lanes, lanes, model, SpeechOptions(), told, WindowRules(), lambda: self.now)

    def _count(self) -> None:
        self.over += 1

    def say(self, *numbers: int, works: bool = True) -> None:
        sound = spoken(*numbers)
        for begin in range(0, len(sound), FRAME):
            self.now += 0.1
            self.session.feed(sound[begin : begin + FRAME])
            if works:
                self.lanes.work()

    def finish(self) -> str:
        return self.session.finish(StopSignal()).text


def test_text_grows_while_somebody_speaks_and_is_whole_at_the_end() -> None:
    dictation = Dictation()
    dictation.say(0, 1, 2, 3, 4, 5)
    committed = [text.committed for text in dictation.texts]
    assert len(committed) >= 4
    assert committed[-1].startswith("1 2 3")
    assert dictation.finish() == "1 2 3 4 5"
    assert dictation.session.segments[0].start == pytest.approx(1.0, abs=0.2)
    assert dictation.over == 1


def test_what_was_committed_is_never_withdrawn_and_comes_every_second() -> None:
    dictation = Dictation()
    numbers = [n if n % 9 else 0 for n in range(1, 120)]
    dictation.say(*numbers)
    before = ""
    for text in dictation.texts:
        assert text.committed.startswith(before)
        before = text.committed
    said = " ".join(str(n) for n in numbers if n)
    assert dictation.finish() == said
    assert said.startswith(before)
    assert len(dictation.texts) >= 100


def test_eight_hours_need_no_more_memory_than_a_minute() -> None:
    dictation = Dictation()
    largest = 0
    for hour_part in range(8 * 60):
        numbers = [1 + (hour_part + step) % 50 if step % 13 else 0 for step in range(60)]
        sound = spoken(*numbers)
        for begin in range(0, len(sound), FRAME * 7):
            dictation.now += 0.7
            dictation.session.feed(sound[begin : begin + FRAME * 7])
            dictation.lanes.work()
            largest = max(largest, dictation.session.waiting_bytes)
        dictation.texts.clear()
    assert largest < 32_000 * 30
    assert dictation.session.seconds == pytest.approx(8 * 3600)
    assert len(dictation.finish().split()) == pytest.approx(8 * 3600 * 12 / 13, rel=0.01)


def test_silence_for_an_hour_is_let_go_and_gives_nothing() -> None:
    dictation = Dictation()
    dictation.say(*[0] * 3600)
    assert dictation.session.waiting_bytes <= 32_000 * 3
    assert dictation.lanes.quick < 6000
    assert dictation.texts == []
    assert dictation.paused_at == []
    assert dictation.finish() == ""


def test_an_hour_of_silence_after_a_sentence_is_let_go() -> None:
    dictation = Dictation()
    dictation.say(1, 2, 3, *[0] * 3600)
    assert dictation.session.waiting_bytes <= 32_000 * 10
    dictation.say(4, 5)
    assert dictation.finish() == "1 2 3 4 5"


def test_a_pause_after_speech_ends_it_once() -> None:
    dictation = Dictation()
    dictation.say(0, 0, 0, 1, 2, 0, 0, 0, 0)
    assert len(dictation.paused_at) == 1
    assert 6.4 <= dictation.paused_at[0] <= 8.0


def test_in_a_pause_the_last_pass_is_made_before_it_is_asked_for() -> None:
    dictation = Dictation()
    dictation.say(1, 2, 3, 0, 0)
    passes = dictation.lanes.last
    assert passes == 1
    assert dictation.finish() == "1 2 3"
    assert dictation.lanes.last == passes


def test_what_is_said_after_a_pause_is_heard_as_well() -> None:
    dictation = Dictation()
    dictation.say(1, 2, 3, 0, 0, 4)
    assert dictation.finish() == "1 2 3 4"


def test_a_worker_that_crashes_costs_no_word() -> None:
    dictation = Dictation()
    dictation.say(1, 2)
    dictation.lanes.crashes = 2
    dictation.say(3, 4)
    dictation.lanes.crashes = 2
    assert dictation.finish() == "1 2 3 4"


def test_the_last_pass_can_be_asked_for_again_after_a_failure() -> None:
    dictation = Dictation()
    dictation.say(1, 2, 3)
    dictation.lanes.crashes = 3
    with pytest.raises(AppError) as caught:
        dictation.finish()
    assert caught.value.code is ErrorCode.WORKER_CRASHED
    assert dictation.finish() == "1 2 3"


def test_a_lane_that_is_busy_holds_nothing_up() -> None:
    dictation = Dictation()
    dictation.say(*range(1, 40), works=False)
    assert len(dictation.lanes.waiting) == 1
    dictation.lanes.work()
    assert dictation.finish() == " ".join(map(str, range(1, 40)))


def test_a_cancelled_dictation_tells_and_keeps_nothing() -> None:
    dictation = Dictation()
    dictation.say(1, 2, 3, works=False)
    told = len(dictation.texts)
    dictation.session.cancel()
    dictation.lanes.work()
    dictation.session.feed(spoken(4))
    dictation.lanes.work()
    assert len(dictation.texts) == told
    assert dictation.over == 1
