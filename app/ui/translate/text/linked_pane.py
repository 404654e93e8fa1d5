"""A text field whose sentences are known: the one under the pointer or the caret is told, and can be tinted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QMouseEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QFrame, QTextEdit

from app.ui.theme.theme import Theme
from app.ui.translate.text.linked_text import LinkedText, Piece, difference, plain, units
from app.ui.translate.wide_type import fitted, is_wide

MARGIN = 20
SHORT = 240
"""Up to so many characters the text is set large."""
LINE_HEIGHT = 1.6
"""Of the size of type: between what Latin and what Chinese wants, since both stand here."""


class LinkedPane(QTextEdit):
    """Plain text only. Signals: ``sentence_entered(n)`` by the caret and ``sentence_pointed(n)`` by the pointer, -1 for
    none; ``edited(touched)`` after the person changed the text, with the sentences that were touched.
    """

    sentence_entered = Signal(int)
    sentence_pointed = Signal(int)
    edited = Signal(tuple)

    def __init__(self, theme: Theme, *, small: bool = False) -> None:
        """``small``: beside the main thing; never set large, and pale."""
        super().__init__()
        self._theme, self._small = theme, small
        self._linked, self._filling = LinkedText(), False
        self._ranges: list[tuple[int, int]] = []
        self._tinted, self._pointed, self._entered = -1, -1, -1
        self._amber: frozenset[int] = frozenset()
        self._waiting: frozenset[int] = frozenset()
        self._large, self._wide = not small, False
        self.setProperty("role", "linked-small" if small else "linked")
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(MARGIN)
        self.viewport().setMouseTracking(True)
        self.textChanged.connect(self._take_edit)
        self.cursorPositionChanged.connect(self._look_at_caret)
        theme.changed.connect(self._follow_theme)
        self._follow_theme()

    # what stands here -------------------------------------------------------------------------------------------------
    @property
    def text(self) -> str:
        return plain(self.document().toRawText())

    @property
    def sentences(self) -> list[str]:
        return [piece.text for piece in self._linked.pieces]

    @property
    def current(self) -> int:
        """The sentence with the caret; -1 without one."""
        return self._entered

    def set_pieces(self, pieces: Sequence[Piece], tail: str = "") -> None:
        """Show these sentences. Only what differs is written, and the caret stays in its sentence."""
        wanted = LinkedText(pieces, tail)
        old, new = self.text, wanted.text
        sentence, offset = self._caret()
        self._know(wanted)
        if old != new:
            self._fit_size(new)
            self._write(old, new)
            self._put_caret(sentence, offset)
        self._paint_sentences()

    def link(self, pieces: Sequence[Piece], tail: str = "") -> None:
        """The text that stands here consists of these sentences; ignored when it has changed meanwhile."""
        wanted = LinkedText(pieces, tail)
        if wanted.text == self.text:
            self._know(wanted)
            self._paint_sentences()
            self._look_at_caret()

    def tint(self, sentence: int) -> None:
        """Show which sentence is meant; -1 for none."""
        if sentence != self._tinted:
            self._tinted = sentence
            self._paint_sentences()

    def mark(self, amber: Iterable[int], waiting: Iterable[int] = ()) -> None:
        """``amber`` sentences are underlined, ``waiting`` ones are pale: what stands there is not yet theirs."""
        self._amber, self._waiting = frozenset(amber), frozenset(waiting)
        self._paint_sentences()

    def place_of(self, sentence: int) -> QRect:
        """Where its first line stands, in global points."""
        ranges = self._ranges
        cursor = self.textCursor()
        if 0 <= sentence < len(ranges):
            cursor.setPosition(min(ranges[sentence][0], self._last()))
        rect = self.cursorRect(cursor)
        return QRect(self.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def go_to(self, sentence: int) -> None:
        """Put the caret at the sentence's begin."""
        ranges = self._ranges
        if 0 <= sentence < len(ranges):
            cursor = self.textCursor()
            cursor.setPosition(min(ranges[sentence][0], self._last()))
            self.setTextCursor(cursor)

    def reveal(self, sentence: int) -> None:
        """Scroll so that the sentence is in view, without moving the caret."""
        ranges = self._ranges
        if 0 <= sentence < len(ranges):
            cursor = self.textCursor()
            cursor.setPosition(min(ranges[sentence][0], self._last()))
            rect, room = self.cursorRect(cursor), self.viewport().rect()
            if rect.top() < 0 or rect.bottom() > room.bottom():
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + rect.center().y() - room.height() // 3)

    # events -----------------------------------------------------------------------------------------------------------
    def insertFromMimeData(self, source: QMimeData) -> None:
        self.textCursor().insertText(plain(source.text()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._point(self._at(event.position().toPoint()))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._point(-1)
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.sentence_entered.emit(self._entered)

    # parts ------------------------------------------------------------------------------------------------------------
    def _write(self, old: str, new: str) -> None:
        change = difference(old, new)
        self._filling = True
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.setPosition(units(old[: change.at]))
        cursor.setPosition(units(old[: change.at + change.removed]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(change.added)
        cursor.endEditBlock()
        self._filling = False
        self.document().clearUndoRedoStacks()

    def _know(self, linked: LinkedText) -> None:
        self._linked, self._ranges = linked, linked.ranges()

    def _take_edit(self) -> None:
        if self._filling:
            return
        text = self.text
        if text == self._linked.text:
            return
        touched = self._linked.take(text)
        self._know(self._linked)
        self._fit_size(text)
        self._paint_sentences()
        self._look_at_caret()
        self.edited.emit(touched)

    def _look_at_caret(self) -> None:
        if self._filling:
            return
        at = self._sentence_at(self.textCursor().position())
        if at != self._entered:
            self._entered = at
            self.sentence_entered.emit(at)

    def _point(self, sentence: int) -> None:
        if sentence != self._pointed:
            self._pointed = sentence
            self.sentence_pointed.emit(sentence)

    def _at(self, place: QPoint) -> int:
        cursor = self.cursorForPosition(place)
        line = self.cursorRect(cursor)
        beside = abs(line.center().x() - place.x()) > 40 or abs(line.center().y() - place.y()) > line.height()
        return -1 if beside else self._sentence_at(cursor.position())

    def _sentence_at(self, position: int) -> int:
        """Where one ends and the next begins at once, the next."""
        found = -1
        for n, (start, end) in enumerate(self._ranges):
            if start > position:
                break
            if position <= end and end > start:
                found = n
        return found

    def _caret(self) -> tuple[int, int]:
        position = self.textCursor().position()
        sentence = self._sentence_at(position)
        return sentence, position - (self._ranges[sentence][0] if sentence >= 0 else 0)

    def _put_caret(self, sentence: int, offset: int) -> None:
        ranges = self._ranges
        cursor = self.textCursor()
        if 0 <= sentence < len(ranges):
            start, end = ranges[sentence]
            cursor.setPosition(min(start + offset, end, self._last()))
        else:
            cursor.setPosition(min(offset, self._last()))
        bar = self.verticalScrollBar()
        kept = bar.value()
        self._filling = True
        self.setTextCursor(cursor)
        self._filling = False
        bar.setValue(kept)

    def _last(self) -> int:
        return self.document().characterCount() - 1

    def _paint_sentences(self) -> None:
        made, last = [], self._last()
        for first, end, waiting in self._runs():
            kind = QTextCharFormat()
            if first == end and first == self._tinted:
                kind.setBackground(self._theme.colour("selection"))
            if waiting:
                kind.setForeground(self._theme.colour("outline"))
            if first in self._amber:
                kind.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
                kind.setUnderlineColor(QColor(self._theme.colours.amber))
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(min(self._ranges[first][0], last))
            cursor.setPosition(min(self._ranges[end][1], last), QTextCursor.MoveMode.KeepAnchor)
            selection.cursor, selection.format = cursor, kind
            made.append(selection)
        self.setExtraSelections(made)

    def _runs(self) -> list[tuple[int, int, bool]]:
        """(first, last sentence, waits) of what has a look of its own; plain waiting ones are told as one."""
        runs: list[tuple[int, int, bool]] = []
        marked = self._amber | {self._tinted}
        for n in sorted((self._waiting | marked) & set(range(len(self._ranges)))):
            waits = n in self._waiting
            first, last, waited = runs[-1] if runs else (-1, -2, False)
            if waits and waited and last == n - 1 and n not in marked and last not in marked:
                runs[-1] = (first, n, True)
            else:
                runs.append((n, n, waits))
        return runs

    def _fit_size(self, text: str) -> None:
        large = len(text) <= SHORT and not self._small
        wide = is_wide(text)
        if (large, wide) != (self._large, self._wide):
            self._large, self._wide = large, wide
            self._follow_theme()

    def _follow_theme(self) -> None:
        size = self._theme.sizes.heading if self._large else self._theme.sizes.reading
        height = QTextBlockFormat()
        font = fitted(QApplication.font(), wide=self._wide)
        font.setPixelSize(size)
        self.setFont(font)
        share = 100 * LINE_HEIGHT * size / max(QFontMetrics(font).height(), 1)
        height.setLineHeight(max(share, 100), QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        self._filling = True
        cursor.mergeBlockFormat(height)
        self._filling = False
        self._paint_sentences()
