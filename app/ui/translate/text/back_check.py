"""What the translation says when it is translated back, so that somebody who cannot read it can judge it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.ui.theme.theme import Theme
from app.ui.translate.text.linked_pane import LinkedPane
from app.ui.translate.text.linked_text import Piece
from app.ui.translation import translate
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.text import label, set_role
from app.wording import sentence_for

TALL = 170


class BackCheck(QFrame):
    """Hidden until it is asked for. Signals: ``close_asked()``."""

    close_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._error: BaseException | None = None
        self._waits, self._doubted = False, 0
        self.setProperty("role", "sunken")
        self.setMaximumHeight(TALL)
        self._head, self._close = label("small"), IconButton(theme, "close", "muted", 14)
        self.pane = LinkedPane(theme, small=True)
        self.pane.setReadOnly(True)
        self.pane.setViewportMargins(0, -10, 0, 0)
        self._close.clicked.connect(self.close_asked)
        head = QHBoxLayout()
        head.setContentsMargins(20, 8, 8, 0)
        head.addWidget(self._head, 1)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.pane, 1)
        self._retranslate()
        self.hide()

    @property
    def said(self) -> str:
        return self._head.text()

    def show_back(self, pieces: Sequence[Piece], doubted: Sequence[int]) -> None:
        """``doubted`` sentences came back as something else."""
        self._error, self._waits, self._doubted = None, False, len(doubted)
        self.pane.set_pieces(pieces)
        self.pane.mark(doubted)
        self._retranslate()

    def show_stale(self) -> None:
        """The translation is being made anew; what stands here belongs to the one before."""
        self._error, self._waits = None, True
        self._retranslate()
        self.pane.mark((), range(len(self.pane.sentences)))

    def show_failed(self, error: BaseException) -> None:
        self._error, self._waits = error, False
        self.pane.set_pieces(())
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _told(self) -> str:
        if self._error is not None:
            return sentence_for(self._error, translate).what
        if self._waits:
            return self.tr("Translating back…")
        if self._doubted:
            return self.tr("Translated back, this says; %n sentence(s) lost something", "", self._doubted)
        return self.tr("Translated back, this says")

    def _retranslate(self) -> None:
        self._head.setText(self._told())
        set_role(self._head, "amber" if self._doubted and not self._waits else "small")
        self.pane.setAccessibleName(self.tr("The translation, translated back"))
        self._close.set_words(self.tr("Close the check"))
