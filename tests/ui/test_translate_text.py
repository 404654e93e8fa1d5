"""The text tab: typed text is translated sentence by sentence, linked, corrected, told of; stale work is let go."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError, ErrorCode
from app.jobs.background import Background
from app.ui.bridge import Calls, MainThread
from app.ui.theme.theme import Theme
from app.ui.translate.controller import TranslateController
from app.ui.translate.page import Tab, TranslatePage
from app.ui.translate.text.history_panel import TextHistoryPanel
from app.ui.translate.text.source_pane import MOST
from app.ui.translate.values import GetThis, Translated
from app.ui.translate.voice import Voice
from tests.fakes.translate_stand_in import MARKED, REMEMBERED, TranslateStandIn

LEASE, KEYS, DEPOSIT = "The lease ends on 31 March.", "Please return both keys.", "The deposit is 900 euros."
TEXT = f"{LEASE} {KEYS} {DEPOSIT}"


class Bench:
    """The page over a stand-in, with what a person would do to it."""

    def __init__(
        self, qtbot: QtBot, theme: Theme, service: TranslateStandIn, pair: tuple[str, str] = ("", "zh")
    ) -> None:
        self.qtbot, self.service, self.background = qtbot, service, Background()
        self.page = TranslatePage(theme, QWidget(), QWidget())
        qtbot.addWidget(self.page)
        calls = Calls(self.background, MainThread())
        self.controller = TranslateController(
            self.page, service, service, calls, ("", "zh"), Voice(self.page, calls, "mock")
        )
        self.page.resize(1100, 700)
        self.page.show()
        self.view, self.text = self.page.text, self.controller.text
        qtbot.waitUntil(lambda: self.page.text.bar.target != "" or not service.engine_choices)

    def type(self, text: str) -> None:
        self.view.source.setFocus()
        QTest.keyClicks(self.view.source, text)

    def done(self) -> None:
        self.qtbot.waitUntil(lambda: not self.text.is_working)

    def translate(self, text: str = TEXT) -> None:
        self.controller.translate(text)
        self.done()


@pytest.fixture
def service() -> TranslateStandIn:
    return TranslateStandIn()


@pytest.fixture
def bench(qtbot: QtBot, theme: Theme, service: TranslateStandIn) -> Iterator[Bench]:
    made = Bench(qtbot, theme, service)
    yield made
    if service.held is not None:
        service.held.set()
    assert made.background.close()


def test_what_is_typed_is_translated_when_the_typing_pauses(bench: Bench) -> None:
    bench.type(LEASE)
    assert bench.service.calls == []  # not while the person types
    bench.done()
    assert bench.view.target.text == "租约于3月31日结束。"
    assert bench.view.bar.detected == "en"
    assert len(bench.service.calls) == 1


def test_only_what_changed_is_asked_for_again(bench: Bench) -> None:
    bench.translate()
    assert bench.view.target.text == "租约于3月31日结束。请归还两把钥匙。押金为900欧元。"
    bench.controller.translate(f"{LEASE} Please bring them. {DEPOSIT}")
    bench.done()
    wanted = bench.service.calls[-1]
    assert [wanted.sentences[n] for n in wanted.numbers] == ["Please bring them."]
    assert bench.view.target.sentences[2] == "押金为900欧元。"


def test_a_changed_sentence_shows_the_old_translation_pale_until_the_new_one_is_there(bench: Bench) -> None:
    bench.translate()
    bench.service.held = threading.Event()
    bench.controller.translate(f"{LEASE} Please bring them. {DEPOSIT}")
    bench.qtbot.waitUntil(lambda: bench.view.target._waiting == {1})
    assert bench.view.target.text == "租约于3月31日结束。请归还两把钥匙。押金为900欧元。"
    bench.service.held.set()
    bench.done()
    assert "钥匙" not in bench.view.target.text
    assert bench.view.target._waiting == frozenset()


def test_first_words_stand_there_while_the_engine_writes(bench: Bench) -> None:
    bench.service.held = threading.Event()
    bench.service.pieces = {LEASE: ("租约", "租约于3月")}
    bench.controller.translate(LEASE)
    bench.qtbot.waitUntil(lambda: bench.view.target.text == "租约于3月")
    bench.service.held.set()
    bench.done()
    assert bench.view.target.text == "租约于3月31日结束。"


def test_stale_work_is_stopped(bench: Bench) -> None:
    bench.service.held = threading.Event()
    bench.controller.translate(LEASE)
    bench.qtbot.waitUntil(lambda: len(bench.service.calls) == 1)
    bench.controller.translate(KEYS)
    bench.qtbot.waitUntil(lambda: len(bench.service.stopped) == 1)
    bench.service.held.set()
    bench.done()
    assert bench.view.target.text == "请归还两把钥匙。"


def test_line_breaks_stay_and_an_empty_box_is_empty_on_both_sides(bench: Bench) -> None:
    bench.translate(f"{LEASE}\n\n{KEYS}\n")
    assert bench.view.target.text == "租约于3月31日结束。\n\n请归还两把钥匙。\n"
    bench.view.source.put("")
    bench.done()
    assert bench.view.target.text == ""


def test_the_partner_of_a_sentence_is_tinted_by_caret_and_pointer(bench: Bench) -> None:
    bench.translate()
    bench.view.source.setFocus()
    bench.view.source.go_to(1)
    assert bench.view.target._tinted == 1
    place = bench.view.target.place_of(2)
    QTest.mouseMove(
        bench.view.target.viewport(), bench.view.target.viewport().mapFromGlobal(place.center() + QPoint(6, 0))
    )
    bench.qtbot.waitUntil(lambda: bench.view.source._tinted == 2)


def test_marks_are_shown_in_amber_with_their_reason(bench: Bench) -> None:
    bench.service.special = {DEPOSIT: MARKED, KEYS: REMEMBERED}
    bench.translate()
    assert bench.view.target._amber == {1, 2}
    assert bench.view.note.startswith("2 sentence")
    bench.view.target.go_to(2)
    assert bench.view.note == "The numbers differ"
    bench.view.target.go_to(1)
    assert bench.view.note == "From memory, 87 % alike"


def test_a_correction_in_place_is_learnt_and_used_again(bench: Bench) -> None:
    bench.translate()
    target = bench.view.target
    target.setFocus()
    target.go_to(1)
    target.moveCursor(QTextCursor.MoveOperation.Right)
    QTest.keyClick(target, Qt.Key.Key_Backspace)
    QTest.keyClicks(target, "X")
    target.go_to(0)  # the sentence is left
    assert bench.service.learnt == [] or bench.service.learnt[0][0] == KEYS
    bench.qtbot.waitUntil(lambda: bool(bench.service.learnt))
    assert bench.service.learnt == [(KEYS, "X归还两把钥匙。", "en", "zh")]
    target.go_to(1)
    assert bench.view.note == "Your own wording; it will be used again"
    bench.translate(f"{KEYS} {DEPOSIT}")
    assert target.text == "X归还两把钥匙。押金为900欧元。"


def test_a_correction_is_not_overwritten_by_sentences_that_arrive(bench: Bench) -> None:
    bench.translate()
    bench.service.held = threading.Event()
    bench.controller.translate(f"{TEXT} One more.")
    target = bench.view.target
    bench.qtbot.waitUntil(lambda: len(target.sentences) == 4)
    target.setFocus()
    target.go_to(0)
    QTest.keyClicks(target, "Y")
    bench.service.held.set()
    bench.done()
    assert target.text.startswith("Y租约")
    target.settle()
    bench.qtbot.waitUntil(lambda: bool(bench.service.learnt))


def test_other_wordings_by_keyboard(bench: Bench) -> None:
    bench.service.wordings = ("请归还两把钥匙。", "请把两把钥匙都还回来。", "请交还两把钥匙。")
    bench.translate()
    bench.view.target.setFocus()
    bench.view.target.go_to(1)
    QTest.keyClick(bench.view.target, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = bench.view.wordings
    bench.qtbot.waitUntil(lambda: popup.sentence == 1 and popup.said == "Other wordings")
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert bench.view.target.sentences[1] == "请把两把钥匙都还回来。"  # the one that stands there is not offered
    bench.qtbot.waitUntil(lambda: bool(bench.service.learnt))


def test_a_sentence_without_other_wordings_says_so(bench: Bench) -> None:
    bench.translate(KEYS)
    bench.view._others.click()
    bench.qtbot.waitUntil(lambda: bench.view.wordings.said.startswith("No other wording"))
    bench.view.wordings.close()


def test_the_check_translates_back_and_follows(bench: Bench) -> None:
    bench.translate()
    bench.view._check.click()
    bench.qtbot.waitUntil(lambda: bench.view.back.pane.text == TEXT)
    bench.translate(LEASE)
    bench.qtbot.waitUntil(lambda: bench.view.back.pane.text == LEASE)
    assert bench.service.calls[-1].alone
    bench.service.special = {"Bring 900 euros.": MARKED}
    bench.translate("Bring 900 euros.")
    bench.qtbot.waitUntil(lambda: bench.view.back.pane._amber == {0})  # what came back is another sentence
    bench.view.back.close_asked.emit()
    assert bench.view.back.isHidden()


def test_swap_turns_both_sides(bench: Bench) -> None:
    bench.translate()
    bench.view.bar.swap_asked.emit()
    bench.done()
    assert (bench.view.bar.source, bench.view.bar.target) == ("zh", "en")
    assert bench.view.source.text == "租约于3月31日结束。请归还两把钥匙。押金为900欧元。"
    assert bench.view.target.text == TEXT


def test_another_engine_translates_anew(bench: Bench) -> None:
    bench.translate(LEASE)
    assert bench.view.engine.words == "Opus English–Chinese · at once"
    bench.view.engine._choose("qwen")
    bench.done()
    assert bench.service.calls[-1].engine == "qwen"
    assert "slower than one reads" in bench.view.engine.words


def test_ten_megabytes_pasted_are_cut_told_and_do_not_stall(bench: Bench) -> None:
    QLocale.setDefault(QLocale("en"))
    data = QMimeData()
    data.setText("A sentence that goes on. " * 400_000)
    started = time.thread_time()
    bench.view.source.insertFromMimeData(data)
    seconds = time.thread_time() - started
    assert len(bench.view.source.text) == MOST
    assert "10,000,000" in bench.view.notice.text
    assert seconds < 0.5  # of this thread alone: 50 ms are usual
    bench.done()
    assert len(bench.view.source.text) == MOST


def test_a_failure_is_told_and_the_text_stays(bench: Bench) -> None:
    bench.service.error = AppError(ErrorCode.WORKER_CRASHED)
    bench.translate(LEASE)
    assert bench.view.notice.text
    assert bench.view.source.text == LEASE


def test_a_model_that_returns_nothing_leaves_a_marked_gap(bench: Bench) -> None:
    bench.service.special = {KEYS: Translated("")}
    bench.translate()
    assert bench.view.target.text == "租约于3月31日结束。押金为900欧元。"


def test_the_tab_key_reaches_everything(bench: Bench) -> None:
    bench.translate(LEASE)
    bench.page.setFocus()
    bench.qtbot.waitUntil(bench.view.source.hasFocus)
    reached, widget = {bench.page}, bench.page.nextInFocusChain()
    while widget is not bench.page:
        reached.add(widget)
        widget = widget.nextInFocusChain()
    inside = {one for one in bench.page.findChildren(QWidget) if one.window() is bench.page.window()}
    assert inside <= reached


def test_copy_and_reading_aloud(bench: Bench) -> None:
    bench.translate(LEASE)
    bench.view.copy_asked.emit()
    assert QGuiApplication.clipboard().text() == "租约于3月31日结束。"
    with bench.qtbot.waitSignal(bench.text.speak_wanted) as spoken:
        bench.view._read.click()
    assert spoken.args == ["租约于3月31日结束。", "zh"]


def test_no_voice_is_a_plain_sentence(bench: Bench) -> None:
    bench.translate(LEASE)
    bench.controller.voice.speak("Ei saa puhua.", "tlh")
    bench.qtbot.waitUntil(lambda: "No voice for this language" in bench.view.notice.text)
    assert not bench.controller.voice.is_speaking


def test_what_is_read_is_stopped_by_the_same_button_and_while_it_is_begun(bench: Bench) -> None:
    voice, told = bench.controller.voice, list[bool]()
    voice.speaking_changed.connect(told.append)
    voice.speak("The lease ends.", "en")
    assert voice.is_speaking, "the speech of the system is still being looked for"
    voice.speak("The lease ends.", "en")
    assert (voice.is_speaking, told) == (False, [True, False])
    bench.qtbot.waitUntil(lambda: voice._speech is not None)
    assert not voice.is_speaking, "what was stopped before it began is not read"
    voice.speak("The lease ends on the third of March, and not a day later.", "en")
    bench.qtbot.waitUntil(lambda: voice.is_speaking)
    bench.controller.stop()
    bench.qtbot.waitUntil(lambda: not voice.is_speaking)


def test_text_in_the_target_language_turns_the_target(bench: Bench) -> None:
    bench.translate("租约于3月31日结束。")
    bench.qtbot.waitUntil(lambda: bench.view.target.text == LEASE)
    assert bench.view.bar.target == "en"
    bench.translate(KEYS)
    bench.qtbot.waitUntil(lambda: bench.view.target.text == "请归还两把钥匙。")
    assert (bench.view.bar.source, bench.view.bar.target) == ("", "zh")


def test_the_same_language_chosen_on_both_sides_is_left_as_it_is(bench: Bench) -> None:
    bench.view.bar.choose("zh", "zh")
    bench.translate("你好。")
    assert bench.view.target.text == "你好。"
    assert bench.service.calls == []


def test_what_stands_still_is_kept_and_found_again(bench: Bench, theme: Theme) -> None:
    panel = TextHistoryPanel(theme)
    bench.qtbot.addWidget(panel)
    bench.controller.history.attach(panel)
    bench.translate(LEASE)
    bench.controller.history.keep_now()
    bench.qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    bench.translate(f"{LEASE} {KEYS}")
    bench.controller.history.keep_now()
    bench.view.source.put("")
    bench.translate(DEPOSIT)
    bench.controller.history.keep_now()
    bench.qtbot.waitUntil(lambda: panel.model.rowCount() == 2)
    panel._search.setText("lease")
    bench.qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    panel.list.chosen.emit(panel.model.index(0))
    bench.done()
    assert bench.view.source.text in (LEASE, f"{LEASE} {KEYS}")
    panel.list.delete_asked.emit(panel.model.index(0))
    bench.qtbot.waitUntil(lambda: panel.model.rowCount() == 0)
    assert len(bench.service.kept) == 1


@pytest.mark.parametrize(("get", "said"), [(GetThis("Opus", 312_000_000), "312 MB"), (None, "is needed")])
def test_without_a_model_the_page_says_what_to_get(qtbot: QtBot, theme: Theme, get: GetThis | None, said: str) -> None:
    bench = Bench(qtbot, theme, TranslateStandIn(engine_choices=(), get=get))
    qtbot.waitUntil(lambda: said in bench.page.nothing.accessibleName())
    with qtbot.waitSignal(bench.page.models_asked):
        bench.page._models.click()
    bench.page.show_tab(Tab.TERMS)
    assert not bench.page.nothing.isVisible()
    assert bench.background.close()
