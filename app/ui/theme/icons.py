"""The line icons: SVG files of one colour, painted in a token's colour at any size."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_SCALES = (1.0, 2.0)


class IconSet:
    """Reads ``<folder>/<name>.svg``; ``currentColor`` in it becomes the colour asked for. Keeps what it painted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def pixmap(self, name: str, colour: str, size: int, scale: float = 1.0) -> QPixmap:
        """``size`` is in logical px, ``scale`` the device's pixels for one. Raises OSError for an unknown name."""
        key = (name, colour, size, scale)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._paint(*key)
        return self._pixmaps[key]

    def icon(self, name: str, colour: str, faint: str, size: int = 20) -> QIcon:
        """``faint`` is the colour of the disabled icon."""
        icon = QIcon()
        for scale in _SCALES:
            icon.addPixmap(self.pixmap(name, colour, size, scale), QIcon.Mode.Normal)
            icon.addPixmap(self.pixmap(name, faint, size, scale), QIcon.Mode.Disabled)
        return icon

    def _paint(self, name: str, colour: str, size: int, scale: float) -> QPixmap:
        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        renderer = QSvgRenderer(QByteArray(self._sources[name].replace("currentColor", colour).encode()))
        pixmap = QPixmap(QSize(round(size * scale), round(size * scale)))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(pixmap.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        return pixmap
