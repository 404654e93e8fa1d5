"""The command palette: one box over the page that reaches every action, collection and document by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme.theme import Theme

WIDTH, ROW, ROWS = 560, 40, 9
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Command:
    """``hint`` stands at the right: the key, or what kind of thing it is."""

    title: str
    icon: str
    run: Callable[[], None]
    hint: str = ""


def matching(commands: list[Command], text: str) -> list[Command]:
    """Those whose title holds every word of ``text``; titles that begin with it come first."""
    words = text.casefold().split()
    found = [command for command in commands if all(word in command.title.casefold() for word in words)]
    return sorted(found, key=lambda command: not command.title.casefold().startswith(text.casefold().strip()))


class CommandList(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._commands: list[Command] = []

    def fill(self, commands: list[Command]) -> None:
        self.beginResetModel()
        self._commands = commands
        self.endResetModel()

    def command(self, index: Index) -> Command:
        return self._commands[index.row()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._commands)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        command = self.command(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return command.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{command.title}, {command.hint}" if command.hint else command.title
        return None


class _Rows(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(WIDTH, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, CommandList)
        command, theme = model.command(index), self._theme
        rect = QRect(option.rect).adjusted(8, 1, -8, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selection"))
            painter.drawRoundedRect(rect, 8, 8)
        painter.drawPixmap(rect.left() + 12, rect.center().y() - 8, theme.pixmap(command.icon, "muted", 18))
        font = QFont(option.font)
        font.setPixelSize(theme.sizes.small)
        painter.setFont(font)
        painter.setPen(theme.colour("muted"))
        hint_width = painter.fontMetrics().horizontalAdvance(command.hint)
        painter.drawText(rect.adjusted(0, 0, -12, 0), int(_VCENTER | Qt.AlignmentFlag.AlignRight), command.hint)
        painter.setFont(option.font)
        painter.setPen(theme.colour("ink"))
        line = rect.adjusted(42, 0, -24 - hint_width, 0)
        title = painter.fontMetrics().elidedText(command.title, Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, int(_VCENTER | Qt.AlignmentFlag.AlignLeft), title)
        painter.restore()


_VCENTER = Qt.AlignmentFlag.AlignVCenter


class CommandPalette(QFrame):
    """Signals: ``text_changed(text)``; whoever listens may add what it found with :meth:`add_found`."""

    text_changed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget, actions: Callable[[], list[Command]]) -> None:
        super().__init__(parent)
        self._actions, self._over = actions, parent
        self._found: list[Command] = []
        self._came_from: QWidget | None = None
        self.setProperty("role", "overlay")
        self._box, self._view, self._list = QLineEdit(), QListView(), CommandList()
        self._box.setProperty("role", "bare")
        self._box.setAcceptDrops(False)
        self._view.setModel(self._list)
        self._view.setItemDelegate(_Rows(theme, self._view))
        self._view.setUniformItemSizes(True)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        line = QFrame()
        line.setProperty("role", "line")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(8)
        column.addWidget(self._box)
        column.addWidget(line)
        column.addWidget(self._view, 1)
        self._box.setContentsMargins(20, 0, 20, 0)
        self._box.textChanged.connect(self._search)
        self._box.returnPressed.connect(self._run_current)
        self._box.installEventFilter(self)
        self._view.clicked.connect(lambda index: self._run(self._list.command(index)))
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(40)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self._retranslate()
        self.hide()

    @property
    def is_open(self) -> bool:
        return not self.isHidden()

    @property
    def titles(self) -> list[str]:
        return [str(self._list.data(self._list.index(row))) for row in range(self._list.rowCount())]

    def open(self) -> None:
        parent = self._over
        self._came_from = parent.window().focusWidget()
        width = min(WIDTH, parent.width() - 32)
        self.setGeometry((parent.width() - width) // 2, max(24, parent.height() // 8), width, ROW * (ROWS + 1) + 40)
        self._box.clear()
        self._search("")
        self.show()
        self.raise_()
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_palette(self) -> bool:
        """False when it was not open."""
        if not self.is_open:
            return False
        self.hide()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def add_found(self, text: str, commands: list[Command]) -> None:
        """``commands`` belong to ``text``; they are left out when the person has typed on since."""
        if self.is_open and text == self._box.text():
            self._found = commands
            self._fill()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS, Qt.Key.Key_PageUp: -ROWS}
            if (step := steps.get(Qt.Key(event.key()))) is not None:
                row = min(max(self._view.currentIndex().row() + step, 0), self._list.rowCount() - 1)
                self._view.setCurrentIndex(self._list.index(row))
                return True
        if watched is self._box and event.type() == QEvent.Type.FocusOut and self.is_open:
            self.hide()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _search(self, text: str) -> None:
        self._found = []
        self._fill()
        self.text_changed.emit(text)

    def _fill(self) -> None:
        self._list.fill(matching(self._actions(), self._box.text()) + self._found)
        self._view.setCurrentIndex(self._list.index(0))

    def _run_current(self) -> None:
        if (index := self._view.currentIndex()).isValid():
            self._run(self._list.command(index))

    def _run(self, command: Command) -> None:
        self.close_palette()
        command.run()

    def _retranslate(self) -> None:
        words = self.tr("Type an action, a collection or a document")
        self._box.setPlaceholderText(words)
        self._box.setAccessibleName(words)
        self._view.setAccessibleName(self.tr("What was found"))
