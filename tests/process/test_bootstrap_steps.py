"""Steps of set-up that need no checkout: old Pythons, reasons in words, and what Qt lacks on a Linux system."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from set_up import qt_libraries
from set_up.checkout import Checkout, child_environment
from set_up.commands import cores, side_by_side
from set_up.pip_install import cause_of, count_requirements
from set_up.qt_libraries import Need
from set_up.say import Speaker
from set_up.trouble import SetUpError, explained

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system libraries are a matter of Linux")
OLD = """import runpy, sys
sys.version_info, sys.argv = (3, 8, 10), sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def program(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def old_python(path: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", OLD, str(PACKAGING / "bootstrap.py"), "test", "-x"]
    return subprocess.run(command, env={"PATH": path}, capture_output=True, text=True, check=False)


def test_an_old_python_is_told_what_is_needed(tmp_path: Path) -> None:
    done = old_python(str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("Alcove needs Python 3.11 or newer, and this is Python 3.8.10: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows names its Pythons otherwise")
def test_an_old_python_hands_over_to_a_newer_one_where_there_is_one(tmp_path: Path) -> None:
    program(tmp_path, "python3.12", 'echo "newer: $@"')
    done = old_python(f"/nonexistent{os.pathsep}{tmp_path}")
    assert (done.returncode, done.stdout) == (0, f"newer: {PACKAGING / 'bootstrap.py'} test -x\n")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("WARNING: Retrying (Retry(total=0)) broken by 'NewConnectionError(...)'\n"
         "ERROR: No matching distribution found for numpy==2.4.6", "could not be reached"),
        ("connection broken by 'SSLError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] ...", "certificate"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the locked one"),
        ("ERROR: No matching distribution found for tokenizers==0.23.3", "no tokenizers==0.23.3 that fits"),
        ("ERROR: 403 Client Error: Forbidden for url", "refused to serve"),
        ("Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Authentication Required'", "proxy"),
        ("ERROR: Could not install packages: [Errno 13] Permission denied: '/x'", "may not be written"),
    ],
)  # fmt: skip
def test_what_pip_says_becomes_a_reason_with_what_to_do(said: str, words: str) -> None:
    cause = cause_of(said)
    assert cause is not None
    assert words in cause


def test_words_of_pip_that_are_not_known_make_no_reason() -> None:
    assert cause_of("ERROR: something new") is None


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EACCES, "may not write"),
        (errno.EROFS, "may not write"),
        (errno.EIO, "failed"),
    ],
)
def test_what_the_file_system_refuses_becomes_a_sentence(number: int, words: str) -> None:
    with pytest.raises(SetUpError, match=words), explained("making .venv", Path("here")):
        raise OSError(number, os.strerror(number))


def test_a_child_is_not_led_astray_and_keeps_the_registry_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PIP_CERT", "mine.pem")
    environment = child_environment()
    assert "PYTHONPATH" not in environment
    assert "PIP_TARGET" not in environment
    assert environment["PIP_CERT"] == "mine.pem"
    assert environment["ORT_DISABLE_TELEMETRY"] == "1"


def test_the_locks_name_as_many_packages_as_are_counted() -> None:
    lock = PACKAGING / "lock" / "app.txt"
    assert (
        count_requirements(lock) == sum(" \\" in line and "==" in line for line in lock.read_text().splitlines()) > 20
    )


def test_test_files_run_side_by_side_where_there_are_cores() -> None:
    assert side_by_side(1) == []
    assert side_by_side(2)[:4] == ["-n", "2", "--dist", "loadfile"], "what a file's tests share is made once"
    assert side_by_side(64)[1] == "4"
    assert cores() >= 1


@pytest.fixture
def environment_of_this_test(tmp_path: Path) -> Checkout:
    """A checkout whose Python is the one that runs the tests, so that the Qt files are really there."""
    scripts = tmp_path / ".venv" / "bin"
    scripts.mkdir(parents=True)
    program(scripts, "python", f'exec "{sys.executable}" "$@"')
    (tmp_path / "build").mkdir()
    return Checkout(tmp_path)


@on_linux
def test_a_library_that_is_not_there_is_found_missing_with_its_package(
    environment_of_this_test: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    nonsense = Need("libnonsense.so.9", "libnonsense9", "nonsense-libs", "nonsense")
    monkeypatch.setattr(qt_libraries, "LIBRARIES", (*qt_libraries.LIBRARIES, nonsense))
    needs = qt_libraries.missing(environment_of_this_test)
    assert nonsense in needs
    assert qt_libraries.prevents_a_window(needs)
    monkeypatch.setenv("PATH", "/nonexistent")
    line = qt_libraries.advice([nonsense])
    assert "\n" not in line
    for words in (
        "apt-get install libnonsense9",
        "dnf install nonsense-libs",
        "pacman -S nonsense",
        "libnonsense.so.9",
    ):
        assert words in line


@on_linux
def test_a_qt_file_that_cannot_be_loaded_is_reported_although_the_table_knows_no_reason(
    environment_of_this_test: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qt_libraries, "LIBRARIES", ())
    monkeypatch.setattr(qt_libraries, "_QT_FILES", ("plugins/platforms/libqnonsense.so",))
    assert qt_libraries.prevents_a_window(qt_libraries.missing(environment_of_this_test))


@on_linux
def test_root_gets_packages_from_apt_without_being_asked_anything(
    environment_of_this_test: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = tmp_path / "calls"
    # Like a fresh container: nothing can be installed before the first update.
    program(tmp_path, "apt-get", f'echo "$DEBIAN_FRONTEND $@" >> "{calls}"\ncase "$*" in *update*) exit 0;; esac\n'
            f'read answer && exit 9\ntest "$(wc -l < "{calls}")" -ge 3')  # fmt: skip
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert qt_libraries.provide([qt_libraries.CHINESE_FONT], environment_of_this_test, Speaker())
    lines = calls.read_text().splitlines()
    assert [line.split()[3] for line in lines] == ["install", "update", "install"]
    assert all(line.startswith("noninteractive ") for line in lines)
    assert lines[-1].endswith(" --yes --no-install-recommends fonts-noto-cjk")


@on_linux
def test_who_is_not_root_is_told_in_one_line(
    environment_of_this_test: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert not qt_libraries.provide([qt_libraries.CHINESE_FONT], environment_of_this_test, Speaker())
    assert capsys.readouterr().out.count("\n") == 1
