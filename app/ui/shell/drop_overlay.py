"""Lights the whole window as the target while files are dragged over it, and says what a drop will do."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.theme.theme import Theme

MARGIN = 16


def local_paths(data: QMimeData) -> list[Path]:
    """The files and folders that are dragged; what is no local file is left out."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []


class DropOverlay(QWidget):
    """Lies over its parent; the parent keeps receiving the drag."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._over, self._title, self._text = theme, parent, "", ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def light(self, title: str, text: str) -> None:
        self._title, self._text = title, text
        self.setAccessibleName(title)
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(self._theme.colours.page)
        veil.setAlpha(242)
        painter.fillRect(self.rect(), veil)
        pen = QPen(self._theme.colour("accent"), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(self._theme.colour("accent_soft"))
        frame = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        painter.drawRoundedRect(frame, 14, 14)
        middle = frame.center()
        icon = self._theme.pixmap("library", "accent", 40)
        painter.drawPixmap(int(middle.x()) - 20, int(middle.y()) - 72, icon)
        font = QFont(self.font())
        font.setPixelSize(self._theme.sizes.heading)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self._theme.colour("ink"))
        line = QRectF(frame.left() + MARGIN, middle.y() - 16, frame.width() - 2 * MARGIN, 36)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignCenter), self._title)
        font.setPixelSize(self._theme.sizes.body)
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(line.translated(0, 34), int(Qt.AlignmentFlag.AlignCenter), self._text)
        painter.end()
