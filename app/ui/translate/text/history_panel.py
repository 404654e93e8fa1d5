"""Earlier texts and their translations: look through, search, take up again, delete; knows no service."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.translate.translation import KeptTranslation
from app.ui.theme.theme import Theme
from app.ui.translate.text.history_model import TEXT, KeptTexts, facts, one_line
from app.ui.widgets.kept_panel import Index, KeptPanel
from app.ui.widgets.row_ground import paint_ground


class TextHistoryPanel(KeptPanel):
    """Signals: ``search_changed()``, ``opened(KeptTranslation)``, ``deleted(KeptTranslation)``."""

    opened = Signal(object)
    deleted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        model = KeptTexts()
        super().__init__(theme, model)
        self.model = model
        self.list.setItemDelegate(_Row(theme, self.list))
        self._open, self._delete = self.menu.addAction(""), self.menu.addAction("")
        self.list.chosen.connect(lambda index: self._tell(self.opened, index))
        self.list.delete_asked.connect(lambda index: self._tell(self.deleted, index))
        self._open.triggered.connect(lambda: self._tell(self.opened, self.list.currentIndex()))
        self._delete.triggered.connect(lambda: self._tell(self.deleted, self.list.currentIndex()))
        self.retranslate()

    @property
    def heading(self) -> str:
        return self.tr("Earlier translations")

    def show_texts(self, texts: Sequence[KeptTranslation]) -> None:
        self.model.show_texts(texts)
        self.show_some(some=bool(texts))

    def retranslate(self) -> None:
        self.say(
            self.tr("Search both languages"),
            self.tr("Search earlier translations"),
            self.tr("Earlier translations; Enter opens, Delete deletes"),
            self.tr("No earlier translation holds these words.")
            if self.search_text
            else self.tr("What you translate is kept here, on this computer."),
        )
        self._open.setText(self.tr("Open"))
        self._delete.setText(self.tr("Delete"))

    def _tell(self, signal: object, index: QModelIndex) -> None:
        if (text := self.model.at(index.row())) is not None:
            signal.emit(text)  # type: ignore[attr-defined]


class _Row(QStyledItemDelegate):
    """The text over its translation over the facts; painted by hand, so that no text is taken for markup."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        sizes = self._theme.sizes
        return QSize(200, round(sizes.body * 3.2 + sizes.small * 1.6) + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        text: KeptTranslation | None = index.data(TEXT)
        if text is None:
            return
        painter.save()
        paint_ground(painter, option, self._theme)
        inner = QRect(option.rect).adjusted(10, 8, -10, -8)
        sizes, font = self._theme.sizes, QFont(option.font)
        rows = (
            (one_line(text.source), sizes.body, "ink"),
            (one_line(text.target), sizes.body, "muted"),
            (facts(text), sizes.small, "muted"),
        )
        for words, size, token in rows:
            font.setPixelSize(size)
            painter.setFont(font)
            painter.setPen(self._theme.colour(token))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), shown)
            inner.setTop(inner.top() + round(size * 1.6))
        painter.restore()
