"""What can stand in the side panel: the document behind a citation, earlier conversations, the proof of the seal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.conversation import Citation
from app.domain.document import Document
from app.domain.search import Hit
from app.ui.bridge import Calls
from app.ui.shell.side_panel import SidePanel
from app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from app.composition import Alcove
    from app.ui.ask.controller import AskController
    from app.ui.ask.history_controller import HistoryController
    from app.ui.ask.history_panel import HistoryPanel
    from app.ui.document_view.controller import DocumentController
    from app.ui.settings.seal_proof import SealProof


class SideContents:
    """Makes each content when it is first shown, and keeps it."""

    def __init__(self, alcove: Alcove, theme: Theme, calls: Calls, panel: SidePanel) -> None:
        self._alcove, self._theme, self._calls, self._panel = alcove, theme, calls, panel
        self._proof: SealProof | None = None
        self._documents: DocumentController | None = None
        self._history: tuple[HistoryPanel, HistoryController] | None = None
        panel.closed.connect(self._let_go)

    def open_citation(self, citations: tuple[Citation, ...], n: int) -> None:
        """The document of citation ``n`` at its place; the answer's other citations in it can be walked to."""
        self._document_controller().open(citations, n)

    def show_document(self, document: Document) -> None:
        """A document from its beginning on."""
        self._calls.run(
            lambda _stop: self._alcove.library.first_place(document.id),
            lambda place: self._document_controller().open_document(document, place),
            lambda error: self._document_controller().show_error(document, error),
        )

    def show_hit(self, hit: Hit) -> None:
        """A passage that a search found, in its document."""
        self._document_controller().open_passage(hit)

    def show_history(self, ask: AskController) -> None:
        """Earlier conversations, ready to be searched."""
        from app.ui.ask.history_controller import HistoryController
        from app.ui.ask.history_panel import HistoryPanel

        if self._history is None:
            panel = HistoryPanel(self._theme)
            self._history = (panel, HistoryController(panel, self._alcove.history, ask, self._calls))
        panel, controller = self._history
        controller.refresh()
        self._panel.show_widget(panel, panel.heading)
        panel.setFocus()

    def close(self) -> None:
        """Before the library is closed: what a person deleted is deleted."""
        if self._history is not None:
            self._history[1].delete_now()

    def show_seal(self) -> None:
        """The proof, examined anew each time it is opened."""
        if self._proof is None:
            self._proof = self.make_proof()
        self._panel.show_widget(self._proof, self._proof.tr("Offline seal"))
        self._proof.check()

    def make_proof(self) -> SealProof:
        from app.ui.seal_examiner import examine
        from app.ui.settings.seal_proof import SealProof

        return SealProof(self._theme, self._calls, lambda: examine(self._alcove.doctor))

    def _document_controller(self) -> DocumentController:
        from app.ui.document_view.controller import DocumentController
        from app.ui.document_view.panel import DocumentPanel

        if self._documents is None:
            panel = DocumentPanel(self._theme)
            self._documents = DocumentController(panel, self._panel, self._alcove.previews, self._calls)
        return self._documents

    def _let_go(self) -> None:
        if self._documents is not None:
            self._documents.close()
