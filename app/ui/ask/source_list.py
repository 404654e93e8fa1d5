"""The sources under an answer: a line for each citation, with its document and its place; a press opens it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.ask.conversation import Citation
from app.ui.ask.words import source_words
from app.ui.widgets.buttons import ElidedButton

_USUAL = 6
"""Made at once, so that the Tab key finds them in their place."""


class SourceList(QWidget):
    """Hidden while there are none. Signals: ``chosen(n)``."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._citations: tuple[Citation, ...] = ()
        self._lines: list[ElidedButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for _ in range(_USUAL):
            self._add_line()
        self.hide()

    def show_citations(self, citations: Sequence[Citation]) -> None:
        self._citations = tuple(citations)
        while len(self._lines) < len(self._citations):
            self._add_line()
        for at, line in enumerate(self._lines):
            line.setVisible(at < len(self._citations))
        self.reword()
        self.setVisible(bool(self._citations))

    def reword(self) -> None:
        """In the language of now."""
        for citation, line in zip(self._citations, self._lines, strict=False):
            line.set_full_text(f"{citation.n}   {source_words(citation)}")
            line.setAccessibleName(self.tr("Source {n}: {source}").format(n=citation.n, source=source_words(citation)))

    @property
    def lines(self) -> tuple[ElidedButton, ...]:
        return tuple(self._lines)

    def _add_line(self) -> None:
        line, at = ElidedButton("source"), len(self._lines)
        line.clicked.connect(lambda: self.chosen.emit(self._citations[at].n))
        self._lines.append(line)
        self._column.addWidget(line, 0, Qt.AlignmentFlag.AlignLeft)
