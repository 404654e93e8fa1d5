"""A list to choose from that the wheel scrolls past: turning it on the way through a page must change no setting."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate

_SHORTEST = 8
"""Characters that are always seen."""


class ChoiceBox(QComboBox):
    """Opened and walked by keyboard or click alone."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setItemDelegate(QStyledItemDelegate(self))  # the style sheet says how high its rows are
        # Gives way in a narrow panel: its longest choice must not push the field over its name.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHORTEST)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
