"""Buttons in the few kinds that the window knows; icon buttons keep the colour of the theme."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from app.ui.theme.theme import Theme


def button(kind: str = "") -> QPushButton:
    """``kind``: '' (plain), primary, quiet, danger, link, chip or segment."""
    made = QPushButton()
    if kind:
        made.setProperty("kind", kind)
    made.setCheckable(kind in ("chip", "segment"))
    made.setAutoDefault(False)
    if kind == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


class IconButton(QToolButton):
    """A bare icon; ``set_words`` gives it the name that readers speak and that shows while the pointer rests on it."""

    def __init__(self, theme: Theme, icon: str, token: str = "muted", size: int = 18) -> None:
        super().__init__()
        self._theme, self._icon, self._token, self._size = theme, icon, token, size
        self.setIconSize(QSize(size, size))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self._paint_icon)
        self._paint_icon()

    def set_words(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_icon(self, icon: str, token: str | None = None) -> None:
        self._icon, self._token = icon, token or self._token
        self._paint_icon()

    def _paint_icon(self) -> None:
        self.setIcon(self._theme.icon(self._icon, self._token, self._size))
