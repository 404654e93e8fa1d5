"""The documents tab over real jobs: chosen, translated, paused, taken up after a restart, reviewed, written again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.translate.document_translation import BilingualLayout, SegmentState, TranslationJobState
from app.domain.translate.translation import Mark
from app.jobs.background import Background
from app.jobs.lanes import Lanes
from app.services.translate.translate_document import TranslateDocument
from app.storage.store import Store
from app.ui.bridge import Calls, MainThread
from app.ui.theme.theme import Theme
from app.ui.translate.documents.columns import columns_of
from app.ui.translate.documents.controller import DocumentsController
from app.ui.translate.documents.job_bar import Does
from app.ui.translate.documents.jobs_model import Jobs
from app.ui.translate.documents.tab import DocumentsTab
from app.ui.translate.review.controller import ReviewController
from app.ui.translate.review.model import ReviewRows, Shown
from app.ui.translate.values import Offer
from tests.fakes.translating import LetterSwapper

LINES = ("The lease ends on 31 March.", "Please return both keys.", "The deposit is 900 euros.")


class DesktopStandIn:
    """Remembers what it was asked to open."""

    def __init__(self) -> None:
        self.opened: list[Path] = []

    def open_file(self, path: Path, done: object) -> None:
        self.opened.append(path)
        done(True)  # type: ignore[operator]

    def show_in_folder(self, path: Path, done: object) -> None:
        self.opened.append(path.parent)
        done(True)  # type: ignore[operator]


class Bench:
    """A home's store and lanes with the tab over them; ``translator`` turns upper into lower case."""

    def __init__(self, qtbot: QtBot, theme: Theme, home: Path) -> None:
        self.qtbot, self.background = qtbot, Background()
        self.store = Store.open(home / "store.db")
        self.lanes = Lanes(logs=home)
        self.gate = threading.Event()
        self.gate.set()
        self.translator = LetterSwapper(lambda _text: self.wait_at_the_gate())
        self.documents = TranslateDocument(
            self.store, self.lanes, self.background, self.translator, lambda _segments: "en"
        )
        self.jobs, self.segments, self.desktop = Jobs(), ReviewRows(), DesktopStandIn()
        self.tab = DocumentsTab(theme, self.jobs, self.segments)
        qtbot.addWidget(self.tab)
        calls, journal = Calls(self.background, MainThread()), self.store.translation_jobs
        self.controller = DocumentsController(self.tab.list, self.jobs, self.documents, journal, calls, self.desktop)
        self.review = ReviewController(self.tab.review, self.segments, self.documents, journal, calls)
        self.controller.review_wanted.connect(self.review.open)
        self.review.opened.connect(self.tab.show_review)
        self.controller.offer(Offer(("en", "zh"), ("en", "zh")), "", "zh")
        self.tab.resize(900, 640)
        self.tab.show()

    def wait_at_the_gate(self) -> None:
        while not self.gate.wait(0.01):
            if self.closing:
                return

    closing = False

    def begin(self, *paths: Path) -> None:
        self.controller.take(paths)
        self.tab.list.setup.confirmed.emit()

    def state(self, at: int = 0) -> TranslationJobState | None:
        row = self.jobs.row(at)
        return None if row is None or row.job.id < 0 else row.job.state

    def until(self, state: TranslationJobState) -> None:
        self.qtbot.waitUntil(lambda: self.state() is state)

    def do(self, does: Does, at: int = 0) -> None:
        self.tab.list.view.setCurrentIndex(self.jobs.index(at))
        assert does in self.tab.list.bar.possible()
        self.tab.list.bar.asked.emit(does)

    def close(self) -> None:
        self.controller.suspend()
        self.closing = True
        self.lanes.close()
        assert self.background.close()
        self.store.close()


@pytest.fixture
def bench(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(qtbot, theme, tmp_path)
    yield made
    made.close()


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path, made = tmp_path / "letter.docx", docx.Document()
    for line in LINES:
        made.add_paragraph(line)
    made.save(str(path))
    return path


def text_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_a_file_is_translated_beside_the_original(bench: Bench, letter: Path) -> None:
    bench.controller.take([letter])
    setup = bench.tab.list.setup
    assert not setup.isHidden()
    assert setup.target == "zh"
    assert bench.translator.asked == []  # nothing begins before the person says so
    setup.confirmed.emit()
    assert setup.isHidden()
    bench.until(TranslationJobState.DONE)
    row = bench.jobs.row(0)
    assert row is not None
    assert (row.job.done, row.job.segments) == (3, 3)
    assert "tHE LEASE ENDS" in text_of(row.job.target_path)
    assert text_of(letter).startswith("The lease")
    bench.do(Does.OPEN)
    bench.do(Does.FOLDER)
    assert bench.desktop.opened == [row.job.target_path, row.job.target_path.parent]


def test_layout_folder_and_refused_files(bench: Bench, letter: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    bench.controller.take([letter, tmp_path / "photo.heic"])
    assert "photo.heic" in bench.tab.list.notice.text
    bench.controller.save_into(tmp_path / "out")
    bench.tab.list.setup._layouts[BilingualLayout.BELOW].click()
    bench.tab.list.setup.confirmed.emit()
    bench.until(TranslationJobState.DONE)
    (made,) = (tmp_path / "out").iterdir()
    text = text_of(made)
    assert text.index("The lease") < text.index("tHE LEASE") < text.index("Please")


def test_a_folder_stands_for_the_documents_in_it(bench: Bench, letter: Path, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    letter.rename(folder / letter.name)
    (folder / "photo.heic").write_bytes(b"no text")
    bench.controller.take([folder])
    bench.qtbot.waitUntil(lambda: bench.tab.list.setup.paths == (folder / letter.name,))
    (tmp_path / "empty").mkdir()
    bench.controller.take([tmp_path / "empty"])
    bench.qtbot.waitUntil(lambda: "empty" in bench.tab.list.notice.text)


def test_pause_go_on_and_stop(bench: Bench, letter: Path) -> None:
    bench.gate.clear()
    bench.begin(letter)
    bench.until(TranslationJobState.RUNNING)
    bench.do(Does.PAUSE)
    bench.gate.set()
    bench.until(TranslationJobState.PAUSED)
    bench.do(Does.GO_ON)
    bench.until(TranslationJobState.DONE)
    bench.gate.clear()
    bench.begin(letter)
    bench.until(TranslationJobState.RUNNING)
    bench.do(Does.CANCEL)
    bench.gate.set()
    bench.until(TranslationJobState.CANCELLED)
    assert bench.jobs.rowCount() == 2
    bench.do(Does.FORGET)
    bench.qtbot.waitUntil(lambda: bench.jobs.rowCount() == 1)


def test_what_a_restart_interrupted_goes_on(qtbot: QtBot, theme: Theme, tmp_path: Path, letter: Path) -> None:
    first = Bench(qtbot, theme, tmp_path)
    first.gate.clear()
    first.begin(letter)
    first.until(TranslationJobState.RUNNING)
    first.close()
    second = Bench(qtbot, theme, tmp_path)
    second.until(TranslationJobState.RUNNING)
    second.controller.go_on_after_a_restart()
    second.until(TranslationJobState.DONE)
    assert second.jobs.rowCount() == 1
    second.close()


def test_lanes_that_close_cancel_nothing(qtbot: QtBot, theme: Theme, tmp_path: Path, letter: Path) -> None:
    first = Bench(qtbot, theme, tmp_path)
    first.gate.clear()
    first.begin(letter)
    first.until(TranslationJobState.RUNNING)
    first.lanes.close()
    first.gate.set()  # what is left is to write the file, which no lane does any more
    first.qtbot.waitUntil(lambda: not first.controller.is_working)
    (job,) = first.store.translation_jobs.list()
    assert job.state is TranslationJobState.RUNNING
    first.close()


def test_a_damaged_file_says_why(bench: Bench, tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 nothing more")
    bench.begin(broken)
    bench.qtbot.waitUntil(lambda: bool(bench.tab.list.notice.text))
    bench.qtbot.waitUntil(lambda: bench.jobs.rowCount() == 0)
    assert "broken.docx" in bench.tab.list.notice.text


def test_of_several_refused_files_each_is_named(bench: Bench, letter: Path, tmp_path: Path) -> None:
    broken = [tmp_path / "broken.docx", tmp_path / "cut.pptx"]
    for path in broken:
        path.write_bytes(b"PK\x03\x04 nothing more")
    bench.begin(broken[0], letter, broken[1])
    bench.until(TranslationJobState.DONE)
    said = bench.tab.list.notice.text
    assert all(path.name in said for path in broken)
    assert letter.name not in said


def test_the_way_to_detect_the_language_is_read_in_full(bench: Bench, letter: Path) -> None:
    bench.controller.take([letter])
    box = bench.tab.list.setup._from
    assert box.width() >= box.fontMetrics().horizontalAdvance(box.itemText(0)) + 40


def test_the_review_shows_marked_ones_first_and_writes_again(bench: Bench, letter: Path) -> None:
    bench.translator.marks = {LINES[2]: (Mark.NUMBERS,)}
    bench.begin(letter)
    bench.until(TranslationJobState.DONE)
    bench.do(Does.REVIEW)
    bench.qtbot.waitUntil(lambda: bench.tab.is_reviewing)
    review = bench.tab.review
    assert bench.segments.shown is Shown.TO_LOOK_AT
    assert bench.segments.rowCount() == 1
    assert review.editor.why == "The numbers differ"
    review.editor.box.setPlainText("Die Kaution ist 900 Euro.")
    QTest.keyClick(review.editor.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    journal = bench.store.translation_jobs
    job = bench.jobs.row(0)
    assert job is not None
    bench.qtbot.waitUntil(lambda: journal.segments(job.job.id)[2].state is SegmentState.CORRECTED)
    learnt = bench.store.translation_memory.exact([LINES[2]], "en", "zh")
    assert learnt[LINES[2]].unit.target == "Die Kaution ist 900 Euro."
    asked = len(bench.translator.asked)
    with bench.qtbot.waitSignal(bench.review.written):
        review.write_asked.emit()
    assert "Die Kaution ist 900 Euro." in text_of(job.job.target_path)
    assert len(bench.translator.asked) == asked  # without any engine
    review.shown_changed.emit(Shown.ALL)
    bench.qtbot.waitUntil(lambda: bench.segments.rowCount() == 3)
    review.editor.skipped.emit()
    assert review.list.currentIndex().row() == 1
    assert bench.tab.escape()
    assert not bench.tab.is_reviewing


def test_columns_of_a_table_can_be_chosen(bench: Bench, tmp_path: Path) -> None:
    table = tmp_path / "words.csv"
    table.write_text("id,name,remark\n1,Key,Please return it.\n", encoding="utf-8")
    assert columns_of(table) == ("id", "name", "remark")
    bench.controller.take([table])
    setup = bench.tab.list.setup
    bench.qtbot.waitUntil(lambda: len(setup._chips) == 3)
    assert setup.choices().columns == ()
    setup._chips[0].click()
    assert setup.choices().columns == (2, 3)
