"""Stop signals and background tasks: one ending each, callbacks once, on the promised thread."""

from __future__ import annotations

import threading

import pytest

from app.domain.errors import JobCancelled
from app.jobs.background import Background
from app.jobs.stop_signal import StopSignal


def test_a_stop_signal_calls_back_once() -> None:
    signal, calls = StopSignal(), list[str]()
    signal.add_callback(lambda: calls.append("before"))
    signal.add_callback(lambda: calls.append("taken back"))()
    signal.raise_if_set()
    assert calls == []
    signal.stop()
    signal.stop()
    signal.add_callback(lambda: calls.append("after"))()
    assert calls == ["before", "after"]
    assert signal.is_set
    assert signal.wait(0)
    with pytest.raises(JobCancelled):
        signal.raise_if_set()


def test_a_callback_may_use_the_signal_it_comes_from() -> None:
    signal, calls = StopSignal(), list[bool]()

    def callback() -> None:
        forget()
        calls.append(signal.is_set)

    forget = signal.add_callback(callback)
    signal.stop()
    assert calls == [True]


def test_many_threads_stop_once() -> None:
    signal, calls = StopSignal(), list[int]()
    signal.add_callback(lambda: calls.append(1))
    barrier = threading.Barrier(8)

    def stop() -> None:
        barrier.wait()
        signal.stop()

    threads = [threading.Thread(target=stop) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == [1]


class Results:
    """Where a background task's ending lands."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.failed: list[BaseException] = []
        self.threads: list[str] = []

    def on_done(self, value: object) -> None:
        self.threads.append(threading.current_thread().name)
        self.done.append(value)

    def on_failed(self, error: BaseException) -> None:
        self.failed.append(error)


def test_work_ends_with_its_result_on_a_named_daemon_thread() -> None:
    results = Results()
    task = Background().start(lambda _stop: 42, results.on_done, results.on_failed, name="ask")
    assert task.wait(60)
    assert (results.done, results.failed) == ([42], [])
    assert results.threads[0].startswith("ask-")


def test_work_that_raises_ends_with_its_error() -> None:
    results, error = Results(), ValueError("x")

    def work(_stop: StopSignal) -> None:
        raise error

    assert Background().start(work, results.on_done, results.on_failed).wait(60)
    assert (results.done, results.failed) == ([], [error])


def test_close_stops_what_runs() -> None:
    results, background, inside = Results(), Background(), threading.Event()

    def work(stop: StopSignal) -> None:
        inside.set()
        stop.wait()
        stop.raise_if_set()

    background.start(work, results.on_done, results.on_failed)
    assert inside.wait(60)
    assert background.close(60)
    assert isinstance(results.failed[0], JobCancelled)


def test_close_says_when_something_does_not_stop() -> None:
    results, background, inside, release = Results(), Background(), threading.Event(), threading.Event()

    def deaf(_stop: StopSignal) -> None:
        inside.set()
        release.wait()

    task = background.start(deaf, results.on_done, results.on_failed)
    assert inside.wait(60)
    assert not background.close(0)
    release.set()
    assert task.wait(60)
    assert background.close(0)
