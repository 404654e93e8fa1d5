"""Parts of Qt that are wanted later begin on the Qt thread; the disk is read beside it."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.ui import dictation_doors, qt_parts
from app.ui.bridge import Calls, MainThread
from app.ui.dictation_doors import DictationDoors
from app.ui.theme.theme import Theme
from tests.fakes.model_window import opened

SCRIPT = """import sys
from app.ui.qt_parts import read_ahead
read_ahead('QtPdf')
print('PySide6.QtPdf' in sys.modules)
"""


def test_sound_is_read_beside_the_window_and_begins_on_the_qt_thread(
    qtbot: QtBot, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[tuple[str, bool]] = []

    def note(name: str) -> None:
        threads.append((name, threading.current_thread() is threading.main_thread()))
        getattr(qt_parts, name)("QtMultimedia")

    monkeypatch.setattr(dictation_doors, "read_ahead", lambda _part: note("read_ahead"))
    monkeypatch.setattr(dictation_doors, "begin", lambda _part: note("begin"))
    with opened(tmp_path / "home", None) as alcove:
        doors = DictationDoors(alcove, theme, Calls(alcove.background, MainThread()))
        doors.prepare()
        qtbot.waitUntil(lambda: doors.was_prepared)
        doors.close()
    assert threads == [("read_ahead", False), ("begin", True)]


def test_reading_a_part_begins_nothing() -> None:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
