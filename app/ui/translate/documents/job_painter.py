"""Paints the rows of documents under translation: name, languages, state, and how far it is."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.domain.translate.document_translation import TranslationJobState
from app.ui.theme.theme import Theme
from app.ui.translate.documents.jobs_model import ROW, Index, JobRow
from app.ui.translate.documents.words import icon_of, marked_words, pair_words, state_words
from app.ui.widgets.row_ground import paint_ground

HEIGHT, ICON, BAR = 64, 22, 4
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class JobPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: JobRow | None = index.data(ROW)
        if row is None:
            return
        painter.save()
        paint_ground(painter, option, self._theme)
        rect = QRect(option.rect).adjusted(12, 8, -12, -8)
        pixmap = self._theme.pixmap(icon_of(row.job.path), "muted", ICON)
        painter.drawPixmap(rect.left(), rect.center().y() - ICON // 2, pixmap)
        rect.setLeft(rect.left() + ICON + 14)
        upper, lower = QRect(rect), QRect(rect)
        upper.setBottom(rect.top() + rect.height() // 2)
        lower.setTop(upper.bottom())
        self._line(painter, upper, option.font, row.job.path.name, pair_words(row.job), "ink", small=False)
        looks = marked_words(row.job.marked) if row.job.state is not TranslationJobState.CANCELLED else ""
        failed = row.job.state is TranslationJobState.FAILED
        state = state_words(row.job, writes=row.writes)
        moving = row.job.segments and row.job.state in (TranslationJobState.RUNNING, TranslationJobState.PAUSED)
        if moving:
            bar = QRect(lower.left(), lower.center().y() + 1, lower.width() * 2 // 5, BAR)
            self._progress(painter, bar, row)
            lower.setLeft(bar.right() + 14)
        self._line(painter, lower, option.font, state, looks, "amber" if failed else "muted", small=True)
        painter.restore()

    def _line(
        self, painter: QPainter, rect: QRect, font: QFont, left: str, right: str, token: str, *, small: bool
    ) -> None:
        sizes, used = self._theme.sizes, QFont(font)
        used.setPixelSize(sizes.small)
        painter.setFont(used)
        painter.setPen(self._theme.colour("amber" if small else "muted"))
        room = painter.fontMetrics().horizontalAdvance(right) + 16 if right else 0
        painter.drawText(rect, int(RIGHT), right)
        used.setPixelSize(sizes.small if small else sizes.body)
        painter.setFont(used)
        painter.setPen(self._theme.colour(token))
        line = rect.adjusted(0, 0, -room, 0)
        mode = Qt.TextElideMode.ElideRight if small else Qt.TextElideMode.ElideMiddle
        painter.drawText(line, int(LEFT), painter.fontMetrics().elidedText(left, mode, line.width()))

    def _progress(self, painter: QPainter, rect: QRect, row: JobRow) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("line"))
        painter.drawRoundedRect(rect, 2, 2)
        painter.setBrush(self._theme.colour("accent" if row.is_running else "outline"))
        painter.drawRoundedRect(QRectF(rect.left(), rect.top(), rect.width() * row.share, rect.height()), 2, 2)
