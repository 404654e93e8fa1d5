"""The column of collections beside the list: choose, create, rename in place, ask to delete."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from app.domain.library.document import Collection
from app.ui.library.collections_model import COUNT, IS_ALL, CollectionRows, Index
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import button
from app.ui.widgets.text import label

WIDTH, ROW = 216, 36


class _Rows(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(WIDTH - 24, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self._theme, QRect(option.rect).adjusted(0, 1, 0, -1)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.colour("selection" if selected else "hover"))
            painter.drawRoundedRect(rect, 8, 8)
        view = option.widget
        if selected and isinstance(view, QAbstractItemView) and view.hasFocus():
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(QRect(rect.left(), rect.top() + 8, 3, rect.height() - 16), 1.5, 1.5)
        icon = theme.pixmap("library" if index.data(IS_ALL) else "folder", "accent" if selected else "muted", 18)
        painter.drawPixmap(rect.left() + 10, rect.center().y() - 8, icon)
        font = QFont(option.font)
        font.setPixelSize(theme.sizes.small)
        painter.setFont(font)
        painter.setPen(theme.colour("muted"))
        count = str(index.data(COUNT) or "")
        count_width = painter.fontMetrics().horizontalAdvance(count)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(0, 0, -10, 0), int(middle | Qt.AlignmentFlag.AlignRight), count)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if selected else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(theme.colour("ink"))
        line = rect.adjusted(38, 0, -18 - count_width, 0)
        name = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, int(middle | Qt.AlignmentFlag.AlignLeft), name)
        painter.restore()


class CollectionsColumn(QFrame):
    """Signals: ``chosen(collection_id or None)``, ``created(name)``, ``deletion_asked(Collection)``."""

    chosen = Signal(object)
    created = Signal(str)
    deletion_asked = Signal(object)

    def __init__(self, theme: Theme, rows: CollectionRows) -> None:
        super().__init__()
        self._rows = rows
        self.setProperty("role", "column")
        self.setFixedWidth(WIDTH)
        self._head, self._new, self._name = label("small"), button("quiet"), QLineEdit()
        self.view = QListView()
        self.view.setModel(rows)
        self.view.setItemDelegate(_Rows(theme, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.view.installEventFilter(self)
        self._new.setIcon(theme.icon("plus", "muted", 16))
        theme.changed.connect(lambda: self._new.setIcon(theme.icon("plus", "muted", 16)))
        self._name.setMaxLength(120)
        self._name.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 24, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._head)
        column.addWidget(self.view, 1)
        column.addWidget(self._name)
        column.addWidget(self._new, 0, Qt.AlignmentFlag.AlignLeft)
        self._new.clicked.connect(self.begin_new)
        self._name.returnPressed.connect(self._create)
        self._name.installEventFilter(self)
        self.view.selectionModel().currentChanged.connect(self._choose)
        rows.modelReset.connect(lambda: self.show_chosen(None))
        self._retranslate()
        self.show_chosen(None)

    def show_chosen(self, collection_id: int | None) -> None:
        """Select a row; emits nothing."""
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        self.view.setCurrentIndex(self._rows.index(self._rows.row_of(collection_id)))
        selection.blockSignals(False)
        self.view.viewport().update()

    @property
    def current(self) -> Collection | None:
        return self._rows.collection(self.view.currentIndex())

    def begin_new(self) -> None:
        self._name.clear()
        self._name.show()
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def rename_current(self) -> None:
        if self.current is not None:
            self.view.edit(self.view.currentIndex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        key = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if watched is self.view and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.current is not None:
            self.deletion_asked.emit(self.current)
            return True
        if watched is self._name and event.type() == QEvent.Type.FocusOut:
            self._name.hide()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def cancel_new(self) -> bool:
        """Esc while a new name is typed; False when none is."""
        was = not self._name.isHidden()
        self._name.hide()
        return was

    def _choose(self, current: Index) -> None:
        collection = self._rows.collection(current)
        self.chosen.emit(None if collection is None else collection.id)

    def _create(self) -> None:
        name = self._name.text().strip()
        self._name.hide()
        if name:
            self.created.emit(name)

    def _retranslate(self) -> None:
        self._head.setText(self.tr("Collections"))
        self.view.setAccessibleName(self.tr("Collections"))
        self._new.setText(self.tr("New collection"))
        self._name.setPlaceholderText(self.tr("Name, then Enter"))
        self._name.setAccessibleName(self.tr("Name of the new collection"))
        self._rows.retranslate()
