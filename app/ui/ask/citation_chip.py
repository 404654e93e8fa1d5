"""The small numbered chip that stands for a citation inside answer text; draws, and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPyTextObject, QTextDocument, QTextFormat

CHIP = int(QTextFormat.ObjectTypes.UserObject) + 1
NUMBER = int(QTextFormat.Property.UserProperty) + 1
ORDINAL = int(QTextFormat.Property.UserProperty) + 2
DOUBTFUL = int(QTextFormat.Property.UserProperty) + 3
_MARGIN = 2.0


@dataclass(frozen=True, slots=True)
class ChipLook:
    """``text_size`` is that of the answer in px; colours by what the chip says."""

    text_size: int
    ground: QColor
    ink: QColor
    doubt_ground: QColor
    doubt_ink: QColor
    focus: QColor


class CitationChip(QPyTextObject):
    """Registered with a document layout for objects of type CHIP. ``focused`` is the ordinal with the focus, or -1."""

    def __init__(self, parent: QTextDocument, look: ChipLook) -> None:
        super().__init__(parent)
        self.look = look
        self.focused = -1

    def intrinsicSize(self, _document: QTextDocument, _position: int, style: QTextFormat) -> QSizeF:
        metrics = QFontMetricsF(self._font())
        width = max(metrics.height() + 2, metrics.horizontalAdvance(str(style.intProperty(NUMBER))) + 10)
        # As high as the text stands over its line, so that a chip never makes a line taller.
        return QSizeF(width + 2 * _MARGIN, self.look.text_size * 0.98)

    def drawObject(
        self, painter: QPainter, rect: QRectF | QRect, _document: QTextDocument, _position: int, style: QTextFormat
    ) -> None:
        rect, doubtful = QRectF(rect), style.boolProperty(DOUBTFUL)
        font = self._font()
        height = QFontMetricsF(font).height() + 1
        box = QRectF(rect.left() + _MARGIN, rect.bottom() - height + 2, rect.width() - 2 * _MARGIN, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.focused >= 0 and style.intProperty(ORDINAL) == self.focused
        painter.setPen(QPen(self.look.focus, 2) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(self.look.doubt_ground if doubtful else self.look.ground)
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(self.look.doubt_ink if doubtful else self.look.ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(style.intProperty(NUMBER)))
        painter.restore()

    def _font(self) -> QFont:
        font = QFont()
        font.setPixelSize(max(10, round(self.look.text_size * 0.7)))
        font.setWeight(QFont.Weight.DemiBold)
        return font
