"""The card at the foot of the page where a question is written: box, scope, Ask or Stop; it knows no service."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.ui.ask.question_box import QuestionBox
from app.ui.ask.scope_chip import ScopeChip
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import button
from app.ui.widgets.text import label


class Composer(QFrame):
    """Signals: ``asked()`` and ``stop_asked()``."""

    asked = Signal()
    stop_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("composer")
        self._theme = theme
        self.box, self.scope = QuestionBox(theme), ScopeChip(theme)
        self._hint, self._following = label("small"), False
        self._ask, self._stop = button("primary"), button("danger")
        self._stop.hide()
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.scope)
        foot.addWidget(self._hint, 1, Qt.AlignmentFlag.AlignRight)
        foot.addWidget(self._ask)
        foot.addWidget(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(4)
        column.addWidget(self.box)
        column.addLayout(foot)
        self.box.asked.connect(self.asked)
        self._ask.clicked.connect(self.asked)
        self._stop.clicked.connect(self.stop_asked)
        self.box.textChanged.connect(self._weigh)
        self.box.focus_changed.connect(self._draw_border)
        theme.changed.connect(self._follow_theme)
        self._follow_theme()
        self._retranslate()
        self._weigh()

    @property
    def busy(self) -> bool:
        return not self._stop.isHidden()

    def set_busy(self, busy: bool) -> None:
        """Ask becomes Stop, in the same place; what is being typed stays."""
        had_focus = self._ask.hasFocus() or self._stop.hasFocus()
        self._ask.setVisible(not busy)
        self._stop.setVisible(busy)
        if had_focus:
            (self._stop if busy else self.box).setFocus(Qt.FocusReason.OtherFocusReason)
        self._retranslate()

    @property
    def question(self) -> str:
        return self.box.toPlainText().strip()

    def set_following(self, following: bool) -> None:
        """Whether the next question follows another one."""
        self._following = following
        self._retranslate()

    def set_question(self, question: str) -> None:
        self.box.setPlainText(question)
        self.box.moveCursor(QTextCursor.MoveOperation.End)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.box.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _weigh(self) -> None:
        self._ask.setEnabled(bool(self.question))

    def _follow_theme(self) -> None:
        self._ask.setIcon(self._theme.icon("send", "on_accent", 16))
        self._stop.setIcon(self._theme.icon("stop", "red", 16))
        self._draw_border(self.box.hasFocus())

    def _draw_border(self, focused: bool) -> None:
        colours = self._theme.colours
        border = f"2px solid {colours.accent}" if focused else f"1px solid {colours.outline}"
        margin = 0 if focused else 1
        self.setStyleSheet(
            f"#composer {{ background: {colours.surface}; border: {border}; border-radius: 12px; margin: {margin}px; }}"
        )

    def _retranslate(self) -> None:
        first = self.tr("Ask about your documents")
        self.box.setPlaceholderText(self.tr("Ask a follow-up question") if self._following else first)
        self.box.setAccessibleName(self.tr("Question"))
        self._ask.setText(self.tr("Ask"))
        self._stop.setText(self.tr("Stop"))
        self._stop.setAccessibleName(self.tr("Stop the answer"))
        self._hint.setText(
            self.tr("Esc stops the answer") if self.busy else self.tr("Enter asks · Shift+Enter for a new line")
        )
