"""The entry of the window: seals the process before Qt starts a thread, opens the library, shows the first frame."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import AppError
from app.jobs.door import Door
from app.seal.environment import apply_offline_environment
from app.seal.main import seal_process
from app.seal.models import ProcessRole
from app.settings.file import ValuesFile
from app.settings.paths import Home
from app.settings.schema import Settings
from app.ui.start_clock import StartClock

QT_WAITS_AT_MOST = 0.001
"""Seconds until a background thread that computes lets the Qt thread go on; Python's own 5 ms add up within a frame."""

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.ui.theme.theme import Theme


def run(home: Home, paths: list[Path], door: Door | None = None) -> int:
    """Show the window until it is closed; ``paths`` are added at once. Returns the exit status.

    ``door`` starts the fetcher; it was made before the seal, which everything that is started after it inherits.

    A window that already runs for this home comes forward and takes ``paths``; this one then ends with status 0.
    """
    clock = StartClock()
    sys.setswitchinterval(QT_WAITS_AT_MOST)
    apply_offline_environment()
    seal = seal_process(ProcessRole.WINDOW)
    clock.lap("sealed")
    application = make_application()
    # Only now: Qt must find the process sealed.
    from app.ui.assets import assets_folder
    from app.ui.theme.theme import Theme
    from app.ui.translation import Translations

    assets = assets_folder()
    chosen = ValuesFile(home.settings, Settings).values
    translations = Translations(application, assets / "i18n")
    translations.apply(chosen.language)
    theme = Theme(application, assets)
    theme.set_chinese(translations.is_chinese)
    theme.apply(chosen.theme)
    clock.lap("qt")

    from app.ui.shell.single_instance import SingleInstance

    try:
        home.create()
        instance = SingleInstance(home)
        if not instance.is_first():
            return _hand_over(instance, paths)
        from app.composition import Alcove

        alcove = Alcove.open(home, seal, door)
    except AppError as error:
        return _tell(application, theme, error)
    clock.lap("library")

    from app.ui.assembly import Assembly

    window = Assembly(alcove, theme, translations, instance)
    window.shell.painted.connect(lambda: clock.lap("painted"))
    window.start(paths, lambda: application.quit() if clock.report() else None)
    try:
        return application.exec()
    finally:
        window.close()
        alcove.close()
        instance.release()


_QUIET = "qt.multimedia.*.info=false;qt.multimedia.*.warning=false"
"""Which sound libraries Qt tried in vain would stand on the terminal; what fails is told by signals."""


def make_application() -> QApplication:
    """The one QApplication, before any widget."""
    os.environ.setdefault("QT_LOGGING_RULES", _QUIET)
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QApplication

    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Alcove")
    application.setDesktopFileName("alcove")
    return application


def _hand_over(instance: object, paths: list[Path]) -> int:
    from PySide6.QtCore import QCoreApplication

    from app.ui.shell.single_instance import SingleInstance

    assert isinstance(instance, SingleInstance)
    handed = instance.hand_over(paths)
    words = QCoreApplication.translate("Start", "Alcove is already open; its window comes to the front.")
    if not handed:
        words = QCoreApplication.translate("Start", "Alcove is already open. Its data folder cannot be written.")
    print(words, file=sys.stderr)  # noqa: T201 - a start from a terminal deserves an answer there
    return 0 if handed else 1


def _tell(application: QApplication, theme: Theme, error: AppError) -> int:
    """The library cannot be opened: say why and what to do, in a window of its own."""
    from app.ui.problem_window import ProblemWindow

    window = ProblemWindow(theme, error)
    window.show()
    application.exec()
    return 1
