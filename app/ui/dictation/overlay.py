"""The small window that shows what is understood while it is spoken. It never takes the focus from another program."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QCursor,
    QFont,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QWidget

from app.domain.dictate.dictating import DictationText
from app.ui.theme.theme import Theme

WIDTH, MARGIN, ABOVE_EDGE, RADIUS = 520, 16, 72, 12
MOST_LINES = 3
"""The last lines are shown; earlier ones have scrolled away."""
_BARS, _BAR_WIDTH, _BAR_GAP, _BAR_HEIGHT = 5, 3, 3, 18
_SHAPE = (0.45, 0.8, 1.0, 0.8, 0.45)
_TEXT_LEFT = MARGIN + _BARS * (_BAR_WIDTH + _BAR_GAP) + 10


class DictationOverlay(QWidget):
    """Passes every click through. What is committed stands in ink, what may still change in grey behind it.

    ``blends`` False: the desktop draws nothing through it, so its round corners are cut off.
    """

    def __init__(self, theme: Theme, *, blends: bool = True) -> None:
        super().__init__(None)
        self._theme, self._blends = theme, blends
        self._status, self._text, self._level, self._tone = "", DictationText(), 0.0, "accent"
        flags = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        flags |= Qt.WindowType.WindowDoesNotAcceptFocus | Qt.WindowType.WindowTransparentForInput
        flags |= Qt.WindowType.X11BypassWindowManagerHint | Qt.WindowType.NoDropShadowWindowHint
        self.setWindowFlags(flags)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self.update)

    def show_status(self, words: str, *, tone: str = "accent") -> None:
        """One line: what is going on. ``tone`` is a colour of the palette."""
        self._status, self._tone = words, tone
        self.setAccessibleName(words)
        self._fit()

    def show_text(self, text: DictationText) -> None:
        if text != self._text:
            self._text = text
            self._fit()

    def show_level(self, level: float) -> None:
        """0 … 1; falls slowly, so that it does not flicker between syllables."""
        level = max(level, self._level - 0.12)
        if abs(level - self._level) > 0.02:
            self._level = level
            if self.moves:
                self.update(QRect(0, 0, _TEXT_LEFT, self.height()))

    def appear(self) -> None:
        self._fit()
        if not self.isVisible():
            self.show()

    def sizeHint(self) -> QSize:
        text = self._lines(self._body(), self._theme.sizes.reading)
        shown = min(MOST_LINES, text.lineCount()) if self._text.whole else 0
        body = int(shown * self._line_height()) + (6 if shown else 0)
        return QSize(WIDTH, 2 * MARGIN + self._status_height() + body)

    @property
    def moves(self) -> bool:
        """Without animations in the system's settings the bars stand still."""
        return self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._blends:
            painter.fillRect(self.rect(), self._theme.colour("outline"))
        painter.setPen(self._theme.colour("outline"))
        painter.setBrush(self._theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        self._paint_bars(painter)
        painter.setFont(self._font(self._status_size))
        painter.setPen(self._theme.colour("muted" if self._tone == "accent" else self._tone))
        line = QRect(_TEXT_LEFT, MARGIN, WIDTH - _TEXT_LEFT - MARGIN, self._status_height())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(line, int(flags), self._status)
        self._paint_text(painter, MARGIN + self._status_height() + 6)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What cannot be seen through is cut off."""
        super().resizeEvent(event)
        if not self._blends:
            shape = QPainterPath()
            shape.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
            self.setMask(QRegion(shape.toFillPolygon().toPolygon()))

    def _paint_bars(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(self._tone))
        middle = MARGIN + self._font_height(self._status_size) / 2
        level = self._level if self.moves else 0.5
        for n, share in enumerate(_SHAPE):
            height = max(3.0, _BAR_HEIGHT * share * level)
            left = MARGIN + n * (_BAR_WIDTH + _BAR_GAP)
            painter.drawRoundedRect(QRectF(left, middle - height / 2, _BAR_WIDTH, height), 1.5, 1.5)

    def _paint_text(self, painter: QPainter, top: int) -> None:
        layout = self._lines(self._body(), self._theme.sizes.reading)
        hidden = max(0, layout.lineCount() - MOST_LINES)
        painter.setClipRect(QRectF(0, top, WIDTH, MOST_LINES * self._line_height() + 2))
        committed = _units(self._text.committed)
        formats = [
            _stretch(0, committed, self._theme.colour("ink")),
            _stretch(committed, _units(self._text.tentative), self._theme.colour("muted")),
        ]
        layout.draw(painter, QPointF(_TEXT_LEFT, top - hidden * self._line_height()), formats)

    def _lines(self, text: str, size: int) -> QTextLayout:
        layout = QTextLayout(text, self._font(size))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(WIDTH - _TEXT_LEFT - MARGIN)
            line.setPosition(QPointF(0, top))
            top += size * 1.5
        layout.endLayout()
        return layout

    def _body(self) -> str:
        return self._text.whole.replace("\n", " ")

    def _font(self, size: int) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(size)
        return font

    def _font_height(self, size: int) -> int:
        return int(size * 1.5)

    def _line_height(self) -> float:
        return self._theme.sizes.reading * 1.5

    def _status_height(self) -> int:
        layout = self._lines(self._status, self._status_size)
        return self._font_height(self._status_size) * max(1, layout.lineCount())

    @property
    def _status_size(self) -> int:
        """What went wrong is what there is to read; what is going on is an aside."""
        return self._theme.sizes.small if self._tone == "accent" else self._theme.sizes.body

    def _fit(self) -> None:
        """In the middle above the lower edge of the screen where the pointer is; it grows upwards."""
        screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
        size, room = self.sizeHint(), screen.availableGeometry()
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(room.center())
        place.moveBottom(room.bottom() - ABOVE_EDGE)
        if place != self.geometry():
            self.setGeometry(place)
        self.update()


def _units(text: str) -> int:
    """Qt counts UTF-16 units, in which a character outside the first plane is two."""
    return len(text) + sum(character > "\uffff" for character in text)


def _stretch(start: int, length: int, colour: QColor) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length = start, length
    form = QTextCharFormat()
    form.setForeground(colour)
    made.format = form
    return made
