"""A PDF beside the answer: its pages, where one is, zoom, and the passage marked; knows no service."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.library.place import Place
from app.ui.document_view.locate_quote import essence, locate_quote
from app.ui.document_view.pdf_pages import ZOOMS, PdfPages
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import IconButton, button
from app.ui.widgets.text import label

_NEARBY_PAGES = 2


class PdfOutcome(enum.Enum):
    """How showing a passage went."""

    MARKED = enum.auto()
    MOVED = enum.auto()
    """The quote stands at another place of the document than when it was read."""
    CHANGED = enum.auto()
    """The quote is not on its page or the pages beside it."""
    ENCRYPTED = enum.auto()
    BROKEN = enum.auto()


class PdfView(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._document = QPdfDocument(self)
        self._path: Path | None = None
        self.pages = PdfPages(theme, self._document)
        self._number, self._count = QLineEdit(), label("small")
        self._number.setValidator(QIntValidator(1, 999_999, self))
        self._number.setProperty("role", "number")
        self._number.setFixedWidth(48)
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._page_words, self._zoom_words = label("small"), label("small")
        self._before, self._after = IconButton(theme, "chevron-left"), IconButton(theme, "chevron-right")
        self._smaller, self._larger = button("quiet"), button("quiet")
        self._smaller.setText("−")
        self._larger.setText("+")
        self._lay_out()
        self._before.clicked.connect(lambda: self.pages.go_to_page(self.pages.page - 1))
        self._after.clicked.connect(lambda: self.pages.go_to_page(self.pages.page + 1))
        self._smaller.clicked.connect(lambda: self.pages.step_zoom(-1))
        self._larger.clicked.connect(lambda: self.pages.step_zoom(1))
        self._number.returnPressed.connect(lambda: self.pages.go_to_page(int(self._number.text() or 1) - 1))
        self.pages.page_changed.connect(self._show_position)
        self.pages.zoomed.connect(self._show_position)
        self._retranslate()

    def show_passage(self, path: Path, place: Place, quote: str) -> PdfOutcome:
        """Open ``path`` where ``place`` says and mark the passage; reads the file anew unless it is shown already."""
        if path != self._path or self._document.status() != QPdfDocument.Status.Ready:
            self._path = path
            error = self._document.load(str(path))
            if error == QPdfDocument.Error.IncorrectPassword or error == QPdfDocument.Error.UnsupportedSecurityScheme:
                return self._failed(PdfOutcome.ENCRYPTED)
            if error != QPdfDocument.Error.None_ or self._document.pageCount() == 0:
                return self._failed(PdfOutcome.BROKEN)
            self.pages.show_document()
        outcome, page, areas = self._find(place, quote)
        self.pages.show_mark(page, areas)
        self._show_position()
        return outcome

    def close_document(self) -> None:
        """Let go of the file, so that other programs may write it."""
        self._document.close()
        self._path = None

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _failed(self, outcome: PdfOutcome) -> PdfOutcome:
        self.close_document()
        self.pages.show_document()
        return outcome

    def _find(self, place: Place, quote: str) -> tuple[PdfOutcome, int, tuple[QRectF, ...]]:
        page = max(0, min((place.page or 1) - 1, self._document.pageCount() - 1))
        if not quote or place.part is not None:  # fields and comments are on the page, but not in its text
            return PdfOutcome.MARKED, page, ()
        selection = self._document.getSelectionAtIndex(page, place.start, place.length)
        if selection.isValid() and essence(selection.text()) == essence(quote):
            return PdfOutcome.MARKED, page, lines_of([p.boundingRect() for p in selection.bounds()])
        near = sorted(range(max(0, page - _NEARBY_PAGES), page + _NEARBY_PAGES + 1), key=lambda n: abs(n - page))
        for other in near:
            if other >= self._document.pageCount():
                continue
            text = self._document.getAllText(other).text()
            found = locate_quote(text, place.start if other == page else 0, 0, quote)
            if found is not None and found.whole:
                moved = self._document.getSelectionAtIndex(other, found.start, found.length)
                return PdfOutcome.MOVED, other, lines_of([p.boundingRect() for p in moved.bounds()])
        return PdfOutcome.CHANGED, page, ()

    def _show_position(self, *_changed: float) -> None:
        self._number.setText(str(self.pages.page + 1))
        self._count.setText(self.tr("of {count}").format(count=self._document.pageCount()))
        self._zoom_words.setText(f"{round(self.pages.zoom * 100)} %")
        self._smaller.setEnabled(self.pages.zoom > ZOOMS[0])
        self._larger.setEnabled(self.pages.zoom < ZOOMS[-1])

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(12, 4, 12, 4)
        line.setSpacing(4)
        for widget in (self._before, self._page_words, self._number, self._count, self._after):
            line.addWidget(widget)
        line.addStretch(1)
        for zooming in (self._smaller, self._zoom_words, self._larger):
            line.addWidget(zooming)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.pages, 1)

    def _retranslate(self) -> None:
        self._before.set_words(self.tr("Previous page"))
        self._after.set_words(self.tr("Next page"))
        self._page_words.setText(self.tr("Page"))
        self._number.setAccessibleName(self.tr("Page number; Enter goes there"))
        self._smaller.setAccessibleName(self.tr("Smaller"))
        self._larger.setAccessibleName(self.tr("Larger"))
        self.pages.setAccessibleName(self.tr("Pages of the document"))
        self._show_position()


def lines_of(boxes: Sequence[QRectF]) -> tuple[QRectF, ...]:
    """PDFium gives a box for each run of letters; neighbours on one line become one, so that a mark has no holes."""
    lines: list[QRectF] = []
    for box in boxes:
        if box.isEmpty():
            continue
        last = lines[-1] if lines else QRectF()
        overlap = min(last.bottom(), box.bottom()) - max(last.top(), box.top())
        gap = max(box.left() - last.right(), last.left() - box.right())
        if lines and overlap > 0.4 * min(last.height(), box.height()) and gap < 3 * max(last.height(), box.height()):
            lines[-1] = last.united(box)
        else:
            lines.append(QRectF(box))
    return tuple(lines)
