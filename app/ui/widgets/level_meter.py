"""How loud the microphone is, as a thin bar; silent and clipped sound look different."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.theme import Theme

QUIETEST_DB = -60.0
"""Levels below it count as silence."""
_CLIPPED = 0.99
_FALL = 0.75
"""A level falls to this share of the one before, so that the eye can follow."""


class LevelMeter(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._share, self._clipped = theme, 0.0, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def share(self) -> float:
        """How much of the bar is filled, 0 to 1."""
        return self._share

    def show_level(self, level: float) -> None:
        """``level``: the loudest sample since the last call, 0 to 1 of full scale."""
        decibels = 20 * math.log10(max(level, 1e-6))
        share = min(1.0, max(0.0, 1 - decibels / QUIETEST_DB))
        self._share, self._clipped = max(share, self._share * _FALL), level >= _CLIPPED
        if self._share < 0.01:
            self._share = 0.0
        self.update()

    def clear(self) -> None:
        self._share, self._clipped = 0.0, False
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        painter.setBrush(self._theme.colour("line"))
        painter.drawRoundedRect(whole, 3, 3)
        if self._share:
            painter.setBrush(self._theme.colour("amber" if self._clipped else "accent"))
            painter.drawRoundedRect(QRectF(0, 0, whole.width() * self._share, whole.height()), 3, 3)
        painter.end()
