"""The lines of a transcript, each with its time in front; a click or Enter asks to hear it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.dictate.times import clock
from app.ui.dictate.transcript_model import HEARD, SEGMENT, Index, TranscriptRows
from app.ui.theme.theme import Theme
from app.ui.widgets.row_ground import paint_ground

TIME_WIDTH = 64
PAD = 8


class TranscriptLines(QListView):
    """Signals: ``chosen(second)``, ``copy_asked(text)`` for the rows that are selected."""

    chosen = Signal(float)
    copy_asked = Signal(str)

    def __init__(self, theme: Theme, rows: TranscriptRows) -> None:
        super().__init__()
        self._rows = rows
        self.setModel(rows)
        self.setItemDelegate(_Line(theme, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        # Only what comes into view is laid out: a lecture has thousands of lines.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setMouseTracking(True)
        self.clicked.connect(self._choose)

    def follow(self, second: float | None) -> None:
        """Mark the line that is heard and keep it in view."""
        row = self._rows.hear(second)
        if row >= 0:
            self.scrollTo(self._rows.index(row), QAbstractItemView.ScrollHint.EnsureVisible)

    def show_second(self, second: float) -> None:
        """Go to the line that is spoken then, and select it."""
        if (row := max(0, self._rows.row_at(second))) < self._rows.rowCount():
            index = self._rows.index(row)
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        elif event.key() == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            texts = [str(index.data()) for index in sorted(self.selectedIndexes(), key=lambda index: index.row())]
            self.copy_asked.emit("\n".join(texts))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def _choose(self, index: Index) -> None:
        if index.isValid():
            self.chosen.emit(index.data(SEGMENT).start)


class _Line(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._view = theme, parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        layout = self._laid_out(str(index.data()), option.font, self._text_width())
        return QSize(100, round(layout.boundingRect().height()) + 2 * PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        segment, heard = index.data(SEGMENT), bool(index.data(HEARD))
        rect = QRect(option.rect)
        painter.save()
        paint_ground(painter, option, self._theme, "mark" if heard else "")
        small = QFont(option.font)
        small.setPixelSize(self._theme.sizes.small)
        painter.setFont(small)
        painter.setPen(self._theme.colour("accent" if heard else "muted"))
        base = rect.top() + PAD + QFontMetrics(option.font).ascent()
        painter.drawText(QPointF(rect.left() + PAD, base), clock(segment.start))
        painter.setPen(self._theme.colour("ink"))
        layout = self._laid_out(segment.text, option.font, self._text_width())
        layout.draw(painter, QPointF(rect.left() + TIME_WIDTH, rect.top() + PAD))
        painter.restore()

    def _text_width(self) -> int:
        view = self._view
        assert isinstance(view, QListView)
        return max(80, view.viewport().width() - TIME_WIDTH - PAD)

    def _laid_out(self, text: str, font: QFont, width: int) -> QTextLayout:
        layout = QTextLayout(text.replace("\n", "\u2028"), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        step = QFontMetrics(font).height() * 1.25
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top))
            top += step
        layout.endLayout()
        return layout
