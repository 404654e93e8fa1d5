"""What the side panel shows for a citation: where it is, the document itself, and its quote if that is gone."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.ask.conversation import Citation
from app.domain.dictate.dictation import is_no_file
from app.domain.library.document import DocumentKind
from app.domain.text.readable import readable
from app.ui.document_view.text_view import Excerpt, TextView
from app.ui.friendly_path import friendly_path
from app.ui.theme.theme import Theme
from app.ui.translation import translate
from app.ui.widgets.buttons import IconButton, button
from app.ui.widgets.notice import Notice
from app.ui.widgets.text import ElidedLabel, label
from app.wording.places import place_words

if TYPE_CHECKING:
    from app.ui.document_view.pdf_view import PdfView


class Trouble(enum.Enum):
    """Why the passage cannot be shown in its document as it was cited."""

    MISSING = enum.auto()
    MOVED = enum.auto()
    CHANGED = enum.auto()
    ENCRYPTED = enum.auto()
    BROKEN = enum.auto()


class DocumentPanel(QWidget):
    """Signals: ``step_asked(int)`` to the next (1) or previous (-1) citation, ``open_asked()`` in its own program."""

    step_asked = Signal(int)
    open_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._citation: Citation | None = None
        self._position = (0, 0)
        self._opens_itself = True
        self._trouble: Trouble | None = None
        self._place, self._walk = ElidedLabel("muted", Qt.TextElideMode.ElideRight), label("small")
        self._before, self._after = IconButton(theme, "chevron-left"), IconButton(theme, "chevron-right")
        self._open = button("quiet")
        self.notice = Notice(theme)
        self._quote_card = QFrame()
        self._quote_card.setProperty("role", "sunken")
        self._quote = label("body", wrap=True)
        self._quote.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._stack, self._nothing, self._waiting = QStackedWidget(), QWidget(), label("muted")
        self.text = TextView(theme)
        self.pdf: PdfView | None = None
        self._lay_out()
        self._before.clicked.connect(lambda: self.step_asked.emit(-1))
        self._after.clicked.connect(lambda: self.step_asked.emit(1))
        self._open.clicked.connect(self.open_asked)
        theme.changed.connect(self._paint_icons)
        self._paint_icons()
        self._retranslate()

    @property
    def trouble(self) -> Trouble | None:
        return self._trouble

    @property
    def shown(self) -> QWidget | None:
        """The view in front: the PDF, the text, or an empty one."""
        return self._stack.currentWidget()

    def begin(self, citation: Citation, position: tuple[int, int], *, opens_itself: bool) -> None:
        """A citation is about to be shown. ``position`` is (which, of how many in this document), from 1.

        ``opens_itself``: its kind of file may be handed to its own program; else only its folder is opened.
        """
        self._citation, self._position, self._opens_itself = citation, position, opens_itself
        self._trouble = None
        self.notice.clear()
        self._quote_card.hide()
        self._retranslate()

    def show_waiting(self) -> None:
        self._stack.setCurrentWidget(self._waiting)

    def show_pdf(self, path: Path) -> None:
        """Open the PDF at the citation; made at the first use, as QtPdf takes time to load."""
        if self._citation is None:
            return
        # Imported at the first PDF: loading QtPdf takes longer than the whole window may take to appear.
        from app.ui.document_view.pdf_view import PdfOutcome, PdfView

        if self.pdf is None:
            self.pdf = PdfView(self._theme)
            self._stack.addWidget(self.pdf)
        self._stack.setCurrentWidget(self.pdf)
        self.setFocusProxy(self.pdf.pages)
        outcome = self.pdf.show_passage(path, self._citation.place, self._citation.text)
        trouble = {
            PdfOutcome.MOVED: Trouble.MOVED,
            PdfOutcome.CHANGED: Trouble.CHANGED,
            PdfOutcome.ENCRYPTED: Trouble.ENCRYPTED,
            PdfOutcome.BROKEN: Trouble.BROKEN,
        }.get(outcome)
        if trouble is not None:
            self.show_trouble(trouble, keeps_document=trouble in (Trouble.MOVED, Trouble.CHANGED))

    def show_text(self, part: Excerpt, kind: DocumentKind) -> None:
        self._stack.setCurrentWidget(self.text)
        self.setFocusProxy(self.text)
        self.text.show_excerpt(part, kind)

    def show_trouble(self, trouble: Trouble, *, keeps_document: bool = False) -> None:
        """Say it in one sentence, and show the quote as it was stored unless it was found elsewhere."""
        self._trouble = trouble
        self.notice.say(self._trouble_words(trouble), tone="amber")
        self._show_quote(trouble is not Trouble.MOVED)
        if not keeps_document:
            self._stack.setCurrentWidget(self._nothing)

    def show_error(self, error: BaseException) -> None:
        """Any other failure, in words, with the stored quote."""
        self.notice.show_error(error)
        self._show_quote(True)
        self._stack.setCurrentWidget(self._nothing)

    def say_not_opened(self, path: Path) -> None:
        words = self.tr("The desktop offers no way to open it from here. The file is {0}")
        self.notice.say(self.tr("No program opened the file"), words.format(path))

    def close_document(self) -> None:
        if self.pdf is not None:
            self.pdf.close_document()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_N: 1, Qt.Key.Key_P: -1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.step_asked.emit(step)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            if self._trouble is not None:
                self.notice.say(self._trouble_words(self._trouble), tone="amber")
        super().changeEvent(event)

    def _show_quote(self, shown: bool) -> None:
        self._quote.setText(readable(self._citation.text) if self._citation else "")
        self._quote_card.setVisible(shown and bool(self._quote.text()))

    def _trouble_words(self, trouble: Trouble) -> str:
        match trouble:
            case Trouble.MISSING:
                return self.tr("The file is no longer where it was; this is the passage as it was read.")
            case Trouble.MOVED:
                return self.tr("The document has changed since it was read; the passage now stands here.")
            case Trouble.CHANGED:
                return self.tr("The document has changed since it was read; this is the passage as it was then.")
            case Trouble.ENCRYPTED:
                return self.tr("The file is now locked with a password; this is the passage as it was read.")
            case Trouble.BROKEN:
                return self.tr("The file can no longer be opened; this is the passage as it was read.")

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(16, 0, 8, 4)
        line.setSpacing(4)
        line.addWidget(self._place, 1)
        for widget in (self._before, self._walk, self._after):
            line.addWidget(widget)
        line.addWidget(self._open)
        words = QVBoxLayout()
        words.setContentsMargins(12, 0, 12, 4)
        words.setSpacing(8)
        words.addWidget(self.notice)
        words.addWidget(self._quote_card)
        inner = QVBoxLayout(self._quote_card)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.addWidget(self._quote)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for view in (self._nothing, self._waiting, self.text):
            self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addLayout(words)
        column.addWidget(self._stack, 1)

    def _paint_icons(self) -> None:
        self._open.setIcon(self._theme.icon("open", "muted", 16))

    def _retranslate(self) -> None:
        at, count = self._position
        self._before.set_words(self.tr("Previous citation in this document (P)"))
        self._after.set_words(self.tr("Next citation in this document (N)"))
        for widget in (self._before, self._walk, self._after):
            widget.setVisible(count > 1)
        self._before.setEnabled(at > 1)
        self._after.setEnabled(at < count)
        self._walk.setText(self.tr("{at} of {count}").format(at=at, count=count))
        self._waiting.setText(self.tr("Opening the document…"))
        self._open.setText(self.tr("Open") if self._opens_itself else self.tr("Show in folder"))
        self._open.setToolTip(
            self.tr("Open the document in its own program")
            if self._opens_itself
            else self.tr("Open the folder that holds it; a file of this kind could run as a program")
        )
        if self._citation is not None:
            # What was dictated stands in the store alone: there is no file to open.
            self._open.setVisible(not is_no_file(self._citation.path))
            place = place_words(self._citation.place, translate, self._citation.title) or self._citation.path.name
            if self._citation.place.page is not None:  # it stands in the line below, where it can be changed
                path = self._citation.path
                place_shown = path.name if self._citation.title else friendly_path(path.parent)
            else:
                place_shown = place
            self._place.setText(place_shown)
            self._place.setToolTip("")
            name = self._citation.title or self._citation.path.name
            self.setAccessibleName(self.tr("Document: {name}, {place}").format(name=name, place=place))
