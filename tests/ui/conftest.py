"""What the tests of the window share: no screen is needed, the theme is real, and no window outlives its test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.settings.schema import Theme as Choice
from app.ui.assets import assets_folder
from app.ui.theme.theme import Theme

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PATIENCE_MS = 90_000
"""Only a broken program reaches it, however busy the machine is."""


class PatientBot(QtBot):
    """pytest-qt's own bot, whose waits end after five seconds, with a patience that no busy machine wears out."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **options: Any) -> Any:  # noqa: N802
        return super().waitSignal(signal, timeout=timeout, **options)

    def waitExposed(self, widget: Any, *, timeout: int = PATIENCE_MS) -> Any:  # noqa: N802
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _no_window_is_left(qapp: QApplication) -> Iterator[None]:
    """Every theme and every language styles and words all windows that there are: left ones would slow later tests."""
    before = set(qapp.topLevelWidgets())
    yield
    for widget in qapp.topLevelWidgets():
        if widget not in before and shiboken6.isValid(widget) and widget.parent() is None:
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    made = Theme(qapp, assets_folder())
    made.apply(Choice.LIGHT)
    return made
