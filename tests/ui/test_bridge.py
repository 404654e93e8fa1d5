"""The one door into the Qt thread: nothing is lost, nothing runs elsewhere, one failure harms nobody else."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QThread
from pytestqt.qtbot import QtBot

from app.jobs.background import Background
from app.ui.bridge import Calls, MainThread

THREADS, POSTS = 4, 10_000


def test_forty_thousand_posts_from_four_threads_arrive_in_order_on_the_qt_thread(qtbot: QtBot) -> None:
    bridge, seen, elsewhere = MainThread(), {n: [] for n in range(THREADS)}, []
    qt_thread = QThread.currentThread()

    def note(thread: int, number: int) -> None:
        seen[thread].append(number)
        if QThread.currentThread() is not qt_thread:
            elsewhere.append((thread, number))

    def post(thread: int) -> None:
        for number in range(POSTS):
            bridge.post(lambda number=number: note(thread, number))

    threads = [threading.Thread(target=post, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    qtbot.waitUntil(lambda: all(len(numbers) == POSTS for numbers in seen.values()))
    for thread in threads:
        thread.join()
    assert all(numbers == list(range(POSTS)) for numbers in seen.values())
    assert not elsewhere


def test_a_call_that_fails_does_not_take_the_others_along(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    bridge, seen = MainThread(), []

    def fail() -> None:
        raise ValueError("a fault")

    with caplog.at_level(logging.ERROR):
        bridge.post(fail)
        bridge.post(lambda: seen.append(1))
        qtbot.waitUntil(lambda: bool(seen))
    assert "a fault" in caplog.text


@pytest.mark.parametrize("fails", [False, True])
def test_exactly_one_ending_comes_on_the_qt_thread(qtbot: QtBot, fails: bool) -> None:
    background = Background()
    calls, endings = Calls(background, MainThread()), []
    qt_thread = QThread.currentThread()

    def work(_stop: object) -> int:
        if QThread.currentThread() is qt_thread:
            raise AssertionError("blocking work on the Qt thread")
        if fails:
            raise OSError("no")
        return 7

    def ending(kind: str) -> Callable[[object], None]:
        return lambda value: endings.append((kind, str(value), QThread.currentThread() is qt_thread))

    calls.run(work, ending("done"), ending("failed"))
    qtbot.waitUntil(lambda: bool(endings))
    assert background.close()
    QCoreApplication.processEvents()
    assert endings == [("failed", "no", True) if fails else ("done", "7", True)]
