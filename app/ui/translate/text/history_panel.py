"""Earlier texts and their translations: look through, search, take up again, delete; knows no service."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.translate.translation import KeptTranslation
from app.ui.theme.theme import Theme
from app.ui.translate.text.history_model import TEXT, KeptTexts, facts, one_line
from app.ui.widgets.notice import Notice
from app.ui.widgets.row_ground import paint_ground
from app.ui.widgets.text import label

_TYPING_PAUSE_MS = 120
Index = QModelIndex | QPersistentModelIndex


class TextHistoryPanel(QWidget):
    """Signals: ``search_changed()``, ``opened(KeptTranslation)``, ``deleted(KeptTranslation)``."""

    search_changed = Signal()
    opened = Signal(object)
    deleted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.model, self._search, self.list = KeptTexts(), QLineEdit(), _List()
        self._nothing, self.notice = label("muted", wrap=True), Notice(theme)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Row(theme, self.list))
        self._menu = QMenu(self)
        self._open, self._delete = self._menu.addAction(""), self._menu.addAction("")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.search_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 12)
        column.setSpacing(8)
        for widget in (self._search, self.notice, self._nothing):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        self._nothing.hide()
        self._search.textChanged.connect(lambda _text: self._pause.start())
        self._search.returnPressed.connect(self.list.setFocus)
        self.list.chosen.connect(lambda index: self._tell(self.opened, index))
        self.list.delete_asked.connect(lambda index: self._tell(self.deleted, index))
        self.list.customContextMenuRequested.connect(self._show_menu)
        self._open.triggered.connect(lambda: self._tell(self.opened, self.list.currentIndex()))
        self._delete.triggered.connect(lambda: self._tell(self.deleted, self.list.currentIndex()))
        self.setFocusProxy(self._search)
        self._retranslate()

    @property
    def search_text(self) -> str:
        return self._search.text().strip()

    @property
    def heading(self) -> str:
        return self.tr("Earlier translations")

    def show_texts(self, texts: Sequence[KeptTranslation]) -> None:
        self.model.show_texts(texts)
        self.list.setVisible(bool(texts))
        self._nothing.setVisible(not texts)
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _tell(self, signal: object, index: QModelIndex) -> None:
        if (text := self.model.at(index.row())) is not None:
            signal.emit(text)  # type: ignore[attr-defined]

    def _show_menu(self, place: QPoint) -> None:
        if self.list.indexAt(place).isValid():
            self._menu.popup(self.list.viewport().mapToGlobal(place))

    def _retranslate(self) -> None:
        self._search.setPlaceholderText(self.tr("Search both languages"))
        self._search.setAccessibleName(self.tr("Search earlier translations"))
        self.list.setAccessibleName(self.tr("Earlier translations; Enter opens, Delete deletes"))
        self._nothing.setText(
            self.tr("No earlier translation holds these words.")
            if self.search_text
            else self.tr("What you translate is kept here, on this computer.")
        )
        self._open.setText(self.tr("Open"))
        self._delete.setText(self.tr("Delete"))


class _List(QListView):
    chosen = Signal(QModelIndex)
    delete_asked = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.clicked.connect(self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(index)
        elif index.isValid() and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_asked.emit(index)
        else:
            super().keyPressEvent(event)


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
