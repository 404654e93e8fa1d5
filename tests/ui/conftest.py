"""What the tests of the window share: no screen is needed, and the theme is the real one."""

from __future__ import annotations

import os

import pytest
from PySide6.QtWidgets import QApplication

from app.settings.schema import Theme as Choice
from app.ui.assets import assets_folder
from app.ui.theme.theme import Theme

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    made = Theme(qapp, assets_folder())
    made.apply(Choice.LIGHT)
    return made
