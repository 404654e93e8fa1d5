"""The conversation as a page: one column of questions and answers that grows at its end and never jumps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.ask.turn_view import TurnView
from app.ui.theme.sizes import MEASURE
from app.ui.widgets.buttons import button

_NEAR_END = 12
_ABOVE = 16


class ConversationView(QScrollArea):
    """Follows its end while it is shown there; whoever scrolls up stays where they are.

    Signals: ``earlier_asked()``: earlier turns of the conversation are wanted.
    """

    earlier_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._follows = True
        self._turns: list[TurnView] = []
        self._inner = inner = _Inner()
        inner.setProperty("role", "scrolled")
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 24, 0, 16)
        self._column.setSpacing(40)
        self._earlier = button("link")
        self._earlier.clicked.connect(self.earlier_asked)
        self._earlier.hide()
        self._column.addWidget(self._earlier, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        column = QWidget()
        column.setMaximumWidth(MEASURE)
        column.setLayout(self._column)
        line = QHBoxLayout(inner)
        line.setContentsMargins(40, 0, 40, 0)
        line.addStretch(1)
        line.addWidget(column, 1000)
        line.addStretch(1)
        self.setWidget(inner)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._note_position)
        bar.rangeChanged.connect(self._follow)

    @property
    def turns(self) -> tuple[TurnView, ...]:
        return tuple(self._turns)

    def add(self, view: TurnView) -> None:
        """Put a turn at the end and show it."""
        self._turns.append(view)
        self._column.insertWidget(self._column.count() - 1, view)
        self.go_to_end()

    def add_above(self, views: Sequence[TurnView]) -> None:
        """Put earlier turns before those on the page; what is being read stays where it is."""
        self._follows = False
        from_end = self.verticalScrollBar().maximum() - self.verticalScrollBar().value()
        self._turns[:0] = views
        for at, view in enumerate(views, 1):
            self._column.insertWidget(at, view)
        QTimer.singleShot(0, self, lambda: self._keep_from_end(from_end))

    def offer_earlier(self, words: str) -> None:
        """``words`` for the way to earlier turns; '' where there are none."""
        self._earlier.setText(words)
        self._earlier.setVisible(bool(words))

    def replace(self, old: TurnView, new: TurnView) -> None:
        """Put ``new`` where ``old`` stands; ``old`` is taken out but kept alive."""
        at = self._turns.index(old)
        self._column.replaceWidget(old, new)
        self._turns[at] = new
        old.hide()
        old.setParent(None)
        new.show()

    def remove(self, view: TurnView) -> None:
        self._turns.remove(view)
        self._column.removeWidget(view)
        view.hide()
        view.deleteLater()

    def clear(self) -> None:
        for view in tuple(self._turns):
            self.remove(view)
        self.offer_earlier("")

    def go_to_end(self) -> None:
        """Now and after the layout has found the new heights."""
        self._follows = True
        QTimer.singleShot(0, self, self._follow)

    def settle(self, view: TurnView) -> None:
        """An answer that came all at once is read from its question on, not from its end."""
        QTimer.singleShot(0, view, lambda: self._settle(view))

    def page_by_key(self, pages: float) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + round(pages * bar.pageStep()))

    def _settle(self, view: TurnView) -> None:
        if view in self._turns and view.height() > self.viewport().height():
            self._follows = False
            self.verticalScrollBar().setValue(view.mapTo(self._inner, QPoint(0, 0)).y() - _ABOVE)

    def _keep_from_end(self, from_end: int) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum() - from_end)

    def _note_position(self, value: int) -> None:
        self._follows = value >= self.verticalScrollBar().maximum() - _NEAR_END

    def _follow(self, *_range: int) -> None:
        if self._follows:
            bar = self.verticalScrollBar()
            bar.setValue(bar.maximum())


class _Inner(QWidget):
    """Wants no height of its own: QScrollArea would take wrapped labels at their narrowest, and leave a gap below."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)
