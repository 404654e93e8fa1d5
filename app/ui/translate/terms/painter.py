"""Paints a term: source, arrow, target; the languages at the right, amber where two targets contradict each other."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.domain.translate.glossary import StoredTerm
from app.ui.theme.theme import Theme
from app.ui.translate.terms.model import CONFLICT, TERM, Index, target_words
from app.ui.translate.words import language_words
from app.ui.widgets.row_ground import paint_ground

HEIGHT = 40
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TermPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        stored: StoredTerm | None = index.data(TERM)
        if stored is None:
            return
        painter.save()
        paint_ground(painter, option, self._theme)
        rect, font, sizes = QRect(option.rect).adjusted(12, 0, -12, 0), QFont(option.font), self._theme.sizes
        pair = f"{language_words(stored.source_language)} → {language_words(stored.target_language)}"
        font.setPixelSize(sizes.small)
        painter.setFont(font)
        room = painter.fontMetrics().horizontalAdvance(pair) + 16
        wide = rect.width() > 420
        if wide:
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(rect, int(RIGHT), pair)
            rect.setRight(rect.right() - room)
        font.setPixelSize(sizes.body)
        painter.setFont(font)
        half = (rect.width() - 28) // 2
        torn = bool(index.data(CONFLICT))
        self._word(painter, QRect(rect.left(), rect.top(), half, rect.height()), stored.term.source, "ink")
        painter.setPen(self._theme.colour("muted"))
        middle = QRect(rect.left() + half, rect.top(), 28, rect.height())
        painter.drawText(middle, int(Qt.AlignmentFlag.AlignCenter), "→")
        token = "amber" if torn else "muted" if stored.term.stays else "ink"
        target = QRect(rect.left() + half + 28, rect.top(), half, rect.height())
        self._word(painter, target, target_words(stored), token)
        painter.restore()

    def _word(self, painter: QPainter, rect: QRect, text: str, token: str) -> None:
        painter.setPen(self._theme.colour(token))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(LEFT), shown)
