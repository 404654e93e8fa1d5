"""What stands in place of the window when the library cannot be opened."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError, ErrorCode
from app.ui.problem_window import ProblemWindow
from app.ui.theme.theme import Theme


@pytest.mark.parametrize("code", [ErrorCode.STORE_NEWER, ErrorCode.STORE_DAMAGED, ErrorCode.DISK_FULL])
def test_it_says_what_happened_what_was_kept_and_what_to_do(qtbot: QtBot, theme: Theme, code: ErrorCode) -> None:
    window = ProblemWindow(theme, AppError(code, path="/home/li/library.db"))
    qtbot.addWidget(window)
    window.show()
    texts = [label.text() for label in window.findChildren(QLabel) if label.text()]
    assert len(texts) == 3
    assert "/home/li/library.db" in texts[1]
    assert texts[0] in window.accessibleName()
    window.findChild(QPushButton).click()
    assert not window.isVisible()
