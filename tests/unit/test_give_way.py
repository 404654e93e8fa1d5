"""Work steps aside while a person waits, and begins again after a moment of calm; a stop ends its waiting."""

from __future__ import annotations

import threading

import pytest

from app.domain.errors import JobCancelled
from app.jobs.stop_signal import StopSignal
from app.services.give_way import GiveWay


def waiting(give_way: GiveWay, stop: StopSignal) -> tuple[threading.Thread, list[str]]:
    ended = list[str]()

    def wait() -> None:
        try:
            give_way.wait(stop)
            ended.append("free")
        except JobCancelled:
            ended.append("stopped")

    thread = threading.Thread(target=wait)
    thread.start()
    return thread, ended


def stopped(signal: StopSignal) -> bool:
    return signal.is_set


def give_way_to_one(give_way: GiveWay) -> None:
    with give_way.person_waits():
        pass


def test_what_works_is_stopped_when_a_person_comes() -> None:
    give_way = GiveWay(0.0)
    with give_way.working(StopSignal()) as signal:
        assert not stopped(signal)
        give_way_to_one(give_way)
        assert stopped(signal)
    with give_way.person_waits(), give_way.working(StopSignal()) as late:
        assert stopped(late)
    with give_way.working(StopSignal()) as after:
        assert not stopped(after)


def test_a_stop_of_the_whole_stops_the_piece() -> None:
    stop = StopSignal()
    with GiveWay().working(stop) as signal:
        stop.stop()
        assert stopped(signal)


def test_nothing_begins_until_the_last_person_is_served() -> None:
    give_way = GiveWay(0.0)
    with give_way.person_waits():
        with give_way.person_waits():
            thread, ended = waiting(give_way, StopSignal())
        assert ended == []
    thread.join(30)
    assert ended == ["free"]


def test_held_work_is_not_stopped_but_none_begins() -> None:
    give_way = GiveWay(0.0)
    with give_way.working(StopSignal()) as signal, give_way.held():
        assert not stopped(signal)
        assert give_way.is_held
        thread, ended = waiting(give_way, StopSignal())
        assert ended == []
    thread.join(30)
    assert ended == ["free"]
    assert not give_way.is_held


def test_a_stop_ends_the_waiting() -> None:
    give_way, stop = GiveWay(60.0), StopSignal()
    with give_way.person_waits():
        thread, ended = waiting(give_way, stop)
        stop.stop()
        thread.join(30)
    assert ended == ["stopped"]
    with pytest.raises(JobCancelled):
        give_way.wait(stop)
