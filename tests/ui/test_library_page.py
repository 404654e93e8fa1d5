"""The Library over a real store: honest rows, search as you type, collections, asking before removal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt, QUrl
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.ask.keywords import indexed_terms
from app.domain.ask.search import FindResult, Hit, SearchFilter
from app.domain.dictate.dictation import NewDictation, SpokenKind
from app.domain.library.document import Document, DocumentKind, DocumentState, Passage, Refusal
from app.domain.library.place import Place
from app.domain.library.stored import DocumentOrder, ReadFacts
from app.jobs.background import Background
from app.services.library.library import Library
from app.storage.store import Store
from app.ui.assets import assets_folder
from app.ui.bridge import Calls, MainThread
from app.ui.desktop import Desktop
from app.ui.library.collections_model import CollectionRows
from app.ui.library.controller import BATCH, LibraryController
from app.ui.library.model import ROW, Heading, LibraryRows
from app.ui.library.page import LibraryPage
from app.ui.library.row_painter import snippet
from app.ui.theme.theme import Theme
from app.ui.translation import Translations

MODIFIED = datetime(2026, 3, 1, tzinfo=UTC)


class KeywordFind:
    """Search as you type over the real keyword index; the vectors have no part in it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def as_typed(self, text: str, k: int = 20, search_filter: SearchFilter | None = None) -> FindResult:
        found = self._store.keyword_index.search_all(text, k, search_filter or SearchFilter())
        passages = self._store.passages.get_many([candidate.passage_id for candidate in found])
        hits = []
        for rank, candidate in enumerate(found, 1):
            p = passages[candidate.passage_id]
            hits.append(
                Hit(rank, 1.0, p.passage_id, p.document_id, p.path, p.title, DocumentKind(p.kind), p.place, p.text)
            )
        return FindResult(text, tuple(hits), 0.0)


@dataclass
class Room:
    store: Store
    page: LibraryPage
    rows: LibraryRows
    collections: CollectionRows
    controller: LibraryController
    opened: list[str]
    qtbot: QtBot

    def add(self, name: str, text: str = "", reason: Refusal | None = None) -> Document:
        row = self.store.documents.journal([Path("/papers") / name], None)[0]
        if reason is not None:
            return self.store.documents.refuse(row.id, reason)
        if not text:
            return row
        facts = ReadFacts("0" * 64, len(text), MODIFIED, DocumentKind.PDF, pages=2)
        passage = Passage(text, Place(0, len(text), page=1), indexed_terms(text))
        return self.store.documents.replace(row.id, facts, [passage], None)

    def load(self) -> None:
        with self.qtbot.waitSignal(self.controller.loaded):
            self.controller.refresh()

    def names(self) -> list[str]:
        return [row.text if isinstance(row, Heading) else row.path.name for row in self.rows.rows]

    def select(self, *names: str) -> None:
        self.page.view.clearSelection()
        for number, name in enumerate(self.names()):
            if name in names:
                index, flag = self.rows.index(number), QItemSelectionModel.SelectionFlag.Select
                self.page.view.selectionModel().setCurrentIndex(index, flag)

    def search(self, text: str) -> None:
        box = self.page.find_line.findChild(QLineEdit)
        with self.qtbot.waitSignal(self.controller.loaded):
            box.setText(text)


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, theme: Theme, tmp_path: Path) -> Iterator[Room]:
    Translations(qapp, assets_folder() / "i18n").apply("en")
    store, background = Store.open(tmp_path / "library.db"), Background()
    rows, collections, opened = LibraryRows(), CollectionRows(), []
    page = LibraryPage(theme, rows, collections)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    calls, desktop = Calls(background, MainThread()), Desktop(sealed=False, open_url=open_url)
    controller = LibraryController(page, rows, collections, Library(store), KeywordFind(store), calls, desktop)
    made = Room(store, page, rows, collections, controller, opened, qtbot)
    qtbot.waitSignal(controller.loaded).wait()
    yield made
    assert background.close()
    store.close()


def test_an_empty_library_says_what_to_do(room: Room) -> None:
    assert room.page.empty.isVisible()
    assert room.page.empty.title == "Your library is empty"
    with room.qtbot.waitSignal(room.controller.files_wanted):
        room.qtbot.mouseClick(room.page._empty_files, Qt.MouseButton.LeftButton)


def test_each_file_tells_its_state(room: Room) -> None:
    room.add("lease.pdf", "The lease ends in June.")
    room.add("locked.pdf", reason=Refusal.ENCRYPTED)
    room.add("next.pdf")
    room.load()
    assert room.names() == ["next.pdf", "locked.pdf", "lease.pdf"]
    spoken = [str(room.rows.index(n).data(Qt.ItemDataRole.AccessibleTextRole)) for n in range(3)]
    assert "Waiting to be read" in spoken[0]
    assert "locked with a password" in spoken[1]
    assert "Save a copy without the password" in spoken[1]
    assert "2 pages" in spoken[2]
    assert "1 passage" in spoken[2]


def test_search_finds_names_first_and_then_text(room: Room) -> None:
    room.add("lease.pdf", "The rent is 900 euros a month.")
    room.add("茶叶.pdf", "龙井茶产于杭州。")
    room.load()
    room.search("lea")
    assert room.names() == ["Names", "lease.pdf"]
    room.search("euro")
    assert room.names() == ["In the text", "lease.pdf"]
    room.search("龙井")
    assert room.names() == ["In the text", "茶叶.pdf"]
    room.search("nothing like it")
    assert room.page.empty.title == "Nothing found for “nothing like it”"
    assert room.page.escape()
    room.qtbot.waitUntil(lambda: len(room.names()) == 2)


def test_headings_cannot_be_chosen(room: Room) -> None:
    room.add("lease.pdf", "The rent.")
    room.load()
    room.search("lease")
    assert not room.rows.flags(room.rows.index(0)) & Qt.ItemFlag.ItemIsSelectable
    assert isinstance(room.rows.index(0).data(ROW), Heading)


def test_only_what_could_not_be_read(room: Room) -> None:
    room.add("a.pdf", "Text.")
    room.add("b.pdf", reason=Refusal.SCANNED)
    room.load()
    room.controller.show_refused()
    room.qtbot.waitUntil(lambda: room.names() == ["b.pdf"])
    assert room.page.find_line.state is DocumentState.REFUSED
    room.select("b.pdf")
    with room.qtbot.waitSignal(room.controller.loaded):
        room.page.details.ask_to_remove()
        room.qtbot.mouseClick(room.page.details._yes, Qt.MouseButton.LeftButton)
    room.qtbot.waitUntil(lambda: room.names() == ["a.pdf"])
    assert room.page.find_line.state is None


def test_removal_asks_in_place_and_keeps_on_escape(room: Room) -> None:
    room.add("a.pdf", "Text.")
    room.add("b.pdf", "Text too.")
    room.load()
    room.select("a.pdf", "b.pdf")
    room.qtbot.keyClick(room.page.view, Qt.Key.Key_Delete)
    assert room.page.details.is_asking
    assert "2 documents" in room.page.details.accessibleName()
    assert room.page.escape()
    assert not room.page.details.is_asking
    assert len(room.store.documents.list()) == 2
    room.qtbot.keyClick(room.page.view, Qt.Key.Key_Delete)
    with room.qtbot.waitSignal(room.controller.loaded):
        room.qtbot.mouseClick(room.page.details._yes, Qt.MouseButton.LeftButton)
    assert room.store.documents.list() == []
    assert not room.page.details.isVisible()


def test_a_dictation_is_named_by_its_words_and_has_no_file(room: Room) -> None:
    spoken = room.store.dictations.add(NewDictation(SpokenKind.DICTATION, "Water the tomatoes.", seconds=2.0))
    facts = ReadFacts("0" * 64, 19, MODIFIED, DocumentKind.DICTATION, title="Water the tomatoes.")
    passage = Passage("Water the tomatoes.", Place(0, 19, first_second=0), indexed_terms("Water the tomatoes."))
    path = Path("/papers/dictations/1/2026-11-30 12-00")
    room.store.spoken_documents.put(spoken.id, path, facts, [passage], None)
    room.add("a.pdf", "Text.")
    room.load()
    shown = [room.rows.data(room.rows.index(n)) for n in range(2)]
    assert set(shown) == {"Water the tomatoes.", "a.pdf"}
    room.select("2026-11-30 12-00")
    details = room.page.details
    assert details.accessibleName() == "Water the tomatoes."
    assert details._tools["open"].isHidden()
    assert details._tools["reread"].isHidden()
    details.ask_to_remove()
    assert "history" in details._state.text()
    with room.qtbot.waitSignal(room.controller.loaded):
        room.qtbot.mouseClick(details._yes, Qt.MouseButton.LeftButton)
    assert room.store.dictations.list() == []
    room.select("a.pdf")
    assert not details._tools["open"].isHidden()


def test_a_question_does_not_slip_to_other_documents(room: Room) -> None:
    room.add("a.pdf", "Text.")
    room.add("b.pdf", "Text too.")
    room.load()
    room.select("a.pdf")
    room.page.details.ask_to_remove()
    room.select("b.pdf")
    assert not room.page.details.is_asking


def test_selection_survives_a_refresh(room: Room) -> None:
    room.add("a.pdf", "Text.")
    room.load()
    room.select("a.pdf")
    room.add("b.pdf", "New.")
    room.load()
    assert room.names() == ["b.pdf", "a.pdf"]
    assert [d.path.name for d in room.page.selected()] == ["a.pdf"]


def test_collections_from_making_to_deleting(room: Room) -> None:
    room.add("a.pdf", "Text.")
    room.load()
    with room.qtbot.waitSignal(room.controller.collection_changed):
        room.page.column.created.emit("Tea")
    room.qtbot.waitUntil(lambda: room.controller.collection is not None and room.controller.collection.name == "Tea")
    assert room.page.empty.title == "Nothing in this collection yet"
    tea = room.controller.collection
    assert tea is not None
    room.controller.open_collection(None)
    room.qtbot.waitUntil(lambda: room.names() == ["a.pdf"])
    room.select("a.pdf")
    with room.qtbot.waitSignal(room.controller.loaded):
        room.page.details.move_asked.emit(tea.id)
    assert room.store.documents.list(collection_id=tea.id)
    room.collections.setData(room.collections.index(room.collections.row_of(tea.id)), "Green tea")
    room.qtbot.waitUntil(lambda: "Green tea" in [c.name for c in room.collections.collections])
    with room.qtbot.waitSignal(room.controller.loaded):
        room.page.collection_deleted.emit(tea.id)
    room.qtbot.waitUntil(lambda: len(room.collections.collections) == 1)
    assert len(room.store.documents.list()) == 1


def test_the_default_collection_cannot_be_deleted(room: Room) -> None:
    room.load()
    room.page.column.deletion_asked.emit(room.collections.collections[0])
    assert "This collection stays" in room.page.notice.text
    assert not room.page.details.is_asking


def test_a_readable_document_is_shown_beside_and_another_opened(room: Room, tmp_path: Path) -> None:
    room.add("a.pdf", "Text.")
    room.load()
    room.select("a.pdf")
    with room.qtbot.waitSignal(room.controller.document_wanted) as wanted:
        room.qtbot.keyClick(room.page.view, Qt.Key.Key_Return)
    assert wanted.args[0].path.name == "a.pdf"
    room.qtbot.keyClick(room.page.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "no longer there" in room.page.notice.text
    assert room.opened == []


@pytest.mark.parametrize(("name", "opens"), [("a.pdf", "file"), ("run.sh", "folder"), ("start.desktop", "folder")])
def test_nothing_that_could_run_is_opened(room: Room, tmp_path: Path, name: str, opens: str) -> None:
    file = tmp_path / name
    file.write_text("x")
    row = room.store.documents.journal([file], None)[0]
    room.controller.open_in_its_program(row)
    assert room.opened == [str(file if opens == "file" else tmp_path)]


def test_reading_again_hands_the_paths_on(room: Room) -> None:
    room.add("a.pdf", reason=Refusal.CHANGED)
    room.load()
    room.select("a.pdf")
    with room.qtbot.waitSignal(room.controller.add_wanted) as wanted:
        room.page.details.reread_asked.emit()
    assert wanted.args == [[Path("/papers/a.pdf")]]


def test_ten_thousand_rows_come_in_batches_and_sort(room: Room) -> None:
    room.store.documents.journal([Path(f"/many/{n:05}.pdf") for n in range(10_000)], None)
    room.load()
    assert room.rows.rowCount() == BATCH
    assert room.page.view.uniformItemSizes()
    room.page.view.scrollToBottom()
    room.qtbot.waitUntil(lambda: room.rows.rowCount() >= 2 * BATCH)
    order = room.page.find_line._order
    order.setCurrentIndex(order.findData(DocumentOrder.NAME))
    with room.qtbot.waitSignal(room.controller.loaded):
        order.activated.emit(order.currentIndex())
    room.qtbot.waitUntil(lambda: room.names()[0] == "00000.pdf")


def test_a_store_that_fails_is_told_in_the_page(room: Room) -> None:
    room.store.close()
    room.controller.refresh()
    room.qtbot.waitUntil(lambda: bool(room.page.notice.text))


def test_a_narrow_page_keeps_everything_in_reach(room: Room) -> None:
    room.add("lease.pdf", "The lease ends in June.")
    room.load()
    room.page.resize(420, 600)
    assert not room.page.column.isVisible()
    assert room.page._more.isVisible()
    assert room.page._add_files.isVisible()


def test_a_snippet_keeps_its_marks_on_the_words() -> None:
    text = "x" * 300 + " tea\nfrom Hangzhou " + "y" * 400
    start = text.index("tea")
    hit = Hit(1, 1.0, 1, 1, Path("/a"), "", DocumentKind.TEXT, Place(), text, marks=((start, 3),))
    shown, marks = snippet(hit)
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "\n" not in shown
    assert [shown[at : at + length] for at, length in marks] == ["tea"]
    assert snippet(Hit(1, 1.0, 1, 1, Path("/a"), "", DocumentKind.TEXT, Place(), "short"))[0] == "short"


def test_a_question_can_be_about_the_selected_documents_that_were_read(room: Room) -> None:
    room.add("lease.pdf", "The lease ends in June.")
    room.add("locked.pdf", reason=Refusal.ENCRYPTED)
    room.load()
    room.page.view.selectAll()
    with room.qtbot.waitSignal(room.controller.ask_about_wanted) as asked:
        room.page.details._tools["ask"].click()
    assert [document.path.name for document in asked.args[0]] == ["lease.pdf"]


def test_a_snippet_shows_broken_words_whole_with_its_marks_in_place() -> None:
    text = "per\ufffeformance  of\r\nmachines"
    start = text.index("machines")
    hit = Hit(1, 1.0, 1, 1, Path("/a"), "", DocumentKind.PDF, Place(), text, ((0, 12), (start, 8)))
    shown, marks = snippet(hit)
    assert shown == "performance of machines"
    assert [shown[at : at + length] for at, length in marks] == ["performance", "machines"]
