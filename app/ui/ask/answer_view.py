"""Shows one answer: as high as its text, citations by pointer and by keyboard; it opens no link and loads no file."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextFragment,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser

from app.ui.announce import announce
from app.ui.ask.answer_document import DOUBT, GLUE, QUOTED, AnswerDocument, Look
from app.ui.ask.answer_values import Block
from app.ui.ask.citation_chip import CHIP, NUMBER, ORDINAL
from app.ui.theme.theme import Theme


class AnswerView(QTextBrowser):
    """Signals: ``citation_chosen(n)``; ``citation_pointed(ordinal, place)`` and ``doubt_pointed(doubt, place)`` with a
    global point below what is pointed at; ``pointed_away()``; ``address_chosen(address)``: someone wants to copy it.
    """

    citation_chosen = Signal(int)
    citation_pointed = Signal(int, QPoint)
    doubt_pointed = Signal(int, QPoint)
    pointed_away = Signal()
    address_chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._document = AnswerDocument(Look.of(theme))
        self.setDocument(self._document)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QTextBrowser { border: none; background: transparent; padding: 0; }")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Links are not Qt's business here: it would select a clicked chip.
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.viewport().setMouseTracking(True)
        self.setCursorWidth(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._pointed: tuple[int, int] | None = None
        theme.changed.connect(self._follow_theme)
        self._fit()

    def show_blocks(self, blocks: tuple[Block, ...]) -> None:
        self._document.show_blocks(blocks)

    @property
    def answer(self) -> AnswerDocument:
        return self._document

    @property
    def focused_citation(self) -> int | None:
        """The number of the citation that has the focus."""
        at = self._document.chips.focused
        return self._document.citations[at] if 0 <= at < len(self._document.citations) else None

    def focus_citation(self, ordinal: int) -> None:
        """Move the focus to the chip with this ordinal; -1 takes it off."""
        self._document.chips.focused = ordinal if ordinal < len(self._document.citations) else -1
        self.viewport().update()
        if self.focused_citation is not None:
            rect = self._chip_rect(self._document.chips.focused)
            self.citation_pointed.emit(
                self._document.chips.focused, self.viewport().mapToGlobal(rect.bottomLeft().toPoint())
            )
        else:
            self.pointed_away.emit()

    def speak(self, text: str) -> None:
        announce(self, text)

    def loadResource(self, kind: int, name: QUrl | str) -> QImage:
        """The document's own: nothing."""
        return self._document.loadResource(kind, name)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Plain text with ``[n]`` for the chips; no HTML."""
        data = QMimeData()
        data.setText(self.selected_text())
        return data

    def selected_text(self) -> str:
        chosen = self.textCursor()
        start, end = chosen.selectionStart(), chosen.selectionEnd()
        pieces = []
        block = self._document.findBlock(start)
        while block.isValid() and block.position() < end:
            pieces.append(_text_between(block, start, end))
            block = block.next()
        return "\n".join(pieces)

    # sizes -----------------------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(480, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls, never the answer within it

    def _fit(self) -> None:
        height = int(self._document.size().height() + 3)
        if height != self.height():
            self.setFixedHeight(height)

    def _follow_theme(self) -> None:
        self._document.set_look(Look.of(self._theme))

    # keyboard --------------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        at, count = self._document.chips.focused, len(self._document.citations)
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and count and event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self.focus_citation(max(0, min(count - 1, at + step)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.focused_citation is not None:
            self.citation_chosen.emit(self.focused_citation)
        elif plain and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
        if event.reason() in by_key and self._document.citations:
            self.focus_citation(
                0 if event.reason() != Qt.FocusReason.BacktabFocusReason else len(self._document.citations) - 1
            )

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.focus_citation(-1)

    # pointer ---------------------------------------------------------------------------------------------------------
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        ordinal, doubt, rect = self._what_is_at(event.position())
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor
            if self.anchorAt(event.position().toPoint())
            else Qt.CursorShape.IBeamCursor
        )
        pointed = (ordinal, doubt)
        if pointed == self._pointed:
            return
        self._pointed = pointed
        below = self.viewport().mapToGlobal(rect.bottomLeft().toPoint())
        if ordinal >= 0:
            self.citation_pointed.emit(ordinal, below)
        elif doubt >= 0:
            self.doubt_pointed.emit(doubt, below)
        else:
            self.pointed_away.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or self.textCursor().hasSelection():
            return
        ordinal, _doubt, _rect = self._what_is_at(event.position())
        if ordinal >= 0:
            self.citation_chosen.emit(self._document.citations[ordinal])
            return
        anchor = self.anchorAt(event.position().toPoint())
        if anchor.startswith("copy:"):
            self.address_chosen.emit(anchor.removeprefix("copy:"))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointed = None
        self.pointed_away.emit()

    def _what_is_at(self, point: QPointF) -> tuple[int, int, QRectF]:
        """(ordinal of a chip or -1, doubt or -1, where) at a point of the viewport."""
        anchor = self.anchorAt(point.toPoint())
        if anchor.startswith("cite:"):
            ordinal = int(anchor.split(":")[2])
            return ordinal, -1, self._chip_rect(ordinal)
        position = self._document.documentLayout().hitTest(point, Qt.HitTestAccuracy.ExactHit)
        here = QRectF(point.x(), point.y() + 4, 1, 8)
        if position < 0:
            return -1, -1, here
        cursor = QTextCursor(self._document)
        cursor.setPosition(min(position + 1, self._document.characterCount() - 1))
        style = cursor.charFormat()
        return -1, style.intProperty(DOUBT) if style.hasProperty(DOUBT) else -1, here

    def _chip_rect(self, ordinal: int) -> QRectF:
        block = self._document.begin()
        while block.isValid():
            for fragment in _fragments(block):
                style = fragment.charFormat()
                if style.objectType() == CHIP and style.intProperty(ORDINAL) == ordinal:
                    cursor = QTextCursor(self._document)
                    cursor.setPosition(fragment.position())
                    return QRectF(self.cursorRect(cursor)).adjusted(0, 0, 20, 4)
            block = block.next()
        return QRectF()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        block = self._document.begin()
        layout = self._document.documentLayout()
        while block.isValid():
            if block.blockFormat().boolProperty(QUOTED):
                rect = layout.blockBoundingRect(block)
                painter.fillRect(QRectF(0, rect.top() + 3, 3, rect.height() - 5), self._theme.colour("accent"))
            block = block.next()
        painter.end()


def _fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    iterator = block.begin()
    while not iterator.atEnd():
        yield iterator.fragment()
        iterator += 1


def _text_between(block: QTextBlock, start: int, end: int) -> str:
    pieces = []
    for fragment in _fragments(block):
        first = max(0, start - fragment.position())
        text = fragment.text()[first : max(0, end - fragment.position())]
        if fragment.charFormat().objectType() == CHIP and text:
            text = f"[{fragment.charFormat().intProperty(NUMBER)}]" * len(text)
        pieces.append(text.replace("\u2028", "\n").replace(GLUE, " "))
    return "".join(pieces)
