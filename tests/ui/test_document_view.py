"""The document behind a citation: PDF pages and text with the passage marked, and what is said where it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt, QUrl
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.ask.conversation import Citation
from app.domain.errors import AppError, ErrorCode, FileRefused
from app.domain.library.document import DocumentKind, Refusal
from app.domain.library.place import Place
from app.jobs.background import Background
from app.protocol.tasks import Preview
from app.ui.bridge import Calls, MainThread
from app.ui.desktop import Desktop
from app.ui.document_view.controller import DocumentController
from app.ui.document_view.locate_quote import Located
from app.ui.document_view.panel import DocumentPanel, Trouble
from app.ui.document_view.pdf_view import PdfView, lines_of
from app.ui.document_view.text_view import excerpt, tab_stops
from app.ui.theme.theme import Theme
from tests.fakes.small_pdf import pdf

PAGES = ["First page\nwith two lines", "Second page\nThe deposit is 1725 pounds\nand more", "Third page"]
QUOTE = "The deposit is 1725 pounds"


class Host:
    def __init__(self) -> None:
        self.title = ""

    def show_widget(self, widget: QWidget, title: str) -> None:
        self.title = title
        widget.show()


class PreviewStandIn:
    def __init__(self, text: str = "", kind: DocumentKind = DocumentKind.TEXT) -> None:
        self.text, self.kind, self.error = text, kind, None  # type: ignore[var-annotated]

    def preview(self, _path: Path, _place: Place) -> Preview:
        if self.error is not None:
            raise self.error
        return Preview(self.text, self.kind)


class Room:
    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.previews, self.background, self.host = PreviewStandIn(), Background(), Host()
        self.panel, self.opened = DocumentPanel(theme), list[QUrl]()
        qtbot.addWidget(self.panel)
        self.panel.resize(500, 700)
        self.calls = Calls(self.background, MainThread())
        desktop = Desktop(sealed=False, open_url=self.open_url)
        self.controller = DocumentController(self.panel, self.host, self.previews, self.calls, desktop)
        self.qtbot = qtbot

    def open_url(self, url: QUrl) -> bool:
        self.opened.append(url)
        return True

    def open(self, *citations: Citation, n: int = 1) -> None:
        self.controller.open(citations, n)
        self.settled()

    def settled(self) -> None:
        """All that was asked of the background has come back: a later call on the same way has, too."""
        back: list[int] = []
        self.qtbot.waitUntil(lambda: not self.background._running)
        self.calls.post(lambda: back.append(1))
        self.qtbot.waitUntil(lambda: bool(back))

    @property
    def pdf(self) -> PdfView:
        assert self.panel.pdf is not None
        assert self.panel.shown is self.panel.pdf
        return self.panel.pdf


@pytest.fixture
def room(qtbot: QtBot, theme: Theme) -> Iterator[Room]:
    made = Room(qtbot, theme)
    yield made
    made.controller.close()
    assert made.background.close()


@pytest.fixture
def lease(tmp_path: Path) -> Path:
    path = tmp_path / "lease.pdf"
    path.write_bytes(pdf(PAGES))
    return path


def pdf_citation(path: Path, *, page: int = 2, start: int = 13, quote: str = QUOTE, n: int = 1) -> Citation:
    return Citation(n, 1, n, path, "Lease", Place(start=start, length=len(quote), page=page), quote)


def text_citation(start: int, quote: str, n: int = 1, path: str = "/docs/a.docx") -> Citation:
    return Citation(n, 1, n, Path(path), "A", Place(start=start, length=len(quote)), quote)


def test_a_pdf_opens_at_its_page_with_the_passage_in_view(room: Room, lease: Path) -> None:
    room.open(pdf_citation(lease))
    assert room.host.title == "Lease"
    assert room.panel.trouble is None
    pages = room.pdf.pages
    page, areas = pages.mark
    assert page == 1
    assert len(areas) == 1
    selection = room.pdf._document.getSelectionAtIndex(1, 13, len(QUOTE))
    assert areas[0].contains(selection.boundingRectangle().center())
    assert pages.viewport().rect().contains(pages.mark_in_view().toRect().center())


def test_the_mark_is_painted_over_the_page(room: Room, lease: Path) -> None:
    room.open(pdf_citation(lease))
    pages = room.pdf.pages
    room.qtbot.waitUntil(lambda: bool(pages._images))
    place = pages.mark_in_view().toRect()
    image = pages.viewport().grab().toImage()
    inside = image.pixelColor(place.left() + 1, place.center().y())
    outside = image.pixelColor(place.right() + 40, place.center().y())
    assert inside != outside
    assert outside.lightness() > 250


def test_zoom_and_page_jump(room: Room, lease: Path) -> None:
    room.open(pdf_citation(lease))
    pages = room.pdf.pages
    width = pages._page_size(1).width()
    room.qtbot.keyClick(pages, Qt.Key.Key_Plus)
    assert pages._page_size(1).width() > width
    assert pages.page == 1, "zooming keeps the place"
    room.pdf._number.setText("3")
    room.qtbot.keyClick(room.pdf._number, Qt.Key.Key_Return)
    assert pages.page == 2
    pages.go_to_page(99)
    assert pages.page == 2
    for _ in range(30):
        pages.step_zoom(1)
    assert not room.pdf._larger.isEnabled()


def test_a_pdf_whose_passage_moved_says_so_and_marks_it(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "lease.pdf"
    path.write_bytes(pdf(["New first page", *PAGES]))
    room.open(pdf_citation(path))
    assert room.panel.trouble is Trouble.MOVED
    assert room.pdf.pages.mark[0] == 2
    assert room.pdf.pages.mark[1]


def test_a_pdf_without_the_passage_says_so_and_shows_the_stored_quote(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "lease.pdf"
    path.write_bytes(pdf(["Quite another text", "on two pages"]))
    room.open(pdf_citation(path))
    assert room.panel.trouble is Trouble.CHANGED
    assert room.panel._quote.text() == QUOTE
    assert room.panel._quote_card.isVisible()


def test_a_filled_in_field_opens_its_page_without_a_mark(room: Room, lease: Path) -> None:
    field = Place(start=0, length=10, page=2, part="form")
    room.open(Citation(1, 1, 1, lease, "Lease", field, "Ada Morgan"))
    assert room.panel.trouble is None
    assert room.pdf.pages.mark == (1, ())


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (pdf(PAGES, password="secret"), Trouble.ENCRYPTED),
        (b"%PDF-1.7 broken", Trouble.BROKEN),
        (b"", Trouble.BROKEN),
        (None, Trouble.MISSING),
    ],
)
def test_a_pdf_that_does_not_open_says_why(room: Room, tmp_path: Path, data: bytes | None, trouble: Trouble) -> None:
    path = tmp_path / "lease.pdf"
    if data is not None:
        path.write_bytes(data)
    room.open(pdf_citation(path))
    assert room.panel.trouble is trouble
    assert room.panel.notice.text
    assert room.panel._quote_card.isVisible()


def test_a_good_pdf_after_a_broken_one(room: Room, tmp_path: Path, lease: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-")
    room.open(pdf_citation(broken))
    room.open(pdf_citation(lease))
    assert room.panel.trouble is None
    assert not room.panel._quote_card.isVisible()
    assert room.panel.notice.text == ""


def test_text_is_shown_with_its_passage_marked_and_in_view(room: Room) -> None:
    room.previews.text = "Line of text.\n" * 3000 + "The passage 年假.\r\n" + "More text.\n" * 3000
    start = room.previews.text.index("The passage")
    room.open(text_citation(start, "The passage 年假."))
    assert room.panel.shown is room.panel.text
    assert room.panel.text.marked_text == "The passage 年假."
    assert room.panel.text.mark_is_visible
    assert room.panel.trouble is None


def test_text_with_signs_beyond_the_basic_plane_is_marked_rightly(room: Room) -> None:
    room.previews.text = "😀 𠀀 before\r\n\r\nquote 😀 here after"
    room.open(text_citation(room.previews.text.index("quote"), "quote 😀 here"))
    assert room.panel.text.marked_text == "quote 😀 here"


def test_changed_text_says_so(room: Room) -> None:
    room.previews.text = "Another text now"
    room.open(text_citation(3, "The passage"))
    assert room.panel.trouble is Trouble.CHANGED
    assert room.panel._quote.text() == "The passage"
    room.previews.text = "A new beginning. " * 20 + "The passage that was there."
    room.open(text_citation(3, "The passage that was there."))
    assert room.panel.trouble is Trouble.MOVED
    assert room.panel.text.marked_text == "The passage that was there"


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (FileRefused(Refusal.MISSING), Trouble.MISSING),
        (FileRefused(Refusal.ENCRYPTED), Trouble.ENCRYPTED),
        (FileRefused(Refusal.DAMAGED), Trouble.BROKEN),
        (AppError(ErrorCode.WORKER_CRASHED), None),
    ],
)
def test_a_preview_that_fails_says_why_with_the_stored_quote(
    room: Room, error: AppError, trouble: Trouble | None
) -> None:
    room.previews.error = error
    room.open(text_citation(3, "The passage"))
    assert room.panel.trouble is trouble
    assert room.panel.notice.text
    assert room.panel._quote.text() == "The passage"


def test_citations_in_the_same_document_are_walked(room: Room) -> None:
    room.previews.text = "alpha beta gamma"
    elsewhere = replace(text_citation(0, "x", n=9), document_id=2)
    room.open(text_citation(0, "alpha", 1), elsewhere, text_citation(6, "beta", 2), text_citation(11, "gamma", 3), n=2)
    assert room.panel.text.marked_text == "beta"
    room.qtbot.keyClick(room.panel, Qt.Key.Key_N)
    room.settled()
    assert room.panel.text.marked_text == "gamma"
    for _ in range(3):
        room.qtbot.keyClick(room.panel, Qt.Key.Key_P)
        room.settled()
    assert room.panel.text.marked_text == "alpha"
    assert not room.panel._before.isEnabled()


def test_a_late_answer_does_not_take_the_place_of_a_newer_one(room: Room, lease: Path) -> None:
    room.previews.text = "alpha"
    room.controller.open((text_citation(0, "alpha"),), 1)
    room.controller.open((pdf_citation(lease),), 1)
    room.settled()
    assert room.panel.shown is room.panel.pdf


def test_own_program_opens_documents_and_only_the_folder_of_what_could_run(room: Room, tmp_path: Path) -> None:
    document, script = tmp_path / "a.docx", tmp_path / "a.sh"
    for path in (document, script):
        path.write_text("x")
        room.open(text_citation(0, "x", path=str(path)))
        room.controller.open_in_own_program()
    assert [url.toLocalFile() for url in room.opened] == [str(document.resolve()), str(tmp_path.resolve())]


def test_an_excerpt_of_a_long_text_is_bounded() -> None:
    text = "x" * 5_000_000 + "quote" + "y" * 5_000_000
    part = excerpt(text, Located(5_000_000, 5))
    assert len(part.text) < 500_000
    assert part.text[part.start : part.start + part.length] == "quote"
    assert part.cut


def test_columns_of_a_table_stand_under_each_other() -> None:
    assert tab_stops("Job\tPrice\tParts\nWheel trued\t22\tyes\n品名\t1\tno") == (13, 20)
    assert tab_stops("no table\nat all") == ()
    assert tab_stops("x" * 1000 + "\ty") == (42,)


def test_boxes_of_one_line_become_one() -> None:
    boxes = [QRectF(10, 10, 20, 10), QRectF(32, 11, 20, 9), QRectF(10, 30, 40, 10), QRectF()]
    assert lines_of(boxes) == (QRectF(10, 10, 42, 10), QRectF(10, 30, 40, 10))
