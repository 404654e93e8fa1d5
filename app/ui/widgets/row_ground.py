"""The ground of a painted row: chosen, under the pointer, with the focus."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from app.ui.theme.theme import Theme


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme, mark: str = "") -> None:
    """``mark``: the colour of a row that stands out whatever else it is.

    Antialiasing is on afterwards; pen and brush are anything.
    """
    state, rect = option.state, QRect(option.rect).adjusted(1, 1, -1, -1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    chosen, pointed = state & QStyle.StateFlag.State_Selected, state & QStyle.StateFlag.State_MouseOver
    if mark or chosen or pointed:
        painter.setBrush(theme.colour(mark or ("selection" if chosen else "hover")))
        painter.drawRoundedRect(rect, 8, 8)
    if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 8, 8)
