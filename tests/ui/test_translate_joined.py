"""The real window with the small translation models: type, correct, see it used again; swap; drop a document."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.composition import Alcove
from app.domain.translate.text_layout import TextLayout
from app.seal.models import SealState
from app.settings.paths import Home
from app.ui.assembly import Assembly
from app.ui.assets import assets_folder
from app.ui.shell.single_instance import SingleInstance
from app.ui.theme.theme import Theme
from app.ui.translate.documents.job_bar import Does
from app.ui.translate.documents.tab import DocumentsTab
from app.ui.translate.joining import placed
from app.ui.translate.page import Tab, TranslatePage
from app.ui.translation import Translations

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"
SIGN, RENT = "Please sign the contract by 15 July 2026.", "The rent is €950.50 a month."


class Bench:
    """The window over ``home``; a second one over the same home is the next start."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, theme: Theme, home: Home, *, models: bool) -> None:
        self.qtbot = qtbot
        for name in ("tiny-marian-en-zh", "tiny-marian-zh-en") if models else ():
            shutil.copytree(MODELS / name, home.models / name, dirs_exist_ok=True)
        self.alcove = Alcove.open(home, SealState(sealed=True, means="test"))
        translations = Translations(qapp, assets_folder() / "i18n")
        translations.apply("en")
        self.instance = SingleInstance(home)
        assert self.instance.is_first()
        self.window = Assembly(self.alcove, theme, translations, self.instance)
        qtbot.addWidget(self.window.shell)
        self.window.start([])
        self.window.shell.show_page("translate")
        page = self.window.shell.page("translate")
        assert isinstance(page, TranslatePage)
        self.page, self.view = page, page.text
        qtbot.waitUntil(lambda: bool(self.view.bar.target) or not page.can_translate)

    def translate(self, text: str) -> str:
        doors = self.window.translate_doors
        doors.translate(text)
        self.qtbot.waitUntil(lambda: not doors._all.text.text.is_working)
        return self.view.target.text

    def close(self) -> None:
        self.window.close()
        self.alcove.close()
        self.instance.release()


@pytest.fixture
def bench(qtbot: QtBot, qapp: QApplication, theme: Theme, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(qtbot, qapp, theme, Home(tmp_path / "home"), models=True)
    made.view.bar.choose("", "zh")
    yield made
    made.close()


def test_typed_text_is_translated_corrected_and_the_correction_is_used_again(bench: Bench) -> None:
    made = bench.translate(f"{SIGN} {RENT}")
    assert made.startswith("请在2026年7月15日")
    assert "950.50" in made
    assert bench.view.bar.detected == "en"
    assert "Alcove test translation" in bench.view.engine.words
    target = bench.view.target
    target.setFocus()
    target.go_to(1)
    QTest.keyClicks(target, "X")
    target.settle()
    assert bench.view.note == "Your own wording; it will be used again"
    memory = bench.alcove.store.translation_memory
    bench.qtbot.waitUntil(lambda: memory.count("en", "zh") == 1)
    bench.window.translate_doors._all.text.begin_anew()
    made = bench.translate(f"{RENT} Thank you.")
    assert made.startswith("X租金")


def test_the_wait_for_a_model_is_not_taken_for_its_speed(bench: Bench) -> None:
    bench.translate(SIGN)
    bench.qtbot.waitUntil(lambda: bench.view.engine.words.startswith("Alcove test translation"))
    assert "reads" not in bench.view.engine.words
    bench.translate(RENT)
    bench.qtbot.waitUntil(lambda: "·" in bench.view.engine.words)


def test_the_button_for_speech_is_there_when_something_listens(bench: Bench) -> None:
    doors, asked = bench.window.translate_doors, list[bool]()
    doors.dictate_wanted.connect(lambda: asked.append(True))
    doors.look_for_listeners()
    assert bench.view._dictate.isVisible()
    bench.view._dictate.click()
    assert asked
    doors.insert_spoken(RENT)
    assert bench.view.source.text == RENT


def test_swap_and_check_back_with_real_engines(bench: Bench) -> None:
    first = bench.translate(SIGN)
    bench.view.bar.swap_asked.emit()
    text = bench.window.translate_doors._all.text.text
    bench.qtbot.waitUntil(lambda: not text.is_working)
    assert bench.view.source.text == first
    assert "15 July 2026" in bench.view.target.text
    bench.view._check.click()
    bench.qtbot.waitUntil(lambda: "2026" in bench.view.back.pane.text)
    bench.view._clear.click()
    assert bench.view.source.text == ""
    assert bench.view.back.isHidden(), "without a text there is nothing to check"


def test_a_pair_that_nothing_here_knows_says_what_to_get(bench: Bench) -> None:
    shutil.rmtree(bench.alcove.home.models / "tiny-marian-zh-en")
    assert bench.translate(SIGN).startswith("请在")
    bench.view.bar.offer(("en", "zh"), ("en", "zh"))
    bench.view.bar.choose("zh", "en")
    bench.window.translate_doors.translate("请签署合同。")
    bench.qtbot.waitUntil(lambda: "Chinese" in bench.view.notice.text)
    assert "opus-mt-zh-en" in bench.view.notice.text.lower() or "MB" in bench.view.notice.text
    assert bench.view.source.text == "请签署合同。"


def test_layout_stays_and_wrapped_lines_are_one_sentence(bench: Bench) -> None:
    made = bench.translate(f"{SIGN}\n\n- {RENT}\n- 42\n")
    first, rest = made.split("\n\n")
    assert first.startswith("请在2026年7月15日")
    assert rest.startswith("- 租金")
    assert rest.endswith("\n- 42\n")


def test_a_term_changes_what_stands_there(bench: Bench) -> None:
    assert "协议" not in bench.translate(SIGN)
    doors = bench.window.translate_doors
    doors.new_term()
    editor = doors._all.terms._view.editor
    editor.source.setText("contract")
    editor.target.setText("协议")
    editor._save.click()
    bench.qtbot.waitUntil(lambda: "协议" in bench.view.target.text)


def test_earlier_translations_are_found_again(bench: Bench) -> None:
    bench.translate(RENT)
    history = bench.window.translate_doors._all.text.history
    history.keep_now()
    QTest.keyClick(bench.window.shell, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    panel = bench.window.translate_doors._history
    assert panel is not None
    bench.qtbot.waitUntil(lambda: panel.model.rowCount() == 1)


def drop(bench: Bench, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    shell = bench.window.shell
    QApplication.sendEvent(shell, QDragEnterEvent(QPoint(300, 300), *how))
    QApplication.sendEvent(shell, QDropEvent(QPointF(300, 300), *how))


def test_a_dropped_document_goes_to_the_documents_tab_and_is_translated(bench: Bench, tmp_path: Path) -> None:
    letter, made = tmp_path / "letter.docx", docx.Document()
    made.add_paragraph(SIGN)
    made.add_paragraph(RENT)
    made.save(str(letter))
    title, _text = bench.window.drops.words(1)
    assert title == "Drop to translate"
    drop(bench, letter)
    assert bench.page.tab is Tab.DOCUMENTS
    tab = bench.window.translate_doors._all.tab
    assert tab.list.setup.paths == (letter,)
    tab.list.setup.choose("", "zh")
    tab.list.setup.confirmed.emit()
    target = tmp_path / "letter.zh.docx"
    strip = bench.window.shell.strip.translations
    bench.qtbot.waitUntil(lambda: strip.text.startswith("Translating 1 document"))
    bench.qtbot.waitUntil(target.exists)
    bench.qtbot.waitUntil(lambda: strip.text == "Translated: letter.zh.docx")
    strip._stop.click()
    assert strip.isHidden()
    assert docx.Document(str(target)).paragraphs[0].text.startswith("请在2026年7月15日")
    jobs, indexing = tab.list.view.model(), bench.window.indexing
    bench.qtbot.waitUntil(lambda: Does.LIBRARY in choose_first(tab))
    assert jobs.rowCount() == 1
    with bench.qtbot.waitSignal(indexing.ended):
        tab.list.bar.asked.emit(Does.LIBRARY)
    assert bench.alcove.library.by_path(target) is not None


def choose_first(tab: DocumentsTab) -> tuple[Does, ...]:
    tab.list.view.setCurrentIndex(tab.list.view.model().index(0, 0))
    return tab.list.bar.possible()


def test_nothing_installed_says_what_to_get_and_leads_to_models(
    qtbot: QtBot, qapp: QApplication, theme: Theme, tmp_path: Path
) -> None:
    bench = Bench(qtbot, qapp, theme, Home(tmp_path / "home"), models=False)
    qtbot.waitUntil(lambda: not bench.page.can_translate)
    assert "translates on this computer" in bench.page.nothing.accessibleName()
    bench.page._models.click()
    assert bench.window.shell.page_name == "models"
    bench.close()


@pytest.mark.parametrize(
    "text",
    [
        "One. Two!  Three?",
        "- a point\n- another\n\n```\ncode\n```\nEnd.",
        "一。二！三？",
        "wide words " * 7 + "\nand on it goes.",
    ],
)
def test_every_segment_has_its_place(text: str) -> None:
    segments = TextLayout.of(text).segments
    found = placed(text, segments)
    assert [one.text for one in found] == list(segments)
    assert all(one.span.of(text).split() == one.text.split() for one in found)
