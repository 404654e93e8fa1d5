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
    from app.ui.settings.seal_proof import SealProof


class SideContents:
    """Makes each content when it is first shown, and keeps it."""

    def __init__(self, alcove: Alcove, theme: Theme, calls: Calls, panel: SidePanel) -> None:
        self._alcove, self._theme, self._calls, self._panel = alcove, theme, calls, panel
        self._proof: SealProof | None = None

    def open_citation(self, citations: tuple[Citation, ...], n: int) -> None: ...
    def show_document(self, document: Document) -> None: ...
    def show_hit(self, hit: Hit) -> None: ...
    def show_history(self, ask: AskController) -> None: ...

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
