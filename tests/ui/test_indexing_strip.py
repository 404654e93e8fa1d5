"""Adding as the strip shows it: one run after the other, how far, what came of it, in the language of now."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError, ErrorCode
from app.domain.library.indexing import IndexingEnded, IndexingEvent, IndexingProgress, IndexingSummary
from app.jobs.background import Background
from app.ui.assets import assets_folder
from app.ui.bridge import Calls, MainThread
from app.ui.shell.activity_strip import ActivityStrip
from app.ui.shell.indexing import Indexing
from app.ui.shell.translation_segment import TranslationSegment
from app.ui.theme.theme import Theme
from app.ui.translation import Translations


class Run:
    """A run that does nothing by itself; the test says what happens."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def pause(self) -> None:
        self.asked.append("pause")

    def resume(self) -> None:
        self.asked.append("resume")

    def cancel(self) -> None:
        self.asked.append("cancel")

    def suspend(self) -> None:
        self.asked.append("suspend")


class Adding:
    def __init__(self) -> None:
        self.runs: list[tuple[list[Path], int | None, Run]] = []
        self.say: Callable[[IndexingEvent], None] = lambda _event: None
        self.left: Run | None = None
        self.looked_on: list[int] = []
        self.may_look = threading.Event()
        self.may_look.set()

    def start(
        self, paths: list[Path], collection_id: int | None = None, *, on_event: Callable[[IndexingEvent], None]
    ) -> Run:
        self.say = on_event
        self.runs.append((paths, collection_id, Run()))
        return self.runs[-1][2]

    def resume(self, *, on_event: Callable[[IndexingEvent], None]) -> Run | None:
        assert self.may_look.wait(30)
        self.looked_on.append(threading.get_ident())
        self.say = on_event
        return self.left


@pytest.fixture
def strip(qtbot: QtBot, qapp: QApplication, theme: Theme) -> ActivityStrip:
    Translations(qapp, assets_folder() / "i18n").apply("en")
    made = ActivityStrip(theme)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def adding() -> Adding:
    return Adding()


@pytest.fixture
def indexing(adding: Adding, strip: ActivityStrip) -> Indexing:
    return Indexing(adding, Calls(Background(), MainThread()), strip)


def test_what_comes_meanwhile_waits_its_turn(
    qtbot: QtBot, indexing: Indexing, adding: Adding, strip: ActivityStrip
) -> None:
    indexing.add([Path("/a")], 1)
    indexing.add([Path("/b")], 2)
    assert [run[0] for run in adding.runs] == [[Path("/a")]]
    adding.say(IndexingProgress(1, 4, Path("/a/long.pdf"), 9, 40.0))
    qtbot.waitUntil(lambda: strip.text == "1 of 4 · about 2 minutes left")
    adding.say(IndexingProgress(1, 4, Path("/a/long.pdf"), 9, 41.0, paused=True))
    qtbot.waitUntil(lambda: strip.text == "1 of 4 · paused")
    with qtbot.waitSignal(indexing.ended):
        adding.say(IndexingEnded(IndexingSummary(indexed=4)))
    assert [run[0:2] for run in adding.runs] == [([Path("/a")], 1), ([Path("/b")], 2)]
    with qtbot.waitSignal(indexing.ended):
        adding.say(IndexingEnded(IndexingSummary(indexed=1, unchanged=1, refused=2, keyword_only=True)))
    words = "1 document added · 1 unchanged · 2 could not be read · found by words only, no embedding model"
    assert strip.text == words


def test_stop_gives_up_what_waits_too(qtbot: QtBot, indexing: Indexing, adding: Adding, strip: ActivityStrip) -> None:
    indexing.add([Path("/a")])
    indexing.add([Path("/b")])
    strip.pause_asked.emit()
    strip.resume_asked.emit()
    strip.stop_asked.emit()
    assert adding.runs[0][2].asked == ["pause", "resume", "cancel"]
    with qtbot.waitSignal(indexing.ended):
        adding.say(IndexingEnded(IndexingSummary(cancelled=True)))
    assert len(adding.runs) == 1
    assert strip.text == "stopped"
    indexing.add([])
    assert len(adding.runs) == 1


def test_what_ended_it_early_is_told_in_words(
    qtbot: QtBot, indexing: Indexing, adding: Adding, strip: ActivityStrip
) -> None:
    indexing.add([Path("/a")])
    with qtbot.waitSignal(indexing.ended):
        adding.say(IndexingEnded(IndexingSummary(indexed=1), AppError(ErrorCode.DISK_FULL)))
    assert "no room left" in strip.text
    assert "Free some space" in strip.text


def test_the_strip_changes_its_language(
    qtbot: QtBot, qapp: QApplication, indexing: Indexing, adding: Adding, strip: ActivityStrip
) -> None:
    indexing.add([Path("/a")])
    with qtbot.waitSignal(indexing.ended):
        adding.say(IndexingEnded(IndexingSummary(indexed=2)))
    assert strip.text == "2 documents added"
    translations = Translations(qapp, assets_folder() / "i18n")
    translations.apply("zh_CN")
    qapp.processEvents()
    assert strip.text == "加入了 2 个文档"
    translations.apply("en")
    qapp.processEvents()
    assert strip.text == "2 documents added"


def test_what_a_kill_left_is_looked_up_off_the_qt_thread_and_what_is_dropped_meanwhile_waits(
    qtbot: QtBot, indexing: Indexing, adding: Adding
) -> None:
    adding.left = Run()
    adding.may_look.clear()
    indexing.go_on_after_a_kill()
    indexing.add([Path("/dropped")])
    assert not adding.runs
    adding.may_look.set()
    qtbot.waitUntil(lambda: indexing.is_running)
    assert adding.looked_on != [threading.get_ident()]
    assert not adding.runs
    with qtbot.waitSignal(indexing.ended):
        adding.say(IndexingEnded(IndexingSummary(indexed=1)))
    assert [paths for paths, _collection, _run in adding.runs] == [[Path("/dropped")]]


def test_nothing_left_lets_what_waits_begin(qtbot: QtBot, indexing: Indexing, adding: Adding) -> None:
    adding.may_look.clear()
    indexing.go_on_after_a_kill()
    indexing.add([Path("/dropped")])
    adding.may_look.set()
    qtbot.waitUntil(lambda: len(adding.runs) == 1)


def test_a_run_that_ended_before_it_was_heard_of_does_not_stay(
    qtbot: QtBot, indexing: Indexing, adding: Adding
) -> None:
    ended = IndexingEnded(IndexingSummary(indexed=1))

    def resume(*, on_event: Callable[[IndexingEvent], None]) -> Run:
        on_event(ended)
        return Run()

    adding.resume = resume  # type: ignore[method-assign]
    with qtbot.waitSignal(indexing.ended):
        indexing.go_on_after_a_kill()
    indexing.add([Path("/a")])
    qtbot.waitUntil(lambda: len(adding.runs) == 1)


def test_the_focus_does_not_slip_from_pause_to_stop(qtbot: QtBot, theme: Theme) -> None:
    segment = TranslationSegment(theme)
    qtbot.addWidget(segment)
    segment.show_work("Translating 2 documents", 1, 20, paused=False)
    with qtbot.waitExposed(segment):
        segment.show()
    segment.activateWindow()
    segment._pause.setFocus()
    segment.show_end("Translated: slides.zh.pptx")
    segment.show_work("Translating 1 document", 1, 20, paused=False)
    assert segment.focusWidget() is segment._words
