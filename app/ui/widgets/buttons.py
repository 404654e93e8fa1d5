"""Buttons in the few kinds that the window knows; icon buttons keep the colour of the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QToolButton

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


class ElidedButton(QPushButton):
    """A line of text to press that gives way: what does not fit is left out at its end. Never a mnemonic."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._full = ""

    @property
    def full_text(self) -> str:
        return self._full

    def set_full_text(self, text: str) -> None:
        self._full = text
        self.setAccessibleName(text)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        metrics = self.fontMetrics()
        shown = metrics.horizontalAdvance(self.text().replace("&&", "&"))
        return QSize(hint.width() - shown + metrics.horizontalAdvance(self._full) + 4, hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        style = QStyleOptionButton()
        self.initStyleOption(style)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, style, self).width()
        fits = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, max(room, 20))
        text = fits.replace("&", "&&")
        if text != self.text():
            self.setText(text)
        self.setToolTip(self._full if fits != self._full else "")
