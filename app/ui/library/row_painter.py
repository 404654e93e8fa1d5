"""Paints the rows of the library; only what is in view is ever painted."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.domain.ask.search import Hit
from app.domain.library.document import Document, DocumentState
from app.domain.text.readable import HYPHENS
from app.ui.library.model import ROW, Heading, Index, Row
from app.ui.library.row_words import (
    KIND_ICONS,
    name_words,
    needs_a_look,
    pages_words,
    passages_words,
    state_words,
    when_words,
)
from app.ui.theme.theme import Theme
from app.ui.translation import translate
from app.ui.widgets.row_ground import paint_ground
from app.wording import place_words

DOCUMENT_HEIGHT, HEADING_HEIGHT = 60, 40
WIDE = 640
"""From this width on, numbers and dates stand in columns of their own."""
COLUMNS = (88, 108, 108)
ICON = 22
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
SNIPPET_LEAD = 40


class RowPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(ROW)
        if isinstance(row, Heading):
            return QSize(100, HEADING_HEIGHT)
        if isinstance(row, Hit):
            return QSize(100, 44 + 2 * round(self._theme.sizes.body * 1.6))
        return QSize(100, DOCUMENT_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(option.rect).adjusted(0, 1, 0, -1)
        if isinstance(row, Heading):
            self._heading(painter, rect, row)
        else:
            paint_ground(painter, option, self._theme)
            inner = rect.adjusted(12, 8, -12, -8)
            if isinstance(row, Document):
                self._document(painter, inner, row, option.font)
            else:
                self._hit(painter, inner, row, option.font)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, row: Heading) -> None:
        painter.setFont(self._font(painter.font(), small=True, strong=True))
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(rect.adjusted(12, 10, -12, 0), int(LEFT), row.text)

    def _document(self, painter: QPainter, rect: QRect, row: Document, font: QFont) -> None:
        amber = needs_a_look(row)
        waiting = row.state is DocumentState.WAITING
        icon = self._theme.pixmap(KIND_ICONS[row.kind], "amber" if amber else "muted", ICON)
        painter.drawPixmap(rect.left(), rect.center().y() - ICON // 2, icon)
        left = rect.left() + ICON + 12
        wide = rect.width() >= WIDE
        right = rect.right() - (sum(COLUMNS) if wide else 0)
        line = rect.height() // 2
        name = QRect(left, rect.top(), right - left - 12, line)
        under = QRect(left, rect.top() + line, (right if not amber else rect.right()) - left - 12, line)
        if wide:
            self._columns(painter, QRect(right, rect.top(), sum(COLUMNS), line), row, font)
        self._text(painter, name, name_words(row), self._font(font, strong=True), "muted" if waiting else "ink")
        words, mode = (
            state_words(row),
            Qt.TextElideMode.ElideRight if amber or not wide else Qt.TextElideMode.ElideMiddle,
        )
        if not wide and not amber and not waiting:
            words = " · ".join(part for part in (pages_words(row), passages_words(row), words) if part)
        under_words = QFontMetrics(self._font(font, small=True)).elidedText(words, mode, under.width())
        self._text(painter, under, under_words, self._font(font, small=True), "amber" if amber else "muted")

    def _columns(self, painter: QPainter, rect: QRect, row: Document, font: QFont) -> None:
        left = rect.left()
        words = (pages_words(row), passages_words(row), when_words(row.indexed_at or row.added_at))
        for width, text in zip(COLUMNS, words, strict=True):
            self._text(
                painter,
                QRect(left, rect.top(), width, rect.height()),
                text,
                self._font(font, small=True),
                "muted",
                RIGHT,
            )
            left += width

    def _hit(self, painter: QPainter, rect: QRect, row: Hit, font: QFont) -> None:
        painter.drawPixmap(rect.left(), rect.top() + 2, self._theme.pixmap(KIND_ICONS[row.kind], "muted", ICON))
        left = rect.left() + ICON + 12
        strong = self._font(font, strong=True)
        width = rect.right() - left
        where = place_words(row.place, translate)
        where_width = min(QFontMetrics(self._font(font, small=True)).horizontalAdvance(where) + 4, width // 2)
        line = QRect(left, rect.top(), width - where_width - 8, 24)
        self._text(painter, line, name_words(row), strong, "ink")
        self._text(
            painter, QRect(rect.right() - where_width, rect.top(), where_width, 24), where,
            self._font(font, small=True), "muted", RIGHT,
        )  # fmt: skip
        self._snippet(painter, QRect(left, rect.top() + 26, width, rect.height() - 26), row, font)

    def _snippet(self, painter: QPainter, rect: QRect, row: Hit, font: QFont) -> None:
        text, marks = snippet(row)
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        formats = []
        for start, length in marks:
            span = QTextLayout.FormatRange()
            span.start, span.length = start, length
            look = QTextCharFormat()
            look.setBackground(self._theme.colour("mark"))
            look.setForeground(self._theme.colour("ink"))
            span.format = look
            formats.append(span)
        layout.setFormats(formats)
        layout.beginLayout()
        top, step = 0.0, rect.height() / 2
        for _number in range(2):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(rect.width())
            line.setPosition(QPointF(0, top))
            top += step
        layout.endLayout()
        painter.setPen(self._theme.colour("muted"))
        layout.draw(painter, QPointF(rect.topLeft()))

    def _text(
        self, painter: QPainter, rect: QRect, text: str, font: QFont, token: str, align: Qt.AlignmentFlag = LEFT
    ) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.colour(token))
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, rect.width())
        painter.drawText(rect, int(align), elided)

    def _font(self, font: QFont, *, small: bool = False, strong: bool = False) -> QFont:
        made = QFont(font)
        made.setPixelSize(self._theme.sizes.small if small else self._theme.sizes.body)
        made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return made


def snippet(hit: Hit, most: int = 260) -> tuple[str, list[tuple[int, int]]]:
    """The part of the passage around its first mark, on one line and from a word's beginning, with the marks moved."""
    first = hit.marks[0][0] if hit.marks else 0
    begin = 0 if first <= SNIPPET_LEAD else first - SNIPPET_LEAD
    begin += next((at + 1 for at, c in enumerate(hit.text[begin:first]) if begin and c.isspace()), 0)
    shown, places = "…" if begin else "", list[int]()
    for character in hit.text[begin : begin + most]:
        places.append(len(shown))
        blank = character.isspace() or character < " "
        if character in HYPHENS:
            continue
        if not blank or not shown.endswith((" ", "…")):
            shown += " " if blank else character
    places.append(len(shown))
    marks = [
        (places[start - begin], places[min(start + length - begin, len(places) - 1)] - places[start - begin])
        for start, length in hit.marks
        if begin <= start < begin + most
    ]
    return shown + ("…" if begin + most < len(hit.text) else ""), marks
