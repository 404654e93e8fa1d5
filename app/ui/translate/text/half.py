"""One half of the text card: a pane with the line of small buttons under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.text import label, set_role


class Half(QWidget):
    """``tools`` stand at the left of the foot, ``ends`` at its right; the foot's words between them."""

    def __init__(self, pane: QWidget, tools: Sequence[QWidget], ends: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self._said = label("small")
        self._said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 8)
        foot.setSpacing(2)
        for tool in tools:
            foot.addWidget(tool)
        foot.addStretch(1)
        foot.addWidget(self._said)
        for end in ends:
            foot.addWidget(end)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(pane, 1)
        self.column.addLayout(foot)

    @property
    def said(self) -> str:
        return self._said.text()

    def say(self, text: str, *, amber: bool = False) -> None:
        self._said.setText(text)
        set_role(self._said, "amber" if amber else "small")


def tool(theme: Theme, icon: str) -> IconButton:
    made = IconButton(theme, icon, "muted", 18)
    made.setEnabled(False)
    return made


def caption() -> QLabel:
    made = label("small")
    made.setContentsMargins(20, 8, 20, 0)
    return made
