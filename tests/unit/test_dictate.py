"""What is spoken is on the disk before it is decoded, and leaves it only when its text is safe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.dictate.dictating import AudioRule, DictationText, DictationWish
from app.domain.dictate.dictation import NewDictation
from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.jobs.stop_signal import StopSignal
from app.services.dictate.dictate import Afterwards, Dictate, Heard
from app.storage.recordings import Recordings

TENTH = b"\x01\x02" * 1600


class Ear:
    """A listener whose answer is given; remembers what it was fed."""

    def __init__(self, answer: str | BaseException = "said", when_done: Callable[[], None] = lambda: None) -> None:
        self.answer, self.when_done = answer, when_done
        self.heard = b""
        self.cancelled = 0

    def begin(self, _language: str, on_text: Callable[[DictationText], None], _pause: Callable[[], None]) -> Ear:
        self.on_text = on_text
        return self

    def feed(self, samples: bytes) -> None:
        self.heard += samples

    def finish(self, stop: StopSignal) -> Heard:
        self.when_done()
        stop.raise_if_set()
        if isinstance(self.answer, BaseException):
            raise self.answer
        return Heard(self.answer, "en", "tiny")

    def cancel(self) -> None:
        self.cancelled += 1


@pytest.fixture
def recordings(tmp_path: Path) -> Iterator[Recordings]:
    made = Recordings(tmp_path / "recordings.db", lambda: "0f" * 32)
    yield made
    made.close()


def dictate(ear: Ear, recordings: Recordings, kept: list[NewDictation], **rules: object) -> Dictate:
    remember = lambda new: kept.append(new) or len(kept)  # type: ignore[func-returns-value]  # noqa: E731
    return Dictate(ear, recordings, Afterwards(remember=remember, **rules))  # type: ignore[arg-type]


def test_the_text_goes_through_the_rules_and_into_the_history(recordings: Recordings) -> None:
    kept: list[NewDictation] = []
    ear = Ear(" two  commas ")
    service = dictate(ear, recordings, kept, written=lambda raw, language, _stop: f"{raw.title()} ({language})")
    done = service.dictate([TENTH] * 25, DictationWish("en", "editor"), stop=StopSignal())
    assert (done.text, done.raw, done.seconds, done.id) == ("Two  Commas (en)", "two  commas", 2.5, 1)
    assert ear.heard == TENTH * 25
    [new] = kept
    assert (new.text, new.raw_text, new.program, new.model, new.sound) == (done.text, done.raw, "editor", "tiny", None)
    assert service.waiting() == []
    assert len(recordings.all()) == 1  # nobody waits for an hour of sound to be dropped
    service.tidy()
    assert recordings.all() == []


def test_sound_is_kept_where_the_person_wants_it(recordings: Recordings) -> None:
    kept: list[NewDictation] = []
    service = dictate(Ear(), recordings, kept, audio_rule=lambda: AudioRule.KEEP)
    service.dictate([TENTH] * 12, DictationWish(), stop=StopSignal())
    assert kept[0].sound == TENTH * 12
    service.tidy()
    assert recordings.all() == []


def test_it_is_on_the_disk_before_it_is_decoded(recordings: Recordings) -> None:
    seen: list[tuple[bool, bytes]] = []

    def look() -> None:
        [one] = recordings.all()
        seen.append((one.has_ended, recordings.sound(one.id)))

    dictate(Ear(when_done=look), recordings, []).dictate([TENTH] * 13, DictationWish(), stop=StopSignal())
    assert seen == [(True, TENTH * 13)]


@pytest.mark.parametrize("answer", ["", "  \n"])
def test_silence_gives_nothing_and_leaves_nothing(recordings: Recordings, answer: str) -> None:
    kept: list[NewDictation] = []
    service = dictate(Ear(answer), recordings, kept)
    done = service.dictate([TENTH] * 5, DictationWish(), stop=StopSignal())
    service.tidy()
    assert (done.text, done.id, kept, recordings.all()) == ("", None, [], [])


def test_no_sound_at_all_never_reaches_the_disk(recordings: Recordings) -> None:
    ear = Ear()
    assert dictate(ear, recordings, []).dictate([], DictationWish(), stop=StopSignal()).text == ""
    assert ear.cancelled == 1
    assert not recordings.path.exists()


def test_after_an_error_the_sound_waits_and_can_be_written_down_later(recordings: Recordings) -> None:
    kept: list[NewDictation] = []
    ear = Ear(AppError(ErrorCode.WORKER_CRASHED))
    service = dictate(ear, recordings, kept)
    with pytest.raises(AppError, match=r"worker.crashed"):
        service.dictate([TENTH] * 25, DictationWish("zh", "editor"), stop=StopSignal())
    [waiting] = service.waiting()
    assert (waiting.seconds, waiting.program, waiting.language, waiting.has_ended) == (2.5, "editor", "zh", True)
    ear.answer, ear.heard = "said at last", b""
    done = service.recover(waiting, StopSignal())
    assert (done.text, ear.heard) == ("said at last", TENTH * 25)
    assert kept[0].spoken_at == waiting.started_at
    assert service.waiting() == []


def test_a_recovery_that_fails_loses_nothing(recordings: Recordings) -> None:
    ear = Ear(AppError(ErrorCode.OUT_OF_MEMORY))
    service = dictate(ear, recordings, [])
    with pytest.raises(AppError):
        service.dictate([TENTH] * 5, DictationWish(), stop=StopSignal())
    with pytest.raises(AppError):
        service.recover(service.waiting()[0], StopSignal())
    assert [one.seconds for one in service.waiting()] == [0.5]


@pytest.mark.parametrize("at", [3, 24])
def test_what_a_person_throws_away_is_gone(recordings: Recordings, at: int) -> None:
    discard, stop = StopSignal(), StopSignal()

    def sound() -> Iterator[bytes]:
        for n in range(25):
            if n == at:
                discard.stop()
            yield TENTH

    with pytest.raises(JobCancelled):
        dictate(Ear(), recordings, []).dictate(sound(), DictationWish(), stop=stop, discard=discard)
    assert recordings.all() == []


def test_what_is_thrown_away_while_it_is_written_is_gone(recordings: Recordings) -> None:
    discard = StopSignal()
    service = dictate(Ear(when_done=discard.stop), recordings, [])
    with pytest.raises(JobCancelled):
        service.dictate([TENTH] * 25, DictationWish(), stop=StopSignal(), discard=discard)
    assert service.waiting() == []


def test_what_is_thrown_away_while_it_is_cleaned_is_gone_and_a_closing_keeps_it(recordings: Recordings) -> None:
    for end_of_program in (False, True):
        signal = StopSignal()

        def cleaned(raw: str, _language: str, stop: StopSignal, signal: StopSignal = signal) -> str:
            signal.stop()
            stop.raise_if_set()
            return raw

        service = dictate(Ear(), recordings, [], written=cleaned)
        given = {"stop": signal} if end_of_program else {"stop": StopSignal(), "discard": signal}
        with pytest.raises(JobCancelled):
            service.dictate([TENTH] * 25, DictationWish(), **given)
        assert len(service.waiting()) == int(end_of_program)


def test_the_end_of_the_program_keeps_what_was_said(recordings: Recordings) -> None:
    stop = StopSignal()

    def sound() -> Iterator[bytes]:
        for n in range(25):
            if n == 24:
                stop.stop()
            yield TENTH

    service = dictate(Ear(), recordings, [])
    with pytest.raises(JobCancelled):
        service.dictate(sound(), DictationWish(), stop=stop)
    assert [one.seconds for one in service.waiting()] == [2.4]


def test_a_history_that_cannot_be_written_keeps_neither_text_nor_sound_back(recordings: Recordings) -> None:
    def full(_new: NewDictation) -> int:
        raise AppError(ErrorCode.DISK_FULL)

    service = Dictate(Ear(), recordings, Afterwards(remember=full))
    done = service.dictate([TENTH] * 15, DictationWish(), stop=StopSignal())
    service.tidy()
    assert (done.text, done.id) == ("said", None)
    assert len(service.waiting()) == 1


def test_without_room_on_the_disk_the_dictation_goes_on(tmp_path: Path) -> None:
    unwritable = Recordings(tmp_path / "no" / "such" / "folder.db", lambda: "0f" * 32)
    done = dictate(Ear(), unwritable, []).dictate([TENTH] * 25, DictationWish(), stop=StopSignal())
    assert done.text == "said"


def test_what_is_under_way_is_not_taken_for_left_behind(recordings: Recordings) -> None:
    seen: list[int] = []
    ear = Ear()
    service = dictate(ear, recordings, [])
    ear.when_done = lambda: seen.append(len(service.waiting()))
    service.dictate([TENTH] * 25, DictationWish(), stop=StopSignal())
    assert seen == [0]
    # The same number as an earlier process: in a container every start may have it.
    import os

    number = recordings.begin(os.getpid())
    recordings.append(number, TENTH)
    assert [one.id for one in service.waiting()] == [number]
    recordings.begin(1)  # a process that runs
    assert [one.id for one in service.waiting()] == [number]
