"""What can stand in the side panel: the document behind a citation, earlier conversations, the proof of the seal."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.ask.conversation import Citation
from app.domain.ask.search import Hit
from app.domain.dictate.dictation import Dictation
from app.domain.library.document import SPOKEN_KINDS, Document
from app.ui.bridge import Calls
from app.ui.own_program import Opening
from app.ui.shell.side_panel import SidePanel
from app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from app.composition import Alcove
    from app.ui.ask.controller import AskController
    from app.ui.ask.history_controller import HistoryController
    from app.ui.ask.history_panel import HistoryPanel
    from app.ui.document_view.controller import DocumentController
    from app.ui.settings.seal_proof import SealProof


class SideContents(QObject):
    """Makes each content when it is first shown, and keeps it. Signals: ``spoken_wanted(dictation id, second, play)``
    where what is to be shown was spoken.
    """

    spoken_wanted = Signal(int, float, bool)

    def __init__(self, alcove: Alcove, theme: Theme, calls: Calls, panel: SidePanel, desktop: Opening) -> None:
        super().__init__()
        self._alcove, self._theme, self._calls, self._panel = alcove, theme, calls, panel
        self._desktop = desktop
        self._proof: SealProof | None = None
        self._documents: DocumentController | None = None
        self._history: tuple[HistoryPanel, HistoryController] | None = None
        panel.closed.connect(self._let_go)

    def open_citation(self, citations: tuple[Citation, ...], n: int) -> None:
        """At its page; what was spoken is heard from the cited second on."""
        read = partial(self._read_citation, citations, n)
        cited = next((citation for citation in citations if citation.n == n), None)
        if cited is not None and cited.place.first_second is not None:
            self._hear(cited.document_id, cited.place.first_second, True, read)
        else:
            read()

    def show_document(self, document: Document) -> None:
        """From its first passage on."""
        if document.kind in SPOKEN_KINDS:
            self._hear(document.id, 0, False, partial(self._read_document, document))
        else:
            self._read_document(document)

    def _read_citation(self, citations: tuple[Citation, ...], n: int) -> None:
        self._document_view().open(citations, n)

    def _read_document(self, document: Document) -> None:
        view = self._document_view()
        self._calls.run(
            lambda _stop: self._alcove.library.first_place(document.id),
            lambda place: view.open_document(document, place),
            lambda error: view.show_error(document, error),
        )

    def show_hit(self, hit: Hit) -> None:
        read = partial(self._read_hit, hit)
        if hit.place.first_second is not None:
            self._hear(hit.document_id, hit.place.first_second, False, read)
        else:
            read()

    def _read_hit(self, hit: Hit) -> None:
        self._document_view().open_passage(hit)

    def _hear(self, document_id: int, second: float, play: bool, otherwise: Callable[[], None]) -> None:
        """``otherwise``: it was deleted from the history, and only its text is left."""

        def found(dictation: Dictation | None) -> None:
            if dictation is None:
                otherwise()
            else:
                self.spoken_wanted.emit(dictation.id, second, play)

        spoken = self._alcove.speech.history
        self._calls.run(lambda _stop: spoken.of_document(document_id), found, lambda _error: otherwise())

    def show_history(self, ask: AskController) -> None:
        from app.ui.ask.history_controller import HistoryController
        from app.ui.ask.history_panel import HistoryPanel

        if self._history is None:
            panel = HistoryPanel(self._theme)
            self._history = panel, HistoryController(panel, self._alcove.history, ask, self._calls)
        shown, controller = self._history
        controller.refresh()
        self._panel.show_widget(shown, self.tr("Earlier conversations"))
        shown.setFocus()

    def show_seal(self) -> None:
        """The proof, examined anew each time it is opened."""
        if self._proof is None:
            self._proof = self._make_proof()
        self._panel.show_widget(self._proof, self.tr("Offline seal"))
        self._proof.check()

    def _make_proof(self) -> SealProof:
        from app.ui.seal_examiner import examine
        from app.ui.settings.seal_proof import SealProof

        doctor = self._alcove.doctor
        return SealProof(self._theme, self._calls, doctor.processes, lambda name: examine(doctor, name))

    def close(self) -> None:
        """The window closes: what was deleted with a time to undo is deleted now."""
        if self._history is not None:
            self._history[1].delete_now()

    def _document_view(self) -> DocumentController:
        from app.ui.document_view.controller import DocumentController
        from app.ui.document_view.panel import DocumentPanel

        if self._documents is None:
            panel = DocumentPanel(self._theme)
            self._documents = DocumentController(panel, self._panel, self._alcove.previews, self._calls, self._desktop)
        return self._documents

    def _let_go(self) -> None:
        if self._documents is not None:
            self._documents.close()
