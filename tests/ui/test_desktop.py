"""Opening a file by the desktop's own services, so that what opens it does not share the window's seal."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from app.ui.desktop import Desktop
from app.ui.own_program import Opened, open_in_own_program

ROOT = Path(__file__).parents[2]
PORTAL, FILES = "org.freedesktop.portal.Desktop", "org.freedesktop.FileManager1"


def on_a_bus(path: Path, *services: str) -> list[list[object]]:
    if shutil.which("dbus-run-session") is None:
        pytest.skip("dbus-run-session is not installed")
    command = ["dbus-run-session", "--", sys.executable, "-m", "tests.fakes.desktop_on_a_bus", str(path), *services]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_sealed_window_asks_the_portal_and_the_file_manager(tmp_path: Path) -> None:
    path = tmp_path / "ein Bericht.txt"
    path.write_text("its words")
    sealed, opened, took, shown, took_too = on_a_bus(path, PORTAL, FILES)
    assert sealed[0] == "sealed"
    assert opened == ["OpenFile", "sha{sv}", ["", "its words", "options"]]
    assert shown == ["ShowItems", "ass", [[QUrl.fromLocalFile(str(path)).toString()], ""]]
    assert took == took_too == ["done", True]


def test_a_desktop_without_these_services_takes_nothing_on(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    assert on_a_bus(path)[1:] == [["done", False], ["done", False]]


def test_without_a_bus_the_person_is_told_where_the_file_lies(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    path, outcomes = tmp_path / "a.txt", list[Opened]()
    path.write_text("x")
    open_in_own_program(path, Desktop(sealed=True, open_url=lambda _url: pytest.fail("started")), outcomes.append)
    assert outcomes == [Opened.NOTHING]


def test_no_program_takes_it_so_its_folder_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    path, asked, outcomes = tmp_path / "a.txt", list[str](), list[Opened]()
    path.write_text("x")

    def open_url(url: QUrl) -> bool:
        asked.append(url.toLocalFile())
        return Path(url.toLocalFile()).is_dir()

    desktop = Desktop(sealed=False, open_url=open_url)
    open_in_own_program(path, desktop, outcomes.append)
    open_in_own_program(tmp_path / "gone.txt", desktop, outcomes.append)
    assert outcomes == [Opened.FOLDER_INSTEAD, Opened.MISSING]
    assert asked == [str(path.resolve()), str(tmp_path.resolve())]
