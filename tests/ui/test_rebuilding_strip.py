"""Rebuilding the search index as the strip shows it: by itself, beside adding, paused, stopped, ended, failed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError, ErrorCode
from app.domain.library.rebuilding import RebuildEnded, RebuildEvent, RebuildOutcome, RebuildProgress, RebuildWait
from app.jobs.background import Background
from app.ui.assets import assets_folder
from app.ui.bridge import Calls, MainThread
from app.ui.shell import rebuilding as module
from app.ui.shell.activity_strip import ActivityStrip
from app.ui.shell.rebuilding import Rebuilding
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


class Vectors:
    def __init__(self) -> None:
        self.looks = 0
        self.say: Callable[[RebuildEvent], None] = lambda _event: None
        self.run: Run | None = Run()

    def start(self, *, on_event: Callable[[RebuildEvent], None]) -> Run | None:
        self.looks += 1
        self.say = on_event
        return self.run


class Place:
    """The strip, what works beside, and the rebuilding that is looked at."""

    def __init__(self, strip: ActivityStrip) -> None:
        self.strip, self.vectors, self.is_adding = strip, Vectors(), False
        self.rebuilding = Rebuilding(self.vectors, lambda: self.is_adding, Calls(Background(), MainThread()), strip)


@pytest.fixture
def place(qtbot: QtBot, qapp: QApplication, theme: Theme) -> Place:
    Translations(qapp, assets_folder() / "i18n").apply("en")
    strip = ActivityStrip(theme)
    qtbot.addWidget(strip)
    return Place(strip)


def begin(qtbot: QtBot, place: Place) -> Run:
    place.rebuilding.look()
    qtbot.waitUntil(lambda: place.rebuilding.is_running)
    assert place.vectors.run is not None
    return place.vectors.run


def test_it_says_how_far_it_is_and_can_be_paused(qtbot: QtBot, place: Place) -> None:
    run = begin(qtbot, place)
    place.vectors.say(RebuildProgress("gte", 3200, 10000, 30.0))
    qtbot.waitUntil(lambda: place.strip.text == "Rebuilding the search index with gte: 3,200 of 10,000")
    place.strip.pause_asked.emit()
    place.vectors.say(RebuildProgress("gte", 3200, 10000, wait=RebuildWait.PAUSED))
    qtbot.waitUntil(lambda: place.strip.text.endswith("· paused"))
    place.strip.resume_asked.emit()
    assert run.asked == ["pause", "resume"]
    place.vectors.say(RebuildProgress("gte", 3300, 10000, 240.0))
    qtbot.waitUntil(lambda: place.strip.text.endswith("3,300 of 10,000 · about 4 minutes left"))
    place.vectors.say(RebuildProgress("gte", 3300, 10000, wait=RebuildWait.ELSEWHERE))
    qtbot.waitUntil(lambda: place.strip.text.endswith("· another running Alcove does it"))
    with qtbot.waitSignal(place.rebuilding.ended):
        place.vectors.say(RebuildEnded(RebuildOutcome.DONE, "gte", 10000, 60.0, left_out=1))
    assert place.strip.text == "Searches use gte now. 1 passage is found by its words only"
    assert not place.rebuilding.is_running


def test_a_stop_by_the_person_holds_until_something_changes(qtbot: QtBot, place: Place) -> None:
    run = begin(qtbot, place)
    place.vectors.say(RebuildProgress("gte", 1, 10))
    qtbot.waitUntil(lambda: place.strip.text != "")
    place.strip.stop_asked.emit()
    assert run.asked == ["cancel"]
    with qtbot.waitSignal(place.rebuilding.ended):
        place.vectors.say(RebuildEnded(RebuildOutcome.STOPPED, "gte"))
    assert place.strip.text == "Stopped. Searches go on as before."
    place.rebuilding._look_if_free()
    assert place.vectors.looks == 1
    place.rebuilding.look()
    qtbot.waitUntil(lambda: place.vectors.looks == 2)


def test_the_strip_belongs_to_adding_documents_first(
    qtbot: QtBot, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin(qtbot, place)
    place.is_adding = True
    place.strip.show_work("1 of 4", "a.pdf", 1, 4, paused=False)
    place.vectors.say(RebuildProgress("gte", 1, 10, wait=RebuildWait.ADDING))
    qtbot.waitUntil(lambda: place.rebuilding._progress is not None)
    place.strip.pause_asked.emit()
    place.strip.stop_asked.emit()
    assert place.strip.text == "1 of 4"
    assert run.asked == []
    place.is_adding = False
    place.strip.show_result("4 documents added")
    place.rebuilding._show()
    assert place.strip.text == "4 documents added"
    place.strip.clear()
    place.rebuilding._show()
    assert place.strip.text.endswith("1 of 10 · goes on after the documents")
    place.strip.show_result("4 documents added")
    monkeypatch.setattr(module, "RESULT_STAYS_MS", 0)
    place.rebuilding._show()
    assert place.strip.text.endswith("1 of 10 · goes on after the documents")


def test_a_failure_is_told_once_and_not_tried_for_ever(qtbot: QtBot, place: Place) -> None:
    begin(qtbot, place)
    error = AppError(ErrorCode.NO_ROOM, needs=3_000_000_000, has=1_000_000_000)
    with qtbot.waitSignal(place.rebuilding.ended):
        place.vectors.say(RebuildEnded(RebuildOutcome.FAILED, "gte", error=error))
    assert "3.0 GB" in place.strip.text
    place.rebuilding._look_if_free()
    assert place.vectors.looks == 1


def test_nothing_to_do_is_not_shown_and_a_closing_window_ends_it(qtbot: QtBot, place: Place) -> None:
    run, place.vectors.run = place.vectors.run, None
    place.rebuilding.begin()
    qtbot.waitUntil(lambda: place.vectors.looks == 1 and not place.rebuilding._looking)
    assert place.strip.text == ""
    place.vectors.run = run
    assert begin(qtbot, place) is run
    place.rebuilding.suspend()
    assert run is not None
    assert run.asked == ["cancel"]
    place.rebuilding.look()
    assert place.vectors.looks == 2


def test_the_words_follow_the_language(qtbot: QtBot, qapp: QApplication, place: Place) -> None:
    begin(qtbot, place)
    place.vectors.say(RebuildProgress("gte", 1, 10))
    qtbot.waitUntil(lambda: place.strip.text != "")
    translations = Translations(qapp, assets_folder() / "i18n")
    translations.apply("zh_CN")
    qtbot.waitUntil(lambda: "重建" in place.strip.text)
    translations.apply("en")
