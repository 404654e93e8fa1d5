"""A second start gives up for the window that runs, hands over what it was asked to open, and uses no socket."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.settings.paths import Home
from app.ui.shell.single_instance import SingleInstance

ROOT = Path(__file__).resolve().parents[2]
START = "import sys; from pathlib import Path; from app.settings.paths import Home; from app.ui.main import run; "


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    made.create()
    return made


def test_a_second_start_hands_over_and_ends_well(qtbot: QtBot, home: Home, tmp_path: Path) -> None:
    first = SingleInstance(home)
    assert first.is_first()
    first.listen()
    wanted = tmp_path / "文档.pdf"
    code = START + f"sys.exit(run(Home(Path({str(home.root)!r})), [Path({str(wanted)!r})]))"
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    with qtbot.waitSignal(first.handed_over) as handed:
        second = subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.PIPE, text=True)
    _out, said = second.communicate(timeout=90)
    assert handed.args == [[wanted]]
    assert second.returncode == 0
    assert "already open" in said
    assert list(home.handover.iterdir()) == []
    first.release()


def test_the_lock_of_a_process_that_died_is_taken_over(home: Home) -> None:
    code = START + (
        "import os; from app.ui.shell.single_instance import SingleInstance; "
        f"one = SingleInstance(Home(Path({str(home.root)!r}))); assert one.is_first(); os._exit(9)"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 9
    assert home.lock.exists()
    second = SingleInstance(home)
    assert second.is_first()
    second.release()


def test_what_came_before_listening_is_not_lost(qtbot: QtBot, home: Home, tmp_path: Path) -> None:
    first, other = SingleInstance(home), SingleInstance(home)
    assert first.is_first()
    assert not other.is_first()
    assert other.hand_over([tmp_path / "a"])
    assert other.hand_over([])
    with qtbot.waitSignal(first.handed_over) as handed:
        first.listen()
    assert handed.args == [[tmp_path / "a"]]
    first.release()


def test_rubbish_in_the_folder_harms_nothing(qtbot: QtBot, home: Home) -> None:
    (home.handover / "1.json").write_text("not json")
    (home.handover / "2.json").write_text('["a list"]')
    (home.handover / "3.json").write_text('{"paths": [1, null, "", "/a"]}')
    first = SingleInstance(home)
    assert first.is_first()
    with qtbot.waitSignal(first.handed_over) as handed:
        first.listen()
    assert handed.args == [[Path("/a")]]
    assert list(home.handover.iterdir()) == []
    first.release()


def test_a_folder_that_cannot_be_written_is_told(home: Home) -> None:
    home.handover.rmdir()
    assert not SingleInstance(home).hand_over([Path("/a")])
