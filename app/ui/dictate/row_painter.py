"""Paints what was spoken: the words, below them when and where, at the right how long."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.ui.dictate.model import ROW, Index, SpokenRow, SpokenState
from app.ui.dictate.times import length_words
from app.ui.theme.theme import Theme
from app.ui.widgets.row_ground import paint_ground

HEIGHT, ICON, LENGTH_WIDTH = 60, 22, 88
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class SpokenPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: SpokenRow = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(option.rect).adjusted(0, 1, 0, -1)
        paint_ground(painter, option, self._theme)
        inner = rect.adjusted(12, 8, -12, -8)
        amber = row.state in (SpokenState.FAILED, SpokenState.WAITING)
        icon = self._theme.pixmap("recording" if row.is_file else "dictate", "amber" if amber else "muted", ICON)
        painter.drawPixmap(inner.left(), inner.center().y() - ICON // 2, icon)
        left, line = inner.left() + ICON + 12, inner.height() // 2
        right = inner.right() - LENGTH_WIDTH
        title = QRect(left, inner.top(), right - left - 12, line)
        under = QRect(left, inner.top() + line, (inner.right() if amber else right) - left - 12, line)
        self._text(painter, title, row.title, self._font(option.font, strong=row.is_file), "ink", LEFT)
        small = self._font(option.font, small=True)
        self._text(painter, under, row.under, small, "amber" if amber else "muted", LEFT)
        length = QRect(right, inner.top(), LENGTH_WIDTH, line)
        if row.state is SpokenState.WORKING:
            self._progress(painter, QRectF(right + 8, inner.top() + line / 2 - 2, LENGTH_WIDTH - 8, 4), row.done)
        elif row.seconds:
            self._text(painter, length, length_words(row.seconds), small, "muted", RIGHT)
        painter.restore()

    def _progress(self, painter: QPainter, rect: QRectF, done: float | None) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("line"))
        painter.drawRoundedRect(rect, 2, 2)
        if done:
            painter.setBrush(self._theme.colour("accent"))
            painter.drawRoundedRect(QRectF(rect.left(), rect.top(), rect.width() * min(1.0, done), 4), 2, 2)

    def _text(self, painter: QPainter, rect: QRect, text: str, font: QFont, token: str, align: int) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.colour(token))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, align, shown)

    def _font(self, font: QFont, *, small: bool = False, strong: bool = False) -> QFont:
        made = QFont(font)
        made.setPixelSize(self._theme.sizes.small if small else self._theme.sizes.body)
        made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return made
