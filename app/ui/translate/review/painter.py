"""Paints a segment: the original at the left, its translation at the right, a sign where it needs a look or had one."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.domain.translate.document_translation import DocumentSegment, SegmentState
from app.domain.translate.segment import plain
from app.ui.theme.theme import Theme
from app.ui.translate.review.model import SEGMENT, Index, needs_a_look
from app.ui.translate.wide_type import fitted, is_wide
from app.ui.widgets.row_ground import paint_ground

SIGN, LINES = 26, 2


class SegmentPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, round(self._theme.sizes.body * 1.5 * LINES) + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        segment: DocumentSegment | None = index.data(SEGMENT)
        if segment is None:
            return
        painter.save()
        paint_ground(painter, option, self._theme)
        rect = QRect(option.rect).adjusted(8, 8, -12, -8)
        self._sign(painter, rect, segment)
        rect.setLeft(rect.left() + SIGN)
        half = (rect.width() - 24) // 2
        left = QRect(rect.left(), rect.top(), half, rect.height())
        right = QRect(rect.right() - half, rect.top(), half, rect.height())
        self._text(painter, left, plain(segment.source), option.font, "muted")
        self._text(painter, right, plain(segment.target or ""), option.font, "ink")
        painter.restore()

    def _sign(self, painter: QPainter, rect: QRect, segment: DocumentSegment) -> None:
        middle = rect.center().y()
        if segment.state is SegmentState.CORRECTED:
            painter.drawPixmap(rect.left(), middle - 7, self._theme.pixmap("check", "accent", 14))
        elif needs_a_look(segment):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("amber"))
            painter.drawEllipse(QRectF(rect.left() + 3, middle - 4, 8, 8))

    def _text(self, painter: QPainter, rect: QRect, text: str, font: QFont, token: str) -> None:
        used = fitted(font, wide=is_wide(text))
        used.setPixelSize(self._theme.sizes.body)
        painter.setFont(used)
        painter.setPen(self._theme.colour(token))
        flat = " ".join(text[:1000].split())
        layout = QTextLayout(flat, used)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        lines: list[QTextLine] = []
        while len(lines) < LINES and (line := layout.createLine()).isValid():
            line.setLineWidth(rect.width())
            lines.append(line)
        layout.endLayout()
        step = self._theme.sizes.body * 1.5
        y = rect.top() + (rect.height() - step * len(lines)) / 2
        for n, line in enumerate(lines):
            start, length = line.textStart(), line.textLength()
            cut = n == LINES - 1 and start + length < len(flat)
            shown = flat[start:] if cut else flat[start : start + length]
            if cut:
                shown = painter.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(QPointF(rect.left(), y + n * step + line.ascent()), shown)
