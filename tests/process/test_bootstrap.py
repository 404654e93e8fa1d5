"""The README's commands on a tiny checkout: set up once, start again at once, repaired after every kind of accident."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from set_up.checkout import Checkout
from set_up.venv_folder import VenvFolder
from tests.fakes.tiny_checkout import ROOT, TinyCheckout, tiny_checkout

if sys.platform != "win32":
    import fcntl

ADDED = "alcove add"
MADE_ANEW = "making it anew"


@pytest.fixture
def checkout(tmp_path: Path) -> TinyCheckout:
    return tiny_checkout(tmp_path)


def test_run_sets_up_and_shows_the_main_job_and_needs_no_registry_the_second_time(checkout: TinyCheckout) -> None:
    status, output = checkout.bootstrap()
    assert status == 0, output
    assert f"{ADDED} {checkout.root / 'assets' / 'samples'} tiny 1.0" in output
    assert output.count("$ alcove ask ") == 2, "a question in each language is shown"
    assert output.count("\nalcove ask ") == 2, "and asked"
    assert f"{checkout.alcove} ask" in output, "says how to go on"
    assert (checkout.venv / "share/alcove/models/all-minilm-l6-v2/manifest.json").is_file()
    assert not (checkout.root / "build" / "set-up").exists(), "what the model was prepared with is thrown away"
    assert not list(checkout.venv.rglob("tinyweights*"))
    assert not (checkout.venv / "share/alcove/test-models").exists(), "who only runs it has no use for the reference"

    shutil.rmtree(checkout.registry)
    (checkout.root / "packaging" / "vendor").rename(checkout.root / "no-pip")
    status, output = checkout.bootstrap()
    assert status == 0, output
    assert "Installing" not in output
    assert ADDED in output


def test_test_hands_its_arguments_and_its_exit_status_over(checkout: TinyCheckout) -> None:
    nothing_to_install_with = {"PATH": str(checkout.registry)}
    status, output = checkout.bootstrap("test", "-k", "two words", **nothing_to_install_with)
    assert status == 3, output
    assert output.rstrip().endswith("pytest -k two words")
    assert (checkout.venv / "share/alcove/test-models/all-minilm-l6-v2-float32/manifest.json").is_file()


def test_what_failed_in_the_middle_is_repaired(checkout: TinyCheckout) -> None:
    tiny, aside = checkout.registry / "tiny-1.0-py3-none-any.whl", checkout.registry / "tiny.aside"
    tiny.rename(aside)
    status, output = checkout.bootstrap()
    assert status == 1
    assert "has no tiny==1.0" in output
    assert "Traceback" not in output
    aside.rename(tiny)
    status, output = checkout.bootstrap()
    assert status == 0, output
    assert MADE_ANEW in output


def test_accidents_are_noticed_and_repaired(checkout: TinyCheckout) -> None:
    assert checkout.bootstrap()[0] == 0
    checkout.lock("app", checkout.wheel("tiny", "2.0", "__init__.py", "VERSION = '2.0'\n"))
    status, output = checkout.bootstrap()
    assert (status, MADE_ANEW in output) == (0, False), output
    assert "tiny 2.0" in output, "a new lock is installed over the old one"

    moved = TinyCheckout(checkout.root.with_name("elsewhere"), checkout.registry)
    checkout.root.rename(moved.root)
    status, output = moved.bootstrap()
    assert (status, MADE_ANEW in output) == (0, True), output
    assert str(checkout.root) not in output

    folder = VenvFolder(Checkout(moved.root))
    whole = folder.stamp()
    assert whole is not None
    folder.begin(whole)
    assert folder.stamp() is None, "killed in the middle of a change"
    folder.finish(whole)
    assert folder.stamp() is not None
    (moved.venv / "alcove-set-up.json").write_text(json.dumps({"folders": None, "surprise": 1}))
    assert folder.stamp() is None, "a stamp that is nonsense counts as none"
    folder.finish(whole)
    (facts,) = moved.venv.rglob("tiny-2.0.dist-info")
    shutil.rmtree(facts)
    assert folder.stamp() is None, "a package was lost"
    folder.finish(whole)
    Checkout(moved.root).python.unlink()
    assert folder.stamp() is None, "the Python it was made with is gone"


def test_a_package_that_is_not_the_locked_one_is_refused(checkout: TinyCheckout) -> None:
    checkout.wheel("tiny", "1.0", "__init__.py", "VERSION = 'evil'\n")
    status, output = checkout.bootstrap()
    assert status == 1
    assert "not the locked one" in output
    assert not list(checkout.venv.rglob("tiny/__init__.py"))


def test_a_pip_that_was_tampered_with_is_not_run(checkout: TinyCheckout) -> None:
    (wheel,) = (checkout.root / "packaging" / "vendor").glob("pip-*.whl")
    with wheel.open("ab") as stream:
        stream.write(b"more")
    status, output = checkout.bootstrap()
    assert status == 1
    assert "is not the file that belongs there" in output


def test_a_registry_that_cannot_be_reached_is_named_as_the_reason(checkout: TinyCheckout) -> None:
    # Port 9 of this very computer: nothing listens there.
    nowhere = {
        "PIP_NO_INDEX": "0",
        "PIP_FIND_LINKS": "",
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "1",
    }
    status, output = checkout.bootstrap(**nowhere)
    assert status == 1
    assert "the package registry could not be reached" in output
    assert "Traceback" not in output


def test_without_its_model_alcove_still_runs_and_says_what_is_missing(checkout: TinyCheckout) -> None:
    (checkout.registry / "tinyweights-1.0-py3-none-any.whl").unlink()
    status, output = checkout.bootstrap()
    assert status == 0, output
    assert "by their words alone" in output
    assert ADDED in output
    status, output = checkout.bootstrap("setup", PATH=str(checkout.registry))
    assert status == 1, "who asks for everything is told that not everything is there"


def test_two_set_ups_at_once_take_turns(checkout: TinyCheckout) -> None:
    with checkout.start() as one, checkout.start() as other:
        outputs = [process.communicate(timeout=150)[0] for process in (one, other)]
    assert (one.returncode, other.returncode) == (0, 0), outputs
    assert sum("Installing the packages" in output for output in outputs) == 1
    assert all(ADDED in output for output in outputs)


@pytest.mark.skipif(os.name == "nt", reason="a lock is not handed to children there")
def test_a_pip_that_outlived_its_bootstrap_keeps_the_next_one_waiting(tmp_path: Path) -> None:
    held = tmp_path / "held"
    starter = (
        "import os, signal, subprocess, sys, pathlib\n"
        "from set_up.say import Speaker\n"
        "from set_up.turns import turn\n"
        "with turn(pathlib.Path(sys.argv[1]), Speaker()):\n"
        "    subprocess.Popen(['cat'], stdin=0, close_fds=False)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "packaging")}
    with subprocess.Popen([sys.executable, "-c", starter, str(held)], stdin=subprocess.PIPE, env=environment) as killed:
        killed.wait(timeout=30)
        with held.open("ab") as stream, pytest.raises(BlockingIOError):
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        assert killed.stdin is not None
        killed.stdin.close()
        with held.open("ab") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)


def test_a_word_it_does_not_know_gets_the_usage(checkout: TinyCheckout) -> None:
    status, output = checkout.bootstrap("tset")
    assert status == 2
    assert output.startswith("python3 packaging/bootstrap.py ")
    assert checkout.bootstrap("--help") == (0, output)
    assert not checkout.venv.exists()
