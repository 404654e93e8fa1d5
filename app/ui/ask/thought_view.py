"""What a model thought before its answer: one folded line above it, opened by a press. No part of the answer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.ask.answer_blocks import visible
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import button
from app.ui.widgets.text import label

_ICON = 16


class ThoughtView(QWidget):
    """Hidden while there is no thought; folded until the person opens it, and then as they left it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._seconds: float | None = None
        self.line = button("foot")
        self.line.setIconSize(QSize(_ICON, _ICON))
        self._text = label("muted", wrap=True)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.line, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._text)
        self.line.clicked.connect(self._fold_or_open)
        theme.changed.connect(self._reword)
        self._text.hide()
        self.hide()
        self._reword()

    @property
    def is_open(self) -> bool:
        return not self._text.isHidden()

    @property
    def text(self) -> str:
        return self._text.text()

    def show_thought(self, text: str, seconds: float | None) -> None:
        """All of the thought so far; ``seconds`` is None while the model still thinks."""
        self._text.setText(visible(text.strip()))
        self._seconds = seconds
        self._reword()
        self.setVisible(bool(text.strip()))

    def give_up(self) -> None:
        """No answer comes of a thought that was not ended."""
        if self._seconds is None:
            self.hide()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._reword()
        super().changeEvent(event)

    def _fold_or_open(self) -> None:
        self._text.setVisible(not self.is_open)
        self._reword()

    def _reword(self) -> None:
        if self._seconds is None:
            self.line.setText(self.tr("Thinking…"))
        else:
            self.line.setText(self.tr("Thought for {seconds} s").format(seconds=max(1, round(self._seconds))))
        self.line.setIcon(self._theme.icon("chevron-down" if self.is_open else "chevron-right", "muted", _ICON))
        self.line.setToolTip(self.tr("Fold the thought") if self.is_open else self.tr("Read what the model thought"))
        self.line.setAccessibleDescription(self.line.toolTip())
