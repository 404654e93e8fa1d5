"""The line above the list: search as you type, filter by state, sorting. Knows words and choices, no documents."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.library.document import DocumentState
from app.domain.library.stored import DocumentOrder
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import button

NARROW = 480
QUIET_MS = 120
"""A search starts when the person has not typed for so long."""


class FindLine(QWidget):
    """Signals: ``changed()`` when text, state or order is another; ``down_pressed()`` to go into the list."""

    changed = Signal()
    down_pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._counts = theme, dict.fromkeys(DocumentState, 0)
        self._box, self._order = QLineEdit(), QComboBox()
        self._box.setMaxLength(400)
        self._box.setClearButtonEnabled(True)
        self._sign = QAction(self)
        self._box.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self._box.installEventFilter(self)
        for order in (DocumentOrder.ADDED, DocumentOrder.NAME, DocumentOrder.MODIFIED, DocumentOrder.SIZE):
            self._order.addItem("", order)
        self._states: dict[DocumentState | None, QPushButton] = {}
        self._group = QButtonGroup(self)
        chips = QHBoxLayout()
        chips.setSpacing(6)
        for state in (None, DocumentState.REFUSED, DocumentState.WAITING):
            chip = button("chip")
            self._group.addButton(chip)
            self._states[state] = chip
            chips.addWidget(chip)
            chip.clicked.connect(self._change_now)
        chips.addStretch(1)
        self._under = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._under.addLayout(chips, 1)
        self._under.addWidget(self._order)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._box)
        column.addLayout(self._under)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self.changed)
        self._box.textChanged.connect(lambda _text: self._quiet.start())
        self._order.activated.connect(self._change_now)
        theme.changed.connect(self._paint_sign)
        self._paint_sign()
        self.choose_state(None)
        self._retranslate()

    @property
    def text(self) -> str:
        return self._box.text().strip()

    @property
    def state(self) -> DocumentState | None:
        """Only documents in this state; None: all."""
        return next(state for state, chip in self._states.items() if chip is self._group.checkedButton())

    @property
    def order(self) -> DocumentOrder:
        return DocumentOrder(self._order.currentData())

    def choose_state(self, state: DocumentState | None) -> None:
        """Emits nothing."""
        for each, chip in self._states.items():
            if each is state:
                chip.setChecked(True)

    def focus(self) -> None:
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.selectAll()

    def set_text(self, text: str) -> None:
        self._box.setText(text)

    def clear_text(self) -> bool:
        """False when there was none."""
        had = bool(self._box.text())
        self._box.clear()
        return had

    def show_counts(self, counts: dict[DocumentState, int]) -> None:
        self._counts = dict.fromkeys(DocumentState, 0) | counts
        self._word_chips()
        if self.state is not None and not self._counts[self.state]:
            self.choose_state(None)
            self._change_now()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.down_pressed.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._change_now()
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self._under.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _change_now(self) -> None:
        self._quiet.stop()
        self.changed.emit()

    def _paint_sign(self) -> None:
        self._sign.setIcon(self._theme.icon("search", "muted", 16))

    def _word_chips(self) -> None:
        words = {
            None: self.tr("All %n", "", sum(self._counts.values())),
            DocumentState.REFUSED: self.tr("%n could not be read", "", self._counts[DocumentState.REFUSED]),
            DocumentState.WAITING: self.tr("%n waiting", "", self._counts[DocumentState.WAITING]),
        }
        for state, chip in self._states.items():
            chip.setText(words[state])
            chip.setVisible(state is None or self._counts[state] > 0)

    def _retranslate(self) -> None:
        words = self.tr("Search names and text")
        self._box.setPlaceholderText(words)
        self._box.setAccessibleName(words)
        self._order.setAccessibleName(self.tr("Sort by"))
        names = {
            DocumentOrder.ADDED: self.tr("Last added first"),
            DocumentOrder.NAME: self.tr("By name"),
            DocumentOrder.MODIFIED: self.tr("Last changed first"),
            DocumentOrder.SIZE: self.tr("Largest first"),
        }
        for row in range(self._order.count()):
            self._order.setItemText(row, names[DocumentOrder(self._order.itemData(row))])
        self._word_chips()
