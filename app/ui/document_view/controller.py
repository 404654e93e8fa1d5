"""Opens the document behind a citation: PDF pages itself, other kinds through the previews service. Knows no layout."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.ask.conversation import Citation
from app.domain.ask.search import Hit
from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import Document, DocumentKind, Refusal
from app.domain.library.place import Place
from app.protocol.tasks import Preview
from app.ui.bridge import Calls
from app.ui.document_view.locate_quote import Located, locate_quote
from app.ui.document_view.panel import DocumentPanel, Trouble
from app.ui.document_view.text_view import Excerpt, excerpt
from app.ui.own_program import READ_BY_PROGRAMS, Opened, Opening, open_in_own_program
from app.ui.qt_parts import read_ahead


class Previewing(Protocol):
    """What :class:`app.services.ask.previews.Previews` offers."""

    def preview(self, path: Path, place: Place) -> Preview: ...


class PanelHost(Protocol):
    """What :class:`app.ui.shell.side_panel.SidePanel` offers."""

    def show_widget(self, widget: QWidget, title: str) -> None: ...


@dataclass(frozen=True, slots=True)
class _Text:
    part: Excerpt
    kind: DocumentKind
    located: Located | None


class DocumentController(QObject):
    def __init__(
        self,
        panel: DocumentPanel,
        host: PanelHost,
        previews: Previewing,
        calls: Calls,
        desktop: Opening,
    ) -> None:
        super().__init__(panel)
        self._panel, self._host, self._previews, self._calls, self._desktop = panel, host, previews, calls, desktop
        self._citations: tuple[Citation, ...] = ()
        self._at = 0
        self._request = 0
        panel.step_asked.connect(self.step)
        panel.open_asked.connect(self.open_in_own_program)

    @property
    def citation(self) -> Citation | None:
        return self._citations[self._at] if self._citations else None

    def open(self, citations: tuple[Citation, ...], n: int) -> None:
        """Show citation ``n`` of an answer; the others in the same document can be walked to."""
        chosen = next((citation for citation in citations if citation.n == n), None)
        if chosen is None:
            return
        self._citations = tuple(c for c in citations if c.document_id == chosen.document_id)
        self._at = self._citations.index(chosen)
        self._show()

    def open_passage(self, hit: Hit) -> None:
        """Show a passage that a search found."""
        self.open((Citation(0, hit.document_id, hit.passage_id, hit.path, hit.title, hit.place, hit.text),), 0)

    def open_document(self, document: Document, place: Place) -> None:
        """Show a document from ``place`` on, with nothing marked."""
        start = replace(place, length=0)
        self.open((Citation(0, document.id, 0, document.path, document.title, start, ""),), 0)

    def show_error(self, document: Document, error: BaseException) -> None:
        """The document could not be looked up: say why where it would have stood."""
        self._host.show_widget(self._panel, document.title or document.path.name)
        self._panel.show_error(error)

    def step(self, by: int) -> None:
        """To the next or previous citation in the same document; stays at the ends."""
        at = max(0, min(self._at + by, len(self._citations) - 1))
        if self._citations and at != self._at:
            self._at = at
            self._show()

    def open_in_own_program(self) -> None:
        citation = self.citation
        if citation is not None:
            open_in_own_program(citation.path, self._desktop, lambda opened: self._say_opened(citation, opened))

    def _say_opened(self, citation: Citation, opened: Opened) -> None:
        if opened is Opened.MISSING:
            self._panel.show_trouble(Trouble.MISSING)
        elif opened is Opened.NOTHING:
            self._panel.say_not_opened(citation.path)

    def close(self) -> None:
        """The panel was closed: let go of the file and forget what is under way."""
        self._request += 1
        self._panel.close_document()

    def _show(self) -> None:
        citation = self._citations[self._at]
        self._request += 1
        request = self._request
        position = (self._at + 1, len(self._citations))
        self._panel.begin(citation, position, opens_itself=_opens_itself(citation.path))
        self._host.show_widget(self._panel, citation.title or citation.path.name)
        if citation.place.page is not None:
            self._calls.run(
                lambda _stop: _ready_for_pdf(citation.path),
                lambda there: self._show_pdf(request, citation, there),
                lambda error: self._show_error(request, error),
            )
            return
        self._panel.show_waiting()
        self._calls.run(
            lambda _stop: self._read(citation),
            lambda text: self._show_text(request, text),
            lambda error: self._show_error(request, error),
        )

    def _read(self, citation: Citation) -> _Text:
        preview = self._previews.preview(citation.path, citation.place)
        place = citation.place
        located = locate_quote(preview.text, place.start, place.length, citation.text)
        shown = located or Located(min(place.start, len(preview.text)), 0)
        return _Text(excerpt(preview.text, shown), preview.kind, located)

    def _show_pdf(self, request: int, citation: Citation, there: bool) -> None:
        if request != self._request:
            return
        if there:
            self._panel.show_pdf(citation.path)
        else:
            self._panel.show_trouble(Trouble.MISSING)

    def _show_text(self, request: int, text: _Text) -> None:
        if request != self._request:
            return
        self._panel.show_text(text.part, text.kind)
        if text.located is None or not text.located.whole:
            self._panel.show_trouble(Trouble.CHANGED, keeps_document=True)
        elif text.located.moved:
            self._panel.show_trouble(Trouble.MOVED, keeps_document=True)

    def _show_error(self, request: int, error: BaseException) -> None:
        if request != self._request:
            return
        trouble = _trouble_of(error)
        if trouble is not None:
            self._panel.show_trouble(trouble)
        else:
            self._panel.show_error(error)


def _ready_for_pdf(path: Path) -> bool:
    """Whether the file is there; meanwhile QtPdf is read, which would hold the window up for a tenth of a second."""
    read_ahead("QtPdf")
    return path.is_file()


def _trouble_of(error: BaseException) -> Trouble | None:
    if not isinstance(error, AppError):
        return None
    if error.code is ErrorCode.PATH_MISSING:
        return Trouble.MISSING
    if error.code is ErrorCode.READING:
        return {
            Refusal.MISSING: Trouble.MISSING,
            Refusal.ENCRYPTED: Trouble.ENCRYPTED,
            Refusal.DAMAGED: Trouble.BROKEN,
            Refusal.EMPTY: Trouble.CHANGED,
        }.get(Refusal(error.details.get("refusal", Refusal.CRASHED)))
    return None


def _opens_itself(path: Path) -> bool:
    return path.suffix.lower() in READ_BY_PROGRAMS
