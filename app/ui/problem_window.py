"""Shown instead of the window when the library cannot be opened: what happened, what was kept, what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.ui.theme.theme import Theme
from app.ui.translation import translate
from app.ui.widgets.buttons import button
from app.ui.widgets.text import label
from app.wording import sentence_for


class ProblemWindow(QWidget):
    def __init__(self, theme: Theme, error: AppError) -> None:
        super().__init__()
        sentence = sentence_for(error, translate)
        self.setWindowTitle("Alcove")
        self.setWindowIcon(theme.icon("alcove", "accent", 64))
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(f"{sentence.title}. {sentence}")
        sign = QLabel()
        sign.setPixmap(theme.pixmap("warning", "amber", 36))
        close = button("primary")
        close.setText(self.tr("Close"))
        close.clicked.connect(self.close)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 24)
        column.setSpacing(12)
        column.addWidget(sign)
        column.addWidget(label("heading", sentence.title, wrap=True))
        column.addWidget(label("body", sentence.what, wrap=True))
        column.addWidget(label("muted", sentence.help, wrap=True))
        column.addStretch(1)
        column.addLayout(line)
        self.resize(520, 300)
