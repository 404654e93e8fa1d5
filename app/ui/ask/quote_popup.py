"""A small card beside a citation: its document, its place and its words; only plain text."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainterPath, QRegion
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.domain.ask.citation import best_sentence
from app.domain.text.readable import readable
from app.ui.widgets.text import label

_WIDTH = 420
_RADIUS = 12
_QUOTE_LIMIT = 420
_MARGINS = (16, 12, 16, 12)


class QuotePopup(QFrame):
    """Takes no focus and no pointer; its owner shows and hides it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setProperty("role", "overlay")
        self.setFixedWidth(_WIDTH)
        self._title, self._place = label("strong", wrap=True), label("small", wrap=True)
        self._quote, self._translation = label("body", wrap=True), label("muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*_MARGINS)
        column.setSpacing(4)
        for widget in self._lines:
            column.addWidget(widget)

    def show_quote(self, title: str, place: str, quote: str, at: QPoint, translation: str = "") -> None:
        """``translation``: the quote in the language of the question, under it."""
        self._show((title, place, shortened(quote, _QUOTE_LIMIT), shortened(translation, _QUOTE_LIMIT)), at)

    def show_reason(self, reason: str, at: QPoint) -> None:
        self._show(("", "", reason, ""), at)

    @property
    def text(self) -> str:
        return "\n".join(w.text() for w in self._lines if not w.isHidden())

    @property
    def _lines(self) -> tuple[QLabel, ...]:
        return self._title, self._place, self._quote, self._translation

    def _show(self, texts: tuple[str, str, str, str], at: QPoint) -> None:
        for widget, text in zip(self._lines, texts, strict=True):
            widget.setText(text)
            widget.setVisible(bool(text))
        left, top, right, bottom = _MARGINS
        inner = _WIDTH - left - right - 2
        shown = [w for w in self._lines if not w.isHidden()]
        height = sum(w.heightForWidth(inner) for w in shown) + 4 * (len(shown) - 1)
        self.setFixedHeight(height + top + bottom + 2)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        self.setMask(QRegion(shape.toFillPolygon().toPolygon()))  # also where no compositor could make corners clear
        screen = self.screen().availableGeometry()
        x = min(max(screen.left() + 8, at.x() - 24), screen.right() - _WIDTH - 8)
        y = at.y() + 6
        if y + self.height() > screen.bottom():
            y = at.y() - self.height() - 30
        self.move(x, y)
        self.show()
        self.raise_()


def shortened(text: str, limit: int) -> str:
    """White space made single, and cut at a word's end."""
    flat = " ".join(readable(text).split())
    if len(flat) <= limit:
        return flat
    cut = flat[:limit]
    return cut[: cut.rfind(" ")] + " …" if " " in cut[limit // 2 :] else cut + "…"


def telling_part(claim: str, passage: str) -> str:
    """``passage`` from the sentence on that bears ``claim`` out, where all of it would be too long to show."""
    if len(passage) <= _QUOTE_LIMIT:
        return passage
    best = best_sentence(claim, passage)
    return "… " + passage[best.start :] if best.start else passage
